"""Asks the validations: which rows are refused, and why."""

from collections.abc import Sequence

from dougong.expressions import Env
from dougong.metamodel.problem import Problem
from dougong.metamodel.rule import Validate

from .results import as_stored
from .rule_set import RuleRow, RuleSet


def validate(rules: RuleSet, rows: Sequence[RuleRow], env: Env) -> list[list[Problem]]:
    """Per row the Problems of `reject_when` rules; path is the rule's field key or `$`, code `rule.<key>`.

    Severity `warning` informs and does not refuse. Blank counts as false, so an empty optional field refuses nothing.
    """
    if not rules.validations:
        return [[] for _ in rows]
    found = []
    for row in rows:
        mine = row.env(env)
        found.append(
            [
                _problem(rules, rule, row, mine)
                for (rule, _), refused in zip(rules.validations, rules.refusals(row.values, mine), strict=True)
                if refused
            ]
        )
    return found


def _problem(rules: RuleSet, rule: Validate, row: RuleRow, env: Env) -> Problem:
    fix = rules.fixes.get(rule.key)
    put = as_stored(rules.entity.fields[rule.field], fix.evaluate(row.values, env)) if fix and rule.field else None
    return Problem(f"rule.{rule.key}", rule.message, rule.field or "$", fix=rule.fix, severity=rule.severity, put=put)
