"""A database of its own for each measurement: none meets the workspace another one filled."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine
from sqlalchemy.pool import NullPool


@pytest.fixture
def own_database(postgres: URL) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, gone afterwards."""
    name = f"dougong_bench_{uuid4().hex}"
    engine = create_engine(postgres, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        yield postgres.set(database=name).render_as_string(hide_password=False)
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
