"""An upgrade from three sides: every change of the workspace is there or meets one of the new version, and none is lost."""

import copy
from typing import Any

from hypothesis import given

from dougong.metamodel.diff import Change
from dougong.metamodel.diff.compare import same
from dougong.metamodel.overlay import MISSING, value_at
from dougong.metamodel.three_way import ThreeWay, three_way, together

from tests.metamodel.test_diff import documents

JOB: dict[str, Any] = {
    "key": "job", "label": {"zh-CN": "工作", "en": "Job"},
    "fields": [{"key": "name", "hint": "n"}, {"key": "fee", "hint": "f", "options": [{"key": "x"}, {"key": "y"}]}],
    "rows": [[{"field": "name"}, {"field": "fee"}], [{"field": "note"}]],
}  # fmt: skip


def sides(old: Any, new: Any, mine: Any) -> ThreeWay:
    return three_way({"job": old}, {"job": new}, {"job": mine})


def stands(tree: Any, change: Change, wanted: Any) -> bool:
    """Whether at the place of a change there is what a side made of it; orders go together and are not asked for."""
    if change.operation == "order":
        return True
    there, made = value_at(tree, change), value_at(wanted, change)
    return there is made if MISSING in (there, made) else same(there, made)


def edited(**parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(JOB), **parts}


@given(old=documents, new=documents, mine=documents)
def test_the_workspaces_changes_stand_unless_they_yield(old: Any, new: Any, mine: Any) -> None:
    three = sides(old, new, mine)
    tree, lost = together(three)
    assert not lost
    meet = {number for one in three.meetings for number in one.ours}
    for number, change in enumerate(three.ours):
        assert (
            number in meet or value_at(tree, change) is MISSING or stands(tree, change, three.mine) or _inside(change)
        )
    every, lost = together(three, yielding=range(len(three.meetings)))
    assert not lost
    for one in three.meetings:
        assert all((value_at(every, three.theirs[n]) is MISSING) == (value_at(three.new, three.theirs[n]) is MISSING)
                   for n in one.theirs if three.theirs[n].operation != "order")  # fmt: skip


def _inside(change: Change) -> bool:
    """What was put in whole may have got something more from the other side."""
    return isinstance(change.new, dict | list)


@given(old=documents, other=documents)
def test_one_side_alone_is_what_it_made(old: Any, other: Any) -> None:
    assert same(together(sides(old, old, other))[0]["job"], other)
    assert same(together(sides(old, other, old))[0]["job"], other)
    assert not sides(old, other, other).meetings, "both made the same"


def test_what_the_new_version_takes_away_stays_when_the_workspace_changed_it() -> None:
    mine = edited()
    mine["fields"][1]["hint"] = "ours"
    three = sides(JOB, edited(fields=JOB["fields"][:1]), mine)
    (met,) = three.meetings
    assert [three.ours[one].new for one in met.ours] == ["ours"]
    assert [three.theirs[one].operation for one in met.theirs] == ["remove"]
    assert together(three)[0]["job"]["fields"] == mine["fields"]
    assert together(three, yielding=[0])[0]["job"]["fields"] == JOB["fields"][:1]


def test_what_the_workspace_took_away_stays_away() -> None:
    new = edited()
    new["fields"][1]["hint"] = "theirs"
    three = sides(JOB, new, edited(fields=JOB["fields"][:1]))
    assert [one["key"] for one in together(three)[0]["job"]["fields"]] == ["name"]
    assert together(three, yielding=[0])[0]["job"]["fields"] == new["fields"]


def test_a_row_taken_apart_is_one_choice() -> None:
    """The workspace turned a row round, the new version put a field into it: never is a field there twice."""
    new, mine = edited(), edited()
    new["rows"][0].append({"field": "day"})
    mine["rows"][0].reverse()
    three = sides(JOB, new, mine)
    assert len(three.meetings) == 1
    for yielding in ([], [0]):
        placed = [field["field"] for row in together(three, yielding=yielding)[0]["job"]["rows"] for field in row]
        assert sorted(placed) == sorted(set(placed))
        assert ("day" in placed) == bool(yielding)


def test_a_row_the_new_version_took_apart_is_one_choice_too() -> None:
    new, mine = edited(), edited()
    new["rows"] = [[{"field": "fee"}, {"field": "name"}], [{"field": "note"}]]
    mine["rows"][0][1]["width"] = 12
    three = sides(JOB, new, mine)
    tree, _ = together(three)
    assert tree["job"]["rows"] == mine["rows"]
    assert together(three, yielding=[0])[0]["job"]["rows"] == new["rows"]


def test_a_change_of_the_new_version_can_wait() -> None:
    new = edited(label={"zh-CN": "活", "en": "Work"})
    new["fields"].append({"key": "day"})
    three = sides(JOB, new, edited())
    left_out = [number for number, one in enumerate(three.theirs) if one.operation == "add"]
    tree, _ = together(three, left_out=left_out)
    assert tree["job"] == {**JOB, "label": {"zh-CN": "活", "en": "Work"}}


def test_a_row_put_first_and_taken_out_is_a_meeting() -> None:
    new, mine = edited(rows=JOB["rows"][:1]), edited(rows=JOB["rows"][::-1])
    three = sides(JOB, new, mine)
    assert len(three.meetings) == 1
    assert together(three)[0]["job"]["rows"] == mine["rows"]
    assert together(three, yielding=[0])[0]["job"]["rows"] == new["rows"]


def test_what_both_put_elsewhere_stands_once() -> None:
    """A thing of a list that both sides moved, or one hid and the other moved, is where one of them put it."""
    groups = {"groups": [{"key": "a", "items": [{"key": "x"}]}, {"key": "b", "items": []}, {"key": "c", "items": []}]}

    def placed(*keys: str) -> dict[str, Any]:
        return {"groups": [{"key": one, "items": [{"key": "x"}] if one in keys else []} for one in "abc"]}

    for ours, theirs in (("b", "c"), ("", "c"), ("b", "")):
        three = sides(groups, placed(theirs), placed(ours))
        assert len(three.meetings) == 1
        assert together(three)[0]["job"] == placed(ours)
        assert together(three, yielding=[0])[0]["job"] == placed(theirs)
    assert not sides(groups, placed("b"), placed("b")).meetings
