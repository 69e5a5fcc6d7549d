"""Passwords: argon2id hashes, with the library's recommended cost; checking an unknown person takes as long."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, insert, select

from dougong.host.store.tables import credential
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

SHORTEST = 10
HASHER = PasswordHasher()
"""What a hash costs: memory and time as the library recommends."""


@cache
def _nobody() -> str:
    return HASHER.hash("nobody's password")


def put(connection: Connection, person: str, password: str, now: datetime, *, must_change: bool = False) -> None:
    """Sets a person's password; raises ProblemsFound for one that is too short or too plain."""
    problem = weakness(password)
    if problem is not None:
        raise ProblemsFound([problem])
    connection.execute(delete(credential).where(credential.c.person == person))
    connection.execute(
        insert(credential).values(
            person=person, password_hash=HASHER.hash(password), changed_at=now, must_change=must_change
        )
    )


def weakness(password: str) -> Problem | None:
    """Length is what counts; besides it, not one letter again and again."""
    if len(password) >= SHORTEST and len(set(password)) >= 4:
        return None
    words = text(f"密码至少 {SHORTEST} 个字符", f"A password has at least {SHORTEST} characters")
    fix = text("可以用几个不相关的词连成一句", "A few unrelated words make a good one")
    return Problem("weak_password", words, "password", fix=fix)


def has_one(connection: Connection, person: str) -> bool:
    return connection.execute(select(credential.c.person).where(credential.c.person == person)).first() is not None


def with_one(connection: Connection, people: Iterable[str]) -> set[str]:
    """Of these people those who have a password."""
    statement = select(credential.c.person).where(credential.c.person.in_(list(people)))
    return set(connection.execute(statement).scalars())


def remove(connection: Connection, person: str) -> None:
    """They have none any more."""
    connection.execute(delete(credential).where(credential.c.person == person))


def hash_of(connection: Connection, person: str | None) -> str | None:
    """The stored hash; None when the person has no password."""
    if person is None:
        return None
    return connection.execute(select(credential.c.password_hash).where(credential.c.person == person)).scalar()


def matches(stored: str | None, password: str) -> bool:
    """Slow on purpose (tens of milliseconds), also when there is nothing to compare with: call it outside transactions."""
    try:
        HASHER.verify(stored or _nobody(), password)
        return stored is not None
    except (VerificationError, InvalidHashError):
        return False
