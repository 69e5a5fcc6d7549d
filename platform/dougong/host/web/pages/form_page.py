"""The page of a form: a FormState drawn as controls in sections, with every problem beside its field and in the rail."""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from dougong.forms import FieldState, FormState, SectionState
from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.query.titles import titles

from .controls import Control, LineColumn, control
from .form_alike import Alike
from .form_condition import condition_words, rows_behind
from .form_entry import PREFIX, Entry, path_of
from .form_lines import blank_row, line_rows
from .form_logic import form_script, known_values
from .form_meanwhile import Theirs
from .form_now import Standing
from .form_problems import RailProblem, fixes_of, rail, still_to_fill, words_of_problems
from .link_targets import any_targets
from .look import Look
from .show import is_figure, show

_BESIDE = 6
"""Columns a field needs at least for its label to stand at its left."""


@dataclass(frozen=True, slots=True)
class FormSection:
    """`when` is what it is there for, `because` the child rows that make it so; `layout` as the form defines it."""

    key: str
    label: str
    collapsed: bool
    rows: tuple[tuple[Control, ...], ...]
    tab: int | None = None
    conditional: bool = False
    when: str = ""
    because: str = ""
    layout: str = "fields"

    @property
    def stacked(self) -> bool:
        """Whether fields are too narrow to have their labels beside them."""
        return self.layout == "fields" and any(one.width < _BESIDE for row in self.rows for one in row)


@dataclass(frozen=True, slots=True)
class FormTab:
    """`problems` counts what stands in the way inside it."""

    key: str
    label: str
    problems: int
    on: bool


@dataclass(frozen=True, slots=True)
class FormPage:
    """Everything templates/pages/form.html shows; `tried`: saving was tried, so blank required fields are problems."""

    base: str
    entity: str
    label: str
    title: str
    use: str
    id: str
    rev: int
    csrf: str
    tabs: tuple[FormTab, ...]
    sections: tuple[FormSection, ...]
    problems: tuple[RailProblem, ...]
    missing: tuple[RailProblem, ...]
    """Still to be filled in before it can be saved."""
    warnings: tuple[RailProblem, ...]
    conflict: tuple[Theirs, ...]
    conflict_by: str
    back: str
    tried: bool
    stage: Markup
    """Of a record with a path: where it stands."""
    about: str
    alike: tuple[tuple[Control, Alike], ...]
    script: str = ""
    """The address of its module (form_logic.py)."""
    known: str = ""
    """What the module reads besides the controls, as JSON."""


@dataclass(frozen=True, slots=True)
class Over:
    """What is shown over a record's stored state: what was entered, saved meanwhile by others, found alike."""

    entry: Entry | None = None
    conflict: tuple[Theirs, ...] = ()
    conflict_by: str = ""
    tried: bool = False
    tab: str = ""
    """The one that was open."""
    alike: Mapping[str, tuple[Alike, ...]] = dataclasses.field(default_factory=dict)
    """By field: records that may be this one."""


def form_page(
    scope: Scope, context: Context, entity: EntityModel, now: Standing, look: Look, identity: str, rev: int, over: Over
) -> FormPage:
    """The values of the template."""
    state, language = now.state, look.language
    drawing = _Drawing(context, look, f"{look.base}/{entity.key}", _titles(context, state), over.entry, now, over.alike)
    tabs = _tabs(state, over.tab, language)
    at = {one.key: number for number, one in enumerate(tabs)}
    sections = tuple(
        replace(_section(drawing, entity, one), tab=at.get(one.tab or "")) for one in state.sections if one.visible
    )
    shown = [field for section in sections for fields in section.rows for field in fields]
    title = str(now.row.get(entity.definition.title) or "")
    new = look.words("New {thing}", thing=entity.label.in_(language))
    keys = {field.key for field in state.fields if field.visible}
    beyond = [one for one in now.warnings if one.path.partition("[")[0] not in keys]
    script = form_script(context, entity, state.use, look)
    return FormPage(
        base=drawing.here, entity=entity.key, label=entity.label.in_(language), title=title or new, use=state.use,
        id=identity, rev=rev, csrf=scope.csrf, tabs=tabs, sections=sections, problems=rail(shown, state.problems, look),
        missing=still_to_fill(shown, now.missing, look, lambda name: path_of(over.entry or Entry(), name)),
        warnings=rail(shown, beyond, look, warnings=True), conflict=over.conflict, conflict_by=over.conflict_by,
        back=f"{drawing.here}/{identity}" if state.use == "edit" else drawing.here, tried=over.tried,
        stage=_seen(entity, entity.pipeline.field if entity.pipeline and state.use == "edit" else "", now, drawing),
        about=_seen(entity, entity.definition.subtitle or "", now, drawing).striptags(),
        alike=tuple((control, one) for control in shown for one in control.alike),
        script=f"{drawing.here}/form_logic/{state.use}/{script.stamp}.js",
        known=json.dumps(known_values(context, entity, script.logic, now.row, now.stored)),
    )  # fmt: skip


def _seen(entity: EntityModel, key: str, now: Standing, drawing: "_Drawing") -> Markup:
    """A field of the form as it reads."""
    state = now.state.field(key) if key else None
    if state is None or state.value is None:
        return Markup("")
    titles = {f"{key}.$title": drawing.known.get(str(state.value), "")}
    return show(entity.fields[key], key)(state.value, {**now.row, **titles}, drawing.look)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What drawing any field of one form needs."""

    context: Context
    look: Look
    here: str
    known: dict[str, str]
    entry: Entry | None
    now: Standing | None = None
    alike: Mapping[str, tuple[Alike, ...]] = dataclasses.field(default_factory=dict)


def _section(drawing: _Drawing, entity: EntityModel, section: SectionState) -> FormSection:
    look, when, because = drawing.look, "", ""
    if section.when and drawing.now:
        when = condition_words(drawing.context, entity, section.when, look)
        behind = rows_behind(drawing.context, entity, section.when, drawing.now.row)
        if behind:
            numbers = look.words(", ").join(str(number) for number in behind[1])
            because = look.words("Because of row {numbers}", numbers=numbers)
    rows = tuple(
        tuple(_control(drawing, field) for field in fields if field.visible)
        for fields in section.rows
        if any(field.visible for field in fields)
    )
    return FormSection(
        section.key, section.label.in_(look.language), section.collapsed, rows, None, bool(section.when), when, because,
        section.layout,
    )  # fmt: skip


def _tabs(state: FormState, tab: str, language: str) -> tuple[FormTab, ...]:
    """At most eight; one alone is none."""
    shown = [one for one in state.tabs if one.visible][:8]
    on = tab if any(one.key == tab for one in shown) else shown[0].key if shown else ""
    made = tuple(FormTab(one.key, one.label.in_(language), one.problems, one.key == on) for one in shown)
    return made if len(made) > 1 else ()


def _control(drawing: _Drawing, field: FieldState) -> Control:
    look, context = drawing.look, drawing.context
    language = look.language
    raw = drawing.entry.raw if drawing.entry else {}
    made = control(
        field.field, PREFIX + field.key, field.value, look, drawing.known, f"{drawing.here}/pick/{field.key}",
        raw.get(field.key), label=field.label.in_(language), required=field.required, read_only=field.read_only,
        width=field.width, hint=field.hint.in_(language) if field.hint else "", options=field.choices,
        targets=any_targets(context, field.field, language), make=field.create_in_place,
        alike=drawing.alike.get(field.key, ()), **_said(drawing, field, PREFIX + field.key, field.key),
    )  # fmt: skip
    if not field.columns:
        return made

    def cell(state: FieldState, name: str, path: str) -> Control:
        made = control(
            state.field, name, state.value, look, drawing.known, f"{look.base}/{state.field.entity}/pick/{state.key}",
            raw.get(path), label=state.label.in_(language), required=state.required, read_only=state.read_only,
            options=state.choices, make=field.create_in_place, **_said(drawing, state, name, path),
        )  # fmt: skip
        if state.widget == "money" and isinstance(state.value, Decimal) and path not in raw:
            return replace(
                made, text=f"{state.value:,.2f}" if state.value == round(state.value, 2) else f"{state.value:,f}"
            )
        return made

    columns = tuple(
        LineColumn(c.key, c.label.in_(language), c.widget, is_figure(c.field), c.required, c.read_only)
        for c in field.columns
    )
    rows = line_rows(field, drawing.entry, look, cell, lambda row: words_of_problems(row.problems, language))
    return replace(made, columns=columns, rows=rows, width=12, blank=blank_row(field, "__KEY__", look),
        ordered=bool(getattr(field.field.field, "order", None)) and not field.read_only,
    )  # fmt: skip


def _said(drawing: _Drawing, field: FieldState, name: str, path: str) -> dict[str, Any]:
    """What is said beside a control, and what mends it."""
    look, now = drawing.look, drawing.now
    warnings = [one for one in now.warnings if one.path == path] if now else []
    return {
        "problems": words_of_problems(field.problems, look.language),
        "warnings": words_of_problems(warnings, look.language),
        "fixes": () if field.read_only else fixes_of([*field.problems, *warnings], name, look),
        "filled": now is not None and path in now.filled and not field.read_only,
    }


def drawn(
    fields: Iterable[FieldState], state: FormState, look: Look, here: str, entry: Entry | None, context: Context
) -> tuple[Control, ...]:
    """Controls of some fields of a form."""
    drawing = _Drawing(context, look, here, _titles(context, state), entry)
    return tuple(_control(drawing, field) for field in fields)


def _titles(context: Context, state: FormState) -> dict[str, str]:
    """Names of all records that links of the form point to: one query per entity."""
    wanted: dict[str, set[str]] = {}
    for field in [*state.fields, *(cell for one in state.fields for row in one.rows for cell in row.fields)]:
        relation = field.field.relation
        if relation is not None and relation.kind == "one" and relation.target and isinstance(field.value, str):
            wanted.setdefault(relation.target, set()).add(field.value)
        if relation is not None and relation.kind == "any" and isinstance(field.value, dict):
            wanted.setdefault(str(field.value["entity"]), set()).add(str(field.value["id"]))
        if relation is not None and relation.far and isinstance(field.value, list):
            target = context.store.model.entities[relation.target].fields[relation.far].relation
            if target is not None:
                wanted.setdefault(target.target, set()).update(
                    str(one["id"]) for one in field.value if isinstance(one, dict)
                )
    found: dict[str, str] = {}
    for target_key, ids in wanted.items():
        found.update({key: str(title or "") for key, title in titles(context, target_key, sorted(ids)).items()})
    return found
