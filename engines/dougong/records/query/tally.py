"""How many records each of several filters finds, in one statement, up to a number that is enough to know.

Each filter is counted by itself, so that each takes the index that serves it and stops when it has counted enough.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Integer, ScalarSelect, Select, bindparam, func, literal_column, select

from dougong.metamodel.problem import ProblemsFound

from ..answers import exact, keeps, request_key
from ..breadth import wide
from ..context import Context
from ..scope import reads_nothing, volatile_rights
from ..scope_words import viewer_parameters
from ..values import Query
from .conditions import conditions, fulfilled_by_many
from .joins import Joins
from .ready import Ready


@dataclass(frozen=True, slots=True)
class _Plan:
    """`asked` are the places of the filters that can be counted, in the order of the statement's columns."""

    statement: Ready | None
    asked: tuple[int, ...]
    volatile: bool


def tally(ctx: Context, entity: str, filters: Sequence[str], most: int) -> list[int | None]:
    """Per filter how many living records in the viewer's sight it finds, `most` where there are as many or more; None
    for a filter that is refused."""
    ctx.store.entity(entity)
    distinct = tuple(dict.fromkeys(filters))
    parameters = {**viewer_parameters(ctx), "most": most}
    plan = _plan(ctx, entity, distinct, tuple(parameters))

    def counted() -> tuple[int, ...]:
        if plan.statement is None or reads_nothing(ctx, entity):
            return (0,) * len(plan.asked)
        return plan.statement.values(ctx, parameters)[0]

    kept = not plan.volatile and keeps(ctx)
    numbers = exact(ctx, ("tally", entity, distinct, most, request_key(ctx)), counted) if kept else counted()
    known = {distinct[at]: number for at, number in zip(plan.asked, numbers, strict=True)}
    return [known.get(one) for one in filters]


def _plan(ctx: Context, entity: str, filters: tuple[str, ...], parameters: tuple[str, ...]) -> _Plan:
    """Kept for the next request with equal rights and question of the same person and day, as lists are."""
    if not ctx.viewer.rights_key or volatile_rights(ctx):
        return _compiled(ctx, entity, filters)
    key: Hashable = ("tally", entity, filters, parameters, request_key(ctx), wide(ctx, entity))
    found: _Plan | None = ctx.store.known(key)
    if found is None:
        found = _compiled(ctx, entity, filters)
        if not found.volatile:
            ctx.store.keep(key, found)
    return found


def _compiled(ctx: Context, entity: str, filters: tuple[str, ...]) -> _Plan:
    counted: dict[int, tuple[Joins, ScalarSelect[int]]] = {}
    for at, words in enumerate(filters):
        joins = Joins(ctx, entity, f"r{at}")
        try:
            where = conditions(joins, words, "")
        except ProblemsFound:
            continue
        some: Select[Any] = select(literal_column("1")).select_from(joins.clause).where(*where).correlate(None)
        some = some.limit(bindparam("most", type_=Integer()))
        counted[at] = joins, select(func.count()).select_from(some.subquery(f"s{at}")).scalar_subquery()
    if not counted:
        return _Plan(None, (), False)
    gathers = {
        joins.root.name: partial(fulfilled_by_many, query=Query(entity, filter=filters[at]))
        for at, (joins, _) in counted.items()
    }
    numbers: list[ColumnElement[Any]] = [number.label(f"n{at}") for at, (_, number) in counted.items()]
    return _Plan(Ready(select(*numbers), gathers), tuple(counted), any(joins.volatile for joins, _ in counted.values()))
