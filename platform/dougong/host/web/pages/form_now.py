"""A form as it stands while it is filled in: what the write would work out and say, over what was entered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.forms import FormState, choose_form, enforce, form_state, needed_paths
from dougong.metamodel.model import EntityModel
from dougong.metamodel.problem import Problem
from dougong.metamodel.system_fields import WRITABLE_SYSTEM_KEYS
from dougong.records.context import Context
from dougong.records.environment import env_of
from dougong.records.rights import FieldRight
from dougong.records.values import Create, Update
from dougong.records.write.plan import rules_of

from . import door
from .columns import readable
from .form_entry import Entry, changed_only
from .live import worked_out

_EVERY = 10_000
"""Child rows of one record: what is not in the form when it is saved is deleted, so all of them are."""
_ASKED = ("required", "gate.required")
"""What a person who is still typing knows: it is counted, and not told as a problem."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`filled` are the paths of values that nobody typed; `warnings` do not stand in the way of saving, `problems` do;
    `missing` are those of them a person who is still typing is only reminded of; `accepted` is what may be written;
    `stored` is the record as it is, None for a new one."""

    state: FormState
    row: dict[str, Any]
    accepted: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    missing: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    filled: frozenset[str] = frozenset()
    stored: Mapping[str, Any] | None = None


def standing(
    context: Context, entity: EntityModel, use: str, identity: str, stored: Mapping[str, Any] | None, entry: Entry,
    tried: bool = False, at: str = "",
) -> Standing:  # fmt: skip
    """The form now. `tried`: saving was tried, so blanks that must be filled are shown as problems; `at` is the path being
    typed at, which is left as it is."""
    state, _ = state_of(context, entity, use, stored, entry)
    accepted, _ = enforce(state, entry.values, stored)
    values = changed_only(accepted, stored or {})
    change = Create(entity.key, values, identity) if use == "create" else Update(entity.key, identity, values)
    found = door.rehearse(context, change)
    with_more, filled = _with(context, entity, entry, found.worked_out, at)
    state, _ = state_of(context, entity, use, stored, with_more)
    accepted, refused = enforce(state, entry.values, stored)
    told = {one.path for one in entry.problems}
    every = [*entry.problems, *(one for one in (*refused, *found.problems) if one.path not in told)]
    problems = tuple({(one.path, one.message.en): _fair(context, entity, one) for one in every}.values())
    warnings = tuple(_fair(context, entity, one) for one in found.warnings)
    missing = tuple(one for one in problems if not tried and one.code in _ASKED)
    shown = [one for one in problems if one not in missing]
    state, row = state_of(context, entity, use, stored, with_more, shown)
    return Standing(state, row, accepted, problems, missing, warnings, filled, stored)


def _fair(context: Context, entity: EntityModel, problem: Problem) -> Problem:
    """The problem; without the value of its fix where that would tell what the viewer may not see."""
    if problem.put is None:
        return problem
    head, inside, _ = problem.path.partition("[")
    relation = entity.fields[head].relation if inside else None
    of = relation.target if relation is not None else entity.key
    fix = rules_of(context.store, of).fixes.get(problem.code.removeprefix("rule."))
    paths = (".".join(path) for path in (fix.dependencies if fix else ()))
    seen = all(readable(context.store.model, of, path, context.viewer) for path in paths)
    return problem if seen else replace(problem, put=None)


def _with(
    context: Context, entity: EntityModel, entry: Entry, worked_out: Mapping[str, Mapping[str, Any]], at: str
) -> tuple[Entry, frozenset[str]]:
    """The entry with what the viewer may see of the values worked out, and their paths."""
    filled: set[str] = set()

    def seen(of: EntityModel, place: str) -> dict[str, Any]:
        rights, prefix = context.viewer.on(of.key), f"{place}." if place else ""
        found = {
            key: value
            for key, value in worked_out.get(place, {}).items()
            if key in of.fields
            and (not of.fields[key].system or key in WRITABLE_SYSTEM_KEYS)
            and prefix + key != at
            and (context.viewer.admin or rights.field(key) >= FieldRight.READ)
        }
        filled.update(prefix + key for key, value in found.items() if value is not None)
        return found

    values = {**entry.values, **seen(entity, "")}
    for key, rows in entry.values.items():
        relation = entity.fields[key].relation if key in entity.fields else None
        if relation is not None and relation.owned and isinstance(rows, list):
            child = context.store.model.entities[relation.target]
            values[key] = [{**row, **seen(child, f"{key}[{number}]")} for number, row in enumerate(rows)]
    return replace(entry, values=values, problems=[]), frozenset(filled)


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
            rows = door.related(context, entity.key, [identity], field.key, limit=_EVERY)[identity]
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
    values = _over(entity, stored or {}, entry.values if entry else {})
    changed = frozenset(key for key in (entry.values if entry else {}) if (stored or {}).get(key) != values[key])
    env = replace(env_of(context), old=stored, is_new=stored is None, changed=changed)
    row = worked_out(context, entity, values, env)
    behind_links(context, entity, row, needed_paths(model, form))
    found = form_state(
        model, form, row, context.viewer, env, use=mode, problems=[*(entry.problems if entry else []), *problems],
        may_write=may_write,
    )  # fmt: skip
    return found, row


def _over(entity: EntityModel, stored: Mapping[str, Any], entered: Mapping[str, Any]) -> dict[str, Any]:
    """Entered values over stored ones, child rows over those they were."""
    values = {**stored, **entered}
    for key, rows in entered.items():
        relation = entity.fields[key].relation if key in entity.fields else None
        if relation is not None and relation.owned and isinstance(rows, list):
            before = {str(one["id"]): one for one in stored.get(key) or ()}
            values[key] = [{**before.get(str(row.get("id") or ""), {}), **row} for row in rows]
    return values


def behind_links(context: Context, entity: EntityModel, row: dict[str, Any], paths: Iterable[tuple[str, ...]]) -> None:
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


def defaults_of(entity: EntityModel, viewer_person: str | None) -> dict[str, Any]:
    """Literal defaults of a new record; formulas of defaults are the write path's."""
    found = {key: literal_of(field) for key, field in entity.fields.items() if field.field.default is not None}
    return {**found, "owner": viewer_person}


def literal_of(field: Any) -> Any:
    """The default a field's definition gives as it stands."""
    given = field.field.default
    return None if given is None else field.type.normalise(field.field, given)
