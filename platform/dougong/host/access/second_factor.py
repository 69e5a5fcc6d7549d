"""A person's second factor: the sealed secret of an authenticator app and ten recovery codes, each good once."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from dougong.host.store.tables import recovery_code, second_factor
from dougong.records.context import Cipher

from . import totp

_CODES = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def has(connection: Connection, person: str) -> bool:
    return (
        connection.execute(select(second_factor.c.person).where(second_factor.c.person == person)).first() is not None
    )


def since_of(connection: Connection, people: Iterable[str]) -> dict[str, datetime]:
    """Of these people those who have one, and since when."""
    statement = select(second_factor.c.person, second_factor.c.since).where(second_factor.c.person.in_(list(people)))
    return {row.person: row.since for row in connection.execute(statement)}


def enrol(
    connection: Connection, cipher: Cipher, person: str, secret: str, code: str, now: datetime
) -> tuple[str, ...] | None:
    """Keeps the secret if the code shows that the person's app has it; returns the recovery codes, else None."""
    step = totp.matching_step(secret, code, now)
    if step is None:
        return None
    remove(connection, person)
    connection.execute(
        insert(second_factor).values(person=person, secret=cipher.seal(secret), since=now, last_step=step)
    )
    return renew_codes(connection, person)


def passes(connection: Connection, cipher: Cipher, person: str, code: str, now: datetime) -> bool:
    """Whether the code is the app's of this moment, not used yet, or an unused recovery code; it is then used."""
    row = connection.execute(select(second_factor).where(second_factor.c.person == person)).first()
    if row is None:
        return False
    step = totp.matching_step(cipher.open(row.secret), code, now, row.last_step)
    if step is not None:
        newer = update(second_factor).where(second_factor.c.person == person, second_factor.c.last_step < step)
        return connection.execute(newer.values(last_step=step)).rowcount == 1
    unused = update(recovery_code).where(
        recovery_code.c.person == person, recovery_code.c.code_hash == _hash(code), recovery_code.c.used_at.is_(None)
    )
    return connection.execute(unused.values(used_at=now)).rowcount == 1


def renew_codes(connection: Connection, person: str) -> tuple[str, ...]:
    """Ten new codes like `k7m2p-9xq4d`, not kept in clear; the old ones are good no more."""
    connection.execute(delete(recovery_code).where(recovery_code.c.person == person))
    codes = tuple(f"{_random(5)}-{_random(5)}" for _ in range(_CODES))
    connection.execute(insert(recovery_code), [{"person": person, "code_hash": _hash(code)} for code in codes])
    return codes


def codes_left(connection: Connection, person: str) -> int:
    statement = select(func.count()).where(recovery_code.c.person == person, recovery_code.c.used_at.is_(None))
    return int(connection.execute(statement).scalar_one())


def remove(connection: Connection, person: str) -> None:
    connection.execute(delete(second_factor).where(second_factor.c.person == person))
    connection.execute(delete(recovery_code).where(recovery_code.c.person == person))


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def _hash(code: str) -> str:
    """50 random bits behind a brake on guessing need no slow hash."""
    return hashlib.sha256("".join(code.split()).replace("-", "").lower().encode()).hexdigest()
