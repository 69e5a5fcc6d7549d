"""The hash chain of the history: each row's hash covers the row and the hash before it, one chain per day.

Sealing runs after the writes, from one place at a time, and goes on from the end that was kept; a row changed, added
or taken away afterwards shows in verify.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, insert, select, update

from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text

from .context import Context
from .outside import outside
from .system_tables import history as table
from .system_tables import history_chain as chain

_COVERED = tuple(column.name for column in table.columns if column.name != "hash")
BATCH = 2000


def seal(ctx: Context) -> int:
    """Gives every row without a hash its hash, in the order of ids; returns how many. Call it from one job at a time,
    in a transaction begun after the rows were committed. It reads no row that is sealed already."""
    count, ends = 0, dict[date, "_End"]()
    while True:
        statement = select(table).where(table.c.hash.is_(None)).order_by(table.c.id).limit(BATCH)
        rows = ctx.connection.execute(statement).mappings().all()
        if not rows:
            break
        made = []
        for row in rows:
            end = ends.get(row["day"]) or _end(ctx, row["day"])
            end = ends[row["day"]] = _End(end.rows + 1, hash_of(row, end.hash))
            made.append({"row_id": row["id"], "made": end.hash})
        ctx.connection.execute(
            update(table).where(table.c.id == bindparam("row_id")).values(hash=bindparam("made")), made
        )
        count += len(made)
    for day, end in ends.items():
        ctx.connection.execute(delete(chain).where(chain.c.day == day))
        ctx.connection.execute(insert(chain).values(day=day, rows=end.rows, hash=end.hash))
    return count


def verify(ctx: Context, day: date) -> list[Problem]:
    """What is wrong with the history of a day (UTC), replayed from its first row; rows not sealed yet are left out."""
    rows = _sealed(ctx, day)
    last, broken = _replay(rows)
    kept = ctx.connection.execute(select(chain).where(chain.c.day == day)).mappings().first()
    found = [_changed(day, row["id"]) for row in broken]
    if kept is not None and kept["rows"] > len(rows):
        found.append(_missing(day, kept["rows"] - len(rows)))
    elif not found and kept is not None and (kept["rows"], kept["hash"]) != (len(rows), last):
        found.append(_other_end(day))
    return found


def days(ctx: Context) -> list[date]:
    """The days that have a history, oldest first."""
    return list(ctx.connection.execute(select(table.c.day).distinct().order_by(table.c.day)).scalars())


def _changed(day: date, row: int) -> Problem:
    words = text(f"{day} 的历史第 {row} 条与封存时不同", f"Row {row} of the history of {day} differs from its seal")
    return Problem("history_changed", words, str(row))


def _missing(day: date, count: int) -> Problem:
    words = text(f"{day} 的历史少了 {count} 条已封存的记录", f"{count} sealed rows of the history of {day} are missing")
    return Problem("history_missing", words)


def _other_end(day: date) -> Problem:
    words = text(f"{day} 的历史与封存时的结尾不符", f"The history of {day} does not end as it did when it was sealed")
    return Problem("history_end", words)


def hash_of(row: Mapping[Any, Any], before: str) -> str:
    """SHA-256 over the hash before and everything the row says."""
    content = orjson.dumps([outside(row[name]) for name in _COVERED], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(before.encode() + content).hexdigest()


@dataclass(frozen=True, slots=True)
class _End:
    """Of a day's chain so far."""

    rows: int
    hash: str


def _end(ctx: Context, day: date) -> _End:
    """What was kept; a day sealed before ends were kept is replayed once."""
    kept = ctx.connection.execute(select(chain).where(chain.c.day == day)).mappings().first()
    if kept is not None:
        return _End(kept["rows"], kept["hash"])
    rows = _sealed(ctx, day)
    return _End(len(rows), _replay(rows)[0])


def _sealed(ctx: Context, day: date) -> list[Mapping[Any, Any]]:
    statement = select(table).where(table.c.day == day, table.c.hash.is_not(None)).order_by(table.c.id)
    return list(ctx.connection.execute(statement).mappings())


def _replay(rows: list[Mapping[Any, Any]]) -> tuple[str, list[Mapping[Any, Any]]]:
    """The end of the chain, and the rows that do not fit into it.

    A row whose transaction ended after higher ids were sealed stands later in the chain than its id says; such rows are
    put aside until the chain comes to them.
    """
    before, broken, rest = "", list[Mapping[Any, Any]](), rows
    while rest:
        aside = []
        for row in rest:
            if hash_of(row, before) == row["hash"]:
                before = row["hash"]
            else:
                aside.append(row)
        if len(aside) == len(rest):
            broken.append(aside[0])
            before = aside.pop(0)["hash"]
        rest = aside
    return before, broken
