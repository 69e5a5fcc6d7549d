"""Rows under group heads, with counts and sums of whole groups worked out by the database."""

from typing import Any

from markupsafe import Markup

from dougong.host.web.format import numbers
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.values import Row

from .columns import ListColumn
from .figures import figures_of, measure_of, total_mark
from .list_state import ListState
from .look import Look
from .marks import icon
from .show import show


def grouped_rows(
    context: Context,
    entity: EntityModel,
    state: ListState,
    columns: tuple[ListColumn, ...],
    rows: tuple[Row, ...],
    drawn: tuple[Markup, ...],
    look: Look,
) -> tuple[Markup, ...]:
    """Drawn rows, which come sorted by group, with a head before each group's first."""
    kinds = {i: kind for i, c in enumerate(columns) if (kind := measure_of(c, state.view.sums)).startswith("SUM")}
    found = figures_of(context, entity, state, kinds, (state.group,))
    by_key = {_key(one.get(state.group)): one for one in found}
    field = context.store.model.field(entity.key, state.group)
    drawer = show(field, state.group)
    result: list[Markup] = []
    last: Any = object()
    for row, html in zip(rows, drawn, strict=True):
        key = _key(row.get(state.group))
        if key != last:
            last = key
            sums = by_key.get(key, {})
            label = drawer(row.get(state.group), row, look) or Markup('<span class="t3">{}</span>').format(
                look.words("Empty")
            )
            head = Markup(
                '<tr class="grp"><td></td><td class="first"><button type="button" data-fold aria-expanded="true">'
                '<span class="chev">{}</span>{}<span class="t3">{}</span></button></td>'
            ).format(icon("chevron-right", 14), label, numbers.number(int(sums.get("_n") or 0)))
            cells = [
                Markup('<td class="{}">{}</td>').format(
                    "r" if c.figure else "", total_mark(c, sums[f"m{i}"], look) if sums.get(f"m{i}") is not None else ""
                )
                for i, c in enumerate(columns[1:], 1)
            ]
            result.append(head + Markup("").join(cells) + Markup("<td></td></tr>"))
        result.append(html)
    return tuple(result)


def _key(value: Any) -> Any:
    return "" if value is None else value
