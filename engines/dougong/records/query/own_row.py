"""The viewer's own person record, read with the product's rights: what `$user.manager.name` means in a condition."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from ..context import Context
from ..rights import SYSTEM
from .joins import Joins


def person_row(ctx: Context, paths: list[str]) -> dict[str, Any]:
    """Values at dotted paths of the viewer's person; empty when there is none."""
    if ctx.viewer.person is None or "person" not in ctx.store.model.entities:
        return {}
    joins = Joins(replace(ctx, viewer=SYSTEM), "person")
    values = [joins.column(tuple(path.split("."))) for path in paths]
    query = select(*values).select_from(joins.clause).where(joins.root.c.id == ctx.viewer.person)
    row = ctx.connection.execute(query).first()
    return {} if row is None else dict(zip(paths, row, strict=True))
