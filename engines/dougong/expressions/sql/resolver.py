"""What the SQL back end asks of whoever knows the tables: columns by path, and the rows of a relation."""

from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select

from ..core import Path
from .target import Target


class Resolver(Protocol):
    """Names of one row. Asking for a path over links adds the joins that it needs."""

    @property
    def target(self) -> Target:
        """The database."""

    def column(self, path: Path) -> ColumnElement[Any]:
        """The column at a path; a path that ends in a link is the column of the id."""

    def relation(self, path: Path) -> "SubScope":
        """The rows of a to-many relation, correlated with this row."""


class SubScope(Protocol):
    """The rows of a relation. `resolver` reads them; `select` is called after all columns have been resolved."""

    @property
    def resolver(self) -> Resolver:
        """Names of a related row; `("id",)` is its id."""

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """The columns from the related rows, with joins and correlation, without order; deleted rows left out."""
