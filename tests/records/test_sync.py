"""Schema sync: tables follow the model in both databases, and nothing a person entered is lost."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, inspect, select

from dougong.host.testing.database import Database
from dougong.metamodel.compile import compile_model
from dougong.metamodel.problem import ProblemsFound
from dougong.records.store import RecordStore
from dougong.records.sync import SyncPlan, apply, plan

from tests.records.worlds import MACHINE, SITE, TODAY, add, documents, entity, field, install, number, view, world


def without(document: Any, *keys: str, **changes: dict[str, Any]) -> Any:
    kept = [changes.get(f["key"], f) for f in document.raw["fields"] if f["key"] not in keys]
    return entity(document.raw["key"], kept, **{k: v for k, v in document.raw.items() if k not in ("fields", "key")})


def moved(connection: Any, *changed: Any, today: date = TODAY) -> tuple[RecordStore, SyncPlan]:
    store = RecordStore(world(*changed))
    found = plan(connection, store, today)
    apply(connection, store, found)
    return store, found


def kinds(found: SyncPlan) -> set[str]:
    return {step.kind for step in found.steps}


def test_a_second_sync_has_nothing_to_do(database: Database) -> None:
    with database.engine().begin() as connection:
        install(connection, world())
        assert plan(connection, RecordStore(world()), TODAY).steps == ()


def test_a_new_link_brings_its_column_its_foreign_key_and_its_index(database: Database) -> None:
    with database.engine().begin() as connection:
        install(connection, world())
        spare = field("spare", "link", to="machine")
        store, found = moved(connection, entity(**{**_parts(SITE), "fields": [*SITE.raw["fields"], spare]}))
        assert kinds(found) == {"add_column", "create_index"}
        assert any(key["constrained_columns"] == ["spare"] for key in inspect(connection).get_foreign_keys("e_site"))
        assert any("spare" in index["column_names"] for index in inspect(connection).get_indexes("e_site"))
        add(connection, store, "site", {"id": number(1), "name": "x", "spare": None})


def test_a_removed_field_is_kept_aside_and_comes_back_with_its_values(database: Database) -> None:
    with database.engine().begin() as connection:
        store = install(connection, world())
        add(connection, store, "site", {"id": number(1), "name": "North", "size": 12})
        _, found = moved(connection, without(SITE, "size"))
        assert [step.aside for step in found.steps] == ["_dropped_size_20260318"]
        assert found.destructive and "面积" not in found.steps[0].words.zh
        store, found = moved(connection)
        assert kinds(found) == {"restore_column"}
        assert connection.scalar(select(store.table("site").c.size)) == 12


def test_a_changed_type_converts_what_it_can(database: Database) -> None:
    with database.engine().begin() as connection:
        store = install(connection, world())
        add(connection, store, "site", {"id": number(1), "name": "a", "secret": "１２.50"})
        add(connection, store, "site", {"id": number(2), "name": "b", "secret": "many"})
        store, found = moved(connection, without(SITE, secret=field("secret", "money")))
        assert kinds(found) == {"change_column"} and found.destructive
        table = store.table("site")
        assert connection.scalars(select(table.c.secret).order_by(table.c.id)).all() == [Decimal("12.50"), None]


def test_another_scale_rescales_stored_decimals(database: Database) -> None:
    with database.engine().begin() as connection:
        store = install(connection, world())
        add(connection, store, "machine", {"id": number(1), "name": "m", "amount": Decimal("12.34")})
        store, _ = moved(connection, without(MACHINE, amount=field("amount", "money", scale=4)))
        assert connection.scalar(select(store.table("machine").c.amount)) == Decimal("12.34")
        stage_index = [i for i in inspect(connection).get_indexes("e_machine") if "amount" in i["column_names"]]
        assert stage_index, "the index over the column is made anew"


def test_duplicates_under_a_new_unique_key_are_a_problem_not_a_crash(database: Database) -> None:
    with database.engine().begin() as connection:
        store = install(connection, world())
        add(connection, store, "site", {"id": number(1), "name": "twin"}, {"id": number(2), "name": "twin"})
        store = RecordStore(world(entity(**{**_parts(SITE), "unique": [["name"]]})))
        found = plan(connection, store, TODAY)
        assert [problem.code for problem in found.problems] == ["sync.duplicates"]
        assert "twin" in found.problems[0].message.zh
        with pytest.raises(ProblemsFound):
            apply(connection, store, found)


def test_a_removed_entity_keeps_its_rows_and_comes_back(database: Database) -> None:
    extra = entity("tool", [field("name", "text", unique=True)])
    with database.engine().begin() as connection:
        store = install(connection, world(extra))
        add(connection, store, "tool", {"id": number(1), "name": "saw"})
        _, found = moved(connection)
        assert kinds(found) == {"set_table_aside"}
        assert not inspect(connection).has_table("e_tool")
        store, found = moved(connection, extra)
        assert kinds(found) == {"restore_table", "create_index"}
        assert connection.scalar(select(store.table("tool").c.name)) == "saw"


def test_a_link_that_becomes_a_tree_gets_its_closure_filled(database: Database) -> None:
    flat = without(SITE, parent=field("parent", "link", to="site"))
    with database.engine().begin() as connection:
        store = install(connection, world(flat))
        rows = [{"id": number(n), "name": str(n), "parent": number(n - 1) if n > 1 else None} for n in (1, 2, 3)]
        add(connection, store, "site", *rows)
        store, _ = moved(connection)
        assert connection.scalar(select(func.count()).select_from(store.closure("site", "parent"))) == 6


def test_a_rolled_back_apply_leaves_nothing_behind(database: Database) -> None:
    engine = database.engine()
    with engine.begin() as connection:
        install(connection, world())
    with engine.connect() as connection:
        moved(connection, without(SITE, "size"))
        connection.rollback()
    with engine.begin() as connection:
        assert "size" in {one["name"] for one in inspect(connection).get_columns("e_site")}


def test_a_view_that_sorts_anew_brings_an_index(database: Database) -> None:
    with database.engine().begin() as connection:
        install(connection, world())
        store = RecordStore(compile_model(documents(view("by_size", "site", "-size"))))
        found = plan(connection, store, TODAY)
        assert [step.columns for step in found.steps] == [("size", "id", "owner", "department", "deleted_at")]


def _parts(document: Any) -> dict[str, Any]:
    return {k: v for k, v in document.raw.items() if k not in ("$schema", "label", "title")}
