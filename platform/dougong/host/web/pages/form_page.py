"""The page of a form: a FormState drawn as controls in sections, with every problem beside its field and in the rail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.forms import FieldState, FormState, RowState, choose_form, form_state, needed_paths
from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.problem import Problem
from dougong.records.context import Context
from dougong.records.environment import env_of
from dougong.records.query.titles import titles

from . import door
from .controls import Control, LineColumn, LineRow, control
from .form_entry import PREFIX, Entry
from .live import worked_out
from .look import Look
from .show import is_figure


@dataclass(frozen=True, slots=True)
class FormSection:
    key: str
    label: str
    collapsed: bool
    rows: tuple[tuple[Control, ...], ...]
    tab: int | None = None


@dataclass(frozen=True, slots=True)
class FormTab:
    """`problems` counts what stands in the way inside it."""

    key: str
    label: str
    problems: int
    on: bool


@dataclass(frozen=True, slots=True)
class RailProblem:
    """A problem in the right rail with the control to jump to; empty when it belongs to none shown."""

    message: str
    fix: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else saved meanwhile beside what stands here."""

    label: str
    key: str
    theirs: str
    mine: str


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
    warnings: tuple[RailProblem, ...]
    conflict: tuple[Theirs, ...]
    conflict_by: str
    back: str
    tried: bool


def stored_record(context: Context, entity: EntityModel, identity: str) -> dict[str, Any] | None:
    """The record with its child rows, as `form_state` takes it; None when it is not there."""
    row = door.get(context, entity.key, identity)
    if row is None:
        return None
    found = dict(row)
    for field in entity.fields.values():
        if (
            field.relation is not None
            and field.relation.kind == "many"
            and (field.relation.owned or field.relation.far)
        ):
            rows = door.related(context, entity.key, [identity], field.key)[identity]
            if field.relation.far:
                far = field.relation.far
                found[field.key] = [{**one, "id": one[far], "title": one.get(f"{far}.$title")} for one in rows]
            else:
                found[field.key] = [dict(one) for one in rows]
    return found


def state_of(
    context: Context, entity: EntityModel, use: str, stored: Mapping[str, Any] | None, entry: Entry | None,
    problems: Iterable[Problem] = (), may_write: bool = True,
) -> tuple[FormState, dict[str, Any]]:  # fmt: skip
    """The form with entered values over stored ones, formulas worked out."""
    model = context.store.model
    mode: Any = use
    form = choose_form(model, entity.key, mode)
    values = {**(stored or {}), **(entry.values if entry else {})}
    changed = frozenset(key for key in (entry.values if entry else {}) if (stored or {}).get(key) != values[key])
    env = replace(env_of(context), old=stored, is_new=stored is None, changed=changed)
    row = worked_out(context, entity, values, env)
    _behind_links(context, entity, row, needed_paths(model, form))
    found = form_state(
        model, form, row, context.viewer, env, use=mode, problems=[*(entry.problems if entry else []), *problems],
        may_write=may_write,
    )  # fmt: skip
    return found, row


def _behind_links(context: Context, entity: EntityModel, row: dict[str, Any], paths: Iterable[tuple[str, ...]]) -> None:
    """Values behind links that conditions of the form read."""
    by_link: dict[str, list[str]] = {}
    for path in paths:
        field = entity.fields.get(path[0])
        if (
            len(path) > 1
            and field is not None
            and field.relation is not None
            and field.relation.kind == "one"
            and row.get(path[0])
        ):
            by_link.setdefault(path[0], []).append(".".join(path[1:]))
    for link, wanted in by_link.items():
        relation = entity.fields[link].relation
        assert relation is not None
        there = door.get(context, relation.target, str(row[link]), tuple(wanted)) or {}
        row.update({f"{link}.{path}": there.get(path) for path in wanted})


def form_page(
    scope: Scope, context: Context, entity: EntityModel, state: FormState, row: Mapping[str, Any], look: Look,
    identity: str, rev: int, entry: Entry | None = None, warnings: Iterable[Problem] = (),
    conflict: tuple[Theirs, ...] = (), conflict_by: str = "", tried: bool = False, tab: str = "",
) -> FormPage:  # fmt: skip
    """The values of the template; `tab` is the one that was open."""
    known = _titles(context, state)
    here, language = f"{look.base}/{entity.key}", look.language
    tabs = _tabs(state, tab, language)
    at = {one.key: number for number, one in enumerate(tabs)}
    sections = tuple(
        FormSection(
            section.key, section.label.in_(language), section.collapsed,
            tuple(
                tuple(_control(field, look, known, here, entry, context) for field in fields if field.visible)
                for fields in section.rows
                if any(field.visible for field in fields)
            ),
            at.get(section.tab or ""),
        )
        for section in state.sections
        if section.visible
    )  # fmt: skip
    shown = [field for section in sections for fields in section.rows for field in fields]
    title = str(row.get(entity.definition.title) or "")
    new = look.words("New {thing}", thing=entity.label.in_(language))
    return FormPage(
        base=here, entity=entity.key, label=entity.label.in_(language), title=title or new, use=state.use, id=identity,
        rev=rev, csrf=scope.csrf, tabs=tabs, sections=sections, problems=tuple(_rail(shown, state, language)),
        warnings=tuple(RailProblem(one.message.in_(language), "", "", "") for one in warnings),
        conflict=conflict, conflict_by=conflict_by, back=f"{here}/{identity}" if state.use == "edit" else here,
        tried=tried,
    )  # fmt: skip


def _tabs(state: FormState, tab: str, language: str) -> tuple[FormTab, ...]:
    """At most eight; one alone is none."""
    shown = [one for one in state.tabs if one.visible][:8]
    on = tab if any(one.key == tab for one in shown) else shown[0].key if shown else ""
    made = tuple(FormTab(one.key, one.label.in_(language), one.problems, one.key == on) for one in shown)
    return made if len(made) > 1 else ()


def _control(
    field: FieldState, look: Look, known: dict[str, str], here: str, entry: Entry | None, context: Context
) -> Control:
    language = look.language
    raw = entry.raw if entry else {}
    keys = (entry.keys if entry else {}).get(field.key, [])
    made = control(
        field.field, PREFIX + field.key, field.value, look, known, f"{here}/pick/{field.key}", raw.get(field.key),
        label=field.label.in_(language), required=field.required, read_only=field.read_only, width=field.width,
        hint=field.hint.in_(language) if field.hint else "", problems=words_of_problems(field.problems, language), options=field.choices,
        targets=any_targets(context, field.field, language),
    )  # fmt: skip
    if not field.columns:
        return made
    rows = tuple(
        LineRow(
            _key(keys, row), row.id,
            tuple(
                control(
                    cell.field, f"{PREFIX}{field.key}[{_key(keys, row)}].{cell.key}",
                    cell.value, look, known, f"{look.base}/{cell.field.entity}/pick/{cell.key}",
                    raw.get(f"{field.key}[{row.number}].{cell.key}"), label=cell.label.in_(language), required=cell.required,
                    read_only=cell.read_only, problems=words_of_problems(cell.problems, language), options=cell.choices,
                )
                for cell in row.fields
            ),
            words_of_problems([*row.problems, *(p for cell in row.fields for p in cell.problems)], language),
        )
        for row in field.rows
    )  # fmt: skip
    columns = tuple(
        LineColumn(c.key, c.label.in_(language), c.widget, is_figure(c.field), c.required) for c in field.columns
    )
    return replace(made, columns=columns, rows=rows, width=12)


def drawn(
    fields: Iterable[FieldState], state: FormState, look: Look, here: str, entry: Entry | None, context: Context
) -> tuple[Control, ...]:
    """Controls of some fields of a form."""
    known = _titles(context, state)
    return tuple(_control(field, look, known, here, entry, context) for field in fields)


def any_targets(context: Context, field: FieldModel, language: str) -> tuple[tuple[str, str], ...]:
    """Entities a link to anything may point to and whose records the viewer may read: (key, name)."""
    if field.relation is None or field.relation.kind != "any":
        return ()
    named = getattr(field.field, "to", ())
    return tuple(
        (key, entity.label.in_(language))
        for key, entity in context.store.model.entities.items()
        if (key in named if named else entity.definition.features.activities)
        and (context.viewer.admin or not context.viewer.on(key).read.nothing)
    )


def _key(keys: list[str], row: RowState) -> str:
    """The name of a child row in the form: the one it came with, else the end of its id."""
    return keys[row.number] if row.number < len(keys) else row.id[-12:] or f"r{row.number}"


def blank_row(context: Context, field: FieldModel, state: FieldState, key: str, look: Look) -> LineRow:
    """A new child row with its defaults."""
    assert field.relation is not None
    return LineRow(
        key, "",
        tuple(
            control(
                column.field, f"{PREFIX}{state.key}[{key}].{column.key}", _literal(column.field), look, {},
                f"{look.base}/{column.field.entity}/pick/{column.key}", label=column.label.in_(look.language),
                required=column.required, read_only=column.read_only,
                options=tuple(o for o in getattr(column.field.field, "options", ()) if not o.retired),
            )
            for column in state.columns
        ),
    )  # fmt: skip


def _literal(field: FieldModel) -> Any:
    given = field.field.default
    return None if given is None else field.type.normalise(field.field, given)


def defaults_of(entity: EntityModel, viewer_person: str | None) -> dict[str, Any]:
    """Literal defaults of a new record; formulas of defaults are the write path's."""
    found = {key: _literal(field) for key, field in entity.fields.items() if field.field.default is not None}
    return {**found, "owner": viewer_person}


def words_of_problems(problems: Iterable[Problem], language: str) -> tuple[str, ...]:
    """Each with its fix."""
    return tuple(
        problem.message.in_(language) + (f" {problem.fix.in_(language)}" if problem.fix else "") for problem in problems
    )


def _rail(shown: list[Control], state: FormState, language: str) -> list[RailProblem]:
    found = [RailProblem(words, "", field.id, field.label) for field in shown for words in field.problems]
    for field in shown:
        for number, row in enumerate(field.rows, 1):
            label = f"{field.label} · {number}"
            found += [RailProblem(words, "", f"{field.id}-{row.key}", label) for words in row.problems]
    for problem in state.problems:
        found.append(RailProblem(words_of_problems([problem], language)[0], "", "", ""))
    return found


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
