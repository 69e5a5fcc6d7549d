"""Figures, days and filters as pages show them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dougong.host.web.format import dates, numbers
from dougong.host.web.pages import conditions
from dougong.host.web.pages.conditions import Condition
from dougong.host.web.pages.marks import avatar


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("15980000", "¥1,598万", "¥16.0M"),
        ("9202000", "¥920.2万", "¥9.2M"),
        ("-50000", "−¥5万", "−¥50K"),
        ("12.5", "¥12.5", "¥12.5"),
    ],
)
def test_short_money(value: str, zh: str, en: str) -> None:
    assert numbers.short_money(Decimal(value), "CNY", "zh-CN") == zh
    assert numbers.short_money(Decimal(value), "CNY", "en") == en


def test_money_shows_cents_only_where_there_are_any() -> None:
    assert numbers.money(Decimal("2860000.00")) == "¥2,860,000"
    assert numbers.money(Decimal("1280.5"), "USD") == "$1,280.50"


def test_days_and_instants_in_the_readers_zone() -> None:
    now = datetime(2026, 5, 20, 2, tzinfo=UTC)
    assert dates.relative(datetime(2026, 5, 20, 1, 42, tzinfo=UTC), now, "Asia/Shanghai", "zh-CN") == "今天 09:42"
    assert dates.relative(datetime(2026, 5, 14, 1, tzinfo=UTC), now, "Asia/Shanghai", "en") == "6 days ago"
    assert dates.day(date(2025, 11, 29), date(2026, 5, 20)) == "2025-11-29"
    assert dates.overdue(date(2026, 5, 12), date(2026, 5, 20), "zh-CN") == "逾期 8 天"


@pytest.mark.parametrize(
    "source",
    [
        'stage NOT IN ("won", "lost") AND owner = $user',
        "amount > 10000 AND NOT ISBLANK(due)",
        'CONTAINS(name, "a ""quoted"" word")',
        "NOT closed",
    ],
)
def test_flat_filters_survive_the_builder(source: str) -> None:
    found = conditions.read(source)
    assert found is not None
    again = conditions.read(conditions.write(found, lambda path: path != "amount"))
    assert again == found


@pytest.mark.parametrize("source", ["a = 1 OR b = 2", "a + 1 > 2", "amount >"])
def test_other_filters_stay_text(source: str) -> None:
    assert conditions.read(source) is None


def test_quotes_in_values_cannot_leave_the_literal() -> None:
    text = conditions.write((Condition("name", "=", ('x" OR TRUE OR "',)),), lambda _: True)
    assert conditions.read(text) == (Condition("name", "=", ('x" OR TRUE OR "',)),)


@pytest.mark.parametrize(("name", "initial"), [("\u202eabc", "A"), ("\u200b", "?"), ("  李雷", "李"), ("🦄 Ltd", "🦄")])
def test_a_face_shows_the_first_letter_that_can_be_seen(name: str, initial: str) -> None:
    assert f">{initial}</span>" in avatar(name)
