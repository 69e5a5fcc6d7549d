"""A pipeline for an object that has none, on a choice it has or one that is made with it; and without one again."""

from typing import Any

from dougong.metamodel.diff import Change
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from . import field_moves
from .entity_tree import EntityPlace, FieldPlace, Tree, entity_in, field_in
from .pipeline_tree import options_of, pipeline_in, pipelines_of

FIELD = text("阶段", "Stage")
_FIRST: tuple[tuple[str, LocalText, str, str], ...] = (
    ("new", text("新建", "New"), "blue", "open"),
    ("under_way", text("进行中", "Under way"), "violet", "open"),
    ("done", text("完成", "Done"), "green", "won"),
    ("called_off", text("取消", "Called off"), "gray", "lost"),
)
"""The stages a new choice begins with."""


def choices_of(place: EntityPlace) -> tuple[FieldPlace, ...]:
    """The fields of an object that a pipeline can stand on: choices a person sets, with options to move between."""
    return tuple(
        one
        for one in place.fields
        if "formula" not in one.raw
        and one.raw.keys() & {"options", "options_from"}
        and one.value == "choice"
        and one.stored is not None
    )


def begin(tree: Tree, entity: str, field: str = "") -> list[Change]:
    """A pipeline on the choice `field`, whose options become open stages; without one on a new choice, which comes with
    stages and is placed in forms and lists. ProblemsFound where the object has one, or the field is no choice."""
    place = entity_in(tree, entity)
    if entity in pipelines_of(tree):
        words = text("这个对象已经有阶段流程了", "This object has a pipeline already")
        raise ProblemsFound([Problem("has_pipeline", words, fix=text("打开它来修改", "Open it to change it"))])
    if not field:
        return _with_field(tree, place)
    found = field_in(tree, entity, field)
    if found not in choices_of(place) or options_of(tree, found) is None:
        words = text("阶段要站在一个可以填写的单选字段上", "Stages stand on a choice that people set")
        raise ProblemsFound(
            [Problem("not_a_choice", words, fix=text("选另一个字段，或新建一个", "Choose another, or make one"))]
        )
    return [Change("put", (place.file, "pipeline"), None, {"field": field})]


def end(tree: Tree, entity: str) -> list[Change]:
    """The object without its pipeline; the choice stays, with its options and every record's value."""
    place = pipeline_in(tree, entity)
    return [Change("drop", (place.file, "pipeline"), dict(place.raw))]


def _with_field(tree: Tree, place: EntityPlace) -> list[Change]:
    options: list[dict[str, Any]] = [
        {"key": key, "label": {"zh-CN": label.zh, "en": label.en}, "colour": colour} for key, label, colour, _ in _FIRST
    ]
    given = {"options": options, "default": _FIRST[0][0]}
    title = str(place.raw.get("title") or "")
    changes, key = field_moves.add(tree, place.key, "choice", title, FIELD, given)
    stages = {key: {"outcome": outcome} if outcome != "open" else {} for key, _, _, outcome in _FIRST}
    pipeline = {"field": key, "stages": stages}
    return [*changes, Change("put", (place.file, "pipeline"), None, pipeline)]
