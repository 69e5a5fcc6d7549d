"""Gestures on rules: where a new one goes, what it begins with, what is refused; and whatever is done, the definitions stay
sound and can be taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dougong.host.install.bundles import base_bundle
from dougong.host.studio import rule_moves
from dougong.host.studio.rule_moves import FAMILIES, rules_of
from dougong.host.studio.rule_problems import in_running_order, refuse_circle, rule_problems
from dougong.metamodel.check import check_model
from dougong.metamodel.compile import compile_model
from dougong.metamodel.diff import Change, apply, compare, documents_of, tree_of
from dougong.metamodel.model import Model
from dougong.metamodel.problem import ProblemsFound
from dougong.rules.check_expressions import check_expressions

from tests.browser.workshop import bundle

FILE = "workshop/rules/repair.json"
WORDS = {"zh-CN": "不行", "en": "No"}
RULES: dict[str, Any] = {
    "$schema": "dougong/rules/1", "entity": "repair", "rules": [
        {"key": "late", "family": "validate", "reject_when": "due < TODAY()", "field": "due", "message": WORDS},
        {"key": "dear", "family": "validate", "reject_when": "amount > 100", "message": WORDS, "severity": "warning"},
        {"key": "why", "family": "compute", "field": "cause", "value": "name"},
        {"key": "begin", "family": "default", "field": "due", "value": "TODAY()", "on_change": ["stage"]},
    ],
}  # fmt: skip
Tree = dict[str, Any]


def tree_with(rules: dict[str, Any] | None = RULES) -> Tree:
    more = {"rules/repair.json": rules} if rules else {}
    return tree_of([*base_bundle().documents, *bundle(more).documents])


def model_of(tree: Tree) -> Model:
    return compile_model(documents_of(tree))


def keys(tree: Tree) -> list[str]:
    return [one.key for one in rules_of(tree, "repair")]


def errors(tree: Tree) -> list[str]:
    return [one.code for one in check_model(documents_of(tree), check_expressions) if one.severity == "error"]


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(ProblemsFound) as found:
        act()
    assert [one.code for one in found.value.problems] == [code]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_new_rule_of_every_family_is_sound_and_does_nothing_yet(family: str) -> None:
    for tree in (tree_with(), tree_with(None)):
        changes, made = rule_moves.add(tree, "repair", family)
        after = apply(tree, changes)
        assert rule_moves.rule_in(after, "repair", made).family == family
        assert errors(after) == []


def test_a_rule_stands_where_it_was_put_and_an_object_without_rules_gets_a_document() -> None:
    tree = tree_with()
    changes, made = rule_moves.add(tree, "repair", "validate", f"{FILE}#late")
    assert keys(apply(tree, changes)) == ["late", "check", "dear", "why", "begin"]
    assert made == f"{FILE}#check"
    changes, made = rule_moves.copy(tree, "repair", f"{FILE}#dear")
    assert keys(apply(tree, changes)) == ["late", "dear", "dear_2", "why", "begin"]
    changes, made = rule_moves.add(tree, "specimen", "match")
    assert made == "workshop/rules/specimen.json#alike"
    assert rules_of(apply(tree, changes), "specimen")[0].raw["fields"] == ["name"]


def test_rules_are_moved_within_their_document() -> None:
    tree = tree_with()
    assert keys(apply(tree, rule_moves.move(tree, "repair", f"{FILE}#late", f"{FILE}#dear")))[:2] == ["dear", "late"]
    assert keys(apply(tree, rule_moves.move(tree, "repair", f"{FILE}#dear", ""))) == ["dear", "late", "why", "begin"]
    other = {**tree, "own/rules/repair.json": {**RULES, "rules": [{**RULES["rules"][0], "key": "mine"}]}}
    refused("other_document", lambda: rule_moves.move(other, "repair", f"{FILE}#late", "own/rules/repair.json#mine"))
    refused("rule_gone", lambda: rule_moves.remove(tree, "repair", f"{FILE}#gone"))


def test_what_is_no_rule_is_refused_with_words() -> None:
    tree = tree_with()
    dear = dict(rule_moves.rule_in(tree, "repair", f"{FILE}#dear").raw)
    refused("rule_broken", lambda: rule_moves.change(tree, "repair", f"{FILE}#dear", {**dear, "reject_when": ""}))
    refused("rule_broken", lambda: rule_moves.change(tree, "repair", f"{FILE}#dear", {**dear, "severity": "loud"}))
    changed = rule_moves.change(tree, "repair", f"{FILE}#dear", {**dear, "reject_when": "amount > 200"})
    assert changed == [
        Change("change", (FILE, "rules", changed[0].path[2], "reject_when"), "amount > 100", "amount > 200")
    ]


def test_a_circle_of_computed_fields_is_refused_and_told_at_the_rule() -> None:
    circle = {
        **RULES,
        "rules": [*RULES["rules"], {"key": "back", "family": "compute", "field": "name", "value": "cause"}],
    }
    tree = tree_with(circle)
    assert errors(tree) == ["cycle"]
    found = rule_problems(model_of(tree), {FILE: tree[FILE]})
    assert [(key, [(name, one.code) for name, one in told]) for key, told in found.items()] == [
        (f"{FILE}#why", [("value", "cycle")])
    ]
    sound = model_of(tree_with())
    raw = {"family": "compute", "field": "cause", "value": 'cause & "!"'}
    refuse_circle(sound, "repair", "why", raw)  # a rule may read what it replaces
    both = tree_with(
        {**RULES, "rules": [*RULES["rules"], {"key": "back", "family": "compute", "field": "name", "value": '"x"'}]}
    )
    refused(
        "cycle",
        lambda: refuse_circle(
            model_of(both), "repair", "back", {"family": "compute", "field": "name", "value": "cause"}
        ),
    )


def test_rules_are_shown_as_a_save_asks_them() -> None:
    more = [
        {"key": "second", "family": "compute", "field": "cause", "value": "TEXT(amount)"},
        {"key": "first", "family": "compute", "field": "amount", "value": "2"},
    ]
    tree = tree_with({**RULES, "rules": [*more, *RULES["rules"][:2], RULES["rules"][3]]})
    shown = in_running_order(model_of(tree), "repair", rules_of(tree, "repair"))
    assert [one.key for one in shown] == ["begin", "first", "second", "late", "dear"]


gestures = st.tuples(
    st.sampled_from(["add", "copy", "remove", "move", "set"]), st.integers(0, 9), st.integers(0, 9),
    st.sampled_from(["severity", "message", "when", "value", "field"]),
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.lists(gestures, min_size=1, max_size=8))
def test_whatever_is_done_the_rules_can_be_read_and_every_gesture_taken_back(
    done: list[tuple[str, int, int, str]],
) -> None:
    tree = tree_with()
    for gesture in done:
        try:
            changes = _made(tree, gesture)
        except ProblemsFound:
            continue
        after = apply(tree, changes)
        assert apply(after, list(compare(after, tree))) == tree
        there, then = set(keys(tree)), set(keys(after))
        match gesture[0]:
            case "add" | "copy":
                assert len(then - there) == 1 and there <= then
            case "remove":
                assert len(there - then) == 1 and then <= there
            case _:
                assert there == then
        tree = after
    assert len(keys(tree)) == len(set(keys(tree)))
    for one in rules_of(tree, "repair"):
        FAMILIES[one.family].model_validate(dict(one.raw))
    assert set(errors(tree)) <= {"cycle", "expression.wrong_type"}  # told at the rule: another field, another type


def _made(tree: Tree, gesture: tuple[str, int, int, str]) -> list[Change]:
    what, one, other, name = gesture
    rules = rules_of(tree, "repair")
    rule = rules[one % len(rules)] if rules else None
    beside = rules[other % len(rules)].id if rules else ""
    if what == "add" or rule is None:
        return rule_moves.add(tree, "repair", list(FAMILIES)[other % len(FAMILIES)], beside)[0]
    match what:
        case "copy":
            return rule_moves.copy(tree, "repair", rule.id)[0]
        case "remove":
            return rule_moves.remove(tree, "repair", rule.id)
        case "move":
            return rule_moves.move(tree, "repair", rule.id, beside if other % 3 else "")
    given = {"severity": "error", "message": WORDS, "when": "amount > 1", "value": "BLANK()", "field": "cause"}
    return rule_moves.change(tree, "repair", rule.id, {**rule.raw, name: given[name]})
