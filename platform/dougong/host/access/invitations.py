"""One-time links: by an invitation a person sets a password for the first time, by a reset anew. Kept as a hash."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update
from uuid_utils import uuid7

from dougong.host.store.tables import invitation as table

from .sessions import hash_token

Kind = Literal["invite", "reset"]


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that is still good; never its secret."""

    id: str
    person: str
    kind: Kind
    expires_at: datetime


def create(
    connection: Connection, person: str, kind: Kind, now: datetime, days: int, by: str | None
) -> tuple[str, Invitation]:
    """The secret of a new link, which is not kept, and its description; links made before for the person end."""
    end(connection, person)
    secret = secrets.token_urlsafe(24)
    made = Invitation(str(uuid7()), person, kind, now + timedelta(days=days))
    connection.execute(
        insert(table).values(
            id=made.id, token_hash=hash_token(secret), person=person, kind=kind, created_at=now, created_by=by,
            expires_at=made.expires_at,
        )
    )  # fmt: skip
    return secret, made


def look_up(connection: Connection, secret: str, now: datetime) -> Invitation | None:
    """None when unknown, used, ended or expired."""
    statement = select(table).where(
        table.c.token_hash == hash_token(secret), table.c.used_at.is_(None), table.c.expires_at > now
    )
    row = connection.execute(statement).first()
    return None if row is None else Invitation(row.id, row.person, row.kind, row.expires_at)


def use(connection: Connection, invitation: Invitation, now: datetime) -> bool:
    """Spends the link; False when somebody else just did."""
    statement = update(table).where(table.c.id == invitation.id, table.c.used_at.is_(None)).values(used_at=now)
    return connection.execute(statement).rowcount == 1


def open_of(connection: Connection, people: Iterable[str], now: datetime) -> dict[str, Invitation]:
    """The links that are still good, by person."""
    statement = select(table).where(
        table.c.person.in_(list(people)), table.c.used_at.is_(None), table.c.expires_at > now
    )
    return {r.person: Invitation(r.id, r.person, r.kind, r.expires_at) for r in connection.execute(statement)}


def end(connection: Connection, person: str) -> None:
    """A person's open links are good no more."""
    connection.execute(delete(table).where(table.c.person == person, table.c.used_at.is_(None)))
