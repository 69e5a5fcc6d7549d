"""Sessions of signed-in people, kept on the server: the cookie holds a random token, the table only its hash.

A token is replaced every hour; the one before stays good for a minute, for requests already on their way.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update
from uuid_utils import uuid7

from dougong.host.store.tables import session

_ROTATE = timedelta(hours=1)
_OVERLAP = timedelta(minutes=1)
_SEEN = timedelta(minutes=5)
_BY_HASH = select(session).where(
    or_(session.c.token_hash == bindparam("hash"), session.c.previous_hash == bindparam("hash"))
)


@dataclass(frozen=True, slots=True)
class Session:
    """One browser of one person. `renewed` is the new token when the cookie must be set again."""

    id: str
    person: str
    csrf: str
    created_at: datetime
    seen_at: datetime
    address: str
    agent: str
    renewed: str | None = None


def hash_token(token: str) -> str:
    """What is stored of a token of 32 random bytes: no salt needed, it cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(
    connection: Connection, person: str, now: datetime, days: int, address: str = "", agent: str = ""
) -> tuple[str, Session]:
    """A new session and its token."""
    token, csrf, key = secrets.token_urlsafe(32), secrets.token_urlsafe(24), str(uuid7())
    connection.execute(
        insert(session).values(
            id=key, token_hash=hash_token(token), rotated_at=now, person=person, csrf=csrf, created_at=now,
            seen_at=now, expires_at=now + timedelta(days=days), address=address[:64], agent=agent[:200],
        )
    )  # fmt: skip
    return token, Session(key, person, csrf, now, now, address, agent)


def look_up(connection: Connection, token: str, now: datetime) -> tuple[Session, bool] | None:
    """The live session of a token, and whether `touch` is due; None when unknown, ended or replaced too long ago."""
    hashed = hash_token(token)
    row = connection.execute(_BY_HASH, {"hash": hashed}).first()
    if row is None or row.expires_at <= now:
        return None
    current = row.token_hash == hashed
    if not current and now - row.rotated_at > _OVERLAP:
        return None
    due = current and (now - row.rotated_at > _ROTATE or now - row.seen_at > _SEEN)
    return Session(row.id, row.person, row.csrf, row.created_at, row.seen_at, row.address, row.agent), due


def touch(connection: Connection, token: str, now: datetime, days: int) -> str | None:
    """Notes that the session is in use and moves its end; returns the new token if it was time for one."""
    hashed = hash_token(token)
    rotated = connection.execute(select(session.c.rotated_at).where(session.c.token_hash == hashed)).scalar()
    if rotated is None:
        return None
    values: dict[str, object] = {"seen_at": now, "expires_at": now + timedelta(days=days)}
    fresh = None
    if now - rotated > _ROTATE:
        fresh = secrets.token_urlsafe(32)
        values |= {"token_hash": hash_token(fresh), "previous_hash": hashed, "rotated_at": now}
    connection.execute(update(session).where(session.c.token_hash == hashed).values(values))
    return fresh


def list_of(connection: Connection, person: str, now: datetime) -> list[Session]:
    """A person's live sessions, the last used first."""
    rows = connection.execute(
        select(session).where(session.c.person == person, session.c.expires_at > now).order_by(session.c.seen_at.desc())
    )
    return [Session(r.id, r.person, r.csrf, r.created_at, r.seen_at, r.address, r.agent) for r in rows]


def list_all(connection: Connection, now: datetime, limit: int) -> tuple[list[Session], int]:
    """The live sessions of everybody, the last used first, and how many there are."""
    live = session.c.expires_at > now
    rows = connection.execute(select(session).where(live).order_by(session.c.seen_at.desc()).limit(limit))
    found = [Session(r.id, r.person, r.csrf, r.created_at, r.seen_at, r.address, r.agent) for r in rows]
    return found, int(connection.execute(select(func.count()).select_from(session).where(live)).scalar_one())


def person_of(connection: Connection, id: str) -> str | None:  # noqa: A002
    """Whose session it is."""
    return connection.execute(select(session.c.person).where(session.c.id == id)).scalar()


def end_all(connection: Connection, keep: str) -> int:
    """Ends the sessions of everybody but `keep`; returns how many."""
    return connection.execute(delete(session).where(session.c.id != keep)).rowcount


def end(connection: Connection, person: str, *, id: str | None = None, keep: str | None = None) -> int:  # noqa: A002
    """Ends one session of a person, or all of them but `keep`; returns how many."""
    statement = delete(session).where(session.c.person == person)
    if id is not None:
        statement = statement.where(session.c.id == id)
    if keep is not None:
        statement = statement.where(session.c.id != keep)
    return connection.execute(statement).rowcount


def sweep(connection: Connection, now: datetime) -> None:
    """Forgets what has ended."""
    connection.execute(delete(session).where(session.c.expires_at <= now))
