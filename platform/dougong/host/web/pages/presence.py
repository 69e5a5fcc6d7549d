"""Who has a record's page before them now: one row per person and record, good until it is renewed or runs out."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from dougong.host.store.tables import presence as table

LASTS = timedelta(seconds=60)
RENEWED = 25.0
"""Seconds between two renewals: one may be missed."""


def be_here(connection: Connection, person: str, entity: str, record: str, now: datetime) -> None:
    """Begins or renews; rows that have run out go."""
    connection.execute(delete(table).where(table.c.until < now))
    made = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
    row = {"person": person, "entity": entity, "record": record, "until": now + LASTS}
    connection.execute(
        made.values(row).on_conflict_do_update(
            index_elements=["person", "entity", "record"], set_={"until": row["until"]}
        )
    )


def leave(connection: Connection, person: str, entity: str, record: str) -> None:
    """Is not here any more."""
    mine = and_(table.c.person == person, table.c.entity == entity, table.c.record == record)
    connection.execute(delete(table).where(mine))


def here_now(connection: Connection, entity: str, record: str, now: datetime) -> list[str]:
    """Ids of the people, always in the same order."""
    found = and_(table.c.entity == entity, table.c.record == record, table.c.until >= now)
    return list(connection.execute(select(table.c.person).where(found).order_by(table.c.person)).scalars())
