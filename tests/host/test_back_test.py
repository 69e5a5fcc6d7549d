"""A rule tried on the records there are: the database counts what asking every record one by one would count, on the draft's
definitions, whatever was changed."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from dougong.host.install import install
from dougong.host.install.bundles import base_bundle
from dougong.host.studio.back_test import BackTest, back_test, changed_rules
from dougong.host.workspaces import Workspace
from dougong.metamodel.compile import compile_model
from dougong.metamodel.diff import documents_of, tree_of
from dougong.metamodel.model import Model
from dougong.records.context import Cause, Context
from dougong.records.environment import env_of
from dougong.records.formulas import check_condition
from dougong.records.query import find
from dougong.records.rights import SYSTEM, EntityRights, FieldRight, RowScope, Viewer
from dougong.records.store import RecordStore
from dougong.records.values import Create, Query
from dougong.records.write import write
from dougong.rules import compute, validate
from dougong.rules.compile import compile_rules
from dougong.rules.rule_set import RuleRow

from tests.browser.workshop import DOCUMENTS, bundle
from tests.support.copies import Make

WORDS = {"zh-CN": "不行", "en": "No"}
COUNT = 60
FIELDS = ("name", "stage", "amount", "due", "cause")


def rules(*given: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": "dougong/rules/1", "entity": "repair", "rules": list(given)}


def check(when: str, key: str = "one", **more: Any) -> dict[str, Any]:
    return {"key": key, "family": "validate", "reject_when": when, "message": WORDS, **more}


def work_out(field: str, value: str, **more: Any) -> dict[str, Any]:
    return {"key": "one", "family": "compute", "field": field, "value": value, **more}


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle())
    random = Random(3)
    rows = [
        {
            "name": f"R{n:02}",
            "stage": "open",
            "amount": random.choice([None, "0", "12.34", "99.99", "250", "-3"]),
            "due": random.choice([None, "2026-01-31", "2026-11-22", "2027-02-28"]),
            "cause": random.choice([None, "wear", "Wear and tear", "fall"]),
        }
        for n in range(COUNT)
    ]
    with workspace.writing(SYSTEM) as context:
        assert write(context, [Create("repair", row) for row in rows], Cause("install")).written


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def context(workspace: Workspace) -> Iterator[Context]:
    with workspace.reading(SYSTEM) as found:
        yield found


def draft(given: dict[str, Any] | None, fields: tuple[dict[str, Any], ...] = ()) -> Model:
    """The definitions with these rules and more fields."""
    entity = DOCUMENTS["entities/repair.json"]
    more: dict[str, Any] = {"entities/repair.json": {**entity, "fields": [*entity["fields"], *fields]}}
    if given:
        more["rules/repair.json"] = given
    return compile_model(documents_of(tree_of([*base_bundle().documents, *bundle(more).documents])))


def tried(context: Context, model: Model) -> BackTest:
    return back_test(context, model, "repair", model.entities["repair"].rules[0])  # type: ignore[arg-type]


def by_hand(context: Context, model: Model, key: str = "one") -> tuple[set[str], dict[str, Any]]:
    """Every record saved again unchanged, one by one, by the rules engine: names refused, and name -> new value."""
    engine = compile_rules(model, "repair")
    rows = find(context, Query("repair", FIELDS, limit=1000)).rows
    given = [RuleRow({**row, "extra": None}, row) for row in rows]
    env = env_of(context)
    said = validate(engine, given, env)
    refused = {
        str(row["name"]) for row, one in zip(rows, said, strict=True) if any(p.code == f"rule.{key}" for p in one)
    }
    field = next((one.field for one in model.entities["repair"].rules if one.family == "compute"), "")
    touched = [RuleRow(one.values, one.old, frozenset(one.values)) for one in given]
    found = compute(engine, touched, env, [field]) if field else []
    changed = {str(row["name"]): one[field] for row, one in zip(rows, found, strict=False) if field in one}
    return refused, changed


CONDITIONS = (
    "amount > 100", "ISBLANK(due)", 'stage = "open" AND NOT ISBLANK(cause)', "due < TODAY()", 'CONTAINS(cause, "WEAR")',
    "amount * 2 >= 25 OR LEN(name) > 2", 'DURING(due, "this_month")', "total > 0", "TRUE", "FALSE",
)  # fmt: skip


def test_checks_refuse_what_asking_every_record_refuses(context: Context) -> None:
    for source in CONDITIONS:
        found = tried(context, draft(rules(check(source))))
        refused, _ = by_hand(context, draft(rules(check(source.replace("total", "0")))))
        assert (found.total, found.looked, found.after, found.more, found.before) == (
            COUNT, COUNT, len(refused), len(refused), 0,
        ), source  # fmt: skip
        assert {one.title for one in found.samples} <= refused and len(found.samples) == min(5, len(refused))
        assert found.whole


def test_random_conditions_agree_with_the_engine(context: Context) -> None:
    random = Random(9)
    for _ in range(10):
        parts = [random.choice(CONDITIONS[:-3]) for _ in range(random.randint(1, 3))]
        source = f" {random.choice(['AND', 'OR'])} ".join(f"({one})" for one in parts)
        model = draft(rules(check(source)))
        assert tried(context, model).after == len(by_hand(context, model)[0]), source


@pytest.mark.parametrize(
    ("field", "value", "when"),
    [
        ("cause", 'UPPER(name) & "!"', None),
        ("amount", "amount * 1.005", "NOT ISBLANK(amount)"),
        ("amount", "12.34", None),
        ("due", "TODAY()", 'stage = "open"'),
        ("stage", 'IF(amount > 100, "mended", stage)', None),
    ],
)
def test_computations_change_what_the_engine_changes(
    context: Context, field: str, value: str, when: str | None
) -> None:
    model = draft(rules(work_out(field, value, **({"when": when} if when else {}))))
    found, (_, changed) = tried(context, model), by_hand(context, model)
    assert (found.after, found.total) == (len(changed), COUNT)
    assert found.samples
    rows = {str(row["name"]): row for row in find(context, Query("repair", FIELDS, limit=1000)).rows}
    for one in found.samples:
        assert one.new == changed[one.title]
        assert one.old == rows[one.title][field]


def test_what_only_the_draft_has_is_there_and_blank(context: Context) -> None:
    extra = {"key": "extra", "type": "text", "label": {"zh-CN": "补充", "en": "Extra"}}
    assert tried(context, draft(rules(check("ISBLANK(extra)")), (extra,))).after == COUNT
    assert tried(context, draft(rules(check('extra = "x"')), (extra,))).after == 0
    found = tried(context, draft(rules(work_out("extra", 'IF(amount > 100, name, "")')), (extra,)))
    dear = len(find(context, Query("repair", ("name",), "amount > 100", limit=1000)).rows)
    assert found.after == dear > 0
    assert all(one.old is None and one.new == one.title for one in found.samples)


def test_what_only_a_save_knows_is_tried_one_by_one(context: Context) -> None:
    for source in ("NOT CHANGED(cause) AND amount > 100", "$old.cause = cause AND NOT ISBLANK(cause)", "ISNEW()"):
        model = draft(rules(check(source)))
        found, (refused, _) = tried(context, model), by_hand(context, model)
        assert (found.after, found.looked) == (len(refused), COUNT), source
    over = tried(context, draft(rules(check("CHANGED(cause) AND COUNT(parts) > 0"))))
    assert over.why is not None and over.looked == 0
    broken = tried(context, draft(rules(check("amout > 1"))))
    assert broken.why is not None


def test_designers_are_told_of_what_they_see(workspace: Workspace) -> None:
    dear = check_condition(workspace.store, "repair", "amount > 200")
    own = EntityRights(read=RowScope(conditions=(dear,)), fields={"cause": FieldRight.HIDDEN})
    viewer = Viewer(person=None, rights={"repair": own})
    with workspace.reading(viewer) as context:
        found = tried(context, draft(rules(check("amount > 0"))))
        assert 0 < found.total < COUNT
        assert found.after == found.total
        assert tried(context, draft(rules(check("ISBLANK(cause)")))).why is not None


def test_a_rule_that_is_there_already_is_counted_before_and_after(workspace: Workspace) -> None:
    force = draft(rules(check("amount > 100")))
    with workspace.reading(SYSTEM) as reading:
        context = replace(reading, store=RecordStore(force))
        after = draft(rules(check("amount > 10 AND amount < 200 OR amount < 0")))
        found = tried(context, after)
        amounts = [row["amount"] or Decimal(0) for row in find(context, Query("repair", FIELDS, limit=1000)).rows]
        new = [one for one in amounts if 10 < one < 200 or one < 0]
        assert (found.before, found.after) == (sum(one > 100 for one in amounts), len(new))
        assert found.more == sum(not one > 100 for one in new)
        assert found.fewer == sum(one > 100 for one in amounts if not (10 < one < 200 or one < 0))
        assert [rule.key for _, rule in changed_rules(force, after)] == ["one"]
        words = draft(rules(check("amount > 100", message={"zh-CN": "别", "en": "Never"})))
        assert changed_rules(force, words) == []
