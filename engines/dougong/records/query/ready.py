"""A SELECT that is run again and again: prepared at its first run, then given to the driver as text."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select
from sqlalchemy.types import TypeEngine

from ..context import Context
from ..driver import Found, execute
from ..prepared import Prepared, prepare
from .in_place import in_place


class Ready:
    """One dialect's; every run gives parameters of the same names. `gathers` are the aliases of tables whose rows are
    read without any order, so that no order of an index is of use, each with a look whether much of the table fulfils
    the filter, which is only taken where it matters."""

    __slots__ = ("_gathers", "_prepared", "statement")

    def __init__(self, statement: Select[Any], gathers: Mapping[str, Callable[[Context], bool]] = {}) -> None:
        self.statement = statement
        self._gathers = gathers
        self._prepared: Prepared | None = None

    def run(self, ctx: Context, parameters: Mapping[str, Any]) -> Found:
        """The rows as the driver gives them."""
        ready = self._prepared
        if ready is None:
            ready = prepare(ctx.connection.dialect, self.statement, parameters)
            if self._gathers:
                ready.text = in_place(ctx, ready.text, ready.parameters(parameters), self._gathers)
                self._gathers = {}
            self._prepared = ready
        return execute(ctx.connection, ready.text, ready.parameters(parameters), fetch=True)

    def values(self, ctx: Context, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows in canonical values."""
        found = self.run(ctx, parameters)
        assert self._prepared is not None
        return self._prepared.read(found, ctx.connection.dialect)

    def number(self, ctx: Context, parameters: Mapping[str, Any]) -> int:
        """The one number it gives."""
        found: int | None = self.run(ctx, parameters).rows[0][0]
        return found or 0

    @property
    def kinds(self) -> tuple[TypeEngine[Any], ...]:
        """The types of its columns; known after the first run."""
        assert self._prepared is not None
        return self._prepared.kinds
