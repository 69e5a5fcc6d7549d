"""The SQL back end, for SQLite and PostgreSQL: one meaning, two dialects, through SQLAlchemy Core."""

from .compile import compile_sql
from .resolver import Resolver, SubScope
from .sqlite_functions import register_sqlite
from .target import SQLITE, Target, target_of
from .types import column_type

__all__ = ["SQLITE", "Resolver", "SubScope", "Target", "column_type", "compile_sql", "register_sqlite", "target_of"]
