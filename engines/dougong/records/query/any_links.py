"""Titles of polymorphic links, which no join can fetch: one query per entity they point to."""

from collections.abc import Iterable, Sequence

from ..context import Context
from ..values import Row
from .readers import TITLE
from .titles import titles


def fill_any_titles(ctx: Context, rows: Sequence[Row], keys: Iterable[str], outside: bool = False) -> None:
    """Sets `<key>.$title` in each row, outside the link's own `title`; None where the record is not readable."""
    for key in keys:
        wanted: dict[str, set[str]] = {}
        for row in rows:
            if row[key] is not None:
                wanted.setdefault(row[key]["entity"], set()).add(row[key]["id"])
        known = {entity: titles(ctx, entity, ids) for entity, ids in wanted.items()}
        for row in rows:
            link = row[key]
            title = known[link["entity"]].get(link["id"]) if link is not None else None
            if not outside:
                row[key + TITLE] = title
            elif link is not None:
                link["title"] = title
