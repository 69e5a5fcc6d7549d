"""What HOUR and MINUTE share: a part of the clock's face in the workspace's zone."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from ...calendar import clock_of
from ..kind import Native


def clock_part(part: Literal["hour", "minute"]) -> Native:
    """PostgreSQL's date_part has the same names."""

    def read(x: datetime, zone: str) -> Decimal:
        return Decimal(getattr(clock_of(x, zone), part))

    micros, most = {"hour": (3_600_000_000, 24), "minute": (60_000_000, 60)}[part]
    return Native(
        read,
        lambda q, x, zone: q.cast(q.call("date_part", part, q.call("timezone", zone, x)), "numeric"),
        extra="zone",
        javascript=f"(moment, zone) => rt.clock(moment, zone, {micros}n, {most}n)",
    )
