"""A sample table: rows of cells, written as CSV with a header in the order in which columns first appear."""

import csv
import random
from pathlib import Path
from typing import Any

APPS = Path(__file__).resolve().parents[2] / "apps"
Row = dict[str, Any]
Rows = list[Row]


def seeded(seed: int) -> random.Random:
    """The only source of chance."""
    return random.Random(seed)  # noqa: S311 - sample data, not secrets


def write(app: str, entity: str, rows: Rows) -> None:
    """`apps/<app>/samples/<entity>.csv`; None and False are empty cells, lists are joined by `;`."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    path = APPS / app / "samples" / f"{entity}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[_cell(row.get(column)) for column in columns] for row in rows])


def day(offset: int) -> str:
    """A day told from the day of installation."""
    return "today" if offset == 0 else f"today{offset:+d}"


def moment(days_ago: int, hour: int, minute: int) -> str:
    """A moment so many days before the installation."""
    return f"now-{days_ago}d {hour:02}:{minute:02}"


def _cell(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return str(value)
