"""What people type for days, instants and times of day."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from dougong.host.web.format.date_entry import day_of, moment_of, time_of

TODAY = date(2026, 11, 22)  # a Sunday
NOW = datetime(2026, 11, 22, 15, 20, 40, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-11-22", "2026-11-22"), ("11/22", "2026-11-22"), ("2026/1/5", "2026-01-05"), ("20260105", "2026-01-05"),
        ("3月5日", "2026-03-05"), ("2025年3月5日", "2025-03-05"), ("明天", "2026-11-23"), (" Tomorrow ", "2026-11-23"),
        ("后天", "2026-11-24"), ("昨天", "2026-11-21"), ("+3", "2026-11-25"), ("−2", "2026-11-20"), ("+2w", "2026-12-06"),
        ("+3m", "2027-02-22"), ("周五", "2026-11-27"), ("下周一", "2026-11-23"), ("Friday", "2026-11-27"),
        ("next wed", "2026-11-25"), ("月底", "2026-11-30"), ("周日", "2026-11-29"),
    ],
)  # fmt: skip
def test_days(words: str, expected: str) -> None:
    assert day_of(words, TODAY) == date.fromisoformat(expected)


@pytest.mark.parametrize("words", ["", "x", "22", "2/30", "13/1", "fridge", "2026-02-29", "+99999", "9:30", "一"])
def test_what_is_no_day(words: str) -> None:
    assert day_of(words, TODAY) is None


@pytest.mark.parametrize("edge", [date.min, date.max])
def test_the_ends_of_time_are_not_crossed(edge: date) -> None:
    for words in ("+9999y", "-9999y", "+1", "-1", "next fri", "下周日", "周五"):
        day_of(words, edge)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-11-22 09:30", "2026-11-22 09:30"), ("2026-11-22T09:30", "2026-11-22 09:30"), ("明天 9：30", "2026-11-23 09:30"),
        ("tomorrow 3pm", "2026-11-23 15:00"), ("+3 下午3点", "2026-11-25 15:00"), ("11/23 0930", "2026-11-23 09:30"),
        ("9:30", "2026-11-22 09:30"), ("now", "2026-11-22 15:20"), ("明天", "2026-11-23 00:00"), ("next fri 10:00", "2026-11-27 10:00"),
    ],
)  # fmt: skip
def test_instants_are_in_the_readers_zone(words: str, expected: str) -> None:
    found = moment_of(words, NOW)
    assert found is not None
    assert (found.strftime("%Y-%m-%d %H:%M"), found.tzinfo) == (expected, NOW.tzinfo)


@pytest.mark.parametrize("words", ["", "9", "x 9:30", "2026-11-22 25:00", "明天 x"])
def test_what_is_no_instant(words: str) -> None:
    assert moment_of(words, NOW) is None


def test_times_of_day() -> None:
    read = {words: time_of(words) for words in ("9:30", "930", "下午3点", "3pm", "12am", "25:00", "")}
    assert read == {
        "9:30": time(9, 30), "930": time(9, 30), "下午3点": time(15), "3pm": time(15), "12am": time(0), "25:00": None, "": None,
    }  # fmt: skip
