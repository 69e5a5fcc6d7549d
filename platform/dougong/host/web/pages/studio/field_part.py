"""The property panel of one field: a control for each property its field type has, as the draft has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.expressions import Schema
from dougong.host.studio.entity_tree import Tree, entities_of
from dougong.host.studio.field_controls import Property, choice_words, properties_of, targets
from dougong.host.studio.field_palette import type_icon, type_words
from dougong.host.studio.formulas import check_formula
from dougong.host.web.scope import Scope
from dougong.metamodel.field import Field
from dougong.metamodel.field_types import field_types, parse_field
from dougong.metamodel.model import Model
from dougong.metamodel.storage import Kind
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.value_type import ValueType

_COLOURS = {
    "gray": text("灰", "Grey"), "blue": text("蓝", "Blue"), "green": text("绿", "Green"), "amber": text("黄", "Amber"),
    "red": text("红", "Red"), "violet": text("紫", "Violet"), "teal": text("青", "Teal"),
}  # fmt: skip
_NO_DEFAULT = (Kind.JSON, Kind.REFERENCE)
_SWITCHED = {
    "unique": (Kind.JSON, Kind.LIST, Kind.BOOLEAN),
    "search": tuple(one for one in Kind if one is not Kind.TEXT),
}
"""Kinds of storage for which a switch means nothing."""


@dataclass(frozen=True, slots=True)
class OptionLine:
    key: str
    zh: str
    en: str
    colour: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Formula:
    """`ok` with its type in words and its value for a record; else what is wrong, and how to mend it."""

    ok: bool
    words: str
    fields: tuple[str, ...] = ()
    sample: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One property. `value` as written, `usual` what holds without one; `zh`, `en` of words; `choices` as (value, label, chosen)."""

    name: str
    kind: str
    label: str
    value: str = ""
    usual: str = ""
    zh: str = ""
    en: str = ""
    on: bool = False
    optional: bool = True
    choices: tuple[tuple[str, str, bool], ...] = ()
    options: tuple[OptionLine, ...] = ()
    formula: Formula | None = None


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
        entity, key, _words(raw.get("label"), key).in_(language), type_words(found.type).in_(language),
        type_icon(found.type), known is None or known.field(key) is None, place.raw.get("title") == key,
        tuple(controls[one.name] for one in wanted if one.kind != "switch" and not one.rare), tuple(switches),
        tuple(rare), tuple(problems), tuple((name, words.in_(language)) for name, words in _COLOURS.items()),
    )  # fmt: skip


def _control(
    scope: Scope, tree: Tree, model: Model | None, entity: str, raw: Mapping[str, Any], one: Property
) -> Control:
    language, value = scope.language, raw.get(one.name)
    head = Control(one.name, one.kind, one.label.in_(language), optional=one.optional)
    match one.kind:
        case "words":
            said = value if isinstance(value, dict) else {}
            return replace(head, zh=str(said.get("zh-CN", "")), en=str(said.get("en", "")))
        case "ends":
            said = value.get("label", {}) if isinstance(value, dict) else {}
            return replace(head, zh=str(said.get("zh-CN", "")), en=str(said.get("en", "")))
        case "switch":
            return replace(head, on=bool(one.default if value is None else value))
        case "choice":
            now = str(one.default if value is None else value)
            given = tuple((each, choice_words(each).in_(language), each == now) for each in one.allowed)
            return replace(head, value=now, choices=given)
        case "reference" | "references":
            chosen = value if isinstance(value, list) else [value]
            given = tuple(
                (each, words.in_(language), each in chosen) for each, words in targets(tree, entity, raw, one.name)
            )
            return replace(head, value=str(value or ""), choices=given)
        case "options":
            return replace(head, options=tuple(_option(each) for each in value or ()))
        case "formula":
            written = str(value or "")
            checked = _checked(scope, model, entity, raw, one.name, written) if written else None
            return replace(head, value=written, formula=checked)
        case "value":
            return _default(raw, value, language, head)
        case _:
            usual = one.default if isinstance(one.default, int | str) and value is None else ""
            return replace(head, value="" if value is None else str(value), usual=str(usual))


def _default(raw: Mapping[str, Any], value: Any, language: str, head: Control) -> Control:
    given = raw.get("options")
    if raw.get("type") == "bool":
        words = (("true", "是" if language == "zh-CN" else "Yes"), ("false", "否" if language == "zh-CN" else "No"))
        now = "" if value is None else str(value).lower()
        return replace(head, kind="choice", value=now, choices=tuple((k, w, k == now) for k, w in words))
    if raw.get("type") == "choice" and given:
        choices = tuple(
            (one["key"], _words(one.get("label"), one["key"]).in_(language), one["key"] == value) for one in given
        )
        return replace(head, kind="choice", value=str(value or ""), choices=choices)
    written = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return replace(head, kind="text", value=written)


def _option(raw: Mapping[str, Any]) -> OptionLine:
    words = _words(raw.get("label"), str(raw.get("key", "")))
    return OptionLine(
        str(raw.get("key", "")), words.zh, words.en, str(raw.get("colour", "gray")), bool(raw.get("retired"))
    )


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


def _checked(
    scope: Scope, model: Model | None, entity: str, raw: Mapping[str, Any], name: str, written: str
) -> Formula | None:
    if model is None or entity not in model.entities:
        return None
    field = _parsed(raw)
    expected = ValueType("bool") if name == "choices" else None
    if field is not None and name != "choices":
        expected = field_types()[field.type].value_type(field)
    on = str(raw.get("to", entity)) if name == "choices" else entity
    schema = Schema(
        model, on if on in model.entities else entity, blanks="blank" if raw.get("blanks") == "blank" else "zero"
    )
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


def _words(label: Any, key: str) -> LocalText:
    given = label if isinstance(label, dict) else {}
    zh, en = str(given.get("zh-CN") or ""), str(given.get("en") or "")
    return LocalText(zh=zh or en or key, en=en or zh or key)
