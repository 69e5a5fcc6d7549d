"""Scenarios that travel with an app: they pass when the app does what they say, and name the step when it does not."""

from pathlib import Path
from typing import Any

import pytest

from dougong.host.install import check
from dougong.host.install.bundles import base_bundle
from dougong.host.install.scenarios import Played, run
from dougong.metamodel.documents import Bundle, Document

WORDS = {"zh-CN": "工具借用", "en": "Lending tools"}


def desk(steps: list[dict[str, Any]], **more: Any) -> Bundle:
    """Tools that clerks lend; a scenario over it."""
    scenario = {
        "$schema": "dougong/scenario/1", "key": "lending", "label": WORDS, "now": "2026-03-18T09:30:00+08:00",
        "departments": {"yard": {}, "shed": {"parent": "yard"}},
        "people": {
            "ann": {"roles": ["clerk"], "manager": "bob", "department": "shed"},
            "bob": {"roles": ["clerk"], "department": "yard"},
        },
        "steps": steps, **more,
    }  # fmt: skip
    fields = [
        {"key": "name", "type": "text", "label": WORDS, "required": True},
        {"key": "keeper", "type": "link", "to": "person", "label": WORDS},
        {"key": "price", "type": "money", "label": WORDS},
        {"key": "code", "type": "text", "label": WORDS},
        {"key": "back_on", "type": "date", "label": WORDS},
        {"key": "lent_at", "type": "datetime", "label": WORDS, "default_formula": "NOW()"},
        {"key": "late", "type": "computed", "result": "bool", "formula": "back_on < TODAY()", "label": WORDS},
    ]
    clerk = {"tool": {"create": True, "read": "own", "update": "own", "delete": "own", "fields": {"code": "hidden"}}}
    rule = {"key": "free", "family": "validate", "reject_when": "price < 1", "field": "price", "message": WORDS}
    raw: dict[str, tuple[str, dict[str, Any]]] = {
        "app.json": ("app", {"key": "desk", "version": "1.0.0", "label": WORDS, "depends_on": {"base": ">=1.0"}}),
        "entities/tool.json": ("entity", {"key": "tool", "label": WORDS, "title": "name", "fields": fields}),
        "roles/clerk.json": ("role", {"key": "clerk", "label": WORDS, "entities": clerk}),
        "rules/tool.json": ("rules", {"entity": "tool", "rules": [rule]}),
        "tests/lending.json": ("scenario", scenario),
    }
    made = [Document("desk", kind, file, {"$schema": f"dougong/{kind}/1", **one}) for file, (kind, one) in raw.items()]
    return Bundle("desk", tuple(made))


MAKE = {"do": "create", "as": "ann", "entity": "tool", "record": "saw", "values": {"name": "saw", "price": "12.5"}}
WHOLE: list[dict[str, Any]] = [
    MAKE,
    {"do": "create", "as": "ann", "entity": "tool", "values": {"name": "free", "price": 0}, "refused": ["rule.free"]},
    {"do": "create", "as": "ann", "entity": "tool", "values": {"price": 3}, "refused": ["required"]},
    {
        "do": "see", "as": "ann", "record": "saw", "hidden": ["code"],
        "values": {"price": 12.5, "owner": "@ann", "keeper": None, "lent_at": "2026-03-18T01:30:00Z", "department": "@shed"},
    },
    {"do": "see", "as": "bob", "record": "saw", "sees": False},
    {"do": "update", "as": "bob", "record": "saw", "values": {"name": "mine"}, "refused": ["not_found"]},
    {"do": "update", "as": "ann", "record": "saw", "values": {"keeper": "@bob", "back_on": "2026-03-20"}},
    {"do": "wait", "days": 2, "hours": 20},
    {"do": "see", "record": "saw", "values": {"keeper.name": "bob", "back_on": "2026-03-20", "late": True}},
    {"do": "query", "as": "ann", "entity": "tool", "filter": "late", "records": ["saw"], "count": 1},
    {"do": "query", "as": "ann", "entity": "tool", "filter": 'code = "x"', "refused": ["expression.unknown_field"]},
    {"do": "figure", "as": "bob", "entity": "tool", "measure": "COUNT()", "value": 0},
    {"do": "delete", "as": "ann", "record": "saw"},
    {"do": "query", "entity": "tool", "count": 0},
    {"do": "restore", "as": "ann", "record": "saw"},
    {"do": "figure", "entity": "tool", "measure": "SUM(price)", "value": "12.50"},
]  # fmt: skip


def played(folder: Path, steps: list[dict[str, Any]], **more: Any) -> Played:
    bundle = desk(steps, **more)
    assert check(bundle, base_bundle().documents) == []
    (found,) = run(bundle, folder)
    return found


def test_a_whole_scenario_passes(tmp_path: Path) -> None:
    found = played(tmp_path, WHOLE)
    assert (found.problem, found.steps, found.file) == (None, len(WHOLE), "tests/lending.json")
    assert not list(tmp_path.glob("scenario*")), "nothing of it stays"


@pytest.mark.parametrize(
    ("step", "zh", "en"),
    [
        (
            {"do": "see", "record": "saw", "values": {"price": "13"}},
            "price 应为 13，实际是 12.50",
            "should be 13, is 12.50",
        ),
        ({"do": "see", "as": "bob", "record": "saw"}, "bob 看不到“saw”", 'bob does not see "saw"'),
        ({"do": "see", "as": "ann", "record": "saw", "sees": False}, "不该看到", "should not see"),
        ({"do": "see", "as": "ann", "record": "saw", "hidden": ["price"]}, "不该看到：price", "should not see: price"),
        (
            {"do": "query", "as": "bob", "entity": "tool", "count": 1},
            "应有 1 条，实际 0 条",
            "1 records expected, 0 found",
        ),
        (
            {"do": "query", "as": "bob", "entity": "tool", "records": ["saw"]},
            "应是这些记录：saw",
            "expected: saw; found: -",
        ),
        ({"do": "figure", "entity": "tool", "measure": "COUNT()", "value": 2}, "COUNT() 应为 2", "should be 2, is 1"),
        ({**MAKE, "refused": ["unique"]}, "应因 unique 被拒，却成功了", "refused for unique, but went through"),
        ({**MAKE, "values": {"price": 3}}, "请填写", "(required)"),
        ({**MAKE, "values": {"price": 3}, "refused": ["unique"]}, "实际原因：required", "was for required"),
        ({**MAKE, "values": {"name": "x", "keeper": "@nobody"}}, "没有“nobody”", 'no "nobody"'),
    ],
)
def test_a_step_that_does_not_come_out_is_named_with_what_was_found(
    tmp_path: Path, step: dict[str, Any], zh: str, en: str
) -> None:
    note = {"zh-CN": "说明", "en": "Because"}
    found = played(tmp_path, [MAKE, {**step, "note": note}])
    assert found.problem is not None
    assert (found.steps, found.problem.path, found.problem.file) == (1, "$.steps[1]", "tests/lending.json")
    assert zh in found.problem.message.zh and found.problem.message.zh.startswith("说明：")
    assert en in found.problem.message.en and found.problem.message.en.startswith("Because: ")


@pytest.mark.parametrize(
    ("step", "path"),
    [
        ({**MAKE, "entity": "hammer"}, "$.steps[1].entity"),
        ({**MAKE, "values": {"colour": "red"}}, "$.steps[1].values.colour"),
        ({**MAKE, "as": "eve"}, "$.steps[1].as"),
        ({"do": "update", "record": "axe", "values": {}}, "$.steps[1].record"),
        ({"do": "see", "record": "saw", "values": {"keeper.shoe": 1}}, "$.steps[1].values['keeper.shoe']"),
        ({"do": "query", "entity": "tool", "records": ["axe"]}, "$.steps[1].records"),
        ({"do": "dance"}, "$.steps[1]"),
    ],
)
def test_names_that_are_not_there_are_found_before_it_runs(step: dict[str, Any], path: str) -> None:
    problems = check(desk([MAKE, step]), base_bundle().documents)
    assert {(one.file, one.path) for one in problems} == {("tests/lending.json", path)}
