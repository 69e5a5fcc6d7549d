"""Which API tokens ask for records of which entity: the day each last did, so that whoever changes an entity knows."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from dougong.host.store.tables import api_token, api_use

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

_MOST = 100_000
"""Pairs of token and entity a process remembers having noted today."""


@dataclass(frozen=True, slots=True)
class Client:
    """A token in force, by its name, whose person it acts as, and when it last asked for records of the entity."""

    entity: str
    name: str
    hint: str
    person: str
    day: date


def note(workspace: "Workspace", token: str, entity: str) -> None:
    """Once per token, entity and day of a process a small write; otherwise a look into memory."""
    today = workspace.clock().astimezone(workspace.settings.zone).date()
    known: set[tuple[str, str, date]] = workspace.caches.setdefault("api use", set())
    one = (token, entity, today)
    if one in known or entity not in workspace.store.model.entities:
        return
    if len(known) >= _MOST:
        known.clear()
    known.add(one)
    here = (api_use.c.token == token, api_use.c.entity == entity)
    with suppress(IntegrityError), workspace.writer.begin() as connection:  # another process notes the same
        if not connection.execute(update(api_use).where(*here).values(day=today)).rowcount:
            connection.execute(insert(api_use).values(token=token, entity=entity, day=today))


def clients_of(connection: Connection, entities: Iterable[str], since: date) -> Sequence[Client]:
    """Who asked for records of these entities since a day, the last first."""
    wanted = (
        select(api_use.c.entity, api_token.c.name, api_token.c.hint, api_token.c.person, api_use.c.day)
        .join(api_token, api_token.c.id == api_use.c.token)
        .where(api_use.c.entity.in_(list(entities)), api_use.c.day >= since, api_token.c.revoked_at.is_(None))
        .order_by(api_use.c.day.desc(), api_token.c.name)
    )
    return [Client(*row) for row in connection.execute(wanted)]


def sweep(connection: Connection, before: date) -> None:
    """Forgets what was last asked for before a day."""
    connection.execute(delete(api_use).where(api_use.c.day < before))
