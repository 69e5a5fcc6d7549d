"""The day of an instant in a time zone, in SQLite's own words: Python is asked only outside the years written out here.

A filter by days asks this of each row; a function of Python's costs it fifteen times as much.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import Integer, String, and_, case, func, literal_column

from ..calendar import zone_of
from .forms import let
from .numbers import infix
from .types import to_micros
from .writer import Element

FROM, TO = datetime(2010, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
_INTEGER = Integer()


class Stretch(NamedTuple):
    """From this instant on the zone is ahead of UTC by `offset`; both in microseconds."""

    start: int
    offset: int


@cache
def stretches(zone: str) -> tuple[Stretch, ...]:
    """The zone's offsets between `FROM` and `TO`, first to last."""
    found = [Stretch(to_micros(FROM), _offset(FROM, zone))]
    at = FROM
    while at < TO:
        following = at + timedelta(days=1)
        if _offset(following, zone) != found[-1].offset:
            change = _change(at, following, zone)
            found.append(Stretch(to_micros(change), _offset(change, zone)))
        at = following
    return tuple(found)


def day_in_zone(instant: Element, zone: str, otherwise: Element) -> Element:
    """The day's text; `otherwise` where the instant is blank or lies outside the years known here."""
    known = stretches(zone)

    def written(moment: Element) -> Element:
        local = infix(moment, "+", _ahead(moment, known), _INTEGER)
        seconds = infix(local.self_group(), "/", _plain(1_000_000), _INTEGER)
        day: Element = func.date(seconds, literal_column("'unixepoch'"), type_=String())
        within = and_(moment >= _plain(known[0].start), moment < _plain(to_micros(TO)))
        return case((within, day), else_=otherwise)

    return let((instant,), written)


def _ahead(moment: Element, known: tuple[Stretch, ...]) -> Element:
    """The offset, found by halving: a zone with summer time has two stretches a year."""
    if len(known) == 1:
        return _plain(known[0].offset)
    middle = len(known) // 2
    before, after = _ahead(moment, known[:middle]), _ahead(moment, known[middle:])
    return case((moment < _plain(known[middle].start), before), else_=after)


def _plain(number: int) -> Element:
    return literal_column(str(number), _INTEGER)


def _change(before: datetime, after: datetime, zone: str) -> datetime:
    """The first second of the offset that holds at `after`."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _offset(middle, zone) == _offset(after, zone):
            after = middle
        else:
            before = middle
    return after


def _offset(at: datetime, zone: str) -> int:
    return (at.astimezone(zone_of(zone)).utcoffset() or timedelta()) // timedelta(microseconds=1)
