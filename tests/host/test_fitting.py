"""Columns of a list on a desk: what is a little too wide gives way, what is far too wide scrolls."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from dougong.host.web.pages.columns import ListColumn
from dougong.host.web.pages.fitting import ROOM, fills, fitted


def column(widget: str, width: int, path: str = "", label: str = "名称") -> ListColumn:
    kind = SimpleNamespace(widget=widget)
    field = cast(Any, SimpleNamespace(type=kind, value_type=SimpleNamespace(name=widget), field=None))
    return ListColumn(
        path or widget, label, width, figure=False, field=field, show=cast(Any, None), editable=False, orders=False
    )


def widths(*columns: ListColumn, dated: tuple[str, ...] = ()) -> list[int]:
    return [one.width for one in fitted(columns, dated)]


def test_what_fits_stays_as_it_is() -> None:
    assert widths(column("text", 240), column("money", 120)) == [240, 120]


def test_what_is_a_little_too_wide_fills_the_room() -> None:
    many = [column("text", 300, str(n)) for n in range(5)]
    found = widths(*many)
    assert abs(sum(found) - ROOM) <= len(found)
    assert fills(fitted(tuple(many), ()))
    assert found[0] > found[1], "the title gives way least"


def test_choices_keep_their_longest_word() -> None:
    assert widths(column("text", 400), column("choice", 150), column("text", 800, "note"))[1] == 150


def test_far_too_wide_scrolls() -> None:
    many = tuple(column("choice", 190, str(n)) for n in range(9))
    assert widths(*many) == [190] * 9
    some = fitted((*many, column("text", 300, "note")), ())
    assert some[-1].width < 300, "it gives way as far as it can"
    assert not fills(some)


@pytest.mark.parametrize(("dated", "least"), [((), 92), (("due",), 122)])
def test_a_day_that_says_how_late_it_is_needs_room_for_it(dated: tuple[str, ...], least: int) -> None:
    others = [column("text", 176), *(column("link", 300, str(n)) for n in range(7))]
    found = widths(*others, column("date", 200, "due", "日"), dated=dated)
    assert found[-1] >= least


def test_what_is_worked_out_gives_way_as_what_it_results_in() -> None:
    """An amount is never cut, whoever adds it up."""
    sums = column("money", 130)
    made = replace(
        sums,
        field=cast(
            Any, SimpleNamespace(type=SimpleNamespace(widget="rollup"), value_type=sums.field.value_type, field=None)
        ),
    )
    others = [column("text", 300, str(n)) for n in range(12)]
    assert widths(*others, made)[-1] == widths(*others, sums)[-1] == 104
