"""DATETIME: the instant of a day, hour and minute in the workspace's zone."""

from datetime import datetime
from typing import Any

from dougong.metamodel.text import text

from ...calendar import instant_of
from ..kind import Function, Native, Sql


def _datetime(*given: Any) -> datetime | None:
    """(day, hour, minute, zone), the middle two optional; outside 0..23 and 0..59 it is blank."""
    day, *clock, zone = given
    hour, minute = (int(part) for part in (*clock, 0, 0)[:2])
    return instant_of(day, hour, minute, zone) if 0 <= hour <= 23 and 0 <= minute <= 59 else None


def _sql(q: Sql, *given: Any) -> Any:
    day, *clock, zone = given
    hour, minute = (*clock, 0, 0)[:2]
    hours = q.cast(q.within(q.call("trunc", hour), 0, 23), "integer")
    minutes = q.cast(q.within(q.call("trunc", minute), 0, 59), "integer")
    local = q.infix(q.cast(day, "timestamp"), "+", q.call("make_interval", 0, 0, 0, 0, hours, minutes))
    return q.within_instants(q.call("timezone", zone, local))


_JAVASCRIPT = """(day, ...rest) => {
  const zone = rest.pop();
  const [hour, minute] = [rest[0] ?? 0n, rest[1] ?? 0n].map(rt.int);
  return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 ? rt.instantOf(day, hour, minute, zone) : null;
}"""

FUNCTION = Function(
    name="DATETIME",
    signature="DATETIME(day: date, hour?: number, minute?: number) -> datetime?",
    doc=text("工作区时区里某天某时某分的时间", "The instant of a day, hour and minute in the workspace's zone"),
    words="日期时间 时刻",
    examples=(
        ("DATETIME(DATE(2026, 1, 2), 8, 30)", datetime.fromisoformat("2026-01-02T08:30:00+00:00")),
        ("DATETIME(DATE(2026, 1, 2), 25)", None),
    ),
    meaning=Native(_datetime, _sql, extra="zone", javascript=_JAVASCRIPT),
)
