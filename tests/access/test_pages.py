"""The access proof over pages: every address that shows records, as every person of a drawn world, against the reference.

Two things hold everywhere: no page names a record its reader may not read (or whose name they may not), and an address of
such a record answers as if there were none. Addresses come from the application's routes, so a new one is asked too.
"""

import hashlib
import random
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import insert
from starlette.testclient import TestClient

from dougong.host import notices
from dougong.host.access import sessions
from dougong.host.install import install, prepare
from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.store.tables import comment, favourite, follow, recent, visit
from dougong.host.web import pages
from dougong.host.web.pages.arrangements.registry import ARRANGEMENTS
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.metamodel.documents import Bundle
from dougong.records.context import Cause, Context
from dougong.records.rights import SYSTEM
from dougong.records.system_tables import share
from dougong.records.values import Create
from dougong.records.write import write

from . import reference
from .world import Person, World, documents, draw_world

NOW = datetime(2026, 3, 18, 1, 30, tzinfo=UTC)
NOBODYS = "0190ffff-0000-7000-8000-000000000000"
ENDLESS = {"/{entity}/{id}/here"}
"""Streams: they begin for who may read the record, and are asked of others alone."""
UNASKED = {"/{entity}/{id}/file/{hash}", "/{entity}/import/{batch}"}
_PARTS = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Reader:
    """A person's browser; `names` are those they may read, `others` all the rest; `unsaid` was said on records out of
    their sight."""

    person: Person
    client: TestClient
    token: str
    session: sessions.Session
    names: frozenset[str]
    others: frozenset[str]
    unsaid: frozenset[str]

    def get(self, path: str) -> tuple[int, str]:
        self._be_alone()
        answer = self.client.get(path)
        return answer.status_code, answer.text

    def post(self, path: str, **data: str) -> int:
        self._be_alone()
        return self.client.post(path, data={**data, "_csrf": self.session.csrf}).status_code

    def _be_alone(self) -> None:
        """All browsers are one client with other cookies: the application's locks belong to one loop."""
        self.client.cookies.clear()
        self.client.cookies.set(f"dougong_{DEFAULT}", self.token)


def test_no_page_tells_what_may_not_be_known(tmp_path: Path) -> None:
    assert _prove(tmp_path, 3, people=2) > 150


@pytest.mark.proof
def test_no_page_of_many_worlds_tells(tmp_path: Path) -> None:
    asked = sum(_prove(tmp_path / str(seed), seed) for seed in range(200, 212))
    print(f"\n{asked:,} pages asked, none told")
    assert asked > 5_000


def _prove(home: Path, seed: int, people: int = 100) -> int:
    """One world, its first readers (those with roles first), every address; how many pages were asked."""
    world = draw_world(seed)
    asked = 0
    with _served(home, world) as readers:
        for reader in sorted(readers, key=lambda one: not one.person.roles)[:people]:
            asked += sum(check(world, reader) for check in (_lists, _records, _found, _kept, _told, _counted))
    return asked


def _clean(reader: Reader, path: str, page: str, given: str = "") -> None:
    """`given` is what the reader typed: a page may say it back."""
    told = [name for name in reader.others | reader.unsaid if name in page and name != given]
    assert not told, f"{reader.person.id} ({reader.person.roles}) is told of {told[:3]} by {path}"


def _lists(world: World, reader: Reader) -> int:
    """Lists, boards, calendars and whatever else an entity has an address for; the list has all that may be read."""
    asked = 0
    for entity in world.entities:
        expected = reference.visible(world, reader.person, entity)
        status, page = reader.get(f"/{entity}")
        if status == 200 and reference.right(world, reader.person, entity, "name") in ("read", "edit"):
            assert all(record["name"] in page for record in expected), f"list of {entity} for {reader.person.id}"
        bodies = [f"/{entity}?as={one.key}" for one in ARRANGEMENTS] + [
            f"/{entity}?group=link",
            f"/{entity}?columns=name,link,link.name",
        ]
        plain = [path.format(entity=entity) for path in _addresses({"entity"})]
        picks = [f"/{entity}/pick/link", f"/{entity}/pick/link?q=alpha", f"/{entity}/filter?field=link&index=new"]
        for path in (*bodies, *plain, *picks):
            status, page = reader.get(path)
            assert status < 500, path
            _clean(reader, path, page)
            asked += 1
    return asked + len(world.entities)


def _records(world: World, reader: Reader) -> int:
    """Every address of a record: the page, its stream, who is there, why, the form, peeks, fields, people to name."""
    draw, asked = random.Random(world.seed), 0
    for entity in world.entities:
        every = list(world.records[entity].values())
        for record in draw.sample(every, min(2, len(every))):
            may = reference.readable(world, reader.person, record)
            for template in _addresses({"entity", "id"}):
                if may and template in ENDLESS:
                    continue
                path = template.format(entity=entity, id=record["id"])
                status, page = reader.get(path)
                assert status < 500, path
                none = 0 if may else reader.get(template.format(entity=entity, id=NOBODYS))[0]
                assert may or status == none, f"{path} answers {status}, not {none}, to {reader.person.id}"
                _clean(reader, path, page)
                asked += 1
    return asked


def _found(world: World, reader: Reader) -> int:
    """Search, the palette and pickers find a name for those who may read it, and for nobody else."""
    draw, asked = random.Random(world.seed + 1), 0
    for name in draw.sample(sorted(reader.names | reader.others), 4):
        for path in (f"/search?q={quote(name)}", f"/palette?q={quote(name)}"):
            status, page = reader.get(path)
            assert status == 200
            hit = f"/{name.split(' ')[0]}/0190" in page
            assert hit == (name in reader.names), f"{path} for {reader.person.id}"
            _clean(reader, path, page, given=name)
            asked += 1
    return asked


def _kept(world: World, reader: Reader) -> int:
    """Favourites, records lately seen and the menu name only what may still be read."""
    del world
    for path in ("/favourites", "/menu/counts", "/part/mine", "/"):
        status, page = reader.get(path)
        assert status < 500, path
        _clean(reader, path, page)
        if path == "/favourites":
            assert all(name in page for name in reader.names), f"a favourite is missing for {reader.person.id}"
    return 4


def _told(world: World, reader: Reader) -> int:
    """A notice about a record that may no longer be read tells neither its name nor what was said on it."""
    del world
    for path in ("/notices", "/notices/panel"):
        status, page = reader.get(path)
        assert status == 200
        _clean(reader, path, page)
    return 2


def _counted(world: World, reader: Reader) -> int:
    """Tabs count, and exports and figures hold, what may be read."""
    asked = 0
    for entity in world.entities:
        expected = reference.visible(world, reader.person, entity)
        flagged = [record for record in expected if record["flag"]]
        kept = reader.post(f"/{entity}/views/new", label="Flagged", filter="flag", columns="flag")
        assert kept < 500
        status, page = reader.get(f"/{entity}/views/counts")
        numbers = {int(one) for one in re.findall(r">(\d+)<", page)}
        if status == 200 and kept < 400 and numbers:
            assert numbers <= {len(expected), len(flagged)}, f"counts of {entity} for {reader.person.id}"
        status, page = reader.get(f"/{entity}/export?format=csv")
        assert status < 500
        if not reference.may_export(world, reader.person, entity):
            assert status in (403, 404), f"export of {entity} for {reader.person.id}"
        _clean(reader, f"/{entity}/export", page)
        asked += 3
    return asked


def _addresses(takes: set[str]) -> list[str]:
    """Paths of pages read by GET that are made of an entity (and a record) alone; a field is one that is always there."""
    found = []
    for route in pages.ROUTES:
        if not isinstance(route, APIRoute) or "GET" not in (route.methods or ()):
            continue
        path = route.path.replace("{field}", "name")
        if path not in UNASKED and set(_PARTS.findall(path)) == takes and path.startswith("/{entity}"):
            found.append(path)
    assert len(found) > 3
    return found


@contextmanager
def _served(home: Path, world: World) -> Iterator[list[Reader]]:
    settings = Settings(home=home, database_url="", allowed_hosts="localhost", rate_limit=0)
    engines.make_place(settings, DEFAULT)
    workspace = open_workspace(settings, DEFAULT, lambda: NOW)
    prepare(workspace)
    install(workspace, Bundle("proof", tuple(documents(world))), with_samples=False)
    with workspace.writing(SYSTEM) as context:
        _fill(context, world)
        tokens = {one: sessions.begin(context.connection, one, NOW, 30) for one in world.people}
    app = create_app(settings, lambda: NOW, work=False)
    with TestClient(app, base_url="http://localhost", follow_redirects=True, raise_server_exceptions=False) as client:
        yield [_reader(world, person, client, tokens[person.id]) for person in world.people.values()]
    workspace.close()


def _reader(world: World, person: Person, client: TestClient, begun: tuple[str, sessions.Session]) -> Reader:
    names: set[str] = set()
    others: set[str] = set()
    unsaid: set[str] = set()
    for entity in world.entities:
        for record in world.records[entity].values():
            named = reference.right(world, person, entity, "name") in ("read", "edit")
            readable = reference.readable(world, person, record)
            (names if named and readable else others).add(record["name"])
            if not readable:
                unsaid.add(_talk(record))
    return Reader(person, client, *begun, frozenset(names), frozenset(others), frozenset(unsaid))


def _talk(record: Mapping[str, object]) -> str:
    """What somebody says on a record: whoever reads the record reads it, whatever they see of its fields."""
    return f"talk {hashlib.sha256(str(record['id']).encode()).hexdigest()[:12]}"


def _fill(context: Context, world: World) -> None:
    """Departments, people with their roles, records; and to everybody about everything: a notice, a star, a visit, a word."""
    changes = [
        Create("department", {"name": f"d{n}", "parent": up}, id=one)
        for n, (one, up) in enumerate(world.departments.items())
    ]
    changes += [
        Create("person", {
            "name": f"p{n}", "login": f"p{n}", "manager": p.manager, "department": p.department, "region": p.region,
            "roles": list(p.roles), "active": True,
        }, id=p.id)
        for n, p in enumerate(world.people.values())
    ]  # fmt: skip
    for entity in ("beta", "alpha", "gamma"):
        for record in world.records[entity].values():
            values = {key: value for key, value in record.items() if key not in ("id", "entity")}
            changes.append(Create(entity, values, id=record["id"]))
    written = write(context, changes, Cause("install"))
    assert written.written, written.problems[:5]
    for n, (entity, shared, kind, grantee) in enumerate(world.shares):
        row = {"id": f"0190aaaa-0000-7000-8000-{n:012}", "entity": entity, "record": shared, kind: grantee}
        context.connection.execute(insert(share).values(level="read", at=NOW, **row))
    _mark(context, world)


def _mark(context: Context, world: World) -> None:
    every = [(entity, one) for entity in world.entities for one in world.records[entity].values()]
    writer = next(iter(world.people))
    told, rows = [], {table: list[dict[str, object]]() for table in (favourite, follow, recent, visit)}
    for person in world.people:
        for n, (entity, record) in enumerate(every):
            here = {"person": person, "entity": entity, "record": record["id"], "at": NOW}
            rows[favourite].append({"person": person, "path": f"/{entity}/{record['id']}", "position": n})
            for table in (follow, recent, visit):
                rows[table].append(here)
            told.append(
                notices.Notice("mention", person, entity, record["id"], writer, details={"words": _talk(record)})
            )
    for table, lines in rows.items():
        context.connection.execute(insert(table), lines)
    notices.notify(context.connection, told, NOW)
    words = [
        {
            "id": f"0190bbbb-0000-7000-8000-{n:012}", "entity": entity, "record": record["id"], "person": writer,
            "words": _talk(record), "mentions": [], "at": NOW, "earlier": [],
        }
        for n, (entity, record) in enumerate(every)
    ]  # fmt: skip
    context.connection.execute(insert(comment), words)
