"""Rows under group heads, which show what `group_figures` found."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from dougong.host.web.format import numbers
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context

from .columns import ListColumn
from .figures import total_mark
from .group_figures import Grouped
from .list_state import ListState
from .look import Look
from .marks import icon
from .show import show


def heads_of(
    context: Context, entity: EntityModel, state: ListState, columns: tuple[ListColumn, ...], found: Grouped, look: Look
) -> tuple[Mapping[int, Markup], Mapping[int, Markup]]:
    """Heads by the place of the row each stands before, for the table and for cards. The rows, one page of the list, come
    sorted by group; the first has a head even where its group began on the page before."""
    drawer = show(context.store.model.field(entity.key, state.group), state.group)
    first = (state.number - 1) * state.view.page_size
    heads: dict[int, Markup] = {}
    cards: dict[int, Markup] = {}
    last: Any = object()
    for at, row in enumerate(found.page.rows):
        key = _key(row.get(state.group))
        if key == last:
            continue
        last = key
        sums = found.figures.get(key, {})
        count = int(sums.get("_n") or 0)
        label = drawer(row.get(state.group), row, look) or Markup('<span class="t3">{}</span>').format(
            look.words("Empty")
        )
        marks = [
            total_mark(c, sums[f"m{i}"], look) if sums.get(f"m{i}") is not None else Markup("")
            for i, c in enumerate(columns)
        ]
        heads[at] = Markup(
            '<tr class="grp" data-group="{}" data-at="{}" data-n="{}"><td></td><td class="first">'
            '<button type="button" data-fold aria-expanded="true"><span class="chev">{}</span>{}<span class="t3">{}</span></button></td>'
        ).format(key, first + at, count, icon("chevron-right", 14), label, numbers.number(count)) + Markup("").join(
            [
                *(
                    Markup('<td class="{}">{}</td>').format("r" if c.figure else "", mark)
                    for c, mark in zip(columns[1:], marks[1:], strict=True)
                ),
                Markup("<td></td></tr>"),
            ]
        )
        cards[at] = Markup('<h3 class="cgrp" data-group="{}">{}<span class="t3">{}</span><span class="right">{}</span></h3>').format(
            key, label, numbers.number(count), next((mark for mark in marks if mark), "")
        )  # fmt: skip
    return heads, cards


def below_heads(heads: Mapping[int, Markup], drawn: Sequence[Markup]) -> tuple[Markup, ...]:
    """What was drawn with each head before its row."""
    return tuple(heads.get(at, Markup("")) + one for at, one in enumerate(drawn))


def _key(value: Any) -> Any:
    return "" if value is None else value
