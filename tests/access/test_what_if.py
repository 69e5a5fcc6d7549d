"""What changed roles would do, against the slow reference: for every person who gains and who loses which records and fields."""

import random
from copy import deepcopy
from dataclasses import replace

from dougong.host.access import people
from dougong.host.paths import BASE_APP
from dougong.host.studio.what_if import WhatIf, what_if
from dougong.host.testing.database import Database
from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import Document, load_folder
from dougong.records.context import Context
from dougong.records.rights import FieldRight

from . import reference
from .test_every_surface import _built
from .world import RIGHTS, Person, World, _scope, documents, draw_world

FIELDS = ("amount", "kind", "note", "name")


def test_who_gains_and_loses_what_is_what_the_reference_says(database: Database) -> None:
    told = sum(_compare(database, seed) for seed in range(12))
    assert told > 60


def _compare(database: Database, seed: int) -> int:
    """One random change of the roles of a world; the number of people and objects that were told of."""
    world = draw_world(seed)
    changed, gone = _changed(world, random.Random(1000 + seed))
    base = [one for one in load_folder(BASE_APP).documents if one.kind == "entity"]
    after = compile_model([*base, *(one for one in _documents(changed) if one.file != f"roles/{gone}.json")])
    with _built(database, world) as (context, _):
        found = what_if(context, after, [_asked(one) for one in world.people.values()])
        told = 0
        for entity in world.entities:
            for person in world.people.values():
                now = replace(person, roles=tuple(one for one in person.roles if one != gone))
                told += _same_records(
                    found, context, world, changed, person, now, entity, f"seed {seed}, {person.id}, {entity}"
                )
                _same_fields(found, world, changed, person, now, entity, f"seed {seed}, {person.id}, {entity}")
        return told


def _same_records(
    found: WhatIf, context: Context, world: World, changed: World, person: Person, now: Person, entity: str, place: str
) -> int:  # fmt: skip
    had = {one["id"]: one for one in reference.visible(world, person, entity)}
    has = {one["id"]: one for one in reference.visible(changed, now, entity)}
    shift = next((one for one in found.records if (one.entity, one.verb) == (entity, "read")), None)
    told = next((one for one in shift.people if one.person == person.id), None) if shift else None
    if told is None:
        assert set(had) == set(has), f"not told of, {place}"
        return 0
    assert (told.before, told.after) == (len(had), len(has)), place
    assert (told.gained, told.lost) == (len(has.keys() - had), len(had.keys() - has)), place
    assert shift is not None
    for samples, gain in ((shift.gained, True), (shift.lost, False)):
        first = next((one for one in shift.people if (one.gained if gain else one.lost)), None)
        assert bool(samples) == (first is not None), place
    if shift.gained and next(one for one in shift.people if one.gained) == told:
        newest = sorted(has.keys() - had, reverse=True)[:3]
        assert [one.id for one in shift.gained] == newest, place
        assert [one.title for one in shift.gained] == [has[one]["name"] for one in newest], place
    return 1


def _same_fields(
    found: WhatIf, world: World, changed: World, person: Person, now: Person, entity: str, place: str
) -> None:
    """Told to whom reads some records by both: a role that names the object with a scope of its own."""
    reads = all(
        any(words or conditions for role in one.roles for words, conditions in [of.scopes[role].get(entity, ((), ()))])
        for of, one in ((world, person), (changed, now))
    )
    for field in FIELDS:
        had, has = (_right(*asked, entity, field) for asked in ((world, person), (changed, now)))
        told = [one for one in found.fields if (one.entity, one.field) == (entity, field) and person.id in one.people]
        wanted = [(had, has)] if reads and had != has else []
        assert [(one.before, one.after) for one in told] == wanted, f"{field}, {place}"


def _right(world: World, person: Person, entity: str, field: str) -> FieldRight:
    """No role of these worlds lets anything be written, so what may be edited may be read."""
    return min(FieldRight[reference.right(world, person, entity, field).upper()], FieldRight.READ)


def _changed(world: World, draw: random.Random) -> tuple[World, str]:
    """Some scopes and field rights are others; in every third world a role is gone."""
    found = deepcopy(world)
    for role, scopes in found.scopes.items():
        for entity in found.entities:
            if draw.random() < 0.35:
                scopes[entity] = _scope(draw)
            if entity in scopes and draw.random() < 0.3:
                found.rights[role][entity] = {f: draw.choice(RIGHTS) for f in FIELDS if draw.random() < 0.4}
            found.rights[role].setdefault(entity, {})
    gone = draw.choice(list(found.scopes)) if draw.random() < 0.34 else ""
    return found, gone


def _documents(world: World) -> list[Document]:
    for role in world.scopes:
        world.export.setdefault(role, frozenset())
    return documents(world)


def _asked(one: Person) -> people.Person:
    return people.Person(one.id, 1, one.id, one.id, True, one.roles, one.department, one.region, None, None, None)
