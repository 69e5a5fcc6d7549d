"""API tokens: made once, shown once, kept as a hash; each acts as one person, with that person's rights."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, insert, select, update
from uuid_utils import uuid7

from dougong.host.store.tables import api_token
from dougong.records.prepared import rows_at

from .sessions import hash_token

PREFIX = "dgt_"
Scope = Literal["full", "read"]
"""`full`: all the person may do; `read`: they may see, not change."""
_NOTED = timedelta(minutes=5)
_COLUMNS = [column.key for column in api_token.columns]
_BY_HASH = select(api_token).where(api_token.c.token_hash == bindparam("hash"))


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token; never the token itself."""

    id: str
    person: str
    name: str
    hint: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    scope: Scope = "full"


def create(
    connection: Connection,
    person: str,
    name: str,
    now: datetime,
    expires_at: datetime | None = None,
    scope: Scope = "full",
) -> tuple[str, Token]:
    """The secret text, which is not kept, and the token's description."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(str(uuid7()), person, name[:80], secret[:9], now, expires_at, None, scope)
    connection.execute(
        insert(api_token).values(
            id=token.id, token_hash=hash_token(secret), hint=token.hint, name=token.name, person=person,
            created_at=now, expires_at=expires_at, scope=scope,
        )
    )  # fmt: skip
    return secret, token


def look_up(connection: Connection, secret: str, now: datetime) -> tuple[Token, bool] | None:
    """The live token of a secret and whether its use should be noted; None when unknown, revoked or expired."""
    rows = rows_at(connection, _BY_HASH, {"hash": hash_token(secret)})
    if not rows:
        return None
    row = SimpleNamespace(**dict(zip(_COLUMNS, rows[0], strict=True)))
    if row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now):
        return None
    due = row.used_at is None or now - row.used_at > _NOTED
    return _token(row), due


def good_until(token: Token) -> datetime:
    """When a token must be looked up again: it ends, or its use should be noted."""
    noted = (token.used_at or token.created_at) + _NOTED
    return noted if token.expires_at is None else min(noted, token.expires_at)


def note_use(connection: Connection, id: str, now: datetime) -> None:  # noqa: A002
    connection.execute(update(api_token).where(api_token.c.id == id).values(used_at=now))


def list_of(connection: Connection, person: str | None = None) -> list[Token]:
    """Tokens that are not revoked, of one person or of all."""
    statement = select(api_token).where(api_token.c.revoked_at.is_(None)).order_by(api_token.c.created_at)
    if person is not None:
        statement = statement.where(api_token.c.person == person)
    return [_token(row) for row in connection.execute(statement)]


def revoke_all(connection: Connection, person: str, now: datetime) -> int:
    """Ends every token of a person; returns how many."""
    mine = (api_token.c.person == person, api_token.c.revoked_at.is_(None))
    return connection.execute(update(api_token).where(*mine).values(revoked_at=now)).rowcount


def _token(row: Any) -> Token:
    scope: Scope = "read" if row.scope == "read" else "full"
    return Token(row.id, row.person, row.name, row.hint, row.created_at, row.expires_at, row.used_at, scope)


def revoke(connection: Connection, id: str, now: datetime) -> bool:  # noqa: A002
    """False when there is no such token in force."""
    statement = update(api_token).where(api_token.c.id == id, api_token.c.revoked_at.is_(None)).values(revoked_at=now)
    return connection.execute(statement).rowcount > 0
