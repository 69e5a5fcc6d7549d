"""The relations of an object as a drawing: what it points to at its left, what points to it at its right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from unicodedata import east_asian_width

from dougong.host.studio.entity_links import Relation, relations_of
from dougong.host.studio.entity_tree import EntityPlace, FieldPlace, Tree, entities_of
from dougong.host.studio.field_palette import type_icon

WIDE, HEAD, LINE, GAP, BETWEEN = 164, 38, 26, 18, 92
"""Pixels: a node, its head, one of its fields; between two nodes below and beside each other."""
_MOST = 3
"""Nodes on a side; the rest is counted."""
_LETTERS = 12


@dataclass(frozen=True, slots=True)
class NodeField:
    icon: str
    label: str
    required: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A box at (x, y), `wide` and `tall` pixels; `count` records, None where there is no table yet."""

    key: str
    label: str
    icon: str
    count: int | None
    x: int
    y: int
    wide: int
    tall: int
    here: bool
    fields: tuple[NodeField, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """`d` is the way between two boxes, `foot` the crow's foot where there are many; `words` stand on it at (x, y)."""

    d: str
    foot: str
    words: str
    whole: str
    x: int
    y: int
    wide: int


@dataclass(frozen=True, slots=True)
class Diagram:
    """`more` nodes are left out."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    wide: int
    tall: int
    entities: int
    relations: int
    more: int


def diagram_of(tree: Tree, entity: str, language: str, count: Callable[[str], int | None]) -> Diagram:
    """`count` says how many records an object has."""
    places, found = entities_of(tree), relations_of(tree, entity)
    left = _group(one for one in found if one.many == entity and one.one != entity)
    right = _group((one for one in found if one.one == entity and one.many != entity), by_many=True)
    right = {key: relations for key, relations in right.items() if key not in left}
    shown_left, shown_right = dict(islice(left.items(), _MOST)), dict(islice(right.items(), _MOST))

    def column(side: Mapping[str, Sequence[Relation]]) -> int:
        return sum(_tall(places[key], _linking(places[key], side[key])) + GAP for key in side) - GAP

    own = _linking(places[entity], [one for one in found if one.many == entity])
    middle = _tall(places[entity], own)
    tall = max(column(shown_left) if shown_left else 0, column(shown_right) if shown_right else 0, middle)
    at = 1 + (WIDE + BETWEEN if shown_left else 0)
    centre = _node(places[entity], at, 1 + (tall - middle) // 2, own, language, count(entity), here=True)
    nodes, lines = [centre], []
    for side, x in ((shown_left, 1), (shown_right, at + WIDE + BETWEEN)):
        y = 1 + (tall - column(side)) // 2 if side else 0
        for number, (key, relations) in enumerate(side.items()):
            fields = _linking(places[key], relations)
            node = _node(places[key], x, y, fields, language, count(key))
            nodes.append(node)
            lines.append(_line(centre, node, relations, number, len(side), language))
            y += node.tall + GAP
    wide = max(one.x for one in nodes) + WIDE + 1
    left_out = len(left) + len(right) - len(shown_left) - len(shown_right)
    return Diagram(
        tuple(nodes), tuple(lines), wide, tall + 2, 1 + len(left) + len(right), len(found), left_out
    )  # fmt: skip


def words_of(raw: Any, key: str, language: str) -> str:
    """A label of raw JSON in a language, else in the other one, else the key."""
    given = raw if isinstance(raw, dict) else {}
    first, second = ("zh-CN", "en") if language.lower().startswith("zh") else ("en", "zh-CN")
    return str(given.get(first) or given.get(second) or key)


def _group(relations: Any, *, by_many: bool = False) -> dict[str, list[Relation]]:
    found: dict[str, list[Relation]] = {}
    for one in relations:
        found.setdefault(one.many if by_many else one.one, []).append(one)
    return found


def _linking(place: EntityPlace, relations: Sequence[Relation]) -> tuple[FieldPlace, ...]:
    """The fields a box shows: those that link, else the first ones of the object."""
    own = [one.field for one in relations if one.many == place.key]
    return tuple(own[:3] or place.fields[:2])


def _tall(place: EntityPlace, fields: Sequence[FieldPlace]) -> int:
    return HEAD + LINE * len(fields) + (6 if fields else 0)


def _node(
    place: EntityPlace, x: int, y: int, fields: Sequence[FieldPlace], language: str, count: int | None, *, here: bool = False
) -> Node:  # fmt: skip
    return Node(
        place.key, _cut(words_of(place.raw.get("label"), place.key, language), _LETTERS), str(place.raw.get("icon") or "table"),
        count, x, y, WIDE, _tall(place, fields), here,
        tuple(
            NodeField(
                type_icon(one.type), _cut(words_of(one.raw.get("label"), one.key, language), _LETTERS),
                bool(one.raw.get("required")),
            )
            for one in fields
        ),
    )  # fmt: skip


def _line(centre: Node, node: Node, relations: Sequence[Relation], number: int, of: int, language: str) -> Line:
    """From the object's side to the box, bent once where they are not level; words in the middle between them."""
    one = relations[0]
    at_left = node.x < centre.x
    step = min(LINE, (centre.tall - 12) // max(of, 1))
    begin = centre.y + centre.tall // 2 + round((number - (of - 1) / 2) * step)
    end = node.y + min(node.tall // 2, HEAD // 2 + LINE)
    x, to = (centre.x, node.x + WIDE) if at_left else (centre.x + WIDE, node.x)
    middle = (x + to) // 2 + round((number - (of - 1) / 2) * 9) * (1 if (end < begin) == at_left else -1)
    d = f"M{x} {begin}H{to}" if abs(begin - end) < 3 else f"M{x} {begin}H{middle}V{end}H{to}"
    many_here = one.many == centre.key
    feet = []
    if many_here or one.both:
        feet.append(_foot(x, begin, -1 if at_left else 1))
    if not many_here or one.both:
        feet.append(_foot(to, end if abs(begin - end) >= 3 else begin, 1 if at_left else -1))
    far = one.field.raw.get("reverse") if one.one == centre.key else None
    said = words_of(far.get("label") if isinstance(far, dict) else one.field.raw.get("label"), one.field.key, language)
    if len(relations) > 1:
        said += f" +{len(relations) - 1}"
    kind = (
        ("多对多", "many to many")
        if one.both
        else ("多对一", "many to one")
        if many_here
        else ("一对多", "one to many")
    )
    shown = _cut(said, 5)
    wide = 16 + sum(12 if _is_wide(letter) else 7 for letter in shown)
    y = (begin + end) // 2 if abs(begin - end) >= 3 else begin
    return Line(d, "".join(feet), shown, f"{said} · {kind[0 if language == 'zh-CN' else 1]}", middle, y, wide)


def _foot(x: int, y: int, way: int) -> str:
    """A crow's foot whose toes stand on a box at x; `way` is where the line comes from."""
    return f"M{x} {y - 6}L{x + 11 * way} {y}L{x} {y + 6}"


def _cut(words: str, most: int) -> str:
    """At most so many letters, wide ones counting one and a half."""
    size, kept = 0.0, ""
    for letter in words:
        size += 1 if _is_wide(letter) else 0.62
        if size > most * 0.72 + 0.01 and len(kept) < len(words) - 1:
            return kept + "…"
        kept += letter
    return kept


def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in "WF"
