"""Fills blank fields: literals, formulas and default rules."""

from collections.abc import Sequence
from typing import Any

from dougong.expressions import Env

from .results import as_stored
from .rule_set import Filling, RuleRow, RuleSet, is_blank


def defaults(rules: RuleSet, rows: Sequence[RuleRow], env: Env) -> list[dict[str, Any]]:
    """Per row the fields to set, canonical values; an empty dict where nothing is to be filled.

    A blank field of a new record is filled. A rule with `on_change` sets its field again, on new and old records,
    when one of these fields changes, by a person or by another default, and the field itself does not. What looks
    behind a link set here is left for the next time, when the rows hold what is behind it (`RuleSet.followed`).
    """
    return [_row(rules, row, env) for row in rows]


def _row(rules: RuleSet, row: RuleRow, env: Env) -> dict[str, Any]:
    if not row.is_new and not any(one.on_change & row.changed for one in rules.fillings):
        return {}
    values, mine, found = dict(row.values), row.env(env), dict[str, Any]()
    waiting = set[str]()
    for one in rules.fillings:
        key = one.field.key
        again = not row.is_new and key not in row.changed and not one.on_change.isdisjoint(row.changed | found.keys())
        if not (again or (row.is_new and is_blank(values.get(key)))):
            continue
        if (waiting or not rules.followed.isdisjoint(found)) and _waits(one, found, waiting):
            waiting.add(key)
            continue
        if one.when is not None and not one.when.evaluate(values, mine):
            continue
        value = _value(one, values, mine)
        if not is_blank(value) or again:
            values[key] = found[key] = value
    return found


def _waits(one: Filling, found: dict[str, Any], waiting: set[str]) -> bool:
    return any(path[0] in waiting or (len(path) > 1 and path[0] in found) for path in one.dependencies)


def _value(one: Filling, values: dict[str, Any], env: Env) -> Any:
    return as_stored(one.field, one.value.evaluate(values, env)) if one.value is not None else one.literal
