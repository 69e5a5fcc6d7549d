"""Gestures on the three-level menu as changes of the draft: move, lift, sink, add, take out, set a property."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from dougong.metamodel.diff import Anchor, Change, Step, compare
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from .menu_tree import LEVELS, Node, find, nodes_of, parent_of, siblings_of

_STEP = 10
"""Between the places of two areas, so that one fits in between."""
Tree = Mapping[str, Any]


def move(tree: Tree, id: str, parent: str, after: str) -> list[Change]:  # noqa: A002
    """A part behind `after` (empty: in front) in `parent` (empty: among the areas); ProblemsFound for a fourth level."""
    nodes = nodes_of(tree)
    node, into = _known(nodes, id), _known(nodes, parent) if parent else None
    level = into.level + 1 if into else 1
    if level > node.level:
        raise ProblemsFound([fourth_level(node, into)])
    if level < node.level:
        raise ProblemsFound([_loose(node)])
    if node.level == 1:
        return _order_areas(nodes, node, after)
    assert into is not None
    others = [one for one in into.children if one.id != node.id]
    before = next((one for one in others if one.id == after), None)
    return _put(node, into, before, others)


def pour(tree: Tree, id: str, into: str) -> list[Change]:  # noqa: A002
    """Only what stands in a part moves, to the end of one on the same level; the emptied part goes."""
    nodes = nodes_of(tree)
    node, target = _known(nodes, id), _known(nodes, into)
    if node.level != target.level or node.id == target.id or not node.children:
        raise ProblemsFound([_no_room()])
    changes: list[Change] = []
    present = list(target.children)
    for child in node.children:
        made = _put(child, target, present[-1] if present else None, present)
        changes += made
        added = next(one for one in made if one.operation in ("add", "put"))
        raw = added.new if added.operation == "add" else added.new[0]
        place = added.path if added.operation == "add" else (*added.path, Anchor(str(raw["key"])))
        present.append(Node(child.id, child.level, str(raw["key"]), place, raw))
    return [*changes, *_gone(node)]


def lift(tree: Tree, id: str) -> list[Change]:  # noqa: A002
    """One level up: an item in a group of its own, a group as an area of its own, right behind where it stood."""
    nodes = nodes_of(tree)
    node = _known(nodes, id)
    parent = parent_of(nodes, node)
    if parent is None:
        raise ProblemsFound(
            [Problem("menu_top", text("区域已经是最上面一层", "An area is on the highest level already"))]
        )
    whole = {"label": node.raw["label"]}
    gone = Change("remove", node.path, dict(node.raw))
    if node.level == 2:
        key = _free(node.key, (one.key for one in nodes))
        area = {"key": key, **whole, "icon": "folder", "groups": [dict(node.raw)]}
        return [gone, *_insert_area(nodes, area, parent.id, node.path[:1])]
    above = parent_of(nodes, parent)
    assert above is not None
    group = {"key": _free(node.key, (one.key for one in above.children)), **whole, "items": [dict(node.raw)]}
    return [gone, Change("add", (*parent.path[:-1], Anchor(group["key"])), None, group, parent.key)]


def sink(tree: Tree, id: str) -> list[Change]:  # noqa: A002
    """One level down: an area of one group becomes a group of the area before it; what would be a fourth level is refused."""
    nodes = nodes_of(tree)
    node = _known(nodes, id)
    before = _before(siblings_of(nodes, node), node)
    if node.level > 1 or before is None or len(node.children) > 1:
        raise ProblemsFound([fourth_level(node, before)])
    if not node.children:
        raise ProblemsFound([_no_room()])
    group = node.children[0]
    named = Node(group.id, 2, node.key, group.path, {**group.raw, "key": node.key, "label": node.raw["label"]})
    made = _put(named, before, before.children[-1] if before.children else None, before.children)
    return [*(one for one in made if one.operation != "remove"), *_gone(node)]


def add(tree: Tree, app: str, parent: str, after: str, raw: Mapping[str, Any]) -> tuple[list[Change], str]:
    """A new part behind `after`, and its id; an area goes to the document of `app`, which is made where it has none."""
    nodes = nodes_of(tree)
    into = _known(nodes, parent) if parent else None
    level = into.level + 1 if into else 1
    if level > len(LEVELS):
        raise ProblemsFound([fourth_level(None, into)])
    others = into.children if into else nodes
    fresh = {**raw, "key": _free(str(raw["key"]), (one.key for one in others))}
    if into is None:
        file = f"{app}/menus.json"
        made = _insert_area(nodes, fresh, after, (file,)) if file in tree else [_new_file(file, fresh)]
        return made, f"{app}:{fresh['key']}"
    before = next((one for one in others if one.id == after), None)
    home = before.path[:-1] if before else (*into.path, LEVELS[into.level])
    made = _add(home, fresh, before, into, others)
    owner = str(home[0]).partition("/")[0]
    keys = [step.name for step in home if isinstance(step, Anchor)]
    return made, ":".join((owner, *keys, fresh["key"]))


def remove(tree: Tree, id: str) -> list[Change]:  # noqa: A002
    """A part out of the menu, with what stands in it; nothing it opened is lost."""
    return _gone(_known(nodes_of(tree), id))


def change(tree: Tree, id: str, properties: Mapping[str, Any]) -> list[Change]:  # noqa: A002
    """Properties of a part as they shall be; None takes one away."""
    node = _known(nodes_of(tree), id)
    wanted = {key: value for key, value in {**node.raw, **properties}.items() if value is not None}
    return list(compare(dict(node.raw), wanted, node.path))


def fourth_level(node: Node | None, into: Node | None) -> Problem:
    """Why a part has no place there, with what could move instead."""
    moved = _label(node) if node else text("它", "It")
    inside = len(node.children) if node else 0
    words = text(
        f"这里放不下：会变成第四层。“{moved.zh}”带着 {inside} 项，放进“{_label(into).zh}”后它们在第四层。"
        if into and inside
        else "菜单只有三层：区域、分组、菜单项，这里放不下",
        f'No room here: it would be a fourth level. "{moved.en}" brings {inside}, which would stand below "{_label(into).en}".'
        if into and inside
        else "The menu has three levels: areas, groups, items; there is no room here",
    )
    return Problem(
        "fourth_level",
        words,
        fix=text("只移它里面的菜单项，或换个地方放", "Move only its items, or choose another place"),
    )


def _put(node: Node, into: Node, before: Node | None, others: Sequence[Node]) -> list[Change]:
    """Within one list of a document as its order, else out of one and into another."""
    home = _home(into, before, others)
    if node.path[:-1] == home:
        here = [one.key for one in others if one.path[:-1] == home]
        old = [one.key for one in into.children if one.path[:-1] == home]
        place = here.index(before.key) + 1 if before and before.key in here else 0
        new = [*here[:place], node.key, *here[place:]]
        return [Change("order", home, old, new)] if new != old else []
    fresh = {**node.raw, "key": _free(node.key, (one.key for one in others))}
    return [Change("remove", node.path, dict(node.raw)), *_add(home, fresh, before, into, others)]


def _home(into: Node, before: Node | None, others: Sequence[Node]) -> tuple[Step, ...]:
    """The list a part goes to: that of its neighbour, since each app has its own."""
    beside = before or (others[0] if others else None)
    return beside.path[:-1] if beside else (*into.path, LEVELS[into.level])


def _add(
    home: tuple[Step, ...], raw: Mapping[str, Any], before: Node | None, into: Node, others: Sequence[Node]
) -> list[Change]:
    here = [one.key for one in others if one.path[:-1] == home]
    if not here and home[:-1] == into.path and LEVELS[into.level] not in into.raw:
        return [Change("put", home, None, [dict(raw)])]
    there = before.key if before and before.key in here else ""
    return [Change("add", (*home, Anchor(str(raw["key"]))), None, dict(raw), there)]


def _gone(node: Node) -> list[Change]:
    """Out of every document that has a part of it: apps may share an area."""
    homes = {node.path: dict(node.raw)}
    for child in node.children:
        homes.setdefault(child.path[:-2], {})
    return [Change("remove", path, raw) for path, raw in homes.items()]


def _order_areas(nodes: Sequence[Node], node: Node, after: str) -> list[Change]:
    others = [one for one in nodes if one.id != node.id]
    place = next((number + 1 for number, one in enumerate(others) if one.id == after), 0)
    return _numbered([*others[:place], node, *others[place:]], place)


def _insert_area(nodes: Sequence[Node], area: dict[str, Any], after: str, file: tuple[Step, ...]) -> list[Change]:
    place = next((number + 1 for number, one in enumerate(nodes) if one.id == after), len(nodes))
    fresh = Node("", 1, area["key"], (*file, "areas", Anchor(area["key"])), area)
    changes = _numbered([*nodes[:place], fresh, *nodes[place:]], place)
    order = next((one.new for one in changes if one.path[:-1] == fresh.path), _STEP * (place + 1))
    last = next((one.key for one in reversed(nodes) if one.file == file[0]), "")
    added = Change("add", fresh.path, None, {**area, "order": order}, last)
    return [*(one for one in changes if one.path[:-1] != fresh.path), added]


def _numbered(areas: Sequence[Node], moved: int) -> list[Change]:
    """A new number for the area that moved where there is room between its neighbours, else for all."""
    numbers = [int(one.raw.get("order", 100)) for one in areas]
    low = numbers[moved - 1] if moved else None
    high = numbers[moved + 1] if moved + 1 < len(numbers) else None
    if low is None and high is not None:
        numbers[moved] = high - _STEP
    elif low is not None and (high is None or high - low > 1):
        numbers[moved] = low + _STEP if high is None else (low + high) // 2
    here = numbers[max(moved - 1, 0) : moved + 2]
    if any(before >= after for before, after in pairwise(here)):
        numbers = [_STEP * (place + 1) for place in range(len(areas))]
    return [
        Change("change" if "order" in one.raw else "put", (*one.path, "order"), one.raw.get("order"), number)
        for one, number in zip(areas, numbers, strict=True)
        if number != one.raw.get("order")
    ]


def _new_file(file: str, area: dict[str, Any]) -> Change:
    return Change("put", (file,), None, {"$schema": "dougong/menus/1", "areas": [area]})


def _known(nodes: Sequence[Node], id: str) -> Node:  # noqa: A002
    found = find(nodes, id)
    if found is None:
        words = text("这一项已经不在菜单里了", "This is not in the menu any more")
        raise ProblemsFound([Problem("menu_gone", words, fix=text("刷新后再试", "Reload and try again"))])
    return found


def _before(siblings: Sequence[Node], node: Node) -> Node | None:
    ids = [one.id for one in siblings]
    place = ids.index(node.id)
    return siblings[place - 1] if place else None


def _free(key: str, taken: Iterable[str]) -> str:
    known = set(taken)
    return next(one for one in (key, *(f"{key}_{n}" for n in range(2, 10_000))) if one not in known)


def _label(node: Node | None) -> LocalText:
    raw = node.raw.get("label") if node else None
    given = raw if isinstance(raw, dict) else {}
    return text(str(given.get("zh-CN", "")), str(given.get("en", "")))


def _loose(node: Node) -> Problem:
    words = (
        text("菜单项要放在分组里", "Items stand in groups")
        if node.level == 3
        else text("分组要放在区域里", "Groups stand in areas")
    )
    return Problem("menu_loose", words, fix=text("放到分组里，或先新建一个", "Put it into one, or add one first"))


def _no_room() -> Problem:
    return Problem("menu_no_room", text("里面没有可以移动的菜单项", "There is nothing in it that could move"))
