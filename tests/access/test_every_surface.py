"""The access proof: lists, records, search, export, aggregates, filters and history against the slow reference.

One case is one question on one surface by one viewer. The bounded form asks some 1,500, the proof over 10,000.
"""

import csv
import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import insert

from dougong.expressions.sql import register_sqlite
from dougong.host.access.viewer import rights_of
from dougong.host.exports.rows import export_rows
from dougong.host.paths import BASE_APP
from dougong.host.testing.database import Database
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.widgets import KINDS
from dougong.host.web.pages.widgets.ask import Ask
from dougong.host.web.pages.widgets.span import span_of
from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import load_folder
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.widget import Widget, WidgetType
from dougong.records import breadth
from dougong.records.audit import AuditQuery, audit
from dougong.records.context import Cause, Context
from dougong.records.history import history
from dougong.records.query import aggregate, find, get
from dougong.records.rights import SYSTEM, Viewer
from dougong.records.search import search
from dougong.records.store import RecordStore
from dougong.records.sync import apply, plan
from dougong.records.system_tables import SYSTEM_METADATA, share
from dougong.records.values import Aggregate, Create, Query
from dougong.records.write import write

from . import reference
from .world import Person, World, documents, draw_world

NOW = datetime(2026, 3, 18, 1, 30, tzinfo=UTC)
FIELDS = ("name", "amount", "kind", "flag", "note", "area")


def test_no_surface_differs_from_the_reference(database: Database) -> None:
    asked = sum(_prove(database, seed) for seed in range(4))
    assert asked > 1_000


@pytest.mark.proof
def test_ten_thousand_cases(database: Database) -> None:
    asked = sum(_prove(database, seed) for seed in range(100, 140))
    print(f"\n{database.dialect}: {asked:,} cases, no difference")
    assert asked > 10_000


def _prove(database: Database, seed: int) -> int:
    """Builds one world in an emptied database, asks everything, and says how many cases that was.

    In half of them every scope of several words counts as wide, as in tables too large for a test.
    """
    world = draw_world(seed)
    with (
        patch.object(breadth, "SMALL", 0 if seed % 2 else breadth.SMALL),
        _built(database, world) as (context, viewers),
    ):
        asked = 0
        for person, viewer in viewers.items():
            seen = Context(context.connection, context.store, viewer, NOW)
            for entity in world.entities:
                asked += _ask(seen, world, world.people[person], entity)
        return asked


def _ask(ctx: Context, world: World, person: Person, entity: str) -> int:
    """All surfaces for one viewer and entity; the number of cases."""
    place = f"seed {world.seed}, person {person.id}, {entity}"
    expected = {record["id"]: record for record in reference.visible(world, person, entity)}
    asked = [
        _list(ctx, world, person, entity, expected, place),
        _records(ctx, world, person, entity, expected, place),
        _paths(ctx, world, person, entity, expected, place),
        _search(ctx, world, person, entity, expected, place),
        _aggregate(ctx, world, person, entity, expected, place),
        _filters(ctx, world, person, entity, expected, place),
        _export(ctx, world, person, entity, expected, place),
        _history(ctx, world, person, entity, expected, place),
        _audit(ctx, world, person, entity, expected, place),
        _tiles(ctx, world, person, entity, expected, place),
    ]
    return sum(asked)


def _list(ctx: Context, world: World, person: Person, entity: str, expected: dict[str, Any], place: str) -> int:
    page = find(ctx, Query(entity, limit=500, total="exact"))
    assert {row["id"] for row in page.rows} == set(expected), f"list, {place}"
    assert page.total == len(expected), f"total, {place}"
    for row in page.rows:
        _same_values(world, person, expected[row["id"]], row, place)
    return 2


def _records(ctx: Context, world: World, person: Person, entity: str, expected: dict[str, Any], place: str) -> int:
    for identity in world.records[entity]:
        row = get(ctx, entity, identity)
        assert (row is not None) == (identity in expected), f"record {identity}, {place}"
        if row is not None:
            _same_values(world, person, expected[identity], row, place)
    return len(world.records[entity])


def _paths(ctx: Context, world: World, person: Person, entity: str, expected: dict[str, Any], place: str) -> int:
    """What stands behind a link is seen only where the record linked to may be read."""
    page = find(ctx, Query(entity, fields=("id", "link", "link.flag"), limit=500))
    for row in page.rows:
        linked = world.linked(expected[row["id"]])
        may = reference.target_readable(world, person, expected[row["id"]])
        assert row["link.$title"] == (linked["name"] if may and linked else None), f"title behind a link, {place}"
        sees = linked is not None and reference.readable(world, person, linked)
        assert bool(row["link.flag"]) == bool(sees and linked and linked["flag"]), f"value behind a link, {place}"
    return 1


def _search(ctx: Context, world: World, person: Person, entity: str, expected: dict[str, Any], place: str) -> int:
    """Words of fields the viewer may not read find nothing."""
    asked = 0
    for word in ("红木", "青铜", "iron", "密", "note"):
        wanted = {
            identity
            for identity, record in expected.items()
            if any(
                reference.right(world, person, entity, field) in ("read", "edit") and word in (record[field] or "")
                for field in ("name", "note")
            )
        }
        assert {hit.id for hit in search(ctx, word, [entity], 100)} == wanted, f"search {word}, {place}"
        found = find(ctx, Query(entity, fields=("id",), search=word, limit=500)).rows
        assert {row["id"] for row in found} == wanted, f"list search {word}, {place}"
        asked += 2
    return asked


def _aggregate(ctx: Context, world: World, person: Person, entity: str, expected: dict[str, Any], place: str) -> int:
    (row,) = aggregate(ctx, Aggregate(entity, {"n": "COUNT()"}))
    assert row["n"] == len(expected), f"count, {place}"
    may = all(reference.right(world, person, entity, field) in ("read", "edit") for field in ("amount", "kind"))
    asked = Aggregate(entity, {"sum": "SUM(amount)", "n": "COUNT()"}, ("kind",))
    if not may and expected:
        with pytest.raises(ProblemsFound):
            aggregate(ctx, asked)
    elif may:
        found = {row["kind"] or None: (row["n"], Decimal(row["sum"] or 0)) for row in aggregate(ctx, asked)}
        groups: dict[Any, list[Any]] = {}
        for record in expected.values():
            groups.setdefault(record["kind"], []).append(record)
        assert found == {kind: (len(rows), reference.total(rows)) for kind, rows in groups.items()}, f"sums, {place}"
    return 2


def _filters(ctx: Context, world: World, person: Person, entity: str, expected: dict[str, Any], place: str) -> int:
    """A filter or sort on a field that may not be read is refused; others give the right rows."""
    tests: list[tuple[str, str, Any]] = [
        ("amount", "amount >= 99.99", lambda r: r["amount"] is not None and r["amount"] >= Decimal("99.99")),
        ("kind", 'kind <> "a"', lambda r: r["kind"] != "a"),
        ("note", 'note = "密"', lambda r: r["note"] == "密"),
    ]
    for field, source, test in tests:
        query = Query(entity, fields=("id",), filter=source, limit=500)
        if reference.right(world, person, entity, field) in ("read", "edit"):
            found = {row["id"] for row in find(ctx, query).rows}
            assert found == {i for i, r in expected.items() if test(r)}, f"filter {source}, {place}"
        elif not _nothing(world, person, entity):
            with pytest.raises(ProblemsFound):
                find(ctx, query)
            with pytest.raises(ProblemsFound):
                find(ctx, Query(entity, fields=("id",), sort=(field,), limit=500))
    return len(tests)


def _export(ctx: Context, world: World, person: Person, entity: str, expected: dict[str, Any], place: str) -> int:
    out = io.StringIO()
    rows = list(export_rows(ctx, Query(entity, fields=("id", "flag")), "zh-CN"))
    csv.writer(out).writerows(rows)
    assert {row[0] for row in rows} == set(expected), f"export, {place}"
    return 1


def _history(ctx: Context, world: World, person: Person, entity: str, expected: dict[str, Any], place: str) -> int:
    for identity in world.records[entity]:
        events = history(ctx, entity, identity)
        assert bool(events) == (identity in expected), f"history {identity}, {place}"
        for event in events:
            for field in FIELDS:
                sees = reference.right(world, person, entity, field)
                assert not (sees == "hidden" and field in event.changes), f"history of hidden {field}, {place}"
                if sees == "masked" and field in event.changes:
                    assert field in event.masked and event.changes[field] in ((None, None), [None, None]), (
                        f"masked {field}, {place}"
                    )
    return len(world.records[entity])


def _audit(ctx: Context, world: World, person: Person, entity: str, expected: dict[str, Any], place: str) -> int:
    """The search over all history tells of the records in sight alone, and not whether a hidden field ever changed."""
    events = audit(ctx, AuditQuery(entity=entity, limit=2000)).events
    assert {event.record for event in events} == set(expected), f"audit, {place}"
    for field in FIELDS:
        sees = reference.right(world, person, entity, field)
        for event in events:
            assert not (sees == "hidden" and field in event.changes), f"audit of hidden {field}, {place}"
            assert field not in event.changes or sees != "masked" or field in event.masked, f"masked {field}, {place}"
        if sees == "hidden":
            assert not audit(ctx, AuditQuery(entity=entity, field=field)).events, f"audit asked for {field}, {place}"
    return 1 + len(FIELDS)


def _tiles(ctx: Context, world: World, person: Person, entity: str, expected: dict[str, Any], place: str) -> int:
    """Tiles of a workbench count, list and sum what their reader may see, and are refused where a field may not be read."""

    def drawn(kind: WidgetType, **more: Any) -> Any:
        widget = Widget.model_validate(
            {"key": "tile", "type": kind, "label": {"zh-CN": "块", "en": "Tile"}, "entity": entity, **more}
        )
        made = Ask(
            ctx, widget, ctx.store.entity(entity), None, Look("zh-CN", ctx.zone, NOW), span_of("year", NOW.date())
        )
        return KINDS[kind].draw(made).content

    assert drawn("metric").exact == f"{len(expected):,}", f"figure, {place}"
    listed = drawn("list", fields=["id"], limit=100)
    shown = {line.href.rpartition("/")[2] for line in listed.lines} if listed else set()
    assert shown <= set(expected) and len(shown) == min(len(expected), 100), f"tile's list, {place}"
    may = all(reference.right(world, person, entity, field) in ("read", "edit") for field in ("amount", "kind"))
    if may:
        chart = drawn("chart", group=["kind"], measure="SUM(amount)")
        sums = sorted(Decimal(line.cells[0].value) for line in chart.lines) if chart else []
        groups: dict[Any, list[Any]] = {}
        for record in expected.values():
            groups.setdefault(record["kind"], []).append(record)
        wanted = sorted(reference.total(rows) for rows in groups.values())
        assert sums == (wanted if any(wanted) else []), f"chart, {place}"
    elif not _nothing(world, person, entity):
        for kind in ("chart", "ranking"):
            with pytest.raises(ProblemsFound):
                drawn(kind, group=["kind"], measure="SUM(amount)")
    return 3


def _same_values(world: World, person: Person, record: dict[str, Any], row: dict[str, Any], place: str) -> None:
    for field in FIELDS:
        sees = reference.right(world, person, record["entity"], field)
        if sees == "hidden":
            assert field not in row, f"hidden {field}, {place}"
        elif sees == "masked":
            assert row[field] == "***", f"masked {field}, {place}"
        else:
            assert row[field] == record[field], f"{field}, {place}"
    if reference.right(world, person, record["entity"], "amount") in ("hidden", "masked"):
        assert row.get("double") in (None, "***"), f"computed from what is hidden, {place}"


def _nothing(world: World, person: Person, entity: str) -> bool:
    """No role reaches any row, so nothing is asked of the database at all."""
    given = [world.scopes[role].get(entity, (frozenset(), ())) for role in person.roles]
    return not any(words or conditions for words, conditions in given)


@contextmanager
def _built(database: Database, world: World) -> Iterator[tuple[Context, dict[str, Viewer]]]:
    """The world in the database, all in one transaction that is rolled back."""
    base = [one for one in load_folder(BASE_APP).documents if one.kind == "entity"]
    model = compile_model([*base, *documents(world)])
    store = RecordStore(model)
    with database.engine().connect() as connection:
        if database.dialect == "sqlite":
            register_sqlite(connection.connection.dbapi_connection)
        transaction = connection.begin() if not connection.in_transaction() else connection.get_transaction()
        assert transaction is not None
        SYSTEM_METADATA.create_all(connection)
        apply(connection, store, plan(connection, store, NOW.date()))
        context = Context(connection, store, SYSTEM, NOW)
        _fill(context, world)
        yield context, {person: _viewer(world, store, one) for person, one in world.people.items()}
        transaction.rollback()


def _fill(ctx: Context, world: World) -> None:
    draw = random.Random(world.seed)
    changes = [
        Create("department", {"name": f"d{n}", "parent": up}, id=one)
        for n, (one, up) in enumerate(world.departments.items())
    ]
    changes += [
        Create(
            "person", {"name": f"p{n}", "manager": p.manager, "department": p.department, "region": p.region}, id=p.id
        )
        for n, p in enumerate(world.people.values())
    ]
    for entity in ("beta", "alpha", "gamma"):
        for record in world.records[entity].values():
            values = {key: value for key, value in record.items() if key not in ("id", "entity")}
            changes.append(Create(entity, values, id=record["id"]))
    written = write(ctx, changes, Cause("install"))
    assert written.written, written.problems[:5]
    for n, (entity, record, kind, grantee) in enumerate(world.shares):
        row = {"id": f"0190aaaa-0000-7000-8000-{n:012}", "entity": entity, "record": record, kind: grantee}
        ctx.connection.execute(insert(share).values(level=draw.choice(("read", "edit")), at=NOW, **row))


def _viewer(world: World, store: RecordStore, person: Person) -> Viewer:
    roles = [store.model.roles[key] for key in person.roles]
    return Viewer(
        person=person.id,
        department=person.department,
        region=person.region,
        roles=frozenset(person.roles),
        rights=rights_of(store.model, roles),
        rights_key=",".join(sorted(person.roles)) or "none",
    )
