"""Where a formula may run: in Python always, in SQL unless it needs what only the write path knows or has no SQL form."""

from dataclasses import dataclass
from typing import Literal

from ..core import Core, Operation, VariableRead, walk
from ..functions import FUNCTIONS
from ..functions.kind import Native
from ..problems import FormulaProblem, problem

Place = Literal["python", "sql"]
_WRITE_ONLY = {"is_new": "ISNEW()", "changed": "CHANGED()"}


@dataclass(frozen=True, slots=True)
class Places:
    """`refusals` says why for each place that is missing."""

    places: frozenset[Place]
    refusals: dict[Place, FormulaProblem]


def places_of(core: Core) -> Places:
    """Where the formula may run."""
    for node in walk(core):
        if name := _not_in_sql(node):
            zh = f"{name} 不能在列表筛选等数据库查询里使用"
            en = f"{name} cannot be used where the database evaluates the formula (filters, scopes, lists)"
            refusal = problem("not_in_sql", zh, en, node.start, node.end)
            return Places(frozenset({"python"}), {"sql": refusal})
    return Places(frozenset({"python", "sql"}), {})


def _not_in_sql(node: Core) -> str:
    if isinstance(node, VariableRead) and node.name == "old":
        return "$old"
    if isinstance(node, Operation):
        if node.name in _WRITE_ONLY:
            return _WRITE_ONLY[node.name]
        function = FUNCTIONS.get(node.name)
        if function is not None and isinstance(function.meaning, Native) and function.meaning.postgresql is None:
            return node.name
    return ""
