"""What a database can do, found out once per connection pool: its name, and how far it knows upper and lower case."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, text

from ..env import Folding

_TRIALS = ("pg_unicode_fast", "und-x-icu")
_KNOWN = {"straße": "STRASSE", "éλж": "ÉΛЖ"}


@dataclass(frozen=True, slots=True)
class Target:
    """`collation` folds letter case on PostgreSQL; None: only ASCII, and then `folding` is "ascii" for every back end."""

    name: Literal["sqlite", "postgresql"]
    collation: str | None = None

    @property
    def folding(self) -> Folding:
        return "unicode" if self.name == "sqlite" or self.collation else "ascii"


SQLITE = Target("sqlite")


def target_of(connection: Connection) -> Target:
    """The target behind a connection; on PostgreSQL it tries the collations of 18 and of ICU and takes what folds fully."""
    if connection.dialect.name == "sqlite":
        return SQLITE
    for collation in _TRIALS:
        exists = text("select 1 from pg_collation where collname = :name and collencoding in (-1, 6)")
        if connection.execute(exists, {"name": collation}).first() and _folds(connection, collation):
            return Target("postgresql", collation)
    return Target("postgresql", None)


def _folds(connection: Connection, collation: str) -> bool:
    from sqlalchemy import String, func, literal, select
    from sqlalchemy import collate as with_collation

    for small, large in _KNOWN.items():
        found = connection.scalar(select(func.upper(with_collation(literal(small, String()), collation))))
        if found != large:
            return False
    return True
