"""Gestures on a form: where a field comes to stand, what gives way, what is refused; and whatever is done, no field is lost
and the definitions stay sound."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dougong.host.install.bundles import base_bundle
from dougong.host.studio import form_moves, form_parts
from dougong.host.studio.form_rows import Spot, fields_of, shares, width_of
from dougong.metamodel.check import check_model
from dougong.metamodel.diff import Change, apply, documents_of, tree_of
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text
from dougong.rules.check_expressions import check_expressions

from tests.browser.workshop import bundle

FILE = "workshop/forms/repair_edit.json"
KEY = "repair_edit"
FORM: dict[str, Any] = {
    "$schema": "dougong/form/1", "key": KEY, "entity": "repair",
    "sections": [
        {"key": "basics", "label": {"zh-CN": "基本", "en": "Basics"}, "rows": [
            [{"field": "name", "width": 8}, {"field": "stage", "width": 4}], [{"field": "amount"}, {"field": "due"}]]},
        {"key": "parts", "label": {"zh-CN": "配件", "en": "Parts"}, "rows": [[{"field": "parts", "width": 12}]]},
        {"key": "rest", "label": {"zh-CN": "其他", "en": "Rest"}, "visible_when": 'stage = "mended"', "rows": [[{"field": "cause"}]]},
    ],
    "variants": [{"device": "phone", "first": ["amount", "due"]}, {"when": 'stage = "open"', "hide": ["rest", "cause"]}],
}  # fmt: skip
ALONE = frozenset({"parts"})
Tree = dict[str, Any]


def tree_with(form: dict[str, Any] = FORM) -> Tree:
    return tree_of([*base_bundle().documents, *bundle({"forms/repair_edit.json": form}).documents])


def rows(tree: Tree) -> list[list[str]]:
    """Each row as `field:width`, sections under one another."""
    return [
        [f"{one['field']}:{width_of(one)}" for one in row] for s in tree[FILE]["sections"] for row in s.get("rows", [])
    ]


def after(changes: list[Change], tree: Tree | None = None) -> Tree:
    found: Tree = apply(tree or tree_with(), changes)
    return found


def placed(field: str, side: Any, beside: str = "", section: str = "") -> list[list[str]]:
    return rows(after(form_moves.place(tree_with(), KEY, field, Spot(side, section, beside), ALONE)))


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(ProblemsFound) as found:
        yield
    assert [one.code for one in found.value.problems] == [code]


def test_a_field_goes_beside_another_into_the_room_there_is() -> None:
    assert placed("cause", "right", "due") == [
        ["name:8", "stage:4"], ["amount:4", "due:4", "cause:4"], ["parts:12"],
    ]  # fmt: skip
    assert placed("stage", "right", "cause")[0:4] == [
        ["name:8"],
        ["amount:6", "due:6"],
        ["parts:12"],
        ["cause:6", "stage:4"],
    ]
    assert placed("due", "left", "name") == [["due:4", "name:4", "stage:4"], ["amount:6"], ["parts:12"], ["cause:6"]]
    assert placed("due", "left", "amount")[1] == ["due:6", "amount:6"]


def test_a_field_goes_into_a_row_of_its_own_and_child_rows_always_do() -> None:
    assert placed("due", "above", "name")[0] == ["due:6"]
    assert placed("due", "end", section="rest")[-1] == ["due:6"]
    assert placed("parts", "right", "name")[:2] == [["name:8", "stage:4"], ["parts:12"]]
    assert placed("due", "left", "parts")[2:4] == [["due:6"], ["parts:12"]]
    assert placed("total", "end", section="basics")[2] == ["total:4"], "one that was not on the form is placed"
    assert form_moves.place(tree_with(), KEY, "due", Spot("right", beside="due")) == []


def test_a_full_row_takes_no_more() -> None:
    assert shares([2] * 6, 4) is None
    many = {**FORM, "sections": [{**FORM["sections"][0], "rows": [[
        {"field": key, "width": 2} for key in ("name", "stage", "amount", "due", "total", "owner")], [{"field": "cause"}]]}]}  # fmt: skip
    many.pop("variants")
    with refused("row_full"):
        form_moves.place(tree_with(many), KEY, "cause", Spot("left", beside="name"), ALONE)


def test_width_takes_from_the_neighbour_and_stops_at_the_edges() -> None:
    def widened(field: str, width: int) -> list[str]:
        return next(
            row for row in rows(after(form_moves.widen(tree_with(), KEY, field, width))) if field in "".join(row)
        )

    assert widened("name", 9) == ["name:9", "stage:3"]
    assert widened("name", 12) == ["name:10", "stage:2"], "a neighbour keeps two columns"
    assert widened("stage", 1) == ["name:8", "stage:1"]
    assert widened("cause", 40) == ["cause:12"]
    assert widened("due", 8) == ["amount:4", "due:8"], "the last one takes from the one before"


def test_steps_by_keys_follow_the_reading_order() -> None:
    def stepped(field: str, way: Any) -> list[list[str]]:
        return rows(after(form_moves.step(tree_with(), KEY, field, way, ALONE)))

    assert stepped("amount", "right")[1] == ["due:6", "amount:6"]
    assert stepped("amount", "left")[:2] == [["name:4", "stage:4", "amount:4"], ["due:6"]]
    assert stepped("due", "up")[1:3] == [["due:6"], ["amount:6"]]
    assert stepped("cause", "up")[2:] == [["parts:12"], ["cause:6"]]
    assert stepped("parts", "up")[2] == ["parts:12"]
    assert form_moves.step(tree_with(), KEY, "name", "left", ALONE) == []
    assert form_moves.step(tree_with(), KEY, "cause", "down", ALONE) == []


def test_a_field_taken_off_stays_on_its_object_and_nothing_names_it_any_more() -> None:
    tree = after(form_moves.take_out(tree_with(), KEY, "amount"))
    assert "amount" not in str(rows(tree))
    assert tree[FILE]["variants"][0]["first"] == ["due"]
    assert any(one["key"] == "amount" for one in tree["workshop/entities/repair.json"]["fields"])
    with refused("field_gone"):
        form_moves.take_out(tree, KEY, "amount")


def test_a_new_field_is_made_and_placed_in_one_gesture() -> None:
    changes, key = form_moves.create(tree_with(), KEY, "percent", Spot("right", beside="cause"), ALONE)
    tree = after(changes)
    assert rows(tree)[-1] == ["cause:6", f"{key}:4"]
    made = tree["workshop/entities/repair.json"]["fields"][-1]
    assert (made["key"], made["type"], made["label"]["zh-CN"]) == (key, "percent", "百分比")
    assert _wrong(tree) == []


def test_a_child_table_comes_with_the_object_of_its_rows() -> None:
    changes, key = form_moves.create(tree_with(), KEY, "lines", Spot("right", beside="cause"), ALONE)
    tree = after(changes)
    assert rows(tree)[-2:] == [["cause:6"], [f"{key}:12"]]
    assert _wrong(tree) == []


def test_a_label_is_said_where_it_stands() -> None:
    tree = tree_with()
    known = text("金额", "Amount")
    changes, key = form_moves.say(tree, tree, KEY, "amount", "label", "zh-CN", "总价", known)
    said = apply(tree, changes)
    assert key == "amount"
    assert said[FILE] == tree[FILE]
    assert [one["label"]["zh-CN"] for one in said["workshop/entities/repair.json"]["fields"] if one["key"] == key] == [
        "总价"
    ]
    own = after(form_moves.set_property(tree, KEY, "amount", "label", {"zh-CN": "金额", "en": "Amount"}))
    changes, _ = form_moves.say(own, tree, KEY, "amount", "label", "en", "Price", known)
    assert {str(one.path[0]) for one in changes} == {FILE}
    placed_owner = after(form_moves.place(tree, KEY, "owner", Spot("end", "rest"), ALONE))
    changes, _ = form_moves.say(placed_owner, tree, KEY, "owner", "label", "en", "Keeper", text("负责人", "Owner"))
    assert {str(one.path[0]) for one in changes} == {FILE}
    with refused("no_label"):
        form_moves.say(tree, tree, KEY, "amount", "label", "en", "  ", known)


def test_sections_and_tabs_come_and_go_with_what_is_in_them() -> None:
    def drawn(tree: Tree, draw: Any) -> Tree:
        return after(form_moves.redrawn(tree, KEY, draw), tree)

    tree = drawn(tree_with(), form_parts.add_tab)
    assert [one["key"] for one in tree[FILE]["tabs"]] == ["general", "tab"]
    assert [one["tab"] for one in tree[FILE]["sections"]] == ["general", "general", "general", "tab"]
    tree = drawn(tree, lambda form: form_parts.move_section(form, "rest", "section"))
    assert [(one["key"], one["tab"]) for one in tree[FILE]["sections"]][-2:] == [("section", "tab"), ("rest", "tab")]
    tree = drawn(tree, lambda form: form_parts.remove_section(form, "rest"))
    assert "cause" not in str(tree[FILE])
    assert "rest" not in str(tree[FILE]["variants"])
    tree = drawn(tree, lambda form: form_parts.remove_tab(form, "tab"))
    assert "tabs" not in tree[FILE]
    assert not any("tab" in one for one in tree[FILE]["sections"])
    for key in ("section", "parts"):
        tree = drawn(tree, lambda form, key=key: form_parts.remove_section(form, key))
    with refused("last_section"):
        form_moves.redrawn(tree, KEY, lambda form: form_parts.remove_section(form, "basics"))


FIELDS = ("name", "stage", "amount", "due", "cause", "parts", "total", "owner", "department")
field_keys = st.sampled_from(FIELDS)
sections = st.sampled_from(["basics", "parts", "rest", "section"])
spots = st.builds(Spot, st.sampled_from(["left", "right", "above", "below", "end"]), sections, field_keys)
gestures = st.one_of(
    st.tuples(st.just("place"), field_keys, spots),
    st.tuples(st.just("step"), field_keys, st.sampled_from(["left", "right", "up", "down"])),
    st.tuples(st.just("widen"), field_keys, st.integers(-3, 15)),
    st.tuples(st.just("take_out"), field_keys, st.none()),
    st.tuples(st.just("section"), st.sampled_from(["add", "tab", "untab"]), st.none()),
    st.tuples(st.just("move_section"), st.sampled_from(["basics", "parts", "rest"]), st.sampled_from(["", "basics", "rest", "parts"])),
)  # fmt: skip


def _made(tree: Tree, gesture: tuple[Any, Any, Any]) -> list[Change]:
    do, what, how = gesture
    match do:
        case "place":
            return form_moves.place(tree, KEY, what, how, ALONE)
        case "step":
            return form_moves.step(tree, KEY, what, how, ALONE)
        case "widen":
            return form_moves.widen(tree, KEY, what, how)
        case "take_out":
            return form_moves.take_out(tree, KEY, what)
        case "section":
            draw = {
                "add": lambda form: form_parts.add_section(form, "", ""),
                "tab": form_parts.add_tab,
                "untab": lambda form: form_parts.remove_tab(form, "tab"),
            }[what]
            return form_moves.redrawn(tree, KEY, draw)
        case _:
            return form_moves.redrawn(tree, KEY, lambda form: form_parts.move_section(form, what, how))


def _on(tree: Tree) -> list[str]:
    return sorted(one["field"] for _, one in fields_of(tree[FILE]))


def _wrong(tree: Tree) -> list[str]:
    return [
        f"{one.file} {one.path} {one.message.en}"
        for one in check_model(documents_of(tree), check_expressions)
        if one.severity == "error"
    ]


BASE = tree_with()


@settings(max_examples=60, deadline=None)
@given(st.lists(gestures, min_size=1, max_size=8))
def test_whatever_is_done_no_field_is_lost_and_the_form_stays_sound(done: list[tuple[Any, Any, Any]]) -> None:
    tree = BASE
    for gesture in done:
        there = _on(tree)
        try:
            changes = _made(tree, gesture)
        except ProblemsFound:
            continue
        tree = apply(tree, changes)
        expected = set(there)
        if gesture[0] == "place":
            expected |= {gesture[1]}
        if gesture[0] == "take_out":
            expected -= {gesture[1]}
        assert _on(tree) == sorted(expected), gesture
        assert all(sum(width_of(one) for one in row) <= 12 for s in tree[FILE]["sections"] for row in s["rows"])
        assert all(row for s in tree[FILE]["sections"] for row in s["rows"])
    assert _wrong(tree) == []
