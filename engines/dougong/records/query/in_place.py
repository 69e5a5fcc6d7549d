"""A table that is read whole is read as its rows lie, not along an index that goes from row to row.

SQLite takes an index of the living rows for a table scan too, reckoning that each entry passed over saves a row; where
most rows are wanted it then fetches them here and there (100,000 rows: 180 ms instead of 25). It is asked what it
would do, once per prepared statement, and told where that is so.
"""

import re
from typing import Any

from ..context import Context
from ..driver import execute


def in_place(ctx: Context, text: str, parameters: Any, alias: str) -> str:
    """The statement's text, telling SQLite to use no index for the table of that alias where it would scan along one."""
    if ctx.connection.dialect.name != "sqlite":
        return text
    steps = execute(ctx.connection, f"EXPLAIN QUERY PLAN {text}", parameters, fetch=True).rows
    if not any(str(step[-1]).startswith(f"SCAN {alias} USING INDEX ") for step in steps):
        return text
    return re.sub(rf"\bFROM \w+ AS {alias}\b", r"\g<0> NOT INDEXED", text, count=1)
