"""What a formula knows besides the record: one set of values per request, so that a page never disagrees with itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from .calendar import zone_of
from .periods import bound
from .workdays import USUAL

Folding = Literal["unicode", "ascii"]
"""How far upper and lower case are known: `ascii` where the database knows no more (every back end then follows)."""


@dataclass(frozen=True, slots=True)
class Env:
    """`now` aware UTC; `today` the day in `zone` (an IANA name); `user` the person's row by dotted path with `id`;
    `old` the record before the change; `changed` keys of changed fields; `variables` what the Schema declares.
    `here` is the reader's zone, for periods such as this week; empty where nobody reads. `week_start` 1 Monday to 7.
    `workdays`: the workspace's work calendar (workdays.py)."""

    now: datetime
    today: date
    zone: str = "UTC"
    user: Mapping[str, Any] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    old: Mapping[str, Any] | None = None
    is_new: bool = False
    changed: frozenset[str] = frozenset()
    variables: Mapping[str, Any] = field(default_factory=dict)
    folding: Folding = "unicode"
    here: str = ""
    week_start: int = 1
    workdays: str = USUAL

    def bound(self, side: Literal["since", "until"], key: str, count: str, kind: str) -> date | datetime:
        """One end of a period, as DURING asks for it."""
        today = self.now.astimezone(zone_of(self.here)).date() if self.here else self.today
        return bound(side, key, int(count), kind == "instant", today, self.here or self.zone, self.week_start)
