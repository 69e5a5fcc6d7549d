"""The panel of the form designer: the chosen field, section or tab, or the form itself, with every property that can be set."""

from collections.abc import Mapping
from dataclasses import dataclass

from dougong.expressions import Schema, diagnose
from dougong.host.studio.entity_tree import Tree, entities_of
from dougong.host.studio.field_palette import type_icon, type_words
from dougong.host.studio.form_moves import ALWAYS
from dougong.metamodel.form import Form, FormField, Section
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.value_type import ValueType

from .field_part import FieldPart

Wrong = Mapping[str, tuple[str, str]]
"""Property -> (what was typed, why it cannot be): nothing of it is in the draft."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A condition that can be typed: `problem` says why what stands there is wrong."""

    name: str
    label: str
    source: str
    problem: str
    hint: str


@dataclass(frozen=True, slots=True)
class FieldPanel:
    """`required`: never, always, when or everywhere (the object says so). `own`: the label holds on this form alone;
    `worded`: a document of an app or the workspace defines the field; `whole` are the properties it has
    everywhere, where they are looked at."""

    key: str
    title: str
    icon: str
    type: str
    label: LocalText
    hint: LocalText
    own: bool
    worded: bool
    required: str
    asks: bool
    conditions: tuple[Formula, ...]
    width: int
    alone: bool
    section: str
    links: bool
    in_place: bool
    columns: tuple[tuple[str, str, bool], ...]
    whole: FieldPart | None


@dataclass(frozen=True, slots=True)
class SectionPanel:
    key: str
    title: str
    label: LocalText
    tab: str
    condition: Formula
    collapsed: bool
    totals: bool
    fields: int


@dataclass(frozen=True, slots=True)
class TabPanel:
    key: str
    title: str
    label: LocalText
    sections: int


Chosen = FieldPanel | SectionPanel | TabPanel | None


def chosen_part(
    form: Form, model: Model, tree: Tree, at: str, wrong: Wrong, language: str, whole: FieldPart | None = None
) -> Chosen:  # fmt: skip
    """The panel of `field:<key>`, `section:<key>` or `tab:<key>`; None where nothing (any more) is chosen."""
    kind, _, key = at.partition(":")
    entity = model.entities[form.entity]
    if kind == "field":
        for section in form.sections:
            for row in section.rows:
                for one in row:
                    if one.field == key and key in entity.fields:
                        return _field(form, section, one, model, tree, wrong, language, whole)
    if kind == "section":
        found = next((one for one in form.sections if one.key == key), None)
        if found is not None:
            return SectionPanel(
                key, found.label.in_(language), found.label, found.tab or "",
                _formula("visible_when", text("显示条件", "Shown if"), found.visible_when, model, entity, wrong, language),
                found.collapsed, found.layout == "totals", sum(len(row) for row in found.rows),
            )  # fmt: skip
    if kind == "tab":
        tab = next((one for one in form.tabs if one.key == key), None)
        if tab is not None:
            return TabPanel(key, tab.label.in_(language), tab.label, sum(one.tab == key for one in form.sections))
    return None


def problem_of(model: Model, entity: str, source: str) -> Problem | None:
    """Why a text is no condition over an object's records; None when it is one."""
    found = diagnose(source, Schema(model, entity), ValueType("bool"))
    return next((one for one in found.problems if one.severity == "error"), None)


def _field(
    form: Form, section: Section, one: FormField, model: Model, tree: Tree, wrong: Wrong, language: str, whole: FieldPart | None
) -> FieldPanel:  # fmt: skip
    entity = model.entities[form.entity]
    field = entity.fields[one.field]
    home = entities_of(tree).get(form.entity)
    enters = field.formula is None and not field.field.read_only and (field.storage is not None or _rows(field))
    places = (
        ("visible_when", text("显示条件", "Shown if"), one.visible_when),
        ("required_when", text("必填条件", "Required if"), None if one.required_when == ALWAYS else one.required_when),
        ("read_only_when", text("只读条件", "Read-only if"), one.read_only_when),
    )
    return FieldPanel(
        one.field, (one.label or field.label).in_(language), type_icon(field.field.type),
        type_words(field.field.type).in_(language), one.label or field.label, one.hint or field.field.hint or text("", ""),
        one.label is not None, home is not None and home.field(one.field) is not None, _required(field, one), enters,
        tuple(_formula(name, label, source, model, entity, wrong, language) for name, label, source in places),
        12 if _rows(field) else one.width, _rows(field), section.key,
        field.relation is not None and field.relation.kind == "one", one.create_in_place,
        _columns(model, field, one, language), whole,
    )  # fmt: skip


def _required(field: FieldModel, one: FormField) -> str:
    if field.field.required:
        return "everywhere"
    return "never" if not one.required_when else "always" if one.required_when == ALWAYS else "when"


def _rows(field: FieldModel) -> bool:
    return field.relation is not None and field.relation.owned


def _formula(
    name: str, label: LocalText, source: str | None, model: Model, entity: EntityModel, wrong: Wrong, language: str
) -> Formula:
    typed, why = wrong.get(name, ("", ""))
    if why:
        return Formula(name, label.in_(language), typed, why, "")
    problem = problem_of(model, entity.key, source) if source else None
    said = problem.message.in_(language) if problem else ""
    return Formula(name, label.in_(language), source or "", said, "")


def _columns(model: Model, field: FieldModel, one: FormField, language: str) -> tuple[tuple[str, str, bool], ...]:
    """The columns of child rows: (key, label, shown), those shown first in their order."""
    if not _rows(field) or field.relation is None:
        return ()
    child = model.entities[field.relation.target]
    every = [
        one for one in child.fields.values()
        if not one.system and one.key != field.relation.via and (one.storage is not None or one.formula is not None)
    ]  # fmt: skip
    shown = list(one.columns) or [found.key for found in every[:8]]
    rest = [found.key for found in every if found.key not in shown]
    return tuple(
        (key, child.fields[key].label.in_(language), key in shown) for key in [*shown, *rest] if key in child.fields
    )
