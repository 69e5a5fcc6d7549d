"""What a stage asks before it is entered: fields to fill in, a condition and its words, as changes of the draft."""

from collections.abc import Mapping
from typing import Any

from dougong.metamodel.diff import Change
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.system_fields import SYSTEM_KEYS, WRITABLE_SYSTEM_KEYS
from dougong.metamodel.text import text

from .entity_tree import Tree
from .pipeline_tree import PipelinePlace, Sheet, pipeline_in, put, redrawn


def ask(tree: Tree, entity: str, key: str, field: str) -> list[Change]:
    """A stage asks for a field before it is entered; ProblemsFound for one that nobody can fill in there."""
    place = pipeline_in(tree, entity)
    place.stage(key)
    if reason := _unaskable(place, field):
        raise ProblemsFound([reason])

    def draw(sheet: Sheet) -> None:
        asked: list[str] = sheet.gate(key).setdefault("require", [])
        if field not in asked:
            asked.append(field)

    return redrawn(tree, entity, draw)


def ask_no_more(tree: Tree, entity: str, key: str, field: str) -> list[Change]:
    """A stage without that question."""
    asked = [one for one in pipeline_in(tree, entity).stage(key).gate.get("require", ()) if one != field]
    return set_gate(tree, entity, key, {"require": asked or None})


def set_gate(tree: Tree, entity: str, key: str, parts: Mapping[str, Any]) -> list[Change]:
    """Parts of a gate as they shall be; None takes one away, and a gate that asks nothing goes."""
    pipeline_in(tree, entity).stage(key)

    def draw(sheet: Sheet) -> None:
        put(sheet.gate(key), parts)
        if not sheet.gate(key):
            sheet.pipeline["gates"].pop(key)

    return redrawn(tree, entity, draw)


def askable(place: PipelinePlace, field: str) -> bool:
    """Whether a stage can ask for the field."""
    return _unaskable(place, field) is None


def _unaskable(place: PipelinePlace, field: str) -> Problem | None:
    if field in WRITABLE_SYSTEM_KEYS:
        return None
    if field in SYSTEM_KEYS or field == place.field.key:
        words = text("这个字段由系统填写", "This field is filled in by the system")
        return Problem("not_asked", words, fix=text("选别的字段", "Choose another field"))
    found = place.entity.field(field)
    if found is None:
        words = text("这个字段已经不在了", "This field is not there any more")
        return Problem("field_gone", words, fix=text("刷新后再试", "Reload and try again"))
    if "formula" in found.raw or "pattern" in found.raw or found.raw.get("read_only"):
        words = text("这个字段是算出来的，没有人能填", "This field is worked out; nobody can fill it in")
        return Problem("not_asked", words, fix=text("把要求写成条件", "Put what is needed into the condition"))
    return None
