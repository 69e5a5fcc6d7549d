"""Works out the state of a form: conditions, rights and gates decide; the same function serves live changes.

It refuses nothing itself; `enforce` holds what was entered against the state.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.expressions import Env
from dougong.metamodel.form import Form, FormField, Section
from dougong.metamodel.lists import Option
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.problem import Problem
from dougong.records.rights import FieldRight, Viewer
from dougong.rules.gates import allowed

from .conditions import Values, holds
from .rows import child_columns, child_rows
from .state import Device, FieldState, FormState, SectionState, TabState, Use
from .variants import with_variants


@dataclass(frozen=True, slots=True)
class _Asking:
    """What every field is decided by."""

    model: Model
    entity: EntityModel
    row: Values
    viewer: Viewer
    env: Env
    problems: tuple[Problem, ...]
    may_write: bool


def form_state(
    model: Model,
    form: Form,
    record: Mapping[str, Any],
    viewer: Viewer,
    env: Env,
    *,
    use: Use = "edit",
    device: Device = "desktop",
    problems: Iterable[Problem] = (),
    may_write: bool = True,
) -> FormState:
    """The form as it stands for one record and viewer.

    `record` holds canonical values by dotted path, entered values already put over stored ones (`env.old` has the
    stored); what `needed_paths` names should be in it, anything else missing counts as blank. Fields the viewer may not
    see are not in the state at all. `problems` of an earlier attempt are shown at their fields. `may_write` False makes
    everything read-only (the row lies outside the viewer's reach).
    """
    entity = model.entities[form.entity]
    asking = _Asking(model, entity, Values(record), viewer, env, tuple(problems), may_write)
    sections = tuple(_section(asking, one) for one in with_variants(model, form, asking.row, viewer, env, device))
    shown = {field.key for section in sections for row in section.rows for field in row if field.visible}
    rest = tuple(one for one in asking.problems if _field_of(one) not in shown)
    return FormState(form.key, form.entity, use, _tabs(form, sections), sections, rest)


def _section(asking: _Asking, section: Section) -> SectionState:
    wanted = holds(asking.model, asking.entity.key, section.visible_when, asking.row, asking.env, absent=True)
    rows = []
    for row in section.rows:
        states = [state for placed in row if (state := _field(asking, placed)) is not None]
        if states:
            rows.append(tuple(states if wanted else [replace(state, visible=False) for state in states]))
    visible = wanted and any(state.visible for row in rows for state in row)
    return SectionState(
        section.key, section.label, visible, section.collapsed, section.tab, tuple(rows), section.visible_when,
        section.layout,
    )  # fmt: skip


def _field(asking: _Asking, placed: FormField) -> FieldState | None:
    field = asking.entity.fields[placed.field]
    right = asking.viewer.on(asking.entity.key).field(field.key)
    if right is FieldRight.HIDDEN:
        return None

    def says(source: str | None, absent: bool) -> bool:
        return holds(asking.model, asking.entity.key, source, asking.row, asking.env, absent)

    read_only = not asking.may_write or right < FieldRight.EDIT or not enterable(field)
    read_only = read_only or says(placed.read_only_when, absent=False)
    must = field.field.required or says(placed.required_when, absent=False) or _gate_asks(asking, field.key)
    value = asking.row[field.key]
    columns = child_columns(asking.model, field, placed.columns, asking.viewer, read_only)
    return FieldState(
        key=field.key,
        field=field,
        label=placed.label or field.label,
        widget=field.type.widget,
        width=placed.width,
        value=value,
        visible=says(placed.visible_when, absent=True),
        required=must and not read_only,
        read_only=read_only,
        masked=right is FieldRight.MASKED,
        hint=placed.hint or field.field.hint,
        choices=_choices(asking, field, value),
        filter=getattr(field.field, "choices", None),
        create_in_place=placed.create_in_place and not read_only,
        problems=tuple(one for one in asking.problems if _field_of(one) == field.key and "[" not in one.path),
        columns=columns,
        rows=child_rows(field, columns, value, asking.problems) if columns else (),
    )


def enterable(field: FieldModel) -> bool:
    """Whether a person may ever enter a value: not for what the system works out, counts or keeps for itself."""
    if field.field.read_only or field.formula is not None or getattr(field.field, "pattern", None) is not None:
        return False
    return field.storage is not None or (field.relation is not None and field.relation.owned)


def _gate_asks(asking: _Asking, key: str) -> bool:
    """Whether the stage an existing record is about to enter asks for this field."""
    pipeline, old = asking.entity.pipeline, asking.env.old
    if pipeline is None or old is None:
        return False
    stage = asking.row[pipeline.field]
    gate = pipeline.gates.get(stage) if isinstance(stage, str) and stage != old.get(pipeline.field) else None
    return gate is not None and key in gate.require


def _choices(asking: _Asking, field: FieldModel, value: Any) -> tuple[Option, ...]:
    """Options on offer: not retired, and for a pipeline's field only where the stored stage may move."""
    options: tuple[Option, ...] = getattr(field.field, "options", ())
    if field.type.widget == "roles":
        options = tuple(Option(key=role.key, label=role.label) for role in asking.model.roles.values())
    held = value if isinstance(value, list) else [value]
    pipeline = asking.entity.pipeline
    before = asking.env.old.get(field.key) if asking.env.old is not None else None
    moves = pipeline if pipeline is not None and pipeline.field == field.key and before else None
    return tuple(
        option
        for option in options
        if option.key in held
        or option.key == before
        or (not option.retired and (moves is None or allowed(moves, str(before), option.key)))
    )


def _tabs(form: Form, sections: tuple[SectionState, ...]) -> tuple[TabState, ...]:
    found = []
    for tab in form.tabs:
        inside = [section for section in sections if section.tab == tab.key]
        fields = [field for section in inside for row in section.rows for field in row]
        count = sum(len(field.problems) + sum(len(row.problems) for row in field.rows) for field in fields)
        count += sum(len(cell.problems) for field in fields for row in field.rows for cell in row.fields)
        found.append(TabState(tab.key, tab.label, any(section.visible for section in inside), count))
    return tuple(found)


def _field_of(problem: Problem) -> str:
    """The field a Problem of a record belongs to: `amount`, or `lines` of `lines[2].price`."""
    return problem.path.partition("[")[0].partition(".")[0]
