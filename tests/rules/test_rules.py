"""Rules over batches of plain rows: what is filled, worked out, refused, and which moves are allowed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from dougong.expressions import Env
from dougong.metamodel.problem import ProblemsFound
from dougong.rules import RuleRow, RuleSet, compile_rules, compute, defaults, dependents, gates, validate

from tests.metamodel.workshop import both, field, files, model

ENV = Env(now=datetime(2026, 3, 1, 8, tzinfo=UTC), today=date(2026, 3, 1), zone="Asia/Shanghai")
JOB, RULES = "entities/job.json", "rules/job.json"


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return compile_rules(model(), "job")


def rules_of(*more: dict[str, Any], fields: tuple[dict[str, Any], ...] = ()) -> RuleSet:
    raw = files()
    raw[RULES]["rules"] = list(more)
    raw[JOB]["fields"] += fields
    return compile_rules(model(raw), "job")


def row(old: Mapping[str, Any] | None = None, **values: Any) -> RuleRow:
    """A row where what is not given is blank; `old` as it was, and what differs counts as changed."""
    blank = dict.fromkeys(
        ["name", "machine", "machine.risk", "stage", "cause", "amount", "share", "expected", "due", "note"]
    )
    before = None if old is None else {**blank, **old}
    after = {**(before or blank), **values}
    changed = frozenset(key for key in after if before is None or after[key] != before[key])
    return RuleRow(after, before, changed)


class TestDefaults:
    def test_literals_formulas_and_rules_fill_a_new_record(self, rules: RuleSet) -> None:
        [found] = defaults(rules, [row(name="x", **{"machine": "m", "machine.risk": 20})], ENV)
        assert found == {"stage": "new", "amount": Decimal("200.00"), "share": Decimal(50)}

    def test_what_was_entered_stays(self, rules: RuleSet) -> None:
        [found] = defaults(rules, [row(name="x", stage="doing", amount=Decimal(5), share=Decimal(1))], ENV)
        assert found == {}

    def test_an_old_record_is_not_filled(self, rules: RuleSet) -> None:
        assert defaults(rules, [row(old={"name": "x"}, name="y")], ENV) == [{}]

    def test_a_change_fills_again_unless_the_field_was_changed_too(self, rules: RuleSet) -> None:
        old = {"name": "x", "machine": "m", "machine.risk": 1, "amount": Decimal(10)}
        changed = {"machine": "n", "machine.risk": 3}
        assert defaults(rules, [row(old=old, **changed)], ENV) == [{"amount": Decimal("30.00")}]
        assert defaults(rules, [row(old=old, **changed, amount=Decimal(7))], ENV) == [{}]

    def test_a_condition_decides(self) -> None:
        rule = {"key": "d", "family": "default", "field": "note", "value": '"big"', "when": "amount > 5"}
        rules = rules_of(rule)
        found = defaults(rules, [row(amount=Decimal(6)), row(amount=Decimal(5))], ENV)
        assert [one.get("note") for one in found] == ["big", None]

    def test_what_looks_behind_a_link_set_here_waits_for_the_next_time(self) -> None:
        behind = {"key": "b", "family": "default", "field": "note", "value": 'IF(machine.risk > 1, "risky", "fine")'}
        rules = rules_of({"key": "a", "family": "default", "field": "machine", "value": "$old.machine"}, behind)
        assert rules.followed == {"machine"}
        rules_set = rules_of({"key": "a", "family": "default", "field": "note", "value": '"x"'}, behind)
        assert rules_set.followed == frozenset()

    def test_a_default_follows_another(self) -> None:
        first = {"key": "a", "family": "default", "field": "note", "value": '"seen"', "on_change": ["amount"]}
        second = {"key": "b", "family": "default", "field": "cause", "value": '"wear"', "on_change": ["note"]}
        found = defaults(rules_of(first, second), [row(old={"name": "x"}, amount=Decimal(2))], ENV)
        assert found == [{"note": "seen", "cause": "wear"}]

    def test_the_row_given_is_not_touched(self, rules: RuleSet) -> None:
        given = row(name="x")
        before = dict(given.values)
        defaults(rules, [given], ENV)
        assert given.values == before


class TestCompute:
    def test_formulas_follow_each_other(self) -> None:
        more = field("again", "computed", result="money", stored=True, formula="later * 2")
        first = field("later", "computed", result="money", stored=True, formula="expected + 1")
        rules = rules_of(fields=(more, first))
        assert [one.field.key for one in rules.computations] == ["expected", "later", "again"]
        [found] = compute(rules, [row(amount=Decimal(100), share=Decimal(50))], ENV)
        assert found == {"expected": Decimal("50.00"), "later": Decimal("51.00"), "again": Decimal("102.00")}

    def test_only_what_becomes_another_is_told(self, rules: RuleSet) -> None:
        same = row(amount=Decimal(100), share=Decimal(50), expected=Decimal(50), stage="new")
        assert compute(rules, [same], ENV) == [{}]

    def test_a_rule_runs_when_what_it_reads_changes(self, rules: RuleSet) -> None:
        old = {"name": "x", "cause": "misuse", "note": "kept", "expected": Decimal(0)}
        assert compute(rules, [row(old=old, name="loud")], ENV) == [{"note": "LOUD"}]
        assert compute(rules, [row(old=old, due=date(2026, 5, 5))], ENV) == [{}]
        assert compute(rules, [row(old={**old, "cause": "wear"}, name="loud")], ENV) == [{}]

    def test_only_some_fields(self, rules: RuleSet) -> None:
        given = row(amount=Decimal(100), share=Decimal(50), cause="misuse", name="x")
        assert compute(rules, [given], ENV, {"expected"}) == [{"expected": Decimal("50.00")}]

    def test_roll_ups_are_left_to_the_write_path(self, rules: RuleSet) -> None:
        assert [one.field.key for one in rules.rollups] == ["cost"]
        assert ("parts", "price") in rules.rollups[0].dependencies
        assert ("parts", "price") not in rules.dependencies

    def test_a_batch_is_a_row_times_many(self, rules: RuleSet) -> None:
        batch = [row(amount=Decimal(n), share=Decimal(10)) for n in range(50)]
        assert compute(rules, batch, ENV) == [compute(rules, [one], ENV)[0] for one in batch]

    def test_a_result_is_stored_as_its_field_keeps_it(self) -> None:
        rules = rules_of(
            {"key": "whole", "family": "compute", "field": "hours", "value": "amount / 3"},
            {"key": "long", "family": "compute", "field": "span", "value": "HOURS(2)"},
            {"key": "sure", "family": "compute", "field": "big", "value": "amount > 5"},
            {"key": "person", "family": "compute", "field": "owner", "value": "$user"},
            fields=(field("hours", "integer"), field("span", "duration"), field("big", "bool")),
        )
        env = Env(now=ENV.now, today=ENV.today, user={"id": "0198a7b1-7c3d-7e2a-9f00-0123456789ab"})
        [found] = compute(rules, [row(amount=Decimal(8), expected=Decimal(0))], env)
        assert found == {"hours": 3, "span": 7200, "big": True, "owner": env.user["id"]}
        assert type(found["hours"]) is int
        assert type(found["span"]) is int


class TestValidate:
    def test_a_fix_says_what_it_puts(self) -> None:
        rule = {
            "key": "late", "family": "validate", "reject_when": "due < TODAY()", "field": "due", "message": both("Late"),
            "fix": both("In a month"), "fix_value": "TODAY() + 30",
        }  # fmt: skip
        [[problem]] = validate(rules_of(rule), [row(due=date(2026, 2, 1))], ENV)
        assert problem.put == date(2026, 3, 31)

    def test_a_refusal_names_the_field_and_the_rule(self, rules: RuleSet) -> None:
        early, late, none = date(2026, 2, 1), date(2026, 4, 1), None
        found = validate(rules, [row(due=early), row(due=late), row(due=none), row(old={"due": early}, name="x")], ENV)
        assert [[(one.code, one.path) for one in problems] for problems in found] == [
            [("rule.due_later", "due")], [], [], [],
        ]  # fmt: skip
        assert found[0][0].message.zh == "Too early"

    def test_old_values_and_roles_are_known(self) -> None:
        rule = {
            "key": "locked", "family": "validate", "message": both("Locked"),
            "reject_when": 'CHANGED(amount) AND $old.stage = "done" AND NOT HASROLE("boss")',
        }  # fmt: skip
        rules = rules_of(rule)
        given = row(old={"stage": "done", "amount": Decimal(1)}, amount=Decimal(2))
        boss = Env(now=ENV.now, today=ENV.today, roles=frozenset({"boss"}))
        assert [one.path for one in validate(rules, [given], ENV)[0]] == ["$"]
        assert validate(rules, [given], boss) == [[]]

    def test_a_warning_is_a_warning(self) -> None:
        rule = {"key": "w", "family": "validate", "reject_when": "TRUE", "message": both("Hm"), "severity": "warning"}
        assert validate(rules_of(rule), [row()], ENV)[0][0].severity == "warning"

    def test_no_rules_no_problems(self) -> None:
        assert validate(rules_of(), [row(), row()], ENV) == [[], []]


class TestGates:
    @pytest.mark.parametrize(
        ("before", "values", "codes"),
        [
            ("new", {"stage": "doing", "machine": "m"}, []),
            ("new", {"stage": "doing"}, [("gate.required", "machine")]),
            ("new", {"stage": "done", "amount": Decimal(1)}, [("gate.move", "stage")]),
            ("doing", {"stage": "done"}, [("gate.required", "amount"), ("gate.condition", "stage")]),
            ("doing", {"stage": "done", "amount": Decimal(5)}, []),
            ("done", {"stage": "dropped"}, []),
            ("dropped", {"stage": "new"}, [("gate.move", "stage")]),
            ("done", {"name": "stays where it is"}, []),
            (None, {"stage": "done", "amount": Decimal(5)}, []),
            (None, {"stage": "doing"}, []),
        ],
    )
    def test_moves(self, rules: RuleSet, before: str | None, values: Any, codes: list[Any]) -> None:
        given = row(**values) if before is None else row(old={"stage": before}, **values)
        [problems] = gates(rules, [given], ENV)
        assert [(one.code, one.path) for one in problems] == codes

    def test_a_refused_move_says_what_is_allowed(self, rules: RuleSet) -> None:
        [[problem]] = gates(rules, [row(old={"stage": "new"}, stage="done")], ENV)
        assert problem.message.en == 'It cannot move from "new" to "done"'
        assert problem.fix is not None
        assert problem.fix.en == "Allowed: dropped" or "doing" in problem.fix.en

    def test_an_entity_without_a_pipeline_has_no_gates(self) -> None:
        assert gates(compile_rules(model(), "machine"), [RuleRow({"name": "x"})], ENV) == [[]]


class TestDependents:
    def test_who_reads_a_field(self) -> None:
        rules = {key: compile_rules(model(), key) for key in ("job", "machine", "part")}
        found = dependents(model(), rules)
        assert [(one.entity, one.field, one.path) for one in found["job", "amount"]] == [("job", "expected", ())]
        assert [(one.entity, one.field, one.path) for one in found["part", "price"]] == [("job", "cost", ("parts",))]

    def test_a_row_that_moves_touches_both_parents(self) -> None:
        rules = {"job": compile_rules(model(), "job")}
        assert [(one.field, one.path) for one in dependents(model(), rules)["part", "job"]] == [("cost", ("parts",))]


def test_a_circle_is_refused() -> None:
    raw = files()
    raw[RULES]["rules"] = [
        {"key": "a", "family": "compute", "field": "amount", "value": "share"},
        {"key": "b", "family": "compute", "field": "share", "value": "amount"},
    ]
    with pytest.raises(ProblemsFound, match="depend on each other"):
        compile_rules(model(raw), "job")


def test_all_broken_expressions_are_told_at_once() -> None:
    raw = files()
    for rule in raw[RULES]["rules"]:
        rule["when" if "value" in rule else "reject_when"] = "amout > 1"
    with pytest.raises(ProblemsFound) as caught:
        compile_rules(model(raw), "job")
    assert len(caught.value.problems) == 3


def test_what_the_rows_must_carry(rules: RuleSet) -> None:
    assert {("machine", "risk"), ("due",), ("amount",), ("cause",)} <= rules.dependencies


def test_time_is_what_the_env_says(rules: RuleSet) -> None:
    later = Env(now=ENV.now + timedelta(days=60), today=date(2026, 4, 30))
    assert validate(rules, [row(due=date(2026, 4, 1))], ENV) == [[]]
    assert len(validate(rules, [row(due=date(2026, 4, 1))], later)[0]) == 1
