"""A widget: one tile of a page, a figure or records asked of one entity and drawn in one of a few shapes."""

from typing import Annotated, Literal

from pydantic import Field as Info

from .base import Colour, Key, Source, Value
from .text import LocalText
from .view import Path

Period = Literal["month", "quarter", "year"]
WidgetType = Literal[
    "metric", "progress", "forecast", "ranking", "funnel", "chart", "list", "calendar", "text"
]  # fmt: skip
WITHOUT_RECORDS: frozenset[WidgetType] = frozenset({"text"})
"""Types that ask nothing of any entity."""


class Goal(Value):
    """What a figure is held against: `SUM(goal)` of `entity` (the widget's own when absent, in the same query).

    `by_period` has the measures of other periods than the one `measure` is for. With `group`, each row of a ranking
    has its own: the records of the goal whose value there is the row's.
    """

    entity: Key | None = None
    filter: Source | None = None
    measure: Source
    by_period: dict[Period, Source] = {}
    group: Path | None = None
    person: Path | None = None
    """Whose goal it is; without it a goal of another entity is left out when the page is narrowed to some people."""


class Series(Value):
    """A part of the measure: the records for which `when` holds."""

    key: Key
    label: LocalText
    when: Source
    colour: Colour | None = None


class Widget(Value):
    """One tile. What it shows comes from `entity` (or the entity of `view`), narrowed by `filter` and the page's period.

    `metric`: one figure. `progress`: a ring of `measure` against `target`. `forecast`: `series` stacked towards `target`.
    `ranking`: `group` ordered by `measure`, each against its `target`. `funnel`: `group` in the order of its options, each
    step with those that came at least that far. `chart`: one or two groups, or `series`. `list`: records. `calendar`: a day
    or a month of records. `text`: words.
    """

    key: Key
    type: WidgetType
    label: LocalText
    hint: LocalText | None = None
    """A few words beside the label."""
    entity: Key | None = None
    view: Key | None = None
    """Brings its entity and filter, and is what the tile opens."""
    filter: Source | None = None
    group: tuple[Path, ...] = ()
    bucket: Literal["day", "month", "quarter", "year"] | None = None
    """The first group is a date, and made into these."""
    measure: Source | None = None
    target: Goal | None = None
    series: tuple[Series, ...] = ()
    period: Path | None = None
    """The date by which the page's period narrows the records."""
    person: Path | None = None
    """The person by whom the page's switch (me, my people, a department) narrows the records."""
    compare: Literal["previous", "last_year"] | None = None
    """A metric also tells how it differs from that period; needs `period`."""
    better: Literal["more", "less"] = "more"
    """Which way of changing is good news."""
    shape: Literal["bar", "column", "line", "area", "pie", "day", "month"] | None = None
    """Of a chart or calendar; a fitting one when absent."""
    start: Path | None = None
    end: Path | None = None
    """When a calendar's records begin and end: a date, a datetime, or a date with `time`."""
    time: Path | None = None
    fields: tuple[Path, ...] = ()
    sort: tuple[str, ...] = ()
    limit: Annotated[int, Info(ge=1, le=100)] = 5
    tick: dict[Key, str | bool] = {}
    """A list's rows have a box that sets these fields: `{"status": "done"}`."""
    remind: Path | None = None
    """A list's rows have a button that reminds this person of the record."""
    call: Path | None = None
    """A list's rows have a button that calls this phone number."""
    mention: LocalText | None = None
    """A list or calendar is told of in the page's head: `{n} to call`."""
    text: LocalText | None = None
    width: Annotated[int, Info(ge=1, le=12)] = 4
    """Of the twelve columns."""
    place: Literal["main", "rail"] = "main"
    """`rail` is the narrow column at the right."""
