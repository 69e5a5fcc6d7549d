"""Records a person worked with lately: what they saved and what they linked it to; and, apart from these, what they
looked at. Pickers offer the former only."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, union_all

from dougong.host.store.tables import recent, visit
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


def note_visit(connection: Connection, person: str | None, record: tuple[str, str], now: datetime) -> None:
    """The (entity, id) of a record a person stayed on; the oldest are forgotten."""
    if person is None:
        return
    mine = visit.c.person == person
    connection.execute(delete(visit).where(mine, visit.c.entity == record[0], visit.c.record == record[1]))
    connection.execute(insert(visit).values(person=person, entity=record[0], record=record[1], at=now))
    oldest = select(visit.c.at).where(mine).order_by(visit.c.at.desc()).offset(MOST).limit(1)
    connection.execute(delete(visit).where(mine, visit.c.at <= oldest.scalar_subquery()))


def lately(connection: Connection, person: str, limit: int) -> list[tuple[str, str]]:
    """(entity, id) of what the person looked at or worked with, newest first; some may be gone or out of reach."""
    both = union_all(
        *(select(one.c.entity, one.c.record, one.c.at).where(one.c.person == person) for one in (visit, recent))
    ).subquery()
    newest = func.max(both.c.at)
    query = select(both.c.entity, both.c.record).group_by(both.c.entity, both.c.record)
    found = connection.execute(query.order_by(newest.desc(), both.c.record).limit(limit))
    return [(row.entity, row.record) for row in found]


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
