"""The property panel of one field: a control for each property its field type has, as the draft has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.expressions import Schema
from dougong.host.studio.entity_tree import Tree, entities_of
from dougong.host.studio.field_controls import CHOICE_WORDS, properties_of, targets
from dougong.host.studio.field_palette import type_icon, type_words
from dougong.host.studio.formulas import check_formula
from dougong.host.studio.properties import Property
from dougong.host.web.scope import Scope
from dougong.metamodel.field import Field
from dougong.metamodel.field_types import field_types, parse_field
from dougong.metamodel.model import Model
from dougong.metamodel.storage import Kind
from dougong.metamodel.value_type import ValueType

from .control import COLOURS, Control, Formula, control_of, words_in

_NO_DEFAULT = (Kind.JSON, Kind.REFERENCE)
_SWITCHED = {
    "unique": (Kind.JSON, Kind.LIST, Kind.BOOLEAN),
    "search": tuple(one for one in Kind if one is not Kind.TEXT),
}
"""Kinds of storage for which a switch means nothing."""


@dataclass(frozen=True, slots=True)
class FieldPart:
    """The chosen field: `controls` in order, `rare` ones behind a fold, `switches` at the foot."""

    entity: str
    key: str
    label: str
    type: str
    icon: str
    fresh: bool
    title: bool
    controls: tuple[Control, ...]
    switches: tuple[Control, ...]
    rare: tuple[Control, ...]
    problems: tuple[str, ...]
    colours: tuple[tuple[str, str], ...]


def field_part(
    scope: Scope, tree: Tree, now: Tree, model: Model | None, entity: str, key: str, problems: Iterable[str] = ()
) -> FieldPart | None:
    """The panel of a field of the draft `tree`; None where it is not there. `model` is the draft compiled, where it can be."""
    place = entities_of(tree).get(entity)
    found = place.field(key) if place else None
    if place is None or found is None or found.type not in field_types():
        return None
    raw, language = found.raw, scope.language
    wanted = [one for one in properties_of(found.type) if _means_something(one, raw)]
    controls = {one.name: _control(scope, tree, model, entity, raw, one) for one in wanted}
    switches = [controls[one.name] for one in wanted if one.kind == "switch"]
    rare = [controls[one.name] for one in wanted if one.rare and one.kind != "switch"]
    known = entities_of(now).get(entity)
    return FieldPart(
        entity, key, words_in(raw.get("label"), key).in_(language), type_words(found.type).in_(language),
        type_icon(found.type), known is None or known.field(key) is None, place.raw.get("title") == key,
        tuple(controls[one.name] for one in wanted if one.kind != "switch" and not one.rare), tuple(switches),
        tuple(rare), tuple(problems), tuple((name, words.in_(language)) for name, words in COLOURS.items()),
    )  # fmt: skip


def _control(
    scope: Scope, tree: Tree, model: Model | None, entity: str, raw: Mapping[str, Any], one: Property
) -> Control:
    head = control_of(one, raw, scope.language, targets=targets(tree, entity, raw, one.name), words=CHOICE_WORDS)
    match one.kind:
        case "formula":
            on, expected = _over(entity, raw, one.name)
            checked = _checked(scope, model, on, expected, raw, head.value) if head.value else None
            blanks = str(raw.get("blanks", "zero"))
            name, scale = (expected.name, str(expected.scale)) if expected else ("", "")
            return replace(head, formula=checked, entity=on, expects=name, scale=scale, blanks=blanks)
        case "value":
            return _default(raw, raw.get(one.name), scope.language, head)
        case _:
            return head


def _default(raw: Mapping[str, Any], value: Any, language: str, head: Control) -> Control:
    given = raw.get("options")
    if raw.get("type") == "bool":
        words = (("true", "是" if language == "zh-CN" else "Yes"), ("false", "否" if language == "zh-CN" else "No"))
        now = "" if value is None else str(value).lower()
        return replace(head, kind="choice", value=now, choices=tuple((k, w, k == now) for k, w in words))
    if raw.get("type") == "choice" and given:
        choices = tuple(
            (one["key"], words_in(one.get("label"), one["key"]).in_(language), one["key"] == value) for one in given
        )
        return replace(head, kind="choice", value=str(value or ""), choices=choices)
    written = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return replace(head, kind="text", value=written)


def _means_something(one: Property, raw: Mapping[str, Any]) -> bool:
    """Whether a property of the type can hold for this field as it is."""
    field = _parsed(raw)
    if field is None:
        return True
    storage = field_types()[field.type].storage(field)
    worked_out = getattr(field, "formula", None) is not None or hasattr(field, "pattern")
    match one.name:
        case "default" | "default_formula":
            return storage is not None and storage.kind not in _NO_DEFAULT and not worked_out
        case "unique" | "search":
            return storage is not None and storage.kind not in _SWITCHED[one.name]
        case "required" | "read_only":
            return not worked_out and (storage is not None or hasattr(field, "min_rows"))
        case "options" | "options_from":
            return getattr(field, "result", "choice") == "choice"
        case "of":
            return False
        case _:
            return True


def _over(entity: str, raw: Mapping[str, Any], name: str) -> tuple[str, ValueType | None]:
    """The object whose records a formula of a field is over, and the type it must give."""
    if name == "choices":
        return str(raw.get("to", entity)), ValueType("bool")
    field = _parsed(raw)
    return entity, field_types()[field.type].value_type(field) if field is not None else None


def _checked(
    scope: Scope, model: Model | None, entity: str, expected: ValueType | None, raw: Mapping[str, Any], written: str
) -> Formula | None:
    if model is None or entity not in model.entities:
        return None
    schema = Schema(model, entity, blanks="blank" if raw.get("blanks") == "blank" else "zero")
    with scope.workspace.reading(scope.viewer) as context:
        found = check_formula(context, schema, written, expected, scope.language)
    wrong = next((one for one in found["problems"] if one["severity"] == "error"), None)
    if wrong:
        return Formula(False, wrong["message"], fix=wrong["fix"])
    sample = next((one for one in found["preview"] if one["value"] is not None), None)
    here = model.entities[entity].fields
    used = tuple(
        here[path.partition(".")[0]].label.in_(scope.language) if path.partition(".")[0] in here else path
        for path in found["fields"]
    )
    words = found["type"]["words"] if found["type"] else ""
    return Formula(True, words, tuple(dict.fromkeys(used)), f"{sample['title']}: {sample['value']}" if sample else "")


def _parsed(raw: Mapping[str, Any]) -> Field | None:
    try:
        return parse_field(dict(raw))
    except ValueError:
        return None
