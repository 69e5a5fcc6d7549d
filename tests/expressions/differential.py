"""Runs formulas in Python, as SQL values, as SQL conditions and in the browser, and tells where they differ."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.engine import Connection, Engine

from dougong.expressions import Checked, ExpressionError, check, compile_python
from dougong.expressions.sql import Target, target_of

from .generate import Formulas, records
from .javascript import Script
from .world import ENV, SCHEMA, fill, query, tables


@cache
def formulas(seed: int, count: int) -> list[Checked]:
    """Random formulas that check; what does not is drawn again."""
    random = Random(seed)
    write = Formulas(random)
    found: list[Checked] = []
    refused = 0
    while len(found) < count:
        try:
            checked = check(write.any(), SCHEMA)
        except ExpressionError:
            refused += 1
            assert refused < 20 * count + 100, "the generator writes too much that does not check"
            continue
        if "sql" in checked.places and checked.type.name != "blank":
            found.append(checked)
    return found


class Bench:
    """Records in one database, and the same as Python rows."""

    def __init__(self, engine: Engine, seed: int, count: int) -> None:
        self.rows, makers = records(Random(seed), count)
        self.engine = engine
        metadata = MetaData()
        self.tables = tables(metadata)
        with engine.begin() as connection:
            metadata.create_all(connection)
            fill(connection, self.tables, self.rows, makers)
            self.target: Target = target_of(connection)
        self.env = replace(ENV, folding=self.target.folding)
        self.rows.sort(key=lambda row: row["id"])

    def differences(self, checked: Checked, connection: Connection) -> list[str]:
        """What differs for one formula, as readable lines; an error is a difference."""
        try:
            return self._differences(checked, connection)
        except Exception as error:
            connection.rollback()
            return [f"{self.target.name} {checked.source}: {str(error)[:600]}"]

    def _differences(self, checked: Checked, connection: Connection) -> list[str]:
        run = compile_python(checked)
        expected = {row["id"]: run(row, self.env) for row in self.rows}
        found = {
            row[0]: row[1] for row in connection.execute(query(checked, self.tables, self.target, False, self.env))
        }
        lines = [
            f"{self.target.name} SELECT {checked.source}: {identity}: Python {want!r}, SQL {found.get(identity)!r}"
            for identity, want in expected.items()
            if not same(want, found.get(identity))
        ]
        if checked.type.name == "bool":
            kept = set(connection.scalars(query(checked, self.tables, self.target, True, self.env)))
            wanted = {identity for identity, want in expected.items() if want}
            if kept != wanted:
                lines.append(f"{self.target.name} WHERE {checked.source}: {sorted(kept ^ wanted)[:3]}")
        return lines


def browser_differences(script: Script, seed: int, every: list[Checked], count: int) -> Iterator[str]:
    """What differs between Python and JavaScript, over the records a Bench of this seed has; an error is a difference."""
    rows, _ = records(Random(seed), count)
    for checked, values in zip(every, script.values(every, rows, ENV), strict=True):
        run = compile_python(checked)
        for row, value in zip(rows, values, strict=True):
            if not same(want := run(row, ENV), value):
                yield f"JavaScript {checked.source}: {row['id']}: Python {want!r}, JavaScript {value!r}"


def same(left: Any, right: Any) -> bool:
    """Equal values of one kind; 1 and TRUE are not, 1.0 and 1.00 are."""
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        return left == right
    return type(left) is type(right) and bool(left == right)
