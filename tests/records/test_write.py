"""Writing records: what is filled in, worked out, refused, and what is left behind, on both databases."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from dougong.records.system_tables import change_event, history, search_index
from dougong.records.values import Create, Delete, Update

from tests.records.workshop import BOSS, WORKER, Workshop, codes
from tests.support.grounds import Ground


@pytest.fixture
def shop(ground: Ground) -> Workshop:
    return Workshop(ground)


def test_a_new_record_is_filled_in(shop: Workshop) -> None:
    mine = shop.made("project", name=" 桥  ", budget="1,200.005", start="2026/3/1", labels=["idea", "done"])
    row = shop.row("project", mine)
    assert (row["name"], row["budget"], row["start"].isoformat()) == ("桥", Decimal("1200.01"), "2026-03-01")
    assert (row["number"], row["stage"], row["urgent"], row["rev"]) == ("PJ-2026-0001", "idea", True, 1)
    assert (row["owner"], row["created_by"], row["created_at"]) == (BOSS, BOSS, shop.now)
    assert (row["cost"], row["left"], row["grade"]) == (Decimal("120.00"), Decimal("1080.01"), "A")
    assert (row["total"], row["spare"], row["labels"]) == (0, Decimal("1200.01"), ["idea", "done"])


def test_everything_wrong_is_told_at_once(shop: Workshop) -> None:
    written = shop.write(
        Create("project", {"name": "", "budget": "many", "start": "2026-02-30", "nmae": 1, "approved": "x"}),
        Create("project", {"name": "fine"}),
    )
    assert not written.written and shop.rows("project") == []
    assert codes(written.outcomes[0]) == {
        "name": "required", "budget": "number", "start": "date", "nmae": "unknown_field", "approved": "read_only",
    }  # fmt: skip
    assert written.outcomes[1].ok


def test_a_partial_write_keeps_the_good_ones(shop: Workshop) -> None:
    written = shop.write(
        Create("project", {"name": "a"}), Create("project", {}), Create("project", {"name": "b"}), partial=True
    )
    assert written.written and [outcome.ok for outcome in written.outcomes] == [True, False, True]
    assert [row["number"] for row in shop.rows("project")] == ["PJ-2026-0001", "PJ-2026-0002"]


def test_rows_are_written_with_their_parent(shop: Workshop) -> None:
    tasks = [{"name": "dig", "quantity": 2, "price": "10.50"}, {"name": "fill", "price": 5}]
    mine = shop.made("project", name="hole", budget=100, tasks=tasks)
    dig, fill = shop.rows("task")
    assert (dig["amount"], fill["amount"], dig["owner"]) == (Decimal(21), Decimal(5), BOSS)
    assert (shop.row("project", mine)["total"], shop.row("project", mine)["spare"]) == (26, 74)
    kept = [{"id": dig["id"], "name": "dig deep", "price": 20}, {"name": "paint", "price": 1}]
    assert shop.update("project", mine, tasks=kept).rev == 2
    assert shop.row("project", mine)["total"] == 41
    names = {row["name"]: row["deleted_at"] for row in shop.rows("task")}
    assert names == {"dig deep": None, "fill": shop.now, "paint": None}


def test_problems_of_rows_name_their_row(shop: Workshop) -> None:
    outcome = shop.create("project", {"name": "hole", "tasks": [{"name": "a"}, {"price": "x"}]})
    assert codes(outcome) == {"tasks[1].name": "required", "tasks[1].price": "number"}


def test_a_rule_sees_rows_that_are_not_written_yet(shop: Workshop) -> None:
    outcome = shop.create("project", {"name": "palace", "tasks": [{"name": "gild", "quantity": 100, "price": 101}]})
    assert codes(outcome) == {"tasks": "rule.too_much"}


def test_a_task_that_moves_changes_both_projects(shop: Workshop) -> None:
    first, second = (shop.made("project", name=name, budget=50, tasks=[{"name": "t", "price": 7}]) for name in "ab")
    task = shop.rows("task")[0]["id"]
    assert shop.update("task", task, project=second).ok
    assert [shop.row("project", mine)["total"] for mine in (first, second)] == [0, 14]
    assert [shop.row("project", mine)["spare"] for mine in (first, second)] == [50, 36]


def test_roll_ups_climb(shop: Workshop) -> None:
    top = shop.made("project", name="top")
    shop.made("project", name="below", parent=top, tasks=[{"name": "t", "price": 7}])
    assert shop.row("project", top)["whole"] == 7
    shop.write(Delete("task", shop.rows("task")[0]["id"]))
    assert shop.row("project", top)["whole"] == 0


def test_old_values_and_warnings_in_rules(shop: Workshop) -> None:
    mine = shop.made("project", name="a", budget=2_000_000)
    outcome = shop.update("project", mine, budget=900_000)
    assert [problem.code for problem in outcome.problems] == ["rule.no_cut"]
    outcome = shop.update("project", mine, budget=1_500_000)
    assert outcome.ok and [warning.code for warning in outcome.warnings] == ["rule.big"]
    assert shop.row("project", mine)["cost"] == 150_000


def test_a_pipeline_holds_everyone(shop: Workshop) -> None:
    mine = shop.made("project", name="a")
    assert codes(shop.update("project", mine, stage="done")) == {"stage": "gate.move"}
    assert codes(shop.update("project", mine, stage="running")) == {"budget": "gate.required"}
    assert shop.update("project", mine, stage="running", budget=10).ok
    assert codes(shop.update("project", mine, stage="done")) == {"tasks": "gate.required"}
    assert codes(shop.update("project", mine, stage="done", tasks=[{"name": "t", "price": 11}])) == {
        "stage": "gate.condition"
    }
    assert shop.update("project", mine, stage="done", tasks=[{"name": "t", "price": 9}]).ok


def test_a_unique_value_is_taken_once(shop: Workshop) -> None:
    mine = shop.made("project", name="a", code="X1")
    assert codes(shop.create("project", {"name": "b", "code": "X1"})) == {"code": "unique"}
    written = shop.write(Create("project", {"name": "c", "code": "Y"}), Create("project", {"name": "d", "code": "Y"}))
    assert [outcome.ok for outcome in written.outcomes] == [True, False]
    other = shop.made("project", name="e", code="Z")
    swapped = shop.write(Delete("project", mine), Update("project", other, {"code": "X1"}))
    assert swapped.written


def test_a_form_sent_twice_is_saved_once(shop: Workshop) -> None:
    mine = "01890000-0000-7000-8000-0000000000b1"
    assert shop.write(Create("project", {"name": "a"}, mine)).written
    assert codes(shop.write(Create("project", {"name": "a"}, mine)).outcomes[0]) == {"id": "exists"}


def test_a_link_must_lead_somewhere(shop: Workshop) -> None:
    nowhere = "01890000-0000-7000-8000-0000000000ff"
    assert codes(shop.create("box", {"name": "b", "project": nowhere})) == {"project": "link"}
    assert codes(shop.create("memo", {"name": "m", "about": {"entity": "project", "id": nowhere}})) == {"about": "link"}
    assert codes(shop.create("memo", {"name": "m", "about": {"entity": "crate", "id": nowhere}})) == {
        "about": "reference"
    }


def test_a_tree_has_no_circles(shop: Workshop) -> None:
    top = shop.made("project", name="top")
    middle = shop.made("project", name="middle", parent=top)
    low = shop.made("project", name="low", parent=middle)
    assert codes(shop.update("project", top, parent=low)) == {"parent": "circle"}
    assert codes(shop.update("project", top, parent=top)) == {"parent": "circle"}
    both = shop.write(Update("project", low, {"parent": middle}), Update("project", top, {"parent": low}))
    assert [codes(outcome) for outcome in both.outcomes] == [{}, {"parent": "circle"}]
    both = shop.write(Update("project", top, {"parent": low}), Update("project", middle, {"parent": None}))
    assert both.written
    closure = shop.store.closure("project", "parent")
    with shop.engine.connect() as connection:
        found = {tuple(row) for row in connection.execute(select(closure).where(closure.c.depth > 0))}
    assert found == {(middle, low, 1), (low, top, 1), (middle, top, 2)}


def test_many_links_are_kept_as_a_set(shop: Workshop) -> None:
    mine = shop.made("project", name="a", helpers=[WORKER])
    first = shop.rows("project__helpers")
    assert [(row["source"], row["target"]) for row in first] == [(mine, WORKER)]
    assert shop.update("project", mine, helpers=[{"id": BOSS}, WORKER]).rev == 2
    assert {row["target"] for row in shop.rows("project__helpers")} == {BOSS, WORKER}
    assert first[0]["id"] in {row["id"] for row in shop.rows("project__helpers")}
    assert shop.update("project", mine, helpers=[WORKER, BOSS]).rev == 2, "the same links are no change"
    assert shop.update("project", mine, helpers=[]).ok and shop.rows("project__helpers") == []


def test_something_about_a_record_touches_it(shop: Workshop) -> None:
    mine = shop.made("project", name="a")
    assert shop.row("project", mine)["last_activity_at"] is None
    shop.made("memo", name="m", about=f"project:{mine}")
    assert shop.row("project", mine)["last_activity_at"] == shop.now


def test_a_write_leaves_history_event_and_index(shop: Workshop) -> None:
    mine = shop.made("project", name="Brücke", text="über den Fluss")
    shop.update("project", mine, name="Steg", door="1234", phone="13800138000")
    with shop.engine.connect() as connection:
        made, changed = connection.execute(
            select(history).where(history.c.record == mine).order_by(history.c.id)
        ).mappings()
        events = connection.execute(select(change_event).where(change_event.c.entity == "project")).mappings().all()
        found = connection.execute(select(search_index).where(search_index.c.record == mine)).mappings().one()
    assert (made["action"], made["changes"]["name"], made["cause_ref"]) == ("created", [None, "Brücke"], "request-1")
    assert changed["changes"]["name"] == ["Brücke", "Steg"] and changed["rev"] == 2
    assert "1234" not in str(changed["changes"]) and "13800138000" not in str(changed["changes"])
    assert [(event["action"], event["ids"]) for event in events] == [("created", [mine]), ("updated", [mine])]
    assert events[1]["fields"] == ["door", "name", "phone"]
    assert (found["title"], found["body"]) == ("steg", "pj-2026-0001 über den fluss")
    assert shop.row("project", mine)["door"] == "~4321"


def test_a_write_that_changes_nothing_leaves_nothing(shop: Workshop) -> None:
    mine = shop.made("project", name="a", budget=5)
    outcome = shop.update("project", mine, name=" a", budget="5.00", approved=None)
    assert outcome.ok and outcome.rev == 1
    with shop.engine.connect() as connection:
        assert len(connection.execute(select(history.c.id).where(history.c.record == mine)).all()) == 1


HOSTILE = [
    ("budget", float("nan"), "number"), ("budget", "1e400", "number_range"), ("budget", float("inf"), "number"),
    ("budget", "９９９９９９９９９９９９９", "number_range"), ("budget", {"a": 1}, "number"), ("budget", True, "number"),
    ("name", "a\x00b", "control_character"), ("name", "a\ud800", "text_encoding"), ("name", "x" * 10_000_000, "too_long"),
    ("name", ["a"], "text"), ("labels", ["\x00"], "option"), ("start", "0000-01-01", "date"),
    ("start", "99999-01-01", "date"), ("meeting", "0001-01-01T00:00:00+14:00", "datetime"), ("tasks", "x", "rows"),
    ("tasks", [1], "rows"), ("helpers", [{"id": "'; DROP TABLE"}], "reference"), ("parent", "x", "reference"),
    ("stage", "no", "option"), ("urgent", "perhaps", "bool"), ("left", 1, "read_only"), ("total", 1, "read_only"),
    ("rev", 7, "unknown_field"), ("created_at", "2020-01-01", "read_only"), ("number", "PJ-1", "read_only"),
]  # fmt: skip
ODD = ["😀👩‍👩‍👧", "\u202eRTL\u200f", "'; DROP TABLE e_project; --", "%_\\", "中文，“引号”"]


def test_hostile_values_become_problems(shop: Workshop) -> None:
    written = shop.write(*(Create("project", {"name": "a", key: value}) for key, value, _ in HOSTILE), partial=True)
    found = [[(problem.path, problem.code) for problem in outcome.problems] for outcome in written.outcomes]
    assert found == [[(key, code)] for key, _, code in HOSTILE] and shop.rows("project") == []


def test_odd_but_honest_words_are_kept(shop: Workshop) -> None:
    written = shop.write(*(Create("project", {"name": words, "text": words}) for words in ODD))
    assert [shop.row("project", outcome.id)["name"] for outcome in written.outcomes] == ODD
