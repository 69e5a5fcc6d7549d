"""Gestures on a view: where a field comes to stand, what is refused; and whatever is done, the definitions stay sound, no field
stands in a place twice, and each gesture can be taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dougong.host.install.bundles import base_bundle
from dougong.host.studio import view_colours, view_kinds, view_moves, view_tabs
from dougong.host.studio.view_problems import sound, view_problems
from dougong.host.studio.view_slots import SLOTS, entries_of, name_of
from dougong.metamodel.check import check_model
from dougong.metamodel.compile import compile_model, with_layout
from dougong.metamodel.diff import Change, apply, compare, documents_of, tree_of
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.view import KINDS, View
from dougong.rules.check_expressions import check_expressions

from tests.browser.workshop import bundle

FILE, KEY = "workshop/views/specimen_all.json", "specimen_all"
VIEW: dict[str, Any] = {
    "$schema": "dougong/view/1", "key": KEY, "entity": "specimen", "label": {"zh-CN": "全部样本", "en": "All specimens"}, "order": 10,
    "columns": ["name", {"field": "price", "width": 120, "summary": "sum"}, "day", "repair.stage"], "sort": ["-day", "name"],
    "filter": "fine",
}  # fmt: skip
SECOND: dict[str, Any] = {
    "$schema": "dougong/view/1", "key": "specimen_board", "entity": "specimen", "label": {"zh-CN": "看板", "en": "Board"}, "order": 20,
    "type": "kanban", "group": "fine", "card": {"lines": ["price"]},
}  # fmt: skip
Tree = dict[str, Any]
BASE: Tree = tree_of(
    [
        *base_bundle().documents,
        *bundle({"views/specimen_all.json": VIEW, "views/specimen_board.json": SECOND}).documents,
    ]
)
MODEL = compile_model(documents_of(BASE))


def after(changes: list[Change], tree: Tree = BASE) -> Tree:
    found: Tree = apply(tree, changes)
    return found


def names(tree: Tree, slot: str, file: str = FILE) -> list[str]:
    return [name_of(one) for one in entries_of(tree[file], SLOTS[slot])]


def put(slot: str, path: str, before: str = "", source: str = "", tree: Tree = BASE) -> Tree:
    return after(view_moves.put(tree, MODEL, KEY, slot, path, before, source), tree)


def wrong(tree: Tree) -> list[str]:
    found = check_model(documents_of(tree), check_expressions)
    return [f"{one.file} {one.path} {one.message.en}" for one in found if one.severity == "error"]


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(ProblemsFound) as found:
        yield
    assert [one.code for one in found.value.problems] == [code]


def test_a_field_goes_in_front_of_a_column_and_one_that_is_there_moves_with_what_it_is() -> None:
    assert names(put("columns", "year", "day"), "columns") == ["name", "price", "year", "day", "repair.stage"]
    assert names(put("columns", "keeper.name"), "columns")[-1] == "keeper.name"
    moved = put("columns", "price")
    assert names(moved, "columns") == ["name", "day", "repair.stage", "price"]
    assert moved[FILE]["columns"][-1] == {"field": "price", "width": 120, "summary": "sum"}
    assert names(put("columns", "day", "name"), "columns")[:2] == ["name", "day"], (
        "what names the record stays in front"
    )
    assert view_moves.put(BASE, MODEL, KEY, "columns", "day", "day") == []


def test_what_does_not_fit_is_refused_with_what_does() -> None:
    with refused("does_not_fit"):
        put("group", "day")
    with refused("does_not_fit"):
        put("sums", "name")
    with refused("does_not_fit"):
        put("group", "repair.stage")
    with refused("does_not_fit"):
        put("sort", "data")
    with refused("field_gone"):
        put("columns", "helpers.name")
    with refused("no_slot"):
        put("filter", "name")


def test_a_place_for_one_takes_the_last_that_came_and_what_is_carried_over_leaves_where_it_was() -> None:
    assert put("group", "keeper")[FILE]["group"] == "keeper"
    assert put("group", "fine", tree=put("group", "keeper"))[FILE]["group"] == "fine"
    tree = put("lines", "price", source="columns")
    assert names(tree, "columns") == names(BASE, "columns"), "a column stays"
    tree = put("title", "price", source="lines", tree=tree)
    assert tree[FILE]["card"] == {"title": "price"}


def test_columns_are_widened_named_and_taken_out() -> None:
    tree = after(view_moves.widen(BASE, MODEL, KEY, "day", 5))
    assert tree[FILE]["columns"][2] == {"field": "day", "width": 40}
    tree = after(view_moves.set_column(tree, MODEL, KEY, "day", {"width": None}), tree)
    assert tree[FILE]["columns"][2] == "day"
    bare = after(list(compare(BASE[FILE], {**BASE[FILE], "columns": ["day"]}, (FILE,))))
    tree = after(view_moves.widen(bare, MODEL, KEY, "name", 300), bare)
    assert names(tree, "columns") == ["name", "day"], (
        "the column that is drawn anyway is written down when it is widened"
    )
    assert names(after(view_moves.take_out(BASE, MODEL, KEY, "columns", "price")), "columns") == [
        "name",
        "day",
        "repair.stage",
    ]
    with refused("title_column"):
        view_moves.take_out(BASE, MODEL, KEY, "columns", "name")
    with refused("field_gone"):
        view_moves.take_out(BASE, MODEL, KEY, "columns", "year")
    with refused("needed"):
        view_moves.take_out(BASE, MODEL, "specimen_board", "group", "fine")


def test_orders_are_turned_and_moved() -> None:
    tree = after(view_moves.turn(BASE, KEY, "day"))
    assert tree[FILE]["sort"] == ["day", "name"]
    tree = after(view_moves.step(BASE, MODEL, KEY, "sort", "name", -1))
    assert tree[FILE]["sort"] == ["name", "-day"]
    assert view_moves.step(BASE, MODEL, KEY, "sort", "name", 1) == []


def test_another_kind_keeps_what_fits_and_chooses_what_it_needs() -> None:
    board = after(view_kinds.change_kind(BASE, MODEL, KEY, "kanban"))
    assert board[FILE]["type"] == "kanban" and board[FILE]["group"] == "kind"
    assert board[FILE]["columns"] == VIEW["columns"] and board[FILE]["filter"] == "fine"
    days = after(view_kinds.change_kind(board, MODEL, KEY, "calendar"), board)
    assert days[FILE]["start"] == "day"
    again = after(view_kinds.change_kind(days, MODEL, KEY, "list"), days)
    assert "type" not in again[FILE]
    quarter = after(view_moves.set_property(days, KEY, "zoom", "month"), days)
    for kind, kept in (("timeline", "month"), ("calendar", "month")):
        assert after(view_kinds.change_kind(quarter, MODEL, KEY, kind), quarter)[FILE]["zoom"] == kept
    with refused("lacks"):
        view_kinds.change_kind(BASE, MODEL, KEY, "tree")
    with refused("no_kind"):
        view_kinds.change_kind(BASE, MODEL, KEY, "pie")


@pytest.mark.parametrize("entity", ["specimen", "repair", "person", "department"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_new_view_of_any_kind_is_sound_or_refused_in_words(entity: str, kind: str) -> None:
    if view_kinds.lacks(MODEL.entities[entity], MODEL, kind) is not None:
        with refused("lacks"):
            view_tabs.new_view(BASE, MODEL, entity, kind)
        return
    changes, key = view_tabs.new_view(BASE, MODEL, entity, kind)
    tree = after(changes)
    assert wrong(tree) == []
    assert [one["key"] for _, one in view_tabs.tabs_of(tree, entity)][-1] == key
    again, other = view_tabs.new_view(tree, MODEL, entity, kind)
    assert other != key
    both = after(again, tree)
    labels = [one["label"]["zh-CN"] for _, one in view_tabs.tabs_of(both, entity)]
    assert len(set(labels)) == len(labels)


def test_a_copy_stands_behind_what_it_was_made_of() -> None:
    changes, key = view_tabs.duplicate(BASE, KEY)
    tree = after(changes)
    assert [one["key"] for _, one in view_tabs.tabs_of(tree, "specimen")] == [KEY, key, "specimen_board"]
    copy = next(raw for file, raw in tree.items() if raw.get("key") == key)
    assert copy["columns"] == VIEW["columns"] and copy["label"]["en"] == "All specimens copy"
    assert wrong(tree) == []


def test_a_view_goes_and_what_opened_it_opens_the_whole_list() -> None:
    tree = after(view_tabs.remove(BASE, "repair_all"))
    item = tree["workshop/menus.json"]["areas"][0]["groups"][0]["items"][0]
    assert item["open"] == {"entity": "repair"} and item["badge"] == 'stage = "open"'
    assert wrong(tree) == []
    tile = {"key": "n", "type": "metric", "label": {"zh-CN": "数", "en": "N"}, "view": KEY, "filter": "whole > 1"}
    page = {
        "$schema": "dougong/page/1", "key": "desk", "label": {"zh-CN": "桌", "en": "Desk"},
        "widgets": [{**tile, "measure": "COUNT()"}],
    }  # fmt: skip
    with_page = {**BASE, "workshop/pages/desk.json": page}
    assert wrong(with_page) == []
    gone = after(view_tabs.remove(with_page, KEY), with_page)
    left = gone["workshop/pages/desk.json"]["widgets"][0]
    assert left["entity"] == "specimen" and left["filter"] == "(fine) AND (whole > 1)" and "view" not in left
    assert wrong(gone) == []


def test_colour_rules_come_with_a_condition_that_reads_and_go_one_by_one() -> None:
    tree = after(view_colours.add_rule(BASE, MODEL, KEY))
    tree = after(view_colours.add_rule(tree, MODEL, KEY, "day"), tree)
    assert [one["when"] for one in tree[FILE]["colours"]] == ['kind = "k0"', "day < TODAY()"]
    tree = after(view_colours.move_rule(tree, KEY, 1, -1), tree)
    tree = after(view_colours.set_rule(tree, KEY, 0, "colour", "red"), tree)
    assert [one["colour"] for one in tree[FILE]["colours"]] == ["red", "amber"]
    assert wrong(tree) == []
    for _ in range(2):
        tree = after(view_colours.remove_rule(tree, KEY, 0), tree)
    assert "colours" not in tree[FILE]
    with refused("rule_gone"):
        view_colours.remove_rule(tree, KEY, 0)


def test_problems_stand_at_their_part_and_the_rest_can_be_drawn() -> None:
    raw = {
        **VIEW, "columns": ["name", "nothing", "price"], "sort": ["data", "name"], "filter": "fin", "group": "gone",
        "card": {"lines": ["lost"]}, "colours": [{"when": "whol > 1", "colour": "red"}],
    }  # fmt: skip
    view = View.model_validate(raw)
    found = view_problems(MODEL, FILE, raw, view)
    assert {"columns:nothing", "sort:data", "group:gone", "lines:lost"} <= found.keys()
    expressions = {key: value for key, value in raw.items() if key in ("filter", "colours")}
    worded = {**VIEW, **expressions}
    second = view_problems(MODEL, FILE, worded, View.model_validate(worded))
    assert second.keys() == {"", "colours:0"} and second[""][0][0] == "filter"
    drawn = sound(view, {**found, **second})
    assert (
        drawn.columns == ("name", "price") and drawn.sort == ("name",) and drawn.filter is None and drawn.colours == ()
    )
    assert drawn.group is None and drawn.card is not None and drawn.card.lines == ()


PATHS = ("name", "price", "day", "moment", "fine", "kind", "keeper", "repair", "repair.stage", "keeper.name", "data", "helpers",
         "photo", "year", "owner", "owner.department", "gone", "updated_at")  # fmt: skip
paths, slots = st.sampled_from(PATHS), st.sampled_from(sorted(SLOTS))
gestures = st.one_of(
    st.tuples(st.just("put"), slots, paths, st.sampled_from(["", *PATHS]), st.sampled_from(["", *sorted(SLOTS)])),
    st.tuples(st.just("step"), slots, paths, st.sampled_from([-1, 1]), st.none()),
    st.tuples(st.just("out"), slots, paths, st.none(), st.none()),
    st.tuples(st.just("turn"), st.none(), paths, st.none(), st.none()),
    st.tuples(st.just("widen"), st.none(), paths, st.integers(-50, 2000), st.none()),
    st.tuples(st.just("kind"), st.none(), st.sampled_from(KINDS), st.none(), st.none()),
    st.tuples(st.just("rule"), st.none(), paths, st.sampled_from(["add", "up", "out"]), st.integers(-1, 3)),
    st.tuples(
        st.just("tab"), st.none(), st.none(), st.sampled_from(["", "specimen_board"]), st.sampled_from([-1, 0, 1])
    ),
    st.tuples(st.just("copy"), st.none(), st.none(), st.none(), st.none()),
)


def made(tree: Tree, gesture: tuple[Any, ...]) -> list[Change]:
    do, slot, what, how, more = gesture
    match do:
        case "put":
            return view_moves.put(tree, MODEL, KEY, slot, what, how, more)
        case "step":
            return view_moves.step(tree, MODEL, KEY, slot, what, how)
        case "out":
            return view_moves.take_out(tree, MODEL, KEY, slot, what)
        case "turn":
            return view_moves.turn(tree, KEY, what)
        case "widen":
            return view_moves.widen(tree, MODEL, KEY, what, how)
        case "kind":
            return view_kinds.change_kind(tree, MODEL, KEY, what)
        case "rule" if how == "add":
            return view_colours.add_rule(tree, MODEL, KEY, what if what in ("day", "fine") else "")
        case "rule":
            return (
                view_colours.move_rule(tree, KEY, more, -1)
                if how == "up"
                else view_colours.remove_rule(tree, KEY, more)
            )
        case "tab":
            return view_tabs.step_tab(tree, KEY, more) if more else view_tabs.move_tab(tree, KEY, how)
        case _:
            return view_tabs.duplicate(tree, KEY)[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(gestures, min_size=1, max_size=8))
def test_whatever_is_done_the_view_stays_sound_and_each_gesture_can_be_taken_back(done: list[tuple[Any, ...]]) -> None:
    tree = BASE
    for gesture in done:
        try:
            changes = made(tree, gesture)
        except ProblemsFound:
            continue
        then = apply(tree, changes)
        assert apply(then, list(compare(then, tree))) == tree, gesture
        assert list(compare(tree, then)) == [] or changes, gesture
        tree = then
        for slot in SLOTS.values():
            there = names(tree, slot.key)
            assert len(set(there)) == len(there), gesture
        columns = names(tree, "columns")
        assert "name" not in columns[1:], gesture
        order = [raw.get("order", 100) for _, raw in view_tabs.tabs_of(tree, "specimen")]
        assert len(set(order)) == len(order), gesture
    assert wrong(tree) == []
    quick, whole = with_layout(MODEL, documents_of(tree)), compile_model(documents_of(tree))
    assert quick is not None and (quick.views, quick.apps) == (whole.views, whole.apps), "what a designer draws with"
