"""Counts of characters: cut to a whole number, never negative, never longer than any text."""

from decimal import Decimal
from typing import Any

from ..kind import Sql

MOST = 1_000_000


def count_of(given: Decimal) -> int:
    """The count as an index."""
    return min(max(int(given), 0), MOST)


def sql_count(q: Sql, given: Any, most: int = MOST) -> Any:
    """The same in PostgreSQL; NULL stays NULL, though `least` and `greatest` skip it."""
    if isinstance(given, int):
        return given
    return q.let((given,), lambda n: q.case(q.infix(n, "IS", None), None, _clamped(q, n, most)))


def _clamped(q: Sql, given: Any, most: int) -> Any:
    return q.cast(q.call("least", q.call("greatest", q.call("trunc", given), 0), most), "integer")
