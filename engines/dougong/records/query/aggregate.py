"""Figures over records: sums, counts, averages by groups, within what the viewer may read."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from dougong.metamodel.text import text

from ..answers import exact, keeps, request_key
from ..blanks import in_order
from ..breadth import wide
from ..context import Context
from ..driver import Found
from ..formulas import check_figure, value
from ..scope import reads_nothing, volatile_rights
from ..scope_words import viewer_parameters
from ..search.match import search_parameters
from ..values import Aggregate, Page, Row
from .columns import title_value
from .conditions import conditions, fulfilled_by_many
from .joins import Joins
from .measures import Measure, measure
from .order import ranked
from .paths import asked, refused, resolve_readable
from .readers import TITLE, processes_of
from .ready import Ready

MAX_MEASURES = 20
MAX_GROUPS = 4
_PATH = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")


class _Group(NamedTuple):
    """A column of the answer that makes groups, and what it is ordered by."""

    key: str
    cell: ColumnElement[Any]
    order: ColumnElement[Any]


def aggregate(ctx: Context, query: Aggregate) -> list[Row]:
    """Rows of group values (links with their title) and measures; one row without groups. Refusals are ProblemsFound."""
    return list(figures(ctx, query).rows)


def figures(ctx: Context, query: Aggregate) -> Page:
    """The same rows as a page, which tells whether they may be kept."""
    ctx.store.entity(query.entity)
    if len(query.group) > MAX_GROUPS or not 0 < len(query.measures) <= MAX_MEASURES:
        words = text(
            f"最多 {MAX_GROUPS} 个分组、{MAX_MEASURES} 个指标",
            f"At most {MAX_GROUPS} groups and {MAX_MEASURES} measures",
        )
        raise refused("query.measures", "measures", words)
    parameters = {**viewer_parameters(ctx), **search_parameters(query.search)}
    plan = _plan(ctx, query, parameters)
    if query.group and reads_nothing(ctx, query.entity):
        return Page(())

    def worked_out() -> list[Row]:
        return plan.rows(ctx, plan.statement.run(ctx, parameters))

    if plan.volatile or not keeps(ctx):
        return Page(tuple(worked_out()), volatile=plan.volatile)
    return Page(tuple(dict(row) for row in exact(ctx, ("aggregate", *_asked(query), request_key(ctx)), worked_out)))


@dataclass(slots=True)
class _Plan:
    """A question compiled: its statement, and how to make rows of what it gives."""

    statement: Ready
    groups: Sequence[_Group]
    measures: Sequence[Measure]
    volatile: bool

    def rows(self, ctx: Context, found: Found) -> list[Row]:
        processes = processes_of(self.statement.kinds, found.codes, ctx.connection.dialect, False)
        return [
            self._row(
                [
                    cell if cell is None or make is None else make(cell)
                    for cell, make in zip(one, processes, strict=True)
                ]
            )
            for one in found.rows
        ]

    def _row(self, cells: Sequence[Any]) -> Row:
        row: Row = {one.key: cell for one, cell in zip(self.groups, cells, strict=False)}
        at = len(self.groups)
        for one in self.measures:
            row[one.name] = one.read(cells[at : at + len(one.parts)])
            at += len(one.parts)
        return row


def _plan(ctx: Context, query: Aggregate, parameters: dict[str, Any]) -> _Plan:
    """Kept for the next request with equal rights and question of the same person and day, as lists are."""
    if not ctx.viewer.rights_key or volatile_rights(ctx):
        return _compiled(ctx, query)
    key: Hashable = ("figures", *_asked(query), tuple(parameters), request_key(ctx), wide(ctx, query.entity))
    found: _Plan | None = ctx.store.known(key)
    if found is None:
        found = _compiled(ctx, query)
        if not found.volatile:
            ctx.store.keep(key, found)
    return found


def _asked(query: Aggregate) -> tuple[Hashable, ...]:
    measures = tuple(query.measures.items())
    return (query.entity, measures, query.group, query.filter, query.search, query.sort, query.limit, query.most)


def _compiled(ctx: Context, query: Aggregate) -> _Plan:
    joins = Joins(ctx, query.entity)
    groups = _groups(joins, query.group)
    measures = [measure(joins, name, words) for name, words in query.measures.items()]
    met = Joins(ctx, query.entity, "n") if query.most else joins
    where = conditions(met, query.filter, query.search)
    if query.most:
        some = select(met.root.c.id).select_from(met.clause).where(*where).limit(query.most).correlate(None)
        where = [joins.root.c.id.in_(some)]
    parts = [part.label(f"m{n}_{k}") for n, one in enumerate(measures) for k, part in enumerate(one.parts)]
    cells = [cell.label(f"g{n}") for n, (_, cell, _) in enumerate(groups)]
    statement = (
        select(*cells, *parts)
        .select_from(joins.clause)
        .where(*where)
        .group_by(*(one.cell for one in groups))
        .order_by(*_order(query, groups, measures))
        .limit(query.limit)
    )
    ready = Ready(statement, {met.root.name: partial(fulfilled_by_many, query=query)})
    return _Plan(ready, groups, measures, joins.volatile or met.volatile)


def _groups(joins: Joins, group: Sequence[str]) -> list[_Group]:
    """Key and cell of each group; a link is followed by its title."""
    found: list[_Group] = []
    for one in group:
        if not _PATH.match(one):
            checked = asked(joins.ctx, joins.entity, one, "group", check_figure)
            cell = value(joins.ctx, checked, joins)
            found.append(_Group(one, cell, cell))
            continue
        resolved = resolve_readable(joins.ctx, joins.entity, one, "group")
        relation = resolved.field.relation
        if resolved.field.value_type.name in ("json", "list", "many", "multichoice") or (
            relation and relation.kind != "one"
        ):
            words = text(f"不能按“{resolved.field.label.zh}”分组", f'"{one}" cannot make groups')
            raise refused("query.group", "group", words)
        cell = joins.value(resolved.links, resolved.field)
        found.append(_Group(one, cell, ranked(cell, resolved.field)))
        if relation is not None:
            title = title_value(joins, (*resolved.links, resolved.field.key))
            found += [_Group(one + TITLE, title, title)] if title is not None else []
    return found


def _order(query: Aggregate, groups: list[_Group], measures: list[Measure]) -> list[ColumnElement[Any]]:
    """As asked, by groups or measures; then by the groups, so that the order never changes."""
    known: dict[str, ColumnElement[Any]] = {one.key: one.order for one in groups}
    for one in measures:
        if one.order is not None:
            known[one.name] = one.order
    found = []
    for sort in query.sort:
        key = sort.removeprefix("-")
        if key not in known:
            raise refused(
                "query.sort", "sort", text(f"“{key[:60]}”不是分组或指标", f'"{key[:60]}" is neither group nor measure')
            )
        found.append(in_order(known[key], sort.startswith("-")))
    return [*found, *(in_order(one.order, False) for one in groups)]
