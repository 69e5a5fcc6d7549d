"""Days compared with a known day: one bound in the database, and the same records as in Python, in every zone and at every
change of the clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import MetaData, insert

from dougong.expressions import check, compile_python
from dougong.expressions.sql import target_of

from .test_sql import POSTGRES, SQLITE, sql
from .world import ENV, SCHEMA, make_engine, query, tables

ZONES = (
    "UTC",
    "Asia/Shanghai",
    "America/New_York",
    "Asia/Beirut",
    "Africa/Casablanca",
    "Pacific/Apia",
    "America/St_Johns",
)
TWICE = date(2010, 11, 7)
"""In Newfoundland its first minute was followed by the last hour of the day before, once more."""
DAYS = (
    date(2024, 3, 31),
    date(2024, 10, 27),
    date(2011, 12, 31),
    date(2026, 11, 22),
    date(1, 1, 2),
    date(9999, 12, 31),
)
SHAPES = (
    "TODAY() - DATE(seen) {} {}", "DATE(seen) - TODAY() {} {}", "{1} {0} TODAY() - DATE(seen)",
    "TODAY() - made {} {}", "made - TODAY() {} {}", "TODAY() - DATE(COALESCE(seen, left)) {} {}", "NOT (TODAY() - DATE(seen) {} {})",
)  # fmt: skip


@pytest.mark.parametrize("target", [SQLITE, POSTGRES])
@pytest.mark.parametrize("formula", ["TODAY() - DATE(seen) > 5", "DATE(seen) >= TODAY()", "3 > TODAY() - DATE(seen)"])
def test_instants_are_compared_as_they_stand(target, formula):
    written = sql(formula, target)
    assert "crate.seen BETWEEN" in written and "julianday" not in written and "timezone(" not in written.lower()


def test_days_are_compared_as_they_stand():
    assert "crate.made <" in sql("age > 5", SQLITE) and "crate.made <" in sql("age > 5", POSTGRES)


def test_the_same_records_as_in_python(database):
    engine, metadata, random = make_engine(database), MetaData(), Random(7)
    found = tables(metadata)
    rows = [{"id": f"0198c3d2-0000-7000-8000-{n:012d}", **values} for n, values in enumerate(_moments(random))]
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(insert(found["crate"]), rows)
        target = target_of(connection)
        for _ in range(160):
            sign, number = random.choice(("<", "<=", ">", ">=")), random.choice(("-1", "0", "1", "2.5", "-0.5", "400"))
            formula = random.choice((*SHAPES, "DATE(seen) {} TODAY()", "TODAY() {} DATE(seen)")).format(sign, number)
            checked = check(formula, SCHEMA)
            day, zone = random.choice(((TWICE, "America/St_Johns"), (random.choice(DAYS), random.choice(ZONES))))
            env = replace(ENV, today=day, zone=zone, folding=target.folding)
            run = compile_python(checked)
            wanted = [one["id"] for one in rows if run(one, env)]
            assert list(connection.scalars(query(checked, found, target, True, env))) == wanted, (formula, env)


def _moments(random):
    """Instants around midnight in every zone on days of every kind, with blanks among them."""
    for minute in (149, 150.5, 151.5, 209, 211):
        seen = _shifted(TWICE, timedelta(minutes=minute))
        yield {"seen": seen, "left": seen, "made": seen.date()}
    for day in DAYS:
        for _ in range(40):
            given = {"seen": None, "left": None, "made": None}
            for name in given:
                hours = random.randrange(-60, 60) + random.choice((0, 0, 0.5, 0.508, 1 / 3600, -1e-6 / 3600))
                if random.random() < 0.9:
                    given[name] = _shifted(day, timedelta(hours=hours))
            yield {**given, "made": given["made"] and given["made"].date()}


def _shifted(day, by):
    try:
        return datetime(day.year, day.month, day.day, tzinfo=UTC) + by
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
