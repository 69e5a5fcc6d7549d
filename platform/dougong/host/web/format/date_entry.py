"""Days, instants and times of day as people type them: `2026-11-22`, `11/22`, `明天`, `next fri`, `+3`, `明天 9:30`.

The reader's present moment is handed in; nothing here reads a clock. None means "not understood".
"""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

_SEPARATED = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHIFT = re.compile(r"([-+−])\s*(\d{1,4})\s*([dwmy天日周月年]?)")
_CLOCK = re.compile(
    r"(上午|下午|晚上)?\s*([01]?\d|2[0-3])(?:\s*[:：点]\s*([0-5]\d)?(?::[0-5]\d)?\s*分?)?\s*(am|pm)?", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"(下周|下星期|next\s+)?(?:这?(?:周|星期|礼拜))?([一二三四五六日天]|mon|tue|wed|thu|fri|sat|sun)(?:s|rs|ur|nes)?(?:day)?",
    re.IGNORECASE,
)
_NEAR = {
    "今天": 0, "今日": 0, "今": 0, "today": 0, "now": 0, "现在": 0, "明天": 1, "明日": 1, "明": 1, "tomorrow": 1, "tmr": 1,
    "后天": 2, "大后天": 3, "昨天": -1, "昨日": -1, "yesterday": -1, "前天": -2,
}  # fmt: skip
_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_DAYS |= {name: at for at, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


def day_of(words: str, today: date) -> date | None:
    """A day. Without a year it is this year's; a weekday is the coming one, today's name means in a week."""
    text = words.strip().lower()
    if text in _NEAR:
        return _shifted(today, _NEAR[text])
    if match := _COMPACT.fullmatch(text):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if match := _SEPARATED.fullmatch(text):
        return _made(int(match[1] or today.year), int(match[2]), int(match[3]))
    if match := _SHIFT.fullmatch(text):
        return _moved(today, int(match[2]) * (1 if match[1] == "+" else -1), match[3] or "d")
    if text in ("月底", "本月底", "eom"):
        return today.replace(day=monthrange(today.year, today.month)[1])
    if (match := _WEEKDAY.fullmatch(text)) and len(text) > 1:
        return _weekday(today, _DAYS[match[2]], bool(match[1]))
    return None


def time_of(words: str) -> time | None:
    """A time of day: `9:30`, `09：30`, `930`, `下午3点`, `3pm`."""
    text = words.strip().lower()
    if match := re.fullmatch(r"(\d{1,2})(\d{2})", text):
        text = f"{match[1]}:{match[2]}"
    match = _CLOCK.fullmatch(text)
    if not match or not text:
        return None
    late = match[1] in ("下午", "晚上") or match[4] == "pm"
    hour = int(match[2])
    if late and hour < 12:
        hour += 12
    if match[4] == "am" and hour == 12:
        hour = 0
    return time(hour, int(match[3] or 0))


def moment_of(words: str, now: datetime) -> datetime | None:
    """An instant in the zone of `now`; a day alone is its midnight, a time alone is today's, `now` is now."""
    text = re.sub(r"^(\d{4}-\d\d-\d\d)t", r"\1 ", words.strip().lower())
    if text in ("now", "现在"):
        return now.replace(second=0, microsecond=0)
    if (found := day_of(text, now.date())) is not None:
        return datetime.combine(found, time(), now.tzinfo)
    for at in (m.start() for m in re.finditer(r"\s", text)):
        first, clock = day_of(text[:at], now.date()), time_of(text[at:])
        if first is not None and clock is not None:
            return datetime.combine(first, clock, now.tzinfo)
    alone = time_of(text) if re.search(r"[:：点apm下上晚]", text) else None
    return datetime.combine(now.date(), alone, now.tzinfo) if alone is not None else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shifted(start: date, days: int) -> date | None:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None


def _moved(start: date, n: int, unit: str) -> date | None:
    if unit in "d天日":
        return _shifted(start, n)
    if unit in "w周":
        return _shifted(start, 7 * n)
    months = start.year * 12 + start.month - 1 + n * (12 if unit in "y年" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _weekday(today: date, wanted: int, following: bool) -> date | None:
    monday = _shifted(today, -today.weekday())
    if monday is None:
        return None
    if following:
        return _shifted(monday, 7 + wanted)
    ahead = (wanted - today.weekday()) % 7 or 7
    return _shifted(today, ahead)
