"""Days and instants: months clamp to the month's end, local times that are doubtful take standard time, as PostgreSQL does."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo


@cache
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name."""
    return ZoneInfo(name)


def add_months(day: date, months: int) -> date | None:
    """The same day some months later, kept within the month; None outside the years 1 to 9999."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def shift(day: date, days: int) -> date | None:
    """The day some days later; None outside the years 1 to 9999."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def months_between(since: date, to: date) -> int:
    """Complete months between two days in order."""
    return (to.year - since.year) * 12 + to.month - since.month - (to.day < since.day)


def day_of(instant: datetime, zone: str) -> date | None:
    """The day of an instant in a zone."""
    try:
        return instant.astimezone(zone_of(zone)).date()
    except OverflowError:
        return None


def clock_of(instant: datetime, zone: str) -> time:
    """The local time of day; beside the first and last instant the offset of two days further in is taken."""
    try:
        return instant.astimezone(zone_of(zone)).time()
    except OverflowError:
        inner = timedelta(days=2 if instant.year == 1 else -2)
        offset = (instant + inner).astimezone(zone_of(zone)).utcoffset() or timedelta()
        return ((instant + inner).replace(tzinfo=None) + offset).time()


def instant_of(day: date, hour: int, minute: int, zone: str) -> datetime | None:
    """The instant of a local time; one that occurs twice or never takes the smaller offset (standard time)."""
    local = datetime.combine(day, time(hour, minute), zone_of(zone))
    first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
    assert first is not None and second is not None
    try:
        return (local.replace(tzinfo=UTC) - min(first, second)).astimezone(UTC)
    except OverflowError:
        return None


def seconds_between(start: datetime, end: datetime) -> Decimal:
    """Exact seconds, six digits after the point."""
    return Decimal((end - start) // timedelta(microseconds=1)).scaleb(-6)


def later(instant: datetime, seconds: Decimal) -> datetime | None:
    """The instant some seconds later; None outside the years 1 to 9999."""
    try:
        return instant + timedelta(microseconds=int(Decimal(seconds).scaleb(6)))
    except OverflowError:
        return None
