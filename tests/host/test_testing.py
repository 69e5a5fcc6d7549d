"""The databases and the clock that tests are given."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, inspect, text

from dougong.host.testing.clock import FixedClock
from dougong.host.testing.database import Database


@pytest.fixture
def contents() -> None:
    """Nothing: the place is empty."""


def test_a_database_is_empty_and_its_url_alone_reaches_it(database: Database) -> None:
    with database.engine().begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE thing (id integer)"))
    other = create_engine(database.url)
    with other.connect() as connection:
        assert inspect(connection).get_table_names(schema=database.schema) == ["thing"]
        assert connection.execute(text("SELECT count(*) FROM thing")).scalar() == 0
    other.dispose()


def test_the_clock_moves_only_when_told(clock: FixedClock) -> None:
    assert clock() == clock() == datetime(2026, 3, 18, 1, 30, tzinfo=UTC)
    assert clock.advance(days=1, hours=2) == datetime(2026, 3, 19, 3, 30, tzinfo=UTC)
    assert clock() == datetime(2026, 3, 19, 3, 30, tzinfo=UTC)
