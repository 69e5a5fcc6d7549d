"""kill -9 while a release is published or taken back: the workspace is wholly on one revision, and goes on from there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dougong.host.access import people
from dougong.host.settings import Settings
from dougong.host.store import documents, engines
from dougong.host.studio import change_sets
from dougong.host.studio.draft import edit
from dougong.host.studio.publish import publish
from dougong.host.workspaces import DEFAULT, Workspace
from dougong.metamodel.diff import Anchor, Change
from dougong.records import sync
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from .test_kill import ONE, child, killed, statements
from .world import Place, with_shop

MACHINE = "shop/entities/machine.json"
MACHINES = 40
MOMENTS = [ONE, *(pytest.param(number, id=f"kill{number}", marks=pytest.mark.proof) for number in range(1, 16))]
"""Of publishing and of taking back: one each in a normal run, 16 each in a proof."""


def add(key: str, **more: Any) -> Change:
    raw = {"key": key, "label": {"zh-CN": key, "en": key}, **more}
    return Change("add", (MACHINE, "fields", Anchor(key)), None, raw, "name")


CHANGES = (
    add("size", type="text", unique=True),
    add("twice", type="computed", result="money", formula="price * 2"),
    add("many", type="many_links", to="maker"),
    Change("remove", (MACHINE, "fields", Anchor("mail"))),
    Change("change", (MACHINE, "fields", Anchor("weight"), "scale"), 3, 1),
    Change("change", (MACHINE, "label", "en"), "Machine", "Engine"),
)


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, tuple[str, str]]:
    """A shop with machines and a draft that touches tables, links, computed fields and values; the draft, who made it."""
    settings = Settings(home=tmp_path_factory.mktemp("shop") / "home", database_url="")
    engines.make_place(settings, DEFAULT)
    place = Place(settings, DEFAULT)
    return place, furnish(place)


def furnish(place: Place) -> tuple[str, str]:
    with_shop(place)
    workspace = place.open()
    with workspace.writing(SYSTEM) as context:
        admin = people.by_login(context.connection, context.store, "admin")
        assert admin
        machines = [
            Create("machine", {"name": f"M{n}", "price": str(n), "weight": f"{n}.125", "mail": f"m{n}@example.com"})
            for n in range(MACHINES)
        ]
        assert write(context, machines, Cause("install")).written
    with workspace.writer.begin() as connection:
        given = change_sets.begin(connection, admin.id, workspace.clock())
        edit(connection, workspace, given, admin.id, CHANGES)
    workspace.close()
    return given.id, admin.id


def whole(workspace: Workspace) -> dict[str, Any]:
    """What a workspace is: its revision, its definitions, its records. Tables that differ from definitions fail here."""
    with workspace.reading(SYSTEM) as context:
        today = workspace.clock().astimezone(workspace.settings.zone).date()
        assert sync.plan(context.connection, context.store, today).steps == ()
        fields = tuple(
            one
            for one in ("name", "price", "weight", "mail", "size", "twice")
            if one in context.store.model.entities["machine"].fields
        )
        rows = find(context, Query("machine", fields, sort=("name",), limit=100)).rows
        return {
            "revision": documents.current_revision(context.connection),
            "model": context.store.model.revision,
            "records": [tuple(row[one] for one in fields) for row in rows],
        }


def seen(place: Place) -> dict[str, Any]:
    workspace = place.open()
    try:
        return whole(workspace)
    finally:
        workspace.close()


def check(
    place: Place,
    run: Callable[[Place], Any],
    words: tuple[str, ...],
    number: int,
    tmp_path: Path,
    copied: Callable[[str], Place],
) -> None:
    """Dies at a moment of `words`; what is there is as before or as after, and the work can be done."""
    before = seen(place)
    done = copied("whole")
    total = statements(child(done, 0, *words))
    after = seen(done)
    assert after["revision"] == before["revision"] + 1
    killed(place, total, number, *words)
    found = seen(place)
    assert found in (before, after)
    if found == before:
        run(place)
        assert seen(place) == after


@pytest.mark.parametrize("number", MOMENTS)
def test_a_killed_publish(drafted: tuple[Place, tuple[str, str]], tmp_path: Path, number: int) -> None:
    origin, (given, person) = drafted
    place = origin.copied(tmp_path / "home")

    def again(place: Place) -> None:
        workspace = place.open()
        publish(workspace, given, person, allow_drop=True)
        workspace.close()

    check(
        place, again, ("publish", DEFAULT, given, person), number, tmp_path, lambda name: origin.copied(tmp_path / name)
    )


@pytest.mark.parametrize("number", MOMENTS)
def test_a_killed_revert(drafted: tuple[Place, tuple[str, str]], tmp_path: Path, number: int) -> None:
    origin, (given, person) = drafted
    released = origin.copied(tmp_path / "released")
    workspace = released.open()
    release = publish(workspace, given, person, allow_drop=True).number
    workspace.close()
    place, words = released.copied(tmp_path / "home"), ("revert", DEFAULT, str(release), person)

    def again(place: Place) -> None:
        assert child(place, 0, *words).returncode == 0

    check(place, again, words, number, tmp_path, lambda name: released.copied(tmp_path / name))
    assert [row[0] for row in seen(place)["records"]] == [row[0] for row in seen(origin)["records"]]


@pytest.mark.database
@pytest.mark.parametrize("number", MOMENTS[1:6])
def test_postgresql(own_database: str, tmp_path: Path, number: int) -> None:
    settings = Settings(home=tmp_path, database_url=own_database)
    engines.make_place(settings, DEFAULT)
    place = Place(settings, DEFAULT)
    given, person = furnish(place)
    before = seen(place)
    words = ("publish", DEFAULT, given, person)
    killed(place, 60, number, *words)
    found = seen(place)
    assert found["revision"] == before["revision"]
    assert found == before
    assert child(place, 0, *words).returncode == 0
    after = seen(place)
    assert after["revision"] == before["revision"] + 1
    assert [row[0] for row in after["records"]] == [row[0] for row in before["records"]]
