"""Workspaces beside each other: nothing of one is in another; backups come back, also on the other database."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dougong.host.access import people, tokens
from dougong.host.install import install, prepare, upgrade
from dougong.host.settings import Settings
from dougong.host.store import backup, blobs, engines
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import DEFAULT, Workspace, Workspaces, open_workspace
from dougong.metamodel.documents import Bundle
from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.store import RecordStore
from dougong.records.system_tables import history
from dougong.records.values import Create, Query
from dougong.records.write import write


def rows(workspace: Workspace, entity: str, *fields: str) -> list[dict[str, Any]]:
    with workspace.reading(SYSTEM) as ctx:
        return [dict(row) for row in find(ctx, Query(entity, fields=fields, sort=(fields[0],))).rows]


@pytest.fixture
def other(workspace: Workspace, clock: FixedClock) -> Any:
    """A second workspace in the same home and server."""
    key = f"{workspace.key}_b"
    engines.make_place(workspace.settings, key)
    found = open_workspace(workspace.settings, key, clock)
    prepare(found, "Second")
    yield found
    found.close()
    backup.remove(workspace.settings, key)


def test_nothing_of_one_is_in_another(workspace: Workspace, other: Workspace, library: Bundle) -> None:
    install(workspace, library)
    assert "book" not in other.store.model.entities
    assert len(rows(other, "person", "login")) == 1
    store = workspace.store
    with workspace.writer.begin() as connection:
        person = people.by_login(connection, store, "lin")
        assert person is not None
        secret, _ = tokens.create(connection, person.id, "", workspace.clock())
    with other.engine.connect() as connection:
        assert tokens.look_up(connection, secret, other.clock()) is None
    name = blobs.put(workspace, b"words")
    with pytest.raises(FileNotFoundError):
        blobs.open(other, name)
    assert {workspace.key, other.key} <= set(engines.list_keys(workspace.settings))


def test_a_removed_workspace_is_gone_and_the_other_is_not(workspace: Workspace, other: Workspace) -> None:
    other.close()
    backup.remove(workspace.settings, other.key)
    assert not engines.exists(workspace.settings, other.key)
    assert len(rows(workspace, "person", "login")) == 1


@pytest.mark.parametrize("portable", [False, True])
def test_a_backup_comes_back_whole(workspace: Workspace, library: Bundle, tmp_path: Path, portable: bool) -> None:
    install(workspace, library)
    name = blobs.put(workspace, b"\x00 a picture" * 1000)
    file = tmp_path / "backup.zip"
    assert backup.backup(workspace, file, portable=portable) > 0
    key = f"{workspace.key}_c"
    backup.restore(workspace.settings, file, key)
    again = open_workspace(workspace.settings, key, workspace.clock)
    try:
        fields = (
            "name",
            "writer.name",
            "sequel_of.name",
            "pages",
            "price",
            "bought_on",
            "lent_at",
            "owner",
            "created_at",
        )
        assert rows(again, "book", *fields) == rows(workspace, "book", *fields)
        assert rows(again, "copy", "shelf", "book") == rows(workspace, "copy", "shelf", "book")
        assert blobs.open(again, name).read() == b"\x00 a picture" * 1000
        with workspace.engine.connect() as one, again.engine.connect() as two:
            assert one.execute(select(history)).all() == two.execute(select(history)).all()
        with again.writing(SYSTEM) as ctx:
            assert write(ctx, [Create("book", {"name": "四世同堂"})], Cause("user")).written, "counters go on"
        assert len(rows(again, "book", "name")) == len(rows(workspace, "book", "name")) + 1
        with pytest.raises(ProblemsFound):
            backup.restore(workspace.settings, file, key)
    finally:
        again.close()
        backup.remove(workspace.settings, key)


def _without(bundle: Bundle, entity: str, field: str) -> Bundle:
    """Without an entity and whatever is about it, and without a field of the books."""
    kept = []
    for one in bundle.documents:
        if one.file == "entities/book.json":
            raw = {**one.raw, "fields": [f for f in one.raw["fields"] if f["key"] != field]}
            kept.append(replace(one, raw=raw))
        elif entity not in one.file and one.kind != "view":
            kept.append(one)
    return replace(bundle, documents=tuple(kept), samples={})


def test_what_was_set_aside_goes_along_and_comes_back(
    workspace: Workspace, home: Settings, library: Bundle, tmp_path: Path
) -> None:
    """From SQLite to each database: a field and an entity taken away there return here with their values."""
    first = open_workspace(home, DEFAULT, workspace.clock)
    install(first, library)
    bought, shelves = rows(first, "book", "name", "bought_on"), rows(first, "copy", "shelf", "book.name")
    assert any(row["bought_on"] for row in bought) and shelves
    upgrade(first, _without(library, "copy", "bought_on"), allow_drop=True)
    backup.backup(first, tmp_path / "backup.zip", portable=True)
    first.close()
    key = f"{workspace.key}_e"
    backup.restore(workspace.settings, tmp_path / "backup.zip", key)
    again = open_workspace(workspace.settings, key, workspace.clock)
    try:
        assert "copy" not in again.store.model.entities
        upgrade(again, library)
        assert rows(again, "book", "name", "bought_on") == bought
        assert rows(again, "copy", "shelf", "book.name") == shelves
    finally:
        again.close()
        backup.remove(workspace.settings, key)


def test_a_backup_is_of_one_moment(workspace: Workspace, library: Bundle, tmp_path: Path) -> None:
    """A record made while the backup runs is in none of its tables, or in all."""
    install(workspace, library)
    file = tmp_path / "backup.zip"
    original = RecordStore.build_all

    def writes_in_between(store: RecordStore) -> Any:
        RecordStore.build_all = original  # type: ignore[method-assign]
        with workspace.writing(SYSTEM) as ctx:
            write(ctx, [Create("book", {"name": "新书"})], Cause("user"))
        return original(store)

    RecordStore.build_all = writes_in_between  # type: ignore[method-assign]
    try:
        backup.backup(workspace, file, portable=True)
    finally:
        RecordStore.build_all = original  # type: ignore[method-assign]
    key = f"{workspace.key}_d"
    backup.restore(workspace.settings, file, key)
    again = open_workspace(workspace.settings, key, workspace.clock)
    try:
        assert "新书" not in {row["name"] for row in rows(again, "book", "name")}
        assert "新书" in {row["name"] for row in rows(workspace, "book", "name")}
    finally:
        again.close()
        backup.remove(workspace.settings, key)


def test_a_failed_restore_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "no.zip"
    file.write_bytes(b"not a zip")
    with pytest.raises(ProblemsFound):
        backup.restore(workspace.settings, file, "fresh")
    assert not engines.exists(workspace.settings, "fresh")


def test_the_open_workspaces_of_a_process(home: Settings) -> None:
    workspaces = Workspaces(home)
    assert workspaces["main"] is workspaces["main"]
    assert [one.key for one in workspaces.every()] == ["main"]
    with pytest.raises(KeyError):
        workspaces["../main"]
    workspaces.close()
