"""The brake on guessing passwords: after a few failures a sign-in name, and an address, has to wait.

Counted in the workspace, so it holds across processes and restarts.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from dougong.host.store.tables import sign_in_attempt as attempts

FAILURES = 5
WINDOW = timedelta(minutes=15)
_MINUTE = timedelta(minutes=1)
_KEPT = timedelta(days=30)


def wait_for(connection: Connection, login: str, address: str, now: datetime, per_minute: int) -> int:
    """Seconds until the next attempt is looked at; 0: now. `per_minute` limits the address, 0 switches it off."""
    since = now - WINDOW
    last_success = (
        select(func.max(attempts.c.at))
        .where(attempts.c.login == _folded(login), attempts.c.succeeded)
        .scalar_subquery()
    )
    failed = (
        connection.execute(
            select(attempts.c.at)
            .where(
                attempts.c.login == _folded(login),
                attempts.c.succeeded.is_(False),
                attempts.c.at > since,
                attempts.c.at > func.coalesce(last_success, since),
            )
            .order_by(attempts.c.at.desc())
            .limit(FAILURES)
        )
        .scalars()
        .all()
    )
    wait = failed[-1] + WINDOW - now if len(failed) == FAILURES else timedelta()
    if per_minute:
        lately = (
            connection.execute(
                select(attempts.c.at)
                .where(attempts.c.address == address, attempts.c.at > now - _MINUTE)
                .order_by(attempts.c.at.desc())
                .limit(per_minute)
            )
            .scalars()
            .all()
        )
        if len(lately) == per_minute:
            wait = max(wait, lately[-1] + _MINUTE - now)
    return max(0, -(-wait // timedelta(seconds=1)))


def note(connection: Connection, login: str, address: str, now: datetime, *, succeeded: bool) -> None:
    """Remembers an attempt and forgets old ones."""
    connection.execute(insert(attempts).values(login=_folded(login), address=address[:64], at=now, succeeded=succeeded))
    connection.execute(delete(attempts).where(attempts.c.at < now - _KEPT))


def _folded(login: str) -> str:
    return login.strip().lower()[:120]
