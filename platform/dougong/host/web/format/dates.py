"""Days, instants and lengths of time as people say them: relative when near, exact when far."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def day(value: date, today: date) -> str:
    """`05-29` in this year, `2025-11-29` in others; the same in both languages."""
    return value.strftime("%m-%d") if value.year == today.year else value.isoformat()


def long_day(value: date, language: str) -> str:
    """`5 月 20 日`, `20 May`; the year is left to the reader."""
    return (
        f"{value.month} 月 {value.day} 日" if language.startswith("zh") else f"{value.day} {_MONTHS[value.month - 1]}"
    )


_WEEKDAYS = {
    True: (("一", "星期一"), ("二", "星期二"), ("三", "星期三"), ("四", "星期四"), ("五", "星期五"), ("六", "星期六"), ("日", "星期日")),
    False: (
        ("Mo", "Monday"), ("Tu", "Tuesday"), ("We", "Wednesday"), ("Th", "Thursday"), ("Fr", "Friday"), ("Sa", "Saturday"),
        ("Su", "Sunday"),
    ),
}  # fmt: skip


def weekdays(language: str) -> tuple[tuple[str, str], ...]:
    """Short and full names from Monday on."""
    return _WEEKDAYS[language.startswith("zh")]


def month_head(value: date, language: str) -> str:
    """`2026 年 11 月`, `Nov 2026`."""
    return (
        f"{value.year} 年 {value.month} 月" if language.startswith("zh") else f"{_MONTHS[value.month - 1]} {value.year}"
    )


def full_day(value: date, language: str) -> str:
    """`2026 年 11 月 22 日 星期日`, `Sunday 22 Nov 2026`."""
    weekday = weekdays(language)[value.weekday()][1]
    if language.startswith("zh"):
        return f"{value.year} 年 {long_day(value, language)} {weekday}"
    return f"{weekday} {long_day(value, language)} {value.year}"


def day_head(value: date, today: date, language: str) -> str:
    """Head of a day's entries: `今天 · 5 月 20 日`, with the year when it is another."""
    words = long_day(value, language)
    if value.year != today.year:
        words = f"{value.year} 年 {words}" if language.startswith("zh") else f"{words} {value.year}"
    near = _near(value, today, language)
    return f"{near} · {words}" if near else words


def _near(value: date, today: date, language: str) -> str:
    names = ("今天", "昨天", "明天") if language.startswith("zh") else ("Today", "Yesterday", "Tomorrow")
    return {0: names[0], -1: names[1], 1: names[2]}.get((value - today).days, "")


def overdue(value: date, today: date, language: str) -> str:
    """`逾期 8 天`, empty when the day has not passed."""
    late = (today - value).days
    if late <= 0:
        return ""
    if language.startswith("zh"):
        return f"逾期 {late} 天"
    return f"{late} day late" if late == 1 else f"{late} days late"


def clock(value: datetime, zone: str) -> str:
    """`09:42` in the reader's zone."""
    return value.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def instant(value: datetime, zone: str) -> str:
    """`2026-05-20 09:42` in the reader's zone."""
    return value.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def relative(value: datetime, now: datetime, zone: str, language: str) -> str:
    """`今天 09:42`, `昨天 16:20`, `6 天前`, then the day."""
    here, today = value.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    if near := _near(here.date(), today, language):
        return f"{near} {here:%H:%M}"
    days = (today - here.date()).days
    if 0 < days <= 30:
        return f"{days} 天前" if language.startswith("zh") else f"{days} days ago"
    return day(here.date(), today)


def duration(seconds: int, language: str) -> str:
    """`1 天 2 小时`, `45 分钟`: the two largest parts."""
    zh = language.startswith("zh")
    left, parts = timedelta(seconds=abs(seconds)), []
    for amount, unit in (
        (left.days, "天" if zh else "d"),
        (left.seconds // 3600, "小时" if zh else "h"),
        (left.seconds % 3600 // 60, "分钟" if zh else "min"),
        (left.seconds % 60, "秒" if zh else "s"),
    ):
        if amount:
            parts.append(f"{amount} {unit}")
    words = " ".join(parts[:2]) or ("0 分钟" if zh else "0 min")
    return f"−{words}" if seconds < 0 else words


def length(seconds: int, language: str) -> str:
    """A duration as it is typed, whole and in words that are understood again: `1 小时 30 分钟`, `1h 30m`."""
    zh, parts, left = language.startswith("zh"), [], seconds
    for size, chinese, other in ((86_400, " 天", "d"), (3600, " 小时", "h"), (60, " 分钟", "m"), (1, " 秒", "s")):
        amount, left = divmod(left, size)
        if amount:
            parts.append(f"{amount}{chinese if zh else other}")
    return " ".join(parts) or ("0 分钟" if zh else "0m")
