"""Gestures on pages: where a tile comes to stand, what a suggestion shows, how a record's page is arranged; and whatever is
done, no part is lost, the definitions stay sound, and what a gesture says leads where its drawing leads."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dougong.host.install.bundles import base_bundle
from dougong.host.studio import page_controls, page_moves, page_record, page_tiles
from dougong.host.studio.page_ideas import TYPES, fresh, ideas, objects, other_type
from dougong.host.studio.page_problems import record_problems, tile_problems
from dougong.host.studio.page_tiles import Spot
from dougong.metamodel.check import check_model
from dougong.metamodel.compile import compile_model
from dougong.metamodel.diff import Change, apply, documents_of, tree_of
from dougong.metamodel.model import Model
from dougong.metamodel.page import Page
from dougong.metamodel.problem import ProblemsFound
from dougong.rules.check_expressions import check_expressions

from tests.browser.workshop import bundle

Tree = dict[str, Any]
BOARD, CARD = "shop_board", "repair_record"


def _tile(key: str, type_: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": type_, "label": {"zh-CN": key, "en": key}, "entity": "repair", **more}


FILES: dict[str, dict[str, Any]] = {
    f"pages/{BOARD}.json": {
        "$schema": "dougong/page/1", "key": BOARD, "label": {"zh-CN": "车间", "en": "Shop"}, "periods": ["month", "year"],
        "widgets": [
            _tile("all", "metric", width=3), _tile("stages", "chart", group=["stage"], width=6),
            _tile("late", "list", fields=["name"], place="rail"), _tile("sum", "metric", measure="SUM(amount)", width=3)]},
    f"pages/{CARD}.json": {
        "$schema": "dougong/page/1", "key": CARD, "label": {"zh-CN": "维修单", "en": "Repair"}, "entity": "repair",
        "record": {
            "chips": ["stage"], "stats": ["amount", "total"], "groups": [
                {"key": "basics", "label": {"zh-CN": "基本", "en": "Basics"}, "fields": ["due", "cause"]},
                {"key": "money", "label": {"zh-CN": "钱", "en": "Money"}, "fields": ["amount"]}],
            "related": [{"field": "parts"}],
            "tabs": [{"key": "more", "label": {"zh-CN": "更多", "en": "More"}, "related": [{"field": "specimens", "limit": 3}]}]}},
}  # fmt: skip
BOARD_FILE, CARD_FILE = (f"workshop/pages/{key}.json" for key in (BOARD, CARD))


def tree_with() -> Tree:
    found: Tree = tree_of([*base_bundle().documents, *bundle(FILES).documents])
    return found


TREE = tree_with()
MODEL: Model = compile_model(documents_of(TREE))


def after(changes: list[Change], tree: Tree = TREE) -> Tree:
    found: Tree = apply(tree, changes)
    return found


def laid(tree: Tree, key: str = BOARD) -> tuple[list[str], list[str]]:
    """Keys of the wide and of the narrow column, in order."""
    _, page = page_moves.page_in(tree, key)
    every = page.get("widgets", ())
    return [one["key"] for one in every if page_tiles.place_of(one) == "main"], [
        one["key"] for one in every if page_tiles.place_of(one) == "rail"
    ]


def moved(key: str, place: Any, before: str = "") -> tuple[list[str], list[str]]:
    return laid(after(page_moves.redrawn(TREE, BOARD, lambda page: page_tiles.move(page, key, Spot(place, before)))))


def wrong(tree: Tree) -> list[str]:
    return [
        f"{one.path} {one.message.en}"
        for one in check_model(documents_of(tree), check_expressions)
        if one.severity == "error"
    ]


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(ProblemsFound) as found:
        yield
    assert [one.code for one in found.value.problems] == [code]


def test_a_tile_goes_before_another_or_to_the_end_of_a_column() -> None:
    assert moved("sum", "main", "all") == (["sum", "all", "stages"], ["late"])
    assert moved("all", "main") == (["stages", "sum", "all"], ["late"])
    assert moved("all", "rail", "late") == (["stages", "sum"], ["all", "late"])
    assert moved("late", "main", "stages") == (["all", "late", "stages", "sum"], [])
    assert page_moves.redrawn(TREE, BOARD, lambda page: page_tiles.move(page, "all", Spot("main", "all"))) == []


def test_a_step_by_keys_stays_in_its_column_and_stops_at_the_ends() -> None:
    def stepped(key: str, by: int) -> list[str]:
        return laid(after(page_moves.redrawn(TREE, BOARD, lambda page: page_tiles.step(page, key, by))))[0]

    assert stepped("all", 1) == ["stages", "all", "sum"]
    assert stepped("sum", -1) == ["all", "sum", "stages"]
    assert stepped("all", -1) == stepped("sum", 1) == stepped("late", 1) == ["all", "stages", "sum"]


def test_what_is_usual_is_not_written_down() -> None:
    def tile(draw: Any) -> Any:
        tree = after(page_moves.redrawn(TREE, BOARD, draw))
        return page_tiles.tile_of(tree[BOARD_FILE], "all")

    assert "width" not in tile(lambda page: page_tiles.widen(page, "all", 4))
    assert tile(lambda page: page_tiles.widen(page, "all", 40))["width"] == 12
    assert tile(lambda page: page_tiles.widen(page, "all", 0))["width"] == 2
    assert tile(lambda page: page_tiles.cross(page, "all"))["place"] == "rail"


def test_a_dashboard_begins_in_the_workspaces_own_app_and_in_the_menu_in_one_gesture() -> None:
    changes, key = page_moves.begin_board(TREE, "Night shift", "workshop:bench:work")
    tree = after(changes)
    assert key == "night_shift"
    assert f"own/pages/{key}.json" in tree
    assert [place.split(":")[1:3] for place in page_moves.places_of(tree, key)] == [["bench", "work"]]
    tile = fresh(MODEL, "chart", "repair")
    tree = after(page_moves.redrawn(tree, key, lambda page: page_tiles.add(page, tile, Spot("main"))), tree)
    assert wrong(tree) == []
    assert page_moves.begin_board(tree, "Night shift")[1] == "night_shift_2"
    gone = after(page_moves.remove_page(tree, key), tree)
    assert page_moves.places_of(gone, key) == []
    assert f"own/pages/{key}.json" not in gone
    with refused("page_of_app"):
        page_moves.remove_page(TREE, BOARD)


def test_every_suggestion_and_every_type_is_sound_for_every_object() -> None:
    for entity in objects(MODEL):
        tiles = [fresh(MODEL, type_, entity) for type_ in TYPES] + [one.tile for one in ideas(MODEL, entity)]
        tiles += [other_type(MODEL, tile, type_) for tile in tiles[:9] for type_ in TYPES]
        named = [{**one, "key": f"t{n}"} for n, one in enumerate(tiles)]
        page = Page.model_validate({"key": "x", "label": {"zh-CN": "x", "en": "x"}, "widgets": named})
        found = tile_problems(MODEL, page)
        assert {key: [one.message.en for _, one in said] for key, said in found.items()} == {}, entity


def test_a_control_says_what_a_person_means() -> None:
    def changed(tile: dict[str, Any], *sent: tuple[str, str]) -> dict[str, Any]:
        for name, value in sent:
            tile = page_controls.set_tile(MODEL, tile, name, value)
        return tile

    start = fresh(MODEL, "metric", "repair")
    assert changed(start, ("measure.how", "SUM"))["measure"] == "SUM(amount)"
    assert changed(start, ("measure.how", "AVERAGE"), ("measure.of", "total"))["measure"] == "AVERAGE(total)"
    assert "measure" not in changed(start, ("measure.how", "SUM"), ("measure.how", "COUNT"))
    assert changed(start, ("compare", "previous"))["period"] == "created_at", "a comparison needs a period"
    assert "compare" not in changed(start, ("compare", "previous"), ("period", ""))
    chart = changed(start, ("type", "chart"), ("group.0", "due"))
    assert (chart["group"], chart["bucket"]) == (["due"], "month")
    assert "bucket" not in changed(chart, ("group.0", "stage"))
    assert changed(chart, ("group.1", "stage"))["group"] == ["due", "stage"]
    listed = changed(
        start, ("type", "list"), ("fields+", "due"), ("fields~", "due:"), ("sort.path", "due"), ("sort.way", "down")
    )
    assert (listed["fields"][0], listed["sort"][0]) == ("due", "-due")
    assert changed(listed, ("tick", "stage=mended"))["tick"] == {"stage": "mended"}
    other = changed({**start, "label": {"zh-CN": "我取的名", "en": "Mine"}}, ("entity", "specimen"))
    assert (other["entity"], other["label"]["en"]) == ("specimen", "Mine"), "a name somebody gave stays"
    assert changed(start, ("entity", "specimen"))["label"]["en"] == "Specimen"
    forecast = changed(start, ("type", "forecast"), ("series+", ""), ("series.part.when", 'stage = "open"'))
    assert forecast["series"][-1]["when"] == 'stage = "open"'
    with refused("page_label"):
        changed(start, ("label.en", "  "))


def test_a_wrong_formula_is_told_at_its_tile_and_keeps_no_other_from_being_looked_at() -> None:
    raw = copy.deepcopy(TREE[BOARD_FILE])
    raw["widgets"][0]["filter"] = "nothing_like_it > 1"
    raw["widgets"][1]["group"] = ["nowhere"]
    found = tile_problems(MODEL, Page.model_validate(raw))
    assert set(found) == {"all", "stages"}
    assert [name for name, _ in found["all"]] == ["filter"]


def test_parts_of_a_records_page_go_where_they_are_put() -> None:
    def drawn(*draws: Any) -> dict[str, Any]:
        tree = TREE
        for draw in draws:
            tree = after(page_moves.redrawn(tree, CARD, draw), tree)
        record: dict[str, Any] = tree[CARD_FILE]["record"]
        return record

    assert drawn(lambda page: page_record.put_value(page, "due", "chips", "stage", "group::basics"))["chips"] == [
        "due",
        "stage",
    ]
    assert drawn(lambda page: page_record.put_value(page, "amount", "group::basics"))["stats"] == ["amount", "total"]
    assert "chips" not in drawn(lambda page: page_record.take_value(page, "stage", "chips"))
    stepped = drawn(lambda page: page_record.step_value(page, "cause", "group::basics", 1))
    assert [one["fields"] for one in stepped["groups"]] == [["due"], ["cause", "amount"]]
    into = drawn(lambda page: page_record.move_group(page, "money", "", "more"))
    assert [one["key"] for one in into["tabs"][0]["groups"]] == ["money"]
    lists = drawn(lambda page: page_record.put_related(page, "specimens", "", "parts", "more"))
    assert [one["field"] for one in lists["related"]] == ["specimens", "parts"]
    assert lists["related"][0]["limit"] == 3, "a list keeps what it is like"
    tabbed = drawn(
        page_record.add_tab,
        lambda page: page_record.stream_tab(page, "tab", on=True),
        lambda page: page_record.step_tab(page, "tab", -1),
    )
    assert [(one["key"], one.get("stream")) for one in tabbed["tabs"]] == [("tab", True), ("more", None)]
    with refused("related_here"):
        drawn(lambda page: page_record.put_related(page, "parts", ""))
    with refused("part_gone"):
        drawn(lambda page: page_record.put_value(page, "due", "group::gone"))


KEYS = st.sampled_from(["all", "stages", "late", "sum", "text", "gone"])
SPOTS = st.builds(Spot, st.sampled_from(["main", "rail"]), st.sampled_from(["", "all", "late", "sum", "gone"]))
TILES = st.one_of(
    st.tuples(st.just("move"), KEYS, SPOTS), st.tuples(st.just("step"), KEYS, st.sampled_from([-1, 1])),
    st.tuples(st.just("cross"), KEYS, st.none()), st.tuples(st.just("widen"), KEYS, st.integers(-2, 15)),
    st.tuples(st.just("add"), st.sampled_from(list(TYPES)), SPOTS), st.tuples(st.just("double"), KEYS, st.none()),
)  # fmt: skip


@given(st.lists(TILES, max_size=8))
@settings(max_examples=60, deadline=None)
def test_whatever_is_done_no_tile_is_lost_and_the_page_stays_sound(gestures: list[tuple[str, Any, Any]]) -> None:
    tree, known = TREE, {"all", "stages", "late", "sum"}
    for do, what, how in gestures:
        made: list[str] = []
        draws = {
            "move": lambda page, what=what, how=how: page_tiles.move(page, what, how),
            "step": lambda page, what=what, how=how: page_tiles.step(page, what, how),
            "cross": lambda page, what=what: page_tiles.cross(page, what),
            "widen": lambda page, what=what, how=how: page_tiles.widen(page, what, how),
            "add": lambda page, what=what, how=how, made=made: made.append(
                page_tiles.add(page, fresh(MODEL, what, "repair"), how)
            ),
            "double": lambda page, what=what, made=made: made.append(page_tiles.double(page, what)),
        }
        try:
            changes = page_moves.redrawn(tree, BOARD, draws[do])
        except ProblemsFound:
            assert what not in known
            continue
        wanted = copy.deepcopy(tree[BOARD_FILE])
        draws[do](wanted)
        tree = after(changes, tree)
        assert tree[BOARD_FILE] == wanted, "what the gesture says leads where its drawing leads"
        known |= set(made[:1])
        assert {one for column in laid(tree) for one in column} == known
    page = Page.model_validate(tree[BOARD_FILE])
    assert tile_problems(MODEL, page) == {}
    assert all(2 <= one.width <= 12 for one in page.widgets)


PLACES = st.sampled_from(["chips", "meta", "stats", "next", "group::basics", "group::money", "group:more:group"])
PATHS = st.sampled_from(["due", "cause", "amount", "stage", "total", "owner"])
PARTS = st.one_of(
    st.tuples(st.just("put"), PATHS, PLACES, st.sampled_from(["", "due", "amount"])),
    st.tuples(st.just("move"), PATHS, PLACES, PLACES), st.tuples(st.just("step"), PATHS, PLACES, st.sampled_from([-1, 1])),
    st.tuples(st.just("group"), st.sampled_from(["", "more"]), st.none(), st.none()),
    st.tuples(st.just("regroup"), st.sampled_from(["basics", "money"]), st.sampled_from(["", "more"]), st.sampled_from(["", "more"])),
    st.tuples(st.just("relist"), st.sampled_from(["parts", "specimens"]), st.sampled_from(["", "more"]), st.sampled_from(["", "more"])),
    st.tuples(st.just("tab"), st.none(), st.none(), st.none()),
)  # fmt: skip


def _card(page: dict[str, Any], gesture: tuple[str, Any, Any, Any]) -> None:
    do, what, where, how = gesture
    match do:
        case "put":
            page_record.put_value(page, what, where, how)
        case "move":
            page_record.put_value(page, what, where, "", how)
        case "step" if what in page_record._values(page, where):
            page_record.step_value(page, what, where, how)
        case "group":
            page_record.add_group(page, what)
        case "regroup":
            page_record.move_group(page, what, where, how)
        case "relist":
            page_record.put_related(page, what, how, source=where)
        case "tab":
            page_record.add_tab(page)


@given(st.lists(PARTS, max_size=8))
@settings(max_examples=60, deadline=None)
def test_whatever_is_done_to_a_records_page_nothing_is_lost_and_it_stays_sound(
    gestures: list[tuple[str, Any, Any, Any]],
) -> None:
    tree = TREE
    for gesture in gestures:
        before = tree[CARD_FILE]
        try:
            tree = after(page_moves.redrawn(tree, CARD, lambda page, gesture=gesture: _card(page, gesture)), tree)
        except ProblemsFound:
            continue
        had, has = _everything(before), _everything(tree[CARD_FILE])
        assert had <= has, "nothing is lost by putting and moving"
        lists = [values for _, values in _lists(tree[CARD_FILE])]
        assert all(len(values) == len(set(values)) for values in lists), "a value stands once in a place"
    assert record_problems(MODEL, Page.model_validate(tree[CARD_FILE])) == {}


def _lists(page: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    record = page["record"]
    yield from ((name, record[name]) for name in page_record.HEAD if name in record)
    yield from ((f"group:{tab}:{one['key']}", one["fields"]) for tab, one in page_record.groups_of(page))


def _everything(page: dict[str, Any]) -> set[tuple[str, str]]:
    """Every value, group label and list, wherever it stands."""
    record = page["record"]
    found = {("value", path) for _, values in _lists(page) for path in values}
    found |= {("group", one["label"]["en"]) for _, one in page_record.groups_of(page)}
    homes = [record, *record.get("tabs", ())]
    return found | {("list", one["field"]) for home in homes for one in home.get("related", ())}
