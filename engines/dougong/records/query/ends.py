"""The far ends of links to many beside a row's other values: one query per field."""

from collections.abc import Iterable, Sequence

from ..context import Context
from ..values import Row
from .readers import TITLE
from .related import related

MOST = 1000
"""As many as a record may be given at once."""


def fill_ends(ctx: Context, entity: str, rows: Sequence[Row], keys: Iterable[str]) -> None:
    """Sets each key to [{"id", "title"}]; the title is None where the record at the end is not readable."""
    for key in keys:
        relation = ctx.store.entity(entity).fields[key].relation
        assert relation is not None and relation.far is not None
        far = relation.far
        found = related(ctx, entity, [str(row["id"]) for row in rows], key, (far,), limit=MOST)
        for row in rows:
            row[key] = [{"id": one[far], "title": one.get(far + TITLE)} for one in found[str(row["id"])]]
