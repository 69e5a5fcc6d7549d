"""Records a person worked with lately: what they saved and what they linked it to. Only writes note them, never a look."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select

from dougong.host.store.tables import recent
from dougong.metamodel.model import EntityModel

MOST = 30
"""Kept per person and entity."""


def note_recent(connection: Connection, person: str | None, records: Iterable[tuple[str, str]], now: datetime) -> None:
    """(entity, id) pairs, newest last; a batch of links counts as one moment."""
    wanted = list(dict.fromkeys(records))[-MOST:]
    if person is None or not wanted:
        return
    mine = recent.c.person == person
    same = or_(*(and_(recent.c.entity == entity, recent.c.record == record) for entity, record in wanted))
    connection.execute(delete(recent).where(mine, same))
    connection.execute(
        insert(recent), [{"person": person, "entity": entity, "record": record, "at": now} for entity, record in wanted]
    )
    for entity in {entity for entity, _ in wanted}:
        old = recent_ids(connection, person, entity, MOST + len(wanted))[MOST:]
        if old:
            connection.execute(delete(recent).where(mine, recent.c.entity == entity, recent.c.record.in_(old)))


def recent_ids(connection: Connection, person: str | None, entity: str, limit: int = 5) -> list[str]:
    """Newest first; some may be gone or out of reach by now."""
    query = select(recent.c.record).where(recent.c.person == person, recent.c.entity == entity)
    return list(connection.execute(query.order_by(recent.c.at.desc(), recent.c.record).limit(limit)).scalars())


def linked(entity: EntityModel, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Records that values of an entity link to: (entity, id)."""
    found = []
    for key, value in values.items():
        relation = entity.fields[key].relation if key in entity.fields else None
        if relation is not None and relation.kind == "one" and isinstance(value, str):
            found.append((relation.target, value))
        elif relation is not None and relation.kind == "any" and isinstance(value, dict):
            found.append((str(value["entity"]), str(value["id"])))
    return found
