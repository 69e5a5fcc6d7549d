"""Checked formulas to SQLAlchemy expressions."""

from typing import Any

from sqlalchemy import ColumnElement

from ..checking.check import Checked
from ..env import Env
from ..problems import ExpressionError, problem
from .aggregates import aggregate
from .functions import call_function
from .operations import OPERATIONS, TRUTHS
from .raw import canonical
from .resolver import Resolver
from .writer import Writer


def compile_sql(checked: Checked, resolver: Resolver, env: Env, *, as_condition: bool = False) -> ColumnElement[Any]:
    """The formula over the resolver's row, with values of the Env bound.

    As a condition NULL stands for FALSE and comparisons
    stay bare for indexes: for WHERE. Otherwise the exact value, which comes back canonical when selected.
    Raises ExpressionError when the formula cannot run in SQL.
    """
    if "sql" not in checked.places:
        zh, en = "这个公式不能在数据库查询里使用", "This formula cannot be used where the database evaluates it"
        raise ExpressionError([problem("not_in_sql", zh, en, 0, len(checked.source))])
    writer = Writer(resolver, env, OPERATIONS, TRUTHS, call_function, aggregate)
    if as_condition:
        return writer.truth(checked.core)
    return canonical(writer.value(checked.core), checked.type)
