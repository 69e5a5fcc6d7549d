"""A condition as groups that must all hold or of which one must, as a builder shows them, to text and back.

Every condition has such a shape: what is no AND and no OR is a leaf, kept as its own text, so that nothing is lost.
"""

from dataclasses import dataclass
from typing import Literal

from . import tree
from .parser import parse
from .source import normalise_source

Join = Literal["AND", "OR"]


@dataclass(frozen=True, slots=True)
class Group:
    """`parts` are groups of the other kind and the texts of leaves; a group of none holds always."""

    join: Join
    parts: tuple["Group | str", ...]


def read_groups(written: str) -> Group:
    """The groups of a condition, an AND around a single leaf; ExpressionError where it cannot be parsed."""
    source = normalise_source(written)
    if not source:
        return Group("AND", ())
    found = _read(parse(source), source)
    return found if isinstance(found, Group) else Group("AND", (found,))


def groups_text(group: Group) -> str:
    """The text of groups; groups of nothing are left out."""
    return f" {group.join} ".join(_inside(one, group.join) for one in group.parts if not _nothing(one))


def _read(node: tree.Node, source: str) -> Group | str:
    while isinstance(node, tree.Group):
        node = node.inner
    join = _join(node)
    if join is None:
        return source[node.start : node.end].removeprefix("=").strip()
    parts: list[Group | str] = []
    for one in tree.children(node):
        found = _read(one, source)
        parts.extend(found.parts if isinstance(found, Group) and found.join == join else (found,))
    return Group(join, tuple(parts))


def _join(node: tree.Node) -> Join | None:
    if isinstance(node, tree.Binary):
        return node.operator if node.operator in ("AND", "OR") else None
    if isinstance(node, tree.Call) and node.arguments:
        name = node.name.upper()
        return "AND" if name == "AND" else "OR" if name == "OR" else None
    return None


def _inside(part: Group | str, around: Join) -> str:
    """A part within a group: only an OR within an AND needs its parentheses, but an AND within an OR reads better with them."""
    if isinstance(part, str):
        found = _read(parse(part), part)
        return f"({part})" if isinstance(found, Group) and found.join != around else part
    kept = tuple(one for one in part.parts if not _nothing(one))
    if len(kept) == 1:
        return _inside(kept[0], around)
    return groups_text(part) if part.join == around else f"({groups_text(part)})"


def _nothing(part: Group | str) -> bool:
    return all(map(_nothing, part.parts)) if isinstance(part, Group) else not part.strip()
