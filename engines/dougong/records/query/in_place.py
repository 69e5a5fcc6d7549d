"""A table that is read whole is read as its rows lie, not along an index that goes from row to row; and where each of its
rows follows a link, a copy of what is asked there is made first.

SQLite takes an index of the living rows for a table scan too, reckoning that each entry passed over saves a row; where
most rows are wanted it then fetches them here and there (100,000 rows: 180 ms instead of 25). A link costs it two
searches per row, one in a copy of a few columns (170 ms instead of 80). It is asked what it would do, once per prepared
statement, and told where that is so.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..breadth import SMALL
from ..context import Context
from ..driver import execute

_ALONG = "SCAN {} USING INDEX "
"""A step that goes along a whole index and fetches each row."""
_RANGE = r"SEARCH {} USING INDEX \S+ \((ANY\(|\w+[<>])"
"""One that does so from a value on, or between two: of few rows it is the better way."""


def in_place(ctx: Context, text: str, parameters: Any, aliases: Mapping[str, Callable[[Context], bool]]) -> str:
    """The statement's text, telling SQLite to use no index for the tables of these aliases where it would fetch along one.

    Each alias has a look whether a good part of its table fulfils the filter."""
    if ctx.connection.dialect.name != "sqlite":
        return text
    plan = execute(ctx.connection, f"EXPLAIN QUERY PLAN {text}", parameters, fetch=True).rows
    steps = [str(step[-1]) for step in plan]
    for alias, many in aliases.items():
        whole = f"SCAN {alias}" in steps
        if _fetches(steps, _ALONG.format(alias)) or (_fetches(steps, _RANGE.format(alias)) and many(ctx)):
            text = re.sub(rf"\bFROM \w+ AS {alias}\b", r"\g<0> NOT INDEXED", text, count=1)
            whole = True
        text = _copied(ctx, text, alias) if whole else text
    return text


def _fetches(steps: list[str], along: str) -> bool:
    return any(re.match(along, step) for step in steps)


def _copied(ctx: Context, text: str, alias: str) -> str:
    """The links of that alias followed in copies, where its table is large and no smaller than the other."""
    own = re.search(rf"\bFROM (\w+) AS {alias}\b", text)
    if own is None:
        return text
    begins = text.rfind("SELECT", 0, own.start())
    ends = _end(text, own.end())
    rows = _about(ctx, own[1])

    def copy(join: re.Match[str]) -> str:
        if not SMALL <= rows >= _about(ctx, join[1]):
            return join[0]
        columns = sorted({"id", *re.findall(rf"\b{join[2]}\.(\w+)", text[begins:ends])})
        # LIMIT -1 keeps SQLite from putting the table itself in the copy's place.
        return f"JOIN (SELECT {', '.join(columns)} FROM {join[1]} LIMIT -1) AS {join[2]} ON {join[2]}.id = {alias}."  # noqa: S608

    inner = re.sub(rf"\bJOIN (\w+) AS (\w+) ON \2\.id = {alias}\.", copy, text[begins:ends])
    return text[:begins] + inner + text[ends:]


def _end(text: str, start: int) -> int:
    """Where the query ends that `start` lies in: at the bracket that closes it, or with the text."""
    depth = 0
    for at, sign in enumerate(text[start:], start):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return at
    return len(text)


def _about(ctx: Context, table: str) -> int:
    rows: int | None = execute(ctx.connection, f"SELECT max(rowid) FROM {table}", (), fetch=True).rows[0][0]  # noqa: S608
    return rows or 0
