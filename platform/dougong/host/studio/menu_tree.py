"""The three-level menu of a draft as one tree: what several apps put into it stands together, each part knows its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dougong.metamodel.diff import Anchor, Step
from dougong.metamodel.documents import kind_of

MENUS = "menus.json"
LEVELS = ("areas", "groups", "items")
"""What the children of a node on level 0 (the menu itself), 1 and 2 are called."""


@dataclass(frozen=True, slots=True)
class Node:
    """`level` 1 area, 2 group, 3 item. `id` is `app:area:group:item`, `path` its place in the draft's tree."""

    id: str
    level: int
    key: str
    path: tuple[Step, ...]
    raw: Mapping[str, Any]
    children: tuple["Node", ...] = ()

    @property
    def file(self) -> str:
        """`app/file` of the document it stands in."""
        return str(self.path[0])

    @property
    def items(self) -> int:
        """Items below it, itself not counted."""
        return sum(1 + child.items if child.level == 3 else child.items for child in self.children)

    def walk(self) -> Iterator["Node"]:
        """Itself and everything below, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def nodes_of(tree: Mapping[str, Any]) -> tuple[Node, ...]:
    """The areas of all apps in their order; an area with the key of another app's joins it, as when it is compiled."""
    found: dict[str, Node] = {}
    for name, raw in tree.items():
        kind = kind_of(name.partition("/")[2])
        if kind is None or kind.key != "menus" or not isinstance(raw, dict):
            continue
        for area in _children(raw, name.partition("/")[0], (name,), 0):
            known = found.get(area.key)
            found[area.key] = replace(known, children=known.children + area.children) if known else area
    return tuple(sorted(found.values(), key=lambda one: one.raw.get("order", 100)))


def find(nodes: Sequence[Node], id: str) -> Node | None:  # noqa: A002
    """The node of this id anywhere in the tree."""
    return next((one for area in nodes for one in area.walk() if one.id == id), None)


def parent_of(nodes: Sequence[Node], node: Node) -> Node | None:
    """What a node stands in; None for an area."""
    return next(
        (one for area in nodes for one in area.walk() if any(child.id == node.id for child in one.children)), None
    )


def siblings_of(nodes: Sequence[Node], node: Node) -> Sequence[Node]:
    """All nodes of its list, itself too."""
    parent = parent_of(nodes, node)
    return parent.children if parent else nodes


def _children(raw: Mapping[str, Any], id: str, path: tuple[Step, ...], level: int) -> tuple[Node, ...]:  # noqa: A002
    if level == len(LEVELS):
        return ()
    name = LEVELS[level]
    given = raw.get(name, ())
    return tuple(
        Node(
            f"{id}:{one['key']}", level + 1, one["key"], (place := (*path, name, Anchor(one["key"]))), one,
            _children(one, f"{id}:{one['key']}", place, level + 1),
        )
        for one in (given if isinstance(given, list) else ())
        if isinstance(one, dict) and isinstance(one.get("key"), str)
    )  # fmt: skip
