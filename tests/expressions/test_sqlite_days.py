"""The day of an instant as SQLite's own words give it is the day that Python gives, around every change of the clock."""

import sqlite3

import pytest
from sqlalchemy import Integer, String, literal_column
from sqlalchemy.dialects import sqlite

from dougong.expressions.calendar import day_of
from dougong.expressions.sql.sqlite_days import FROM, TO, day_in_zone, stretches
from dougong.expressions.sql.types import from_micros, to_micros

HOUR, DAY = 3_600_000_000, 86_400_000_000


@pytest.mark.parametrize(
    ("zone", "changes"),
    [("UTC", 0), ("Asia/Shanghai", 0), ("Asia/Kolkata", 0), ("America/New_York", 60), ("Australia/Lord_Howe", 60),
     ("Pacific/Apia", 23)],
)  # fmt: skip
def test_the_day_in_a_zone(zone: str, changes: int) -> None:
    known = stretches(zone)
    assert len(known) == changes + 1
    written = day_in_zone(literal_column("?", Integer()), zone, literal_column("'python'", String()))
    asked = f"SELECT {written.compile(dialect=sqlite.dialect())}"
    first, last = to_micros(FROM), to_micros(TO)
    around = [start + more for start, _ in known for more in (-DAY, -HOUR, -1, 0, 1, HOUR, DAY)]
    spread = range(first, last, 3_456_789 * 1_000_007)
    connection = sqlite3.connect(":memory:")
    for moment in (first - 1, *around, *spread, last - 1, last):
        found = connection.execute(asked, (moment,)).fetchone()[0]
        expected = str(day_of(from_micros(moment), zone)) if first <= moment < last else "python"
        assert found == expected, (zone, moment)
    assert connection.execute(asked, (None,)).fetchone()[0] == "python", "a blank stays Python's to answer"
