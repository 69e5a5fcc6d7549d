"""What formulas know besides the record while it is written: the time, the viewer and the viewer's own row.

The viewer's row is read only when a formula asks for more of it than the rights carry.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from dougong.expressions import Env

from ..context import Context
from ..environment import env_of
from .load import rows_of


def environment(ctx: Context) -> Env:
    """One Env for a whole write."""
    return replace(env_of(ctx), user=UserRow(ctx))


class UserRow(Mapping[str, Any]):
    """The viewer's person row by dotted path, each row behind it read when first asked for."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._known: dict[str, Any] = dict(env_of(ctx).user)

    def __getitem__(self, path: str) -> Any:
        if path not in self._known:
            self._known[path] = self._read(path.split("."))
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def _read(self, steps: list[str]) -> Any:
        entity, value = "person", cast("Any", self._ctx.viewer.person)
        for step in steps:
            if value is None or entity not in self._ctx.store.model.entities:
                return None
            row = rows_of(self._ctx, entity, [value]).get(value)
            field = self._ctx.store.entity(entity).fields[step]
            value = row and row.get(step)
            entity = field.relation.target if field.relation else ""
        return value
