"""A page of a grouped list with the figures of its groups, in as few and as narrow questions as there can be.

Groups of a choice are few: their figures come first, all rows' are added up from them, and the page's rows are looked
for in its own groups alone. Of other groups only those that the page shows are added up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dougong.metamodel.model import EntityModel, FieldModel
from dougong.records.context import Context
from dougong.records.values import Page, Query

from . import door
from .figures import figures_of
from .list_state import ListState

_SIXTH = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Grouped:
    """A page's rows, the figures of its groups by their values (blank: ""), and those of all rows."""

    page: Page
    figures: Mapping[Any, Mapping[str, Any]]
    foot: Mapping[str, Any]


def grouped_page(
    context: Context, entity: EntityModel, state: ListState, kinds: Mapping[str, str], query: Query, foot: bool = True
) -> Grouped:
    """`query` asks for the page and sorts by the group first; `kinds` are what is added up, by name; `foot` False: of all
    rows nothing is wanted."""
    try:
        field = context.store.model.field(entity.key, state.group)
    except KeyError:
        return Grouped(door.find(context, query), {}, {})  # which says what is wrong with it
    if field.value_type.name == "choice":
        return _figures_first(context, entity, state, kinds, query, field)
    found = door.find(context, query)
    every = next(iter(figures_of(context, entity, state, kinds)), {}) if foot else {}
    sums = _sums(kinds)
    shown = tuple(dict.fromkeys(row.get(state.group) for row in found.rows))
    narrow = replace(state, filter=_within(state, shown)) if field.value_type.name == "ref" and shown else state
    return Grouped(
        found, _by_value(figures_of(context, entity, narrow, sums, (state.group,)), state.group, sums), every
    )


def _figures_first(
    context: Context, entity: EntityModel, state: ListState, kinds: Mapping[str, str], query: Query, field: FieldModel
) -> Grouped:
    every = figures_of(context, entity, state, dict(_parts(kinds)), (state.group,))
    foot = {"_n": sum(int(one["_n"]) for one in every), **{name: _added_up(name, kinds[name], every) for name in kinds}}
    on_page, passed = [], 0
    for one in every:
        before, passed = passed, passed + int(one["_n"])
        if before < query.offset + query.limit and passed > query.offset:
            on_page.append((one.get(state.group), before))
    values = tuple(value for value, _ in on_page)
    if not values:
        return Grouped(Page((), foot["_n"]), {}, foot)
    if all(value is None or value in (field.value_type.options or ()) for value in values):
        sort = query.sort if len(values) > 1 else query.sort[1:] or ("id",)
        query = replace(query, filter=_within(state, values), sort=sort, offset=query.offset - on_page[0][1])
    return Grouped(door.find(context, query), _by_value(every, state.group, _sums(kinds)), foot)


def _parts(kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What groups are asked for so that all rows' figures follow: an average is a sum and a count."""
    for name, kind in kinds.items():
        if kind.startswith("AVERAGE"):
            yield name, kind.replace("AVERAGE", "SUM", 1)
            yield f"{name}_n", kind.replace("AVERAGE", "COUNT", 1)
        else:
            yield name, kind


def _added_up(name: str, kind: str, every: Sequence[Mapping[str, Any]]) -> Any:
    values = [one[name] for one in every if one[name] is not None]
    if kind.startswith(("MIN", "MAX")):
        return (min if kind.startswith("MIN") else max)(values, default=None)
    total = sum(values, Decimal(0))
    if kind.startswith("SUM"):
        return total
    number = sum(int(one[f"{name}_n"]) for one in every)
    return (total / number).quantize(_SIXTH, ROUND_HALF_UP) if number else None


def _within(state: ListState, values: Sequence[Any]) -> str:
    """The list's filter, within groups."""
    given = [f'"{str(value).replace(chr(34), chr(34) * 2)}"' for value in values if value is not None]
    one_of = [f"{state.group} IN ({', '.join(given)})"] if given else []
    blank = [f"ISBLANK({state.group})"] if len(given) < len(values) else []
    mine = " OR ".join(one_of + blank)
    return f"({state.filter}) AND ({mine})" if state.filter else mine


def _sums(kinds: Mapping[str, str]) -> dict[str, str]:
    """What heads of groups show: averages and extremes stand in the foot alone."""
    return {name: kind for name, kind in kinds.items() if kind.startswith("SUM")}


def _by_value(found: Sequence[Mapping[str, Any]], group: str, shown: Mapping[str, str]) -> dict[Any, Mapping[str, Any]]:
    return {_key(one.get(group)): {name: one[name] for name in ("_n", *shown)} for one in found}


def _key(value: Any) -> Any:
    return "" if value is None else value
