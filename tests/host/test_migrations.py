"""The platform's own tables: migrations make exactly what the code declares, and the newest one is the one expected."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from dougong.host.paths import MIGRATIONS
from dougong.host.store.migrate import HEAD, NewerDatabase, migrate
from dougong.host.store.tables import METADATA
from dougong.host.testing.database import Database
from dougong.records.system_tables import SYSTEM_METADATA


@pytest.fixture
def contents() -> None:
    """Nothing: the place is empty."""


def _declared(name: str | None, kind: str, parents: object) -> bool:
    """The trigrams of the search index are made by statements of their own."""
    return not (name or "").startswith(("search_words", "search_terms", "ix_search_index__words"))


def test_head_is_the_newest_file() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_migrations_make_what_the_code_declares(database: Database) -> None:
    with database.engine().begin() as connection:
        assert migrate(connection)
        assert not migrate(connection), "a second time there is nothing to do"
    with database.engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False, "include_name": _declared})
        assert compare_metadata(context, [METADATA, SYSTEM_METADATA]) == []  # type: ignore[arg-type]


def test_a_newer_database_is_refused(database: Database) -> None:
    with database.engine().begin() as connection:
        migrate(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(NewerDatabase):
            migrate(connection)
