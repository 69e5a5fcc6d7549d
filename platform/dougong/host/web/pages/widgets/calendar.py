"""A calendar: one day hour by hour, or a month of days. One statement either way."""

from .ask import Ask, Drawn, Kind
from .day import day
from .month import month


def draw(ask: Ask) -> Drawn:
    """A day unless the definition or its view says month."""
    if not start_of(ask):
        return day(ask, "")
    shape = ask.widget.shape or ("month" if ask.view and ask.view.start else "day")
    return month(ask, start_of(ask)) if shape == "month" else day(ask, start_of(ask))


def start_of(ask: Ask) -> str:
    """The path of the beginning: the widget's, its view's, else the first date among its fields."""
    given = ask.widget.start or (ask.view.start if ask.view else None)
    dated = (path for path in ask.widget.fields if ask.field(path).value_type.name in ("date", "datetime"))
    return given or next(dated, "")


KIND = Kind(draw, "board/calendar.html", "rows tall")
