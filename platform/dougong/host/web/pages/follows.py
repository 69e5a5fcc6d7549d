"""Who follows a record: they are told when somebody else writes on it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, delete, insert, select

from dougong.host import notices
from dougong.host.store.tables import follow as table
from dougong.records.context import Context

KIND = "follow"
"""The kind of notice they get; `notices.KINDS` names those that may be told."""


def followers(context: Context, entity: str, record: str) -> list[str]:
    """Ids of people, who followed first stands first."""
    here = and_(table.c.entity == entity, table.c.record == record)
    return list(context.connection.execute(select(table.c.person).where(here).order_by(table.c.at)).scalars())


def follow(context: Context, person: str, entity: str, record: str, wanted: bool = True) -> None:
    """From now on, or no more."""
    mine = and_(table.c.person == person, table.c.entity == entity, table.c.record == record)
    held = context.connection.execute(select(table.c.at).where(mine)).first() is not None
    if held and not wanted:
        context.connection.execute(delete(table).where(mine))
    if wanted and not held:
        context.connection.execute(insert(table).values(person=person, entity=entity, record=record, at=context.now))


def tell_followers(
    context: Context, entity: str, record: str, details: Mapping[str, Any], but: tuple[str, ...] = ()
) -> int:
    """Tells those who follow, except who did it and who is told anyway; several things in a row are one notice."""
    me = context.viewer.person
    told = [
        notices.Notice(KIND, person, entity, record, me, details=dict(details), fold=f"follow:{entity}:{record}")
        for person in followers(context, entity, record)
        if person not in but
    ]
    return notices.notify(context.connection, told, context.now)
