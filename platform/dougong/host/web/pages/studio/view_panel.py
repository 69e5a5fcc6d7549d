"""The panel of the view designer: the chosen column or field, or the view itself, with every property that can be set."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.host.studio.field_palette import type_icon, type_words
from dougong.host.studio.properties import Property, properties_of
from dougong.host.studio.view_kinds import KIND_ICONS, KIND_WORDS, lacks
from dougong.host.studio.view_problems import Found
from dougong.host.studio.view_slots import SLOTS, Raw, entries_of, field_at, name_of
from dougong.host.web.pages.columns import path_label
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.metamodel.view import KINDS, Card, Column, View

from .control import COLOURS, Control, Formula, control_of

Wrong = Mapping[str, tuple[str, str]]
"""Property -> (what was typed, why it cannot be): nothing of it is in the draft."""
_WORDS = {
    "label": text("名称", "Name"), "filter": text("只显示", "Shows only"), "page_size": text("每页行数", "Rows of a page"),
    "zoom": text("先显示多长时间", "Shows at first"), "width": text("宽度（像素）", "Width in pixels"),
    "summary": text("列尾", "At the foot"), "alert_when": text("卡片上提醒", "Marks a card when"),
    "alert_words": text("提醒的话", "Words of the mark"),
}  # fmt: skip
_CHOICES = {
    "sum": text("合计", "Sum"), "average": text("平均", "Average"), "min": text("最小", "Least"), "max": text("最大", "Most"),
    "day": text("一天", "A day"), "week": text("一周", "A week"), "month": text("一个月", "A month"),
    "quarter": text("一个季度", "A quarter"),
}  # fmt: skip
_SHOWN: dict[str, frozenset[str]] = {
    "page_size": frozenset({"list"}), "zoom": frozenset({"calendar", "timeline"}),
    "alert_when": frozenset({"kanban", "gallery", "timeline", "phone"}),
    "alert_words": frozenset({"kanban", "gallery", "timeline", "phone"}),
}  # fmt: skip
_ZOOMS = {"calendar": ("day", "week", "month"), "timeline": ("week", "month", "quarter")}
_FIGURES = ("number", "money", "percent", "duration")
_COLUMN = {one.name: one for one in properties_of(Column, _WORDS)}
_VIEW = {one.name: one for one in properties_of(View, _WORDS)}
_CARD = {one.name: one for one in properties_of(Card, _WORDS)}


@dataclass(frozen=True, slots=True)
class FieldPanel:
    """A field in a place of the view; `down` is the direction of an order, None elsewhere; `controls` those of a column."""

    slot: str
    place: str
    path: str
    title: str
    icon: str
    type: str
    many: bool
    fixed: bool
    down: bool | None
    controls: tuple[Control, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindTile:
    """An arrangement to choose; `lacks` says why it cannot be."""

    key: str
    label: str
    icon: str
    on: bool
    lacks: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A colour rule: `fields` as (path, label, chosen), the empty path for the whole record."""

    number: int
    colour: str
    when: Control
    fields: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class ViewPanel:
    """The view itself. `colours` are (key, words)."""

    title: str
    icon: str
    entity: str
    controls: tuple[Control, ...]
    kinds: tuple[KindTile, ...]
    rules: tuple[Rule, ...]
    colours: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]


def field_panel(
    model: Model, raw: Raw, at: str, problems: Found, language: str, widths: Mapping[str, int]
) -> FieldPanel | None:
    """The panel of `<slot>:<path>`; None where nothing (any more) is chosen. `widths` are those columns are drawn with."""
    key, _, path = at.partition(":")
    slot, entity = SLOTS.get(key), str(raw["entity"])
    if slot is None:
        return None
    entry = next((one for one in entries_of(raw, slot) if name_of(one) == path), None)
    title = model.entities[entity].definition.title
    if entry is None and not (key == "columns" and path == title):
        return None
    field = field_at(model, entity, path)
    said = tuple(words_of(one, language) for _, one in problems.get(at, ()))
    shown = path_label(model, entity, path, language) if field else path
    controls: tuple[Control, ...] = ()
    if key == "columns" and field is not None:
        given: Raw = dict(entry) if isinstance(entry, dict) else {}
        controls = _column(model, entity, path, given, field.value_type.name in _FIGURES, language, widths.get(path, 0))
        label = given.get("label")
        shown = label.get(language) or shown if isinstance(label, dict) else shown
    kind = field.field.type if field else ""
    return FieldPanel(
        key, slot.label.in_(language), path, shown, type_icon(kind) if field else "alert-triangle", type_words(kind).in_(language),
        slot.many, key == "columns" and path == title, str(entry).startswith("-") if key == "sort" else None, controls, said,
    )  # fmt: skip


def view_panel(
    model: Model, raw: Raw, view: View, problems: Found, wrong: Wrong, language: str, *, phone: bool
) -> ViewPanel:
    """The panel of the view as a whole."""
    entity = model.entities[view.entity]
    shown = "phone" if phone and view.type == "list" else view.type
    controls = [
        _control(one, raw if one.name in _VIEW else raw.get("card") or {}, view, problems, wrong, language)
        for one in (
            *(_VIEW[name] for name in ("label", "filter", "zoom", "page_size")),
            _CARD["alert_when"],
            _CARD["alert_words"],
        )
        if shown in _SHOWN.get(one.name, {shown})
        and (one.name != "alert_words" or (view.card and view.card.alert_when))
    ]
    kinds = tuple(_tile(model, entity, one, view.type, language) for one in KINDS)
    rules = tuple(_rule(model, view, n, problems, wrong, language) for n in range(len(view.colours)))
    whole = [one for name, one in problems.get("", ()) if name not in ("filter", "alert_when", "alert_words")]
    return ViewPanel(
        view.label.in_(language), KIND_ICONS[view.type], entity.label.in_(language), tuple(controls), kinds, rules,
        tuple((name, words.in_(language)) for name, words in COLOURS.items()), tuple(words_of(one, language) for one in whole),
    )  # fmt: skip


def label_of(model: Model, entity: str, path: str) -> dict[str, str]:
    """What a column is called by itself, in both languages."""
    return {one: path_label(model, entity, path, one) for one in ("zh-CN", "en")}


def words_of(one: Problem, language: str) -> str:
    """A problem with its remedy."""
    said, fix = one.message.in_(language), one.fix.in_(language) if one.fix else ""
    return f"{said}{'：' if language == 'zh-CN' else ': '}{fix}" if fix else said


def _column(
    model: Model, entity: str, path: str, given: Raw, figure: bool, language: str, width: int
) -> tuple[Control, ...]:
    whole = {**given, "label": given.get("label") or label_of(model, entity, path)}
    found = [control_of(_COLUMN["label"], whole, language)]
    found.append(replace(control_of(_COLUMN["width"], given, language), usual=str(width or "")))
    if figure:
        said = control_of(_COLUMN["summary"], given, language, words=_CHOICES)
        found.append(replace(said, choices=tuple(one for one in said.choices if one[0] in _CHOICES)))
    return tuple(found)


def _control(one: Property, raw: Raw, view: View, problems: Found, wrong: Wrong, language: str) -> Control:
    made = control_of(one, raw, language, words=_CHOICES)
    if one.name == "zoom":
        return replace(made, choices=tuple(each for each in made.choices if each[0] in _ZOOMS[view.type]))
    return _formula(made, "", one.name, view.entity, problems, wrong, language) if one.kind == "formula" else made


def _formula(made: Control, part: str, name: str, entity: str, problems: Found, wrong: Wrong, language: str) -> Control:
    typed, why = wrong.get(made.name, ("", ""))
    if not why:
        found = next((one for last, one in problems.get(part, ()) if last == name and one.severity == "error"), None)
        typed, why = made.value, words_of(found, language) if found else ""
    return replace(made, value=typed, entity=entity, expects="bool", formula=Formula(False, why) if why else None)


def _tile(model: Model, entity: EntityModel, kind: str, now: str, language: str) -> KindTile:
    why = None if kind == now else lacks(entity, model, kind)
    return KindTile(
        kind, KIND_WORDS[kind].in_(language), KIND_ICONS[kind], kind == now, why.in_(language) if why else ""
    )


def _rule(model: Model, view: View, number: int, problems: Found, wrong: Wrong, language: str) -> Rule:
    rule, entity = view.colours[number], model.entities[view.entity]
    name = f"colours.{number}.when"
    made = Control(name, "formula", text("条件", "Condition").in_(language), value=rule.when)
    condition = _formula(made, f"colours:{number}", "when", view.entity, problems, wrong, language)
    paths = dict.fromkeys([*(name_of(one) for one in entries_of(view.model_dump(by_alias=True), SLOTS["columns"]))])
    own = [key for key, one in entity.fields.items() if not one.system]
    fields = [
        path for path in dict.fromkeys([*paths, *own, rule.field or ""]) if path and field_at(model, view.entity, path)
    ]
    named = tuple((path, path_label(model, view.entity, path, language), path == rule.field) for path in fields)
    return Rule(number, rule.colour, condition, named)


def is_formula(name: str) -> bool:
    """Whether a property of the view or its card is a condition."""
    found: Any = _VIEW.get(name) or _CARD.get(name)
    return found is not None and found.kind == "formula"


def property_of(name: str) -> tuple[Property, bool] | None:
    """A property that the panel offers for the view, and whether it is its card's."""
    if name in ("label", "filter", "zoom", "page_size"):
        return _VIEW[name], False
    return (_CARD[name], True) if name in ("alert_when", "alert_words") else None


def column_property(name: str) -> Property | None:
    """A property of a column."""
    return _COLUMN.get(name) if name != "field" else None
