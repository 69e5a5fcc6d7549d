"""Figures over many records: what a column's foot and a group's head show, worked out by the database."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from dougong.host.web.format import dates, numbers
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.values import Aggregate

from . import door
from .columns import ListColumn
from .list_state import ListState
from .look import Look

ENOUGH = 10_000
"""Up to here what a search finds is counted and added up, and what tabs hold is counted; beyond, there are more."""
_AT_ONCE = 19
"""Figures asked for in one statement, beside the count."""


def figures_of(
    context: Context, entity: EntityModel, state: ListState, kinds: Mapping[str, str], group: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """One row per group with `_n` and the figures by their names: as many statements as these need. What a search without
    groups finds beyond `ENOUGH` nobody adds up: then `_n` is `ENOUGH` and one more, and there are no figures."""
    wanted = list(kinds.items())
    found: dict[Any, dict[str, Any]] = {}
    for start in range(0, max(len(wanted), 1), _AT_ONCE):
        measures = {"_n": "COUNT()", **dict(wanted[start : start + _AT_ONCE])}
        most = ENOUGH + 1 if state.search and not group else 0
        asked = Aggregate(entity.key, measures, group, state.filter, state.search, most=most)
        for row in door.aggregate(context, asked):
            found.setdefault(tuple(str(row.get(path)) for path in group), {}).update(row)
        if most and any(row["_n"] >= most for row in found.values()):
            return [{"_n": most}]
    return list(found.values())


def kinds_of_columns(columns: Sequence[ListColumn], sums: tuple[str, ...]) -> dict[str, str]:
    """What is added up of a table's columns, by the name `m<column>`."""
    return {f"m{i}": kind for i, column in enumerate(columns) if (kind := measure_of(column, sums))}


def measure_of(column: ListColumn, sums: tuple[str, ...]) -> str:
    """The aggregate a column's foot shows; sums for money unless the view says otherwise."""
    if not column.orders:  # a masked value is not told by its sum either
        return ""
    name = column.field.value_type.name
    kind = column.summary or (
        "sum" if column.path in sums or name == "money" else "average" if name == "percent" else ""
    )
    return f"{kind.upper()}({column.path})" if kind in ("sum", "average", "min", "max") else ""


def total_of(column: ListColumn, value: Any, look: Look) -> str:
    """A figure of many records in short form."""
    match column.field.value_type.name:
        case "money":
            return numbers.short_money(
                value, str(getattr(column.field.field, "currency", "")) or look.currency, look.language
            )
        case "percent":
            return numbers.percent(round(value))
        case "duration":
            return dates.duration(int(value), look.language)
        case "number":
            return numbers.short(value, look.language)
        case _:
            return str(value)


def total_mark(column: ListColumn, value: Any, look: Look) -> Markup:
    """The short form with the exact figure behind it."""
    if column.field.value_type.name != "money":
        return Markup("<span>{}</span>").format(total_of(column, value, look))
    currency = str(getattr(column.field.field, "currency", "")) or look.currency
    return Markup('<span title="{}">{}</span>').format(numbers.money(value, currency), total_of(column, value, look))
