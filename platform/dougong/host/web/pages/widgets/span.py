"""A period of the calendar that holds a day: this month, quarter or year, and the ones it is compared with."""

from dataclasses import dataclass
from datetime import date, timedelta

from dougong.metamodel.widget import Period

_MONTHS: dict[Period, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` on, before `end`."""

    period: Period
    start: date
    end: date

    def shifted(self, months: int) -> "Span":
        """The same length, so many months away."""
        return Span(self.period, _month(self.start, months), _month(self.end, months))

    def before(self, compare: str) -> "Span":
        """The period it is compared with: `previous` or `last_year`."""
        return self.shifted(-12 if compare == "last_year" else -_MONTHS[self.period])

    def until(self, day: date) -> "Span":
        """Its beginning up to and with `day`: a running period is held against as many days of another."""
        return Span(self.period, self.start, min(self.end, day + timedelta(days=1)))

    def so_far(self, today: date, compare: str) -> tuple["Span", "Span"]:
        """(what has passed of this period, as much of the one it is compared with)."""
        now, other = self.until(today), self.before(compare)
        if now.end == self.end:
            return now, other
        return now, Span(self.period, other.start, min(other.end, other.start + (now.end - now.start)))

    def elapsed(self, today: date) -> float:
        """The share of it that has passed with today, 0 to 1."""
        return min(1.0, max(0.0, ((today - self.start).days + 1) / (self.end - self.start).days))

    def left(self, today: date) -> int:
        """Days that remain after today."""
        return max(0, (self.end - today).days - 1)


def span_of(period: Period, today: date) -> Span:
    """The period that today lies in."""
    size = _MONTHS[period]
    start = date(today.year, (today.month - 1) // size * size + 1, 1)
    return Span(period, start, _month(start, size))


def _month(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)
