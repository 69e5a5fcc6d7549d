"""Where a formula may run: in Python always; in SQL and in JavaScript unless it has no form there, in SQL neither what only
the write path knows."""

from dataclasses import dataclass
from typing import Literal

from ..core import Core, Operation, VariableRead, walk
from ..functions import FUNCTIONS
from ..functions.kind import Native
from ..problems import FormulaProblem, problem

Place = Literal["python", "sql", "javascript"]
_WRITE_ONLY = {"is_new": "ISNEW()", "changed": "CHANGED()"}


@dataclass(frozen=True, slots=True)
class Places:
    """`refusals` says why for each place that is missing."""

    places: frozenset[Place]
    refusals: dict[Place, FormulaProblem]


def places_of(core: Core) -> Places:
    """Where the formula may run."""
    refusals: dict[Place, FormulaProblem] = {}
    for node in walk(core):
        if "sql" not in refusals and (name := _not_in_sql(node)):
            zh = f"{name} 不能在列表筛选等数据库查询里使用"
            en = f"{name} cannot be used where the database evaluates the formula (filters, scopes, lists)"
            refusals["sql"] = problem("not_in_sql", zh, en, node.start, node.end)
        if "javascript" not in refusals and (name := not_in_javascript(node)):
            zh, en = f"{name} 只在服务器上计算", f"{name} is worked out on the server only"
            refusals["javascript"] = problem("not_in_javascript", zh, en, node.start, node.end)
    return Places(frozenset[Place](("python", "sql", "javascript")) - refusals.keys(), refusals)


def _not_in_sql(node: Core) -> str:
    if isinstance(node, VariableRead) and node.name == "old":
        return "$old"
    if isinstance(node, Operation):
        meaning = _native(node)
        return _WRITE_ONLY.get(node.name, "") or (node.name if meaning and meaning.postgresql is None else "")
    return ""


def not_in_javascript(node: Core) -> str:
    """The function that keeps a node on the server, "" when none does."""
    meaning = _native(node) if isinstance(node, Operation) else None
    return node.name if isinstance(node, Operation) and meaning and meaning.javascript is None else ""


def _native(node: Operation) -> Native | None:
    declared = FUNCTIONS.get(node.name)
    return declared.meaning if declared is not None and isinstance(declared.meaning, Native) else None
