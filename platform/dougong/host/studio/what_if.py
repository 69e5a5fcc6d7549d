"""What changed roles would do to people: who reaches which records and fields, and may do what, before and after.

Everybody's rights are worked out by the definitions in force and by those of the draft; where they differ for an object, the
database counts what one reaches and the other does not. Rows of a parent follow it and are not counted by themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from dougong.host.access.people import Person
from dougong.host.access.viewer import rights_of, roles_held, viewer_with
from dougong.metamodel.model import Model
from dougong.records.context import Context
from dougong.records.difference import Verb, answerable, difference, samples
from dougong.records.query import find
from dougong.records.rights import Action, FieldRight, RowScope, Viewer
from dougong.records.scope import reads_nothing
from dougong.records.values import Query

VERBS: tuple[Verb, ...] = get_args(Verb)
COUNTED = 60
"""People for whom the records of one object are counted; those beyond are named, not counted."""
_SAMPLES = 3
_OF_ALL = frozenset({"all"})
_OF_DEPARTMENT = frozenset({"all", "department", "departments"})


@dataclass(frozen=True, slots=True)
class Reach:
    """Records one person reaches before and after; `gained` only after, `lost` only before."""

    person: str
    name: str
    before: int
    after: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A record that somebody gains or loses; `about` is whose it is."""

    id: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class RecordShift:
    """One action on one object: those whose reach changes, most first. `uncounted` people have other scopes too, but too
    many to count; `counted` False: the new scope reads what only a publish brings."""

    entity: str
    verb: Verb
    people: tuple[Reach, ...]
    gained: tuple[Sample, ...] = ()
    lost: tuple[Sample, ...] = ()
    uncounted: tuple[str, ...] = ()
    counted: bool = True

    @property
    def more(self) -> int:
        """Records gained, a record for each who gains it."""
        return sum(one.gained for one in self.people)

    @property
    def fewer(self) -> int:
        return sum(one.lost for one in self.people)


@dataclass(frozen=True, slots=True)
class FieldShift:
    """What `people` (names) see of a field, before and after."""

    entity: str
    field: str
    before: FieldRight
    after: FieldRight
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionShift:
    """An action on an object that `people` (names) may do from now on, or (`given` False) no more."""

    entity: str
    action: Action
    given: bool
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`people` are all whose rights change, by name."""

    people: tuple[str, ...]
    records: tuple[RecordShift, ...]
    fields: tuple[FieldShift, ...]
    actions: tuple[ActionShift, ...]

    @property
    def nothing(self) -> bool:
        return not (self.records or self.fields or self.actions)


@dataclass(frozen=True, slots=True)
class _Two:
    """One person by both definitions; `kind` is the same for people of the same roles."""

    person: Person
    before: Viewer
    after: Viewer
    kind: object


def what_if(context: Context, after: Model, people: Iterable[Person], entity: str = "") -> WhatIf:
    """`context` reads by the definitions in force; `after` are those of the draft; `entity` restricts it to one object."""
    changed = [one for one in _both(context, after, people) if one.before.rights != one.after.rights or _admin(one)]
    keys = [entity] if entity else [key for key, one in after.entities.items() if not one.implicit]
    here = [key for key in keys if key in context.store.model.entities and key in after.entities]
    records: list[RecordShift] = []
    fields: dict[tuple[str, str, FieldRight, FieldRight], list[str]] = {}
    actions: dict[tuple[str, Action, bool], list[str]] = {}
    for key in here:
        moved = [one for one in changed if one.before.on(key) != one.after.on(key)]
        if not moved:
            continue
        for one in moved:
            _fields(context, after, key, one, fields)
            _actions(key, one, actions)
        if context.store.model.entities[key].owner_link is None:
            records += (found for verb in VERBS if (found := _records(context, key, verb, moved)) is not None)
    return WhatIf(
        tuple(one.person.name for one in changed), tuple(records),
        tuple(FieldShift(*key, tuple(names)) for key, names in fields.items()),
        tuple(ActionShift(*key, tuple(names)) for key, names in actions.items()),
    )  # fmt: skip


def _both(context: Context, after: Model, people: Iterable[Person]) -> Iterable[_Two]:
    now, known = context.store.model, dict[object, Mapping[str, object]]()

    def viewer(model: Model, person: Person) -> Viewer:
        roles = roles_held(model, person)
        key = model is after, roles
        if key not in known:
            known[key] = rights_of(model, [model.roles[one] for one in roles])
        return viewer_with(model, person, roles, known[key], context.viewer.language, context.zone)  # type: ignore[arg-type]

    for person in people:
        before, later = viewer(now, person), viewer(after, person)
        yield _Two(person, before, later, (before.roles, later.roles))


def _admin(one: _Two) -> bool:
    return one.before.admin != one.after.admin


def _fields(
    context: Context, after: Model, key: str, one: _Two, found: dict[tuple[str, str, FieldRight, FieldRight], list[str]]
) -> None:  # fmt: skip
    """Fields are told of to whom reads records before and after: else it is the records that come or go."""
    before, later = replace(context, viewer=one.before), replace(context, viewer=one.after)
    if reads_nothing(before, key) or reads_nothing(later, key):
        return
    for field in after.entities[key].fields:
        had, has = _sees(one.before, key, field), _sees(one.after, key, field)
        if had != has and field in context.store.model.entities[key].fields:
            found.setdefault((key, field, had, has), []).append(one.person.name)


def _sees(viewer: Viewer, entity: str, field: str) -> FieldRight:
    """What may be edited by somebody who may write no record of it may be read."""
    rights = viewer.on(entity)
    writes = not rights.update.nothing or "create" in rights.actions
    return min(rights.field(field), FieldRight.EDIT if writes else FieldRight.READ)


def _actions(key: str, one: _Two, found: dict[tuple[str, Action, bool], list[str]]) -> None:
    had, has = one.before.on(key).actions, one.after.on(key).actions
    for action in get_args(Action):
        if (action in had) != (action in has):
            found.setdefault((key, action, action in has), []).append(one.person.name)


def _records(context: Context, key: str, verb: Verb, moved: list[_Two]) -> RecordShift | None:
    told = [one for one in moved if _scope(one.before, key, verb) != _scope(one.after, key, verb)]
    if not told:
        return None
    if not all(answerable(context, key, _scope(one.after, key, verb)) for one in told):
        return RecordShift(key, verb, (), uncounted=tuple(one.person.name for one in told), counted=False)
    known: dict[object, tuple[int, int, int, int]] = {}
    whole: dict[str, int] = {}
    found, beyond = list[tuple[Reach, _Two]](), list[str]()
    for one in told:
        place = one.kind, _asks_of(_scope(one.before, key, verb), _scope(one.after, key, verb), one.person)
        if place not in known:
            if len(known) >= COUNTED:
                beyond.append(one.person.name)
                continue
            before, after = replace(context, viewer=one.before), replace(context, viewer=one.after)
            made = difference(before, after, key, verb, whole)
            known[place] = made.before, made.after, made.gained, made.lost
        found.append((Reach(one.person.id, one.person.name, *known[place]), one))
    found = [(reach, one) for reach, one in found if reach.gained or reach.lost]
    if not found and not beyond:
        return None
    found.sort(key=lambda pair: -max(pair[0].gained, pair[0].lost))
    gaining = next((one for reach, one in found if reach.gained), None)
    losing = next((one for reach, one in sorted(found, key=lambda pair: -pair[0].lost) if reach.lost), None)
    return RecordShift(
        key, verb, tuple(reach for reach, _ in found),
        _sampled(context, key, verb, gaining.after, gaining.before) if gaining else (),
        _sampled(context, key, verb, losing.before, losing.after) if losing else (), tuple(beyond),
    )  # fmt: skip


def _sampled(context: Context, key: str, verb: Verb, inside: Viewer, outside: Viewer) -> tuple[Sample, ...]:
    """The newest few, as the one who looks may read them."""
    ids = samples(replace(context, viewer=inside), replace(context, viewer=outside), key, verb, _SAMPLES)
    title = context.store.model.entities[key].definition.title
    among = ", ".join(f'"{one}"' for one in ids)
    rows = find(context, Query(key, ("id", title, "owner"), f"id IN ({among})", sort=("-id",))).rows if ids else ()
    return tuple(Sample(str(row["id"]), str(row[title] or ""), str(row.get("owner.$title") or "")) for row in rows)


def _scope(viewer: Viewer, entity: str, verb: Verb) -> RowScope:
    found: RowScope = getattr(viewer.on(entity), verb)
    return found


def _asks_of(before: RowScope, after: RowScope, person: Person) -> object:
    """What of a person decides: people who are alike in it reach the same records, and are counted once."""
    words = before.words | after.words
    if before.conditions or after.conditions:
        return person.id
    if words <= _OF_ALL:
        return None
    return person.department if words <= _OF_DEPARTMENT else person.id
