"""Days and times in sample tables, told from the moment of installation, so that samples never look old.

`today`, `today-12`, `today+3` · `now-3d`, `now-3d 09:30`, `now-2h`, `now+1d 14:00`.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_TODAY = re.compile(r"today(?:\s*([+-]\s*\d{1,5}))?(?:\s+(\d{1,2}):(\d{2}))?")
_NOW = re.compile(r"now(?:\s*([+-]\s*\d{1,5})\s*([dhm]))?(?:\s+(\d{1,2}):(\d{2}))?")
_MORNING = time(9)


def day(words: str, now: datetime, zone: ZoneInfo) -> date | None:
    """The day that is meant; None when the words are not relative."""
    found = _instant(words, now, zone)
    return found and found.date()


def instant(words: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The aware instant that is meant; None when the words are not relative. A day alone means nine in the morning."""
    return _instant(words, now, zone)


def _instant(words: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    words, local = words.strip().lower(), now.astimezone(zone)
    if found := _TODAY.fullmatch(words):
        days, hour, minute = found.groups()
        moved = local.date() + timedelta(days=_number(days))
        return datetime.combine(moved, time(int(hour), int(minute)) if hour else _MORNING, zone)
    if found := _NOW.fullmatch(words):
        amount, unit, hour, minute = found.groups()
        step = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}[unit or "d"]
        moved_to = local + step * _number(amount)
        return moved_to.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0) if hour else moved_to
    return None


def _number(words: str | None) -> int:
    return int(words.replace(" ", "")) if words else 0
