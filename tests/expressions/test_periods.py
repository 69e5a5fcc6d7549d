"""DURING: periods from the reader's today on, over days and instants, the same in Python and in both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import MetaData, insert

from dougong.expressions import ExpressionError, check, compile_python
from dougong.expressions.periods import PERIODS
from dougong.expressions.sql import target_of

from .world import ENV, SCHEMA, make_engine, query, tables

WEDNESDAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("period", "count", "week_start", "first", "last"),
    [
        ("yesterday", 0, 1, date(2026, 5, 19), date(2026, 5, 19)),
        ("this_week", 0, 1, date(2026, 5, 18), date(2026, 5, 24)),
        ("this_week", 0, 7, date(2026, 5, 17), date(2026, 5, 23)),
        ("next_week", 0, 1, date(2026, 5, 25), date(2026, 5, 31)),
        ("last_month", 0, 1, date(2026, 4, 1), date(2026, 4, 30)),
        ("this_quarter", 0, 1, date(2026, 4, 1), date(2026, 6, 30)),
        ("last_quarter", 0, 1, date(2026, 1, 1), date(2026, 3, 31)),
        ("next_year", 0, 1, date(2027, 1, 1), date(2027, 12, 31)),
        ("last_days", 7, 1, date(2026, 5, 14), WEDNESDAY),
        ("next_days", 7, 1, WEDNESDAY, date(2026, 5, 26)),
        ("overdue", 0, 1, None, date(2026, 5, 19)),
    ],
)
def test_ends(period, count, week_start, first, last):
    assert PERIODS[period].ends(WEDNESDAY, count, week_start) == (first, last)


def test_the_readers_day_decides_not_the_workspaces():
    """Half past seven UTC is the 20th in Shanghai; in Honolulu the 19th is still going on."""
    today = compile_python(check('DURING(due, "today")', SCHEMA))
    seen = compile_python(check('DURING(seen, "today")', SCHEMA))
    late = {"due": date(2026, 5, 19), "seen": datetime(2026, 5, 20, 7, tzinfo=UTC)}
    there = replace(ENV, here="Pacific/Honolulu")
    assert not today(late, ENV)
    assert today(late, there)
    assert seen(late, ENV)
    assert seen(late, there)
    early = {"seen": datetime(2026, 5, 19, 9, 59, 59, 999999, tzinfo=UTC)}
    assert not seen(early, there)


@pytest.mark.parametrize(
    ("formula", "kept"),
    [
        ('DURING(due, "this_week")', {1}),
        ('DURING(due, "overdue")', {2}),
        ('DURING(due, "next_days", 30)', {1, 3}),
        ('NOT DURING(due, "this_week")', {2, 3, 4}),
        ('DURING(seen, "today")', {1}),
    ],
)
def test_both_databases_agree(database, formula, kept):
    rows = [
        {"due": WEDNESDAY, "seen": datetime(2026, 5, 19, 16, tzinfo=UTC)},
        {"due": date(2026, 5, 1), "seen": datetime(2026, 5, 19, 15, 59, 59, tzinfo=UTC)},
        {"due": date(2026, 6, 10), "seen": datetime(2026, 5, 20, 16, tzinfo=UTC)},
        {},
    ]
    engine, metadata = make_engine(database), MetaData()
    found = tables(metadata)
    ids = {f"0198c3d2-0000-7000-8000-00000000000{n}": n for n in range(1, 5)}
    with engine.begin() as connection:
        metadata.create_all(connection)
        for key, row in zip(ids, rows, strict=True):
            connection.execute(insert(found["crate"]).values(id=key, **row))
        checked = check(formula, SCHEMA)
        got = connection.execute(query(checked, found, target_of(connection), True)).all()
    assert {ids[str(row[0])] for row in got} == kept
    assert {
        n for n, row in enumerate(rows, 1) if compile_python(checked)({"due": None, "seen": None, **row}, ENV)
    } == kept


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ('DURING(due, "this_decade")', '"this_decade" is no period. Use one of: today, '),
        ('DURING(due, "last_days")', '"last_days" also needs a number of days'),
        ('DURING(due, "today", 3)', '"today" takes no number of days'),
        ('DURING(due, "last_days", 0)', "a whole number from 1 to 3660"),
        ('DURING(amount, "today")', "must be a date"),
    ],
)
def test_what_cannot_be_meant_is_said(formula, said):
    with pytest.raises(ExpressionError, match="DURING") as wrong:
        check(formula, SCHEMA)
    assert said in wrong.value.problems[0].message.en
