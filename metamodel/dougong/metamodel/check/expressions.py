"""Where expressions stand in documents, what they are about and what they must give.

The language itself lives a layer above; it is handed in as a `CheckExpressions`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ..documents import Document
from ..entity import Entity
from ..field import Field
from ..form import Form
from ..menu import Menus
from ..model import EntityModel, Model
from ..page import Page, RecordPage, Tab
from ..places import step
from ..problem import Problem
from ..role import Role
from ..rule import Match, Rules, Validate
from ..scenario import FigureStep, QueryStep, Scenario
from ..value_type import ValueType
from ..view import View
from ..widget import Widget
from .scopes import scope_words
from .subject import Subject

BOOL = ValueType("bool")
Use = Literal["condition", "filter", "formula", "value", "measure"]
"""A condition is asked of a record at hand; filters, formulas and measures are worked out by the database."""


@dataclass(frozen=True, slots=True)
class Site:
    """One expression of a document: `source` at `path`, over records of `entity`, giving `expected` (None: anything).

    `formula` names the field a computed field's formula stands for, so that cycles can be found.
    """

    document: Document
    path: str
    entity: str
    source: str
    expected: ValueType | None
    use: Use = "condition"
    field: str = ""
    blanks: Literal["zero", "blank"] = "zero"


class CheckExpressions(Protocol):
    """Finds what is wrong with expressions; each Problem's `path` is the site's path."""

    def __call__(self, model: Model, sites: Sequence[Site], /) -> list[Problem]: ...


def sites(subject: Subject) -> Iterator[Site]:
    """Every expression of every document."""
    model = subject.model
    for document, entity in subject.of(Entity):
        yield from _entity(model, document, entity)
    for document, rules in subject.of(Rules):
        yield from _rules(model, document, rules)
    for document, form in subject.of(Form):
        yield from _form(document, form)
    for document, view in subject.of(View):
        yield from _view(document, view)
    for document, page in subject.of(Page):
        yield from _page(model, document, page)
    for document, menus in subject.of(Menus):
        yield from _menus(model, document, menus)
    for document, scenario in subject.of(Scenario):
        yield from _scenario(model, document, scenario)
    for document, role in subject.of(Role):
        for key, access in role.entities.items():
            for part, scope in (("read", access.read), ("update", access.update), ("delete", access.delete)):
                if isinstance(scope, str) and scope_words(scope) is None:
                    yield Site(document, f"$.entities{step(key)}.{part}", key, scope, BOOL, "filter")


def _scenario(model: Model, document: Document, scenario: Scenario) -> Iterator[Site]:
    """A filter or figure that a person is refused is refused for their rights, not for what it says."""
    for number, asked in enumerate(scenario.steps):
        if not isinstance(asked, QueryStep | FigureStep) or asked.entity not in model.entities:
            continue
        place = f"$.steps[{number}]"
        if asked.filter is not None:
            yield Site(document, f"{place}.filter", asked.entity, asked.filter, BOOL, "filter")
        if isinstance(asked, FigureStep):
            yield Site(document, f"{place}.measure", asked.entity, asked.measure, None, "measure")


def _entity(model: Model, document: Document, entity: Entity) -> Iterator[Site]:
    here = model.entities[entity.extends or entity.key]
    for number, field in enumerate(entity.fields):
        place = f"$.fields[{number}]"
        yield from _field(document, here, field, place)
        link = model.entities.get(f"{here.key}__{field.key}")
        if link is not None:
            for n, inner in enumerate(getattr(field, "with_", ())):
                yield from _field(document, link, inner, f"{place}.with[{n}]")
    if entity.pipeline is not None:
        for stage, gate in entity.pipeline.gates.items():
            if gate.when is not None:
                yield Site(document, f"$.pipeline.gates{step(stage)}.when", here.key, gate.when, BOOL)
    if entity.log is not None and entity.log.open is not None:
        yield Site(document, "$.log.open", here.key, entity.log.open, BOOL, "filter")


def _field(document: Document, here: EntityModel, field: Field, place: str) -> Iterator[Site]:
    expected = here.fields[field.key].value_type
    if field.default_formula is not None:
        yield Site(document, f"{place}.default_formula", here.key, field.default_formula, expected, "value", field.key)
    formula = getattr(field, "formula", None)
    if formula is not None:
        blanks: Literal["zero", "blank"] = getattr(field, "blanks", "zero")
        yield Site(document, f"{place}.formula", here.key, formula, expected, "formula", field.key, blanks)
    choices = getattr(field, "choices", None)
    if choices is not None:
        yield Site(document, f"{place}.choices", getattr(field, "to", ""), choices, BOOL, "filter")


def _rules(model: Model, document: Document, rules: Rules) -> Iterator[Site]:
    for number, rule in enumerate(rules.rules):
        place = f"$.rules[{number}]"
        if isinstance(rule, Validate):
            yield Site(document, f"{place}.reject_when", rules.entity, rule.reject_when, BOOL)
            fixed = model.entities[rules.entity].fields.get(rule.field or "")
            if rule.fix_value is not None and fixed is not None:
                place = f"{place}.fix_value"
                yield Site(document, place, rules.entity, rule.fix_value, fixed.value_type, "value", fixed.key)
            continue
        if isinstance(rule, Match):
            continue
        expected = model.entities[rules.entity].fields[rule.field].value_type
        yield Site(document, f"{place}.value", rules.entity, rule.value, expected, "value", rule.field)
        if rule.when is not None:
            yield Site(document, f"{place}.when", rules.entity, rule.when, BOOL)


def _form(document: Document, form: Form) -> Iterator[Site]:
    for number, section in enumerate(form.sections):
        place = f"$.sections[{number}]"
        if section.visible_when is not None:
            yield Site(document, f"{place}.visible_when", form.entity, section.visible_when, BOOL)
        for n, row in enumerate(section.rows):
            for m, field in enumerate(row):
                for part in ("visible_when", "required_when", "read_only_when"):
                    source = getattr(field, part)
                    if source is not None:
                        yield Site(document, f"{place}.rows[{n}][{m}].{part}", form.entity, source, BOOL)
    for number, variant in enumerate(form.variants):
        if variant.when is not None:
            yield Site(document, f"$.variants[{number}].when", form.entity, variant.when, BOOL)


def _view(document: Document, view: View) -> Iterator[Site]:
    if view.filter is not None:
        yield Site(document, "$.filter", view.entity, view.filter, BOOL, "filter")
    for number, rule in enumerate(view.colours):
        yield Site(document, f"$.colours[{number}].when", view.entity, rule.when, BOOL)
    if view.card is not None and view.card.alert_when is not None:
        yield Site(document, "$.card.alert_when", view.entity, view.card.alert_when, BOOL)


def _page(model: Model, document: Document, page: Page) -> Iterator[Site]:
    if page.record is not None and page.entity is not None:
        yield from _record_part(model, document, page.entity, "$.record", page.record)
        for number, tab in enumerate(page.record.tabs):
            yield from _record_part(model, document, page.entity, f"$.record.tabs[{number}]", tab)
    for number, widget in enumerate(page.widgets):
        yield from _widget(model, document, f"$.widgets[{number}]", widget)


def _record_part(model: Model, document: Document, entity: str, place: str, part: RecordPage | Tab) -> Iterator[Site]:
    for number, group in enumerate(part.groups):
        if group.visible_when is not None:
            yield Site(document, f"{place}.groups[{number}].visible_when", entity, group.visible_when, BOOL)
    for number, related in enumerate(part.related):
        here = model.entities[entity].fields.get(related.field) if entity in model.entities else None
        relation = here.relation if here is not None else None  # a draft may name a field that goes
        if related.filter is not None and relation is not None:
            yield Site(document, f"{place}.related[{number}].filter", relation.target, related.filter, BOOL, "filter")


def _widget(model: Model, document: Document, place: str, widget: Widget) -> Iterator[Site]:
    view = model.views.get(widget.view) if widget.view else None
    entity = widget.entity or (view.entity if view is not None else "")
    if not entity:
        return
    if widget.filter is not None:
        yield Site(document, f"{place}.filter", entity, widget.filter, BOOL, "filter")
    if widget.measure is not None:
        yield Site(document, f"{place}.measure", entity, widget.measure, None, "measure")
    for number, series in enumerate(widget.series):
        yield Site(document, f"{place}.series[{number}].when", entity, series.when, BOOL, "filter")
    goal = widget.target
    if goal is not None:
        of = goal.entity or entity
        yield Site(document, f"{place}.target.measure", of, goal.measure, None, "measure")
        for period, source in goal.by_period.items():
            yield Site(document, f"{place}.target.by_period.{period}", of, source, None, "measure")
        if goal.filter is not None:
            yield Site(document, f"{place}.target.filter", of, goal.filter, BOOL, "filter")


def _menus(model: Model, document: Document, menus: Menus) -> Iterator[Site]:
    for number, area in enumerate(menus.areas):
        for n, group in enumerate(area.groups):
            for m, item in enumerate(group.items):
                target = item.open
                entity = target.entity or (model.views[target.view].entity if target.view else "")
                if item.badge is not None and entity:
                    place = f"$.areas[{number}].groups[{n}].items[{m}].badge"
                    yield Site(document, place, entity, item.badge, BOOL, "filter")
