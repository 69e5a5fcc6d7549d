"""Fills blank fields: literals, formulas and default rules."""

from collections.abc import Sequence
from typing import Any

from dougong.expressions import Env

from .results import as_stored
from .rule_set import Filling, RuleRow, RuleSet, is_blank


def defaults(rules: RuleSet, rows: Sequence[RuleRow], env: Env) -> list[dict[str, Any]]:
    """Per row the fields to set, canonical values; an empty dict where nothing is to be filled.

    A blank field of a new record is filled. A rule with `on_change` sets its field again, on new and old records,
    when one of these fields changes and the field itself does not.
    """
    return [_row(rules, row, env) for row in rows]


def _row(rules: RuleSet, row: RuleRow, env: Env) -> dict[str, Any]:
    fillings = [one for one in rules.fillings if row.is_new or one.on_change & row.changed]
    if not fillings:
        return {}
    values, mine, found = dict(row.values), row.env(env), dict[str, Any]()
    for one in fillings:
        key = one.field.key
        again = bool(one.on_change & row.changed) and key not in row.changed and not row.is_new
        if not (again or (row.is_new and is_blank(values.get(key)))):
            continue
        if one.when is not None and not one.when.evaluate(values, mine):
            continue
        value = _value(one, values, mine)
        if not is_blank(value) or again:
            values[key] = found[key] = value
    return found


def _value(one: Filling, values: dict[str, Any], env: Env) -> Any:
    return as_stored(one.field, one.value.evaluate(values, env)) if one.value is not None else one.literal
