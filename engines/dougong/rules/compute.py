"""Works out the stored formulas and compute rules of records from their own fields and those behind links."""

from collections.abc import Collection, Sequence
from typing import Any

from dougong.expressions import Env

from .results import as_stored
from .rule_set import Computation, RuleRow, RuleSet


def compute(
    rules: RuleSet, rows: Sequence[RuleRow], env: Env, fields: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Per row the fields whose value becomes another, canonical; later computations see earlier results.

    `fields` limits the work to these fields. Compute rules run on new records and where something they read (of the
    record itself) changed; a rule whose `when` is not true leaves its field as it is. Stored formulas always run.
    """
    wanted = [one for one in rules.computations if fields is None or one.field.key in fields]
    return [_row(wanted, row, env) for row in rows] if wanted else [{} for _ in rows]


def _row(wanted: list[Computation], row: RuleRow, env: Env) -> dict[str, Any]:
    values, mine, found = dict(row.values), row.env(env), dict[str, Any]()
    changed = set(row.changed)
    for one in wanted:
        if one.rule and not row.is_new and not _touched(one, changed):
            continue
        if one.when is not None and not one.when.evaluate(values, mine):
            continue
        key = one.field.key
        value = as_stored(one.field, one.value.evaluate(values, mine))
        if value != values.get(key) or key not in values:
            values[key] = found[key] = value
            changed.add(key)
    return found


def _touched(one: Computation, changed: set[str]) -> bool:
    """A rule that reads nothing of the record (a constant, TODAY) runs on every write."""
    read = {path[0] for path in one.dependencies}
    return not read or bool(read & changed)
