"""The brake on guessing passwords: after a few failures a sign-in name, and an address, has to wait.

Counted in the workspace, so it holds across processes and restarts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from dougong.host.store.tables import sign_in_attempt as attempts

FAILURES = 5
WINDOW = timedelta(minutes=15)
_MINUTE = timedelta(minutes=1)
_KEPT = timedelta(days=180)  # long enough for the history of sign-ins that people are shown


def wait_for(connection: Connection, login: str, address: str, now: datetime, per_minute: int) -> int:
    """Seconds until the next attempt is looked at; 0: now. `per_minute` limits the address, 0 switches it off."""
    name = _folded(login)
    mine = attempts.c.login == name
    succeeded = connection.execute(select(func.max(attempts.c.at)).where(mine, attempts.c.succeeded)).scalar()
    since = max(now - WINDOW, succeeded) if succeeded else now - WINDOW
    failed = _newest(connection, FAILURES, mine, attempts.c.succeeded.is_(False), attempts.c.at > since)
    wait = failed[-1] + WINDOW - now if len(failed) == FAILURES else timedelta()
    if per_minute:
        lately = _newest(connection, per_minute, attempts.c.address == address, attempts.c.at > now - _MINUTE)
        if len(lately) == per_minute:
            wait = max(wait, lately[-1] + _MINUTE - now)
    return max(0, -(-wait // timedelta(seconds=1)))


def _newest(connection: Connection, most: int, *conditions: ColumnElement[bool]) -> list[datetime]:
    statement = select(attempts.c.at).where(*conditions).order_by(attempts.c.at.desc()).limit(most)
    return list(connection.execute(statement).scalars())


def note(
    connection: Connection,
    login: str,
    address: str,
    now: datetime,
    *,
    succeeded: bool,
    person: str | None = None,
    agent: str = "",
    means: str = "password",
) -> None:
    """Remembers an attempt, by which `means` and whose if it is known, and forgets old ones."""
    connection.execute(
        insert(attempts).values(
            login=_folded(login), address=address[:64], at=now, succeeded=succeeded, person=person, agent=agent[:200],
            means=means,
        )
    )  # fmt: skip
    connection.execute(delete(attempts).where(attempts.c.at < now - _KEPT))


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody signed in, or tried to; `person` None where the sign-in name is nobody's."""

    at: datetime
    login: str
    person: str | None
    address: str
    agent: str
    means: str
    succeeded: bool


def attempts_of(
    connection: Connection, person: str | None = None, limit: int = 50, only_failed: bool = False
) -> list[Attempt]:
    """The newest attempts, of one person or of all."""
    statement = select(attempts).order_by(attempts.c.at.desc(), attempts.c.id.desc()).limit(limit)
    if person is not None:
        statement = statement.where(attempts.c.person == person)
    if only_failed:
        statement = statement.where(attempts.c.succeeded.is_(False))
    return [
        Attempt(r.at, r.login, r.person, r.address, r.agent or "", r.means or "password", r.succeeded)
        for r in connection.execute(statement)
    ]


def last_successes(connection: Connection, people: Iterable[str]) -> dict[str, datetime]:
    """When each of these people last signed in."""
    statement = (
        select(attempts.c.person, func.max(attempts.c.at))
        .where(attempts.c.person.in_(list(people)), attempts.c.succeeded)
        .group_by(attempts.c.person)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def _folded(login: str) -> str:
    return login.strip().lower()[:120]
