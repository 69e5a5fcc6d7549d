"""The hash chain of the history: each row's hash covers the row and the hash before it, one chain per day.

Sealing runs after the writes, from one place at a time; a row changed, added or taken away afterwards shows in verify.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
from sqlalchemy import bindparam, select, update

from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text

from .context import Context
from .outside import outside
from .system_tables import history as table

_COVERED = tuple(column.name for column in table.columns if column.name != "hash")
BATCH = 2000


def seal(ctx: Context) -> int:
    """Gives every row without a hash its hash, in the order of ids; returns how many. Call it from one job at a time,
    in a transaction begun after the rows were committed."""
    count, last = 0, dict[date, str]()
    while True:
        statement = select(table).where(table.c.hash.is_(None)).order_by(table.c.id).limit(BATCH)
        rows = ctx.connection.execute(statement).mappings().all()
        if not rows:
            return count
        last |= {day: _last(ctx, day) for day in {row["day"] for row in rows} - set(last)}
        made = []
        for row in rows:
            last[row["day"]] = hash_of(row, last[row["day"]])
            made.append({"row_id": row["id"], "made": last[row["day"]]})
        ctx.connection.execute(
            update(table).where(table.c.id == bindparam("row_id")).values(hash=bindparam("made")), made
        )
        count += len(made)


def verify(ctx: Context, day: date) -> list[Problem]:
    """What is wrong with the history of a day (UTC); rows not sealed yet are left out."""
    return [
        Problem(
            "history_changed",
            text(
                f"{day} 的历史第 {row['id']} 条与封存时不同",
                f"Row {row['id']} of the history of {day} differs from its seal",
            ),
            str(row["id"]),
        )
        for row in _replay(_sealed(ctx, day))[1]
    ]


def hash_of(row: Mapping[Any, Any], before: str) -> str:
    """SHA-256 over the hash before and everything the row says."""
    content = orjson.dumps([outside(row[name]) for name in _COVERED], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(before.encode() + content).hexdigest()


def _last(ctx: Context, day: date) -> str:
    """The end of a day's chain so far."""
    return _replay(_sealed(ctx, day))[0]


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
