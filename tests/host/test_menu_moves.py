"""Gestures on the three-level menu: nothing that can be opened is lost, no fourth level is made, neighbours are as asked."""

import random
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from dougong.host.studio import menu_moves
from dougong.host.studio.menu_tree import Node, find, nodes_of, siblings_of
from dougong.metamodel.check import check_model
from dougong.metamodel.diff import Anchor, Change, apply
from dougong.metamodel.documents import Document
from dougong.metamodel.parse import parse_all
from dougong.metamodel.problem import ProblemsFound

Tree = dict[str, Any]
NUMBERS = count()


def named(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "label": {"zh-CN": f"{key}·{next(NUMBERS)}", "en": key}, **more}


def menus(*areas: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": "dougong/menus/1", "areas": list(areas)}


@pytest.fixture
def tree() -> Tree:
    """Two apps; both put groups into `shop`."""
    return {
        "one/menus.json": menus(
            named("shop", order=10, groups=[
                named("desk", items=[named("a", open={"view": "a"}), named("b", open={"view": "b"}), named("c", open={"page": "c"})]),
                named("store", items=[named("d", open={"entity": "d"})]),
            ]),
            named("yard", order=20, groups=[named("gate", items=[named("e", open={"view": "e"})])]),
        ),
        "two/menus.json": menus(
            named("shop", groups=[named("till", items=[named("a", open={"view": "f"})])]),
            named("roof", order=30, groups=[]),
        ),
    }  # fmt: skip


def walk(tree: Tree) -> list[Node]:
    return [one for area in nodes_of(tree) for one in area.walk()]


def outline(tree: Tree) -> list[str]:
    return ["  " * (one.level - 1) + one.key for one in walk(tree)]


def items(tree: Tree) -> list[str]:
    """What can be opened, by the name it has."""
    return sorted(one.raw["label"]["zh-CN"] for one in walk(tree) if one.level == 3)


def test_apps_share_an_area(tree: Tree) -> None:
    assert outline(tree) == [
        "shop", "  desk", "    a", "    b", "    c", "  store", "    d", "  till", "    a", "yard", "  gate", "    e", "roof",
    ]  # fmt: skip


def test_an_item_moves_within_its_group_and_to_another_of_another_app(tree: Tree) -> None:
    moved = apply(tree, menu_moves.move(tree, "one:shop:desk:a", "one:shop:desk", "one:shop:desk:b"))
    assert outline(moved)[2:5] == ["    b", "    a", "    c"]
    moved = apply(tree, menu_moves.move(tree, "one:shop:desk:a", "two:shop:till", "two:shop:till:a"))
    assert outline(moved)[6:9] == ["  till", "    a", "    a_2"]
    assert [one.id for one in walk(moved) if one.key == "a_2"] == ["two:shop:till:a_2"]


def test_a_group_goes_to_another_area_also_to_one_without_any(tree: Tree) -> None:
    moved = apply(tree, menu_moves.move(tree, "one:shop:desk", "two:roof", ""))
    assert outline(moved)[-5:] == ["roof", "  desk", "    a", "    b", "    c"]


def test_areas_take_as_few_new_numbers_as_will_do(tree: Tree) -> None:
    changes = menu_moves.move(tree, "one:yard", "", "")
    assert [(one.path[-2], one.new) for one in changes] == [(one.path[-2], 0) for one in changes]
    assert len(changes) == 1
    assert [one.key for one in nodes_of(apply(tree, changes))] == ["yard", "shop", "roof"]


@pytest.mark.parametrize("into", ["one:shop:store", "one:shop:desk:a"])
def test_a_fourth_level_is_refused_in_words(tree: Tree, into: str) -> None:
    with pytest.raises(ProblemsFound) as refused:
        menu_moves.move(tree, "one:shop:desk", into, "")
    (problem,) = refused.value.problems
    assert problem.code == "fourth_level"
    assert "第四层" in problem.message.zh
    assert problem.fix


def test_only_its_items_move_instead(tree: Tree) -> None:
    poured = apply(tree, menu_moves.pour(tree, "one:shop:desk", "two:shop:till"))
    assert outline(poured)[:8] == ["shop", "  store", "    d", "  till", "    a", "    a_2", "    b", "    c"]
    assert items(poured) == items(tree)


def test_levels_up_and_down(tree: Tree) -> None:
    lifted = apply(tree, menu_moves.lift(tree, "one:shop:desk:b"))
    assert outline(lifted)[4:7] == ["  b", "    b", "  store"]
    lifted = apply(tree, menu_moves.lift(tree, "one:shop:store"))
    assert [one.key for one in nodes_of(lifted)] == ["shop", "store", "yard", "roof"]
    sunk = apply(lifted, menu_moves.sink(lifted, "one:store"))
    assert [one.key for one in nodes_of(sunk)[0].children][-1] == "store"
    with pytest.raises(ProblemsFound):
        menu_moves.lift(tree, "one:shop")
    with pytest.raises(ProblemsFound):
        menu_moves.sink(tree, "one:shop:store")


def test_what_is_new_gets_a_key_of_its_own(tree: Tree) -> None:
    changes, added = menu_moves.add(tree, "one", "one:shop:desk", "one:shop:desk:a", named("a", open={"view": "z"}))
    assert added == "one:shop:desk:a_2"
    assert outline(apply(tree, changes))[2:4] == ["    a", "    a_2"]
    changes, added = menu_moves.add({}, "own", "", "", named("area", groups=[]))
    assert outline(apply({}, changes)) == ["area"]
    assert added == "own:area"


def test_an_area_that_apps_share_goes_from_both(tree: Tree) -> None:
    assert "shop" not in outline(apply(tree, menu_moves.remove(tree, "one:shop")))


def test_whatever_is_done_nothing_is_lost_and_it_stays_a_menu(tree: Tree) -> None:
    draw = random.Random(7)
    done = 0
    for _ in range(1500):
        before, (what, changes) = items(tree), gesture(draw, tree)
        if not changes:
            continue
        tree, done = apply(tree, changes), done + 1
        after = items(tree)
        if what == "remove":
            assert set(after) <= set(before)
        elif what == "add":
            assert set(after) >= set(before)
        else:
            assert after == before, what
    assert done > 800
    documents = [Document(*name.split("/"), raw) for name, raw in documents_in(tree)]
    _, problems = parse_all(documents)
    assert not problems
    assert not [one for one in check_model(documents) if one.code == "duplicate"]


def documents_in(tree: Tree) -> Iterator[tuple[str, Any]]:
    for name, raw in tree.items():
        yield name.replace("/", "/menus/"), raw


def gesture(draw: random.Random, tree: Tree) -> tuple[str, list[Change]]:
    """A random one with a check of where it led; none where it is refused."""
    every = walk(tree)
    one = draw.choice(every)
    what = draw.choice(["move", "lift", "sink", "pour", "add", "remove"]) if len(every) > 25 else "add"
    try:
        match what:
            case "move":
                home = (
                    draw.choice([other for other in every if other.level == one.level - 1]) if one.level > 1 else None
                )
                beside = [other for other in (home.children if home else nodes_of(tree)) if other.id != one.id]
                after = draw.choice([*beside, None])
                changes = menu_moves.move(tree, one.id, home.id if home else "", after.id if after else "")
                stands_behind(apply(tree, changes), one, changes, after)
                return what, changes
            case "lift":
                return what, menu_moves.lift(tree, one.id)
            case "sink":
                return what, menu_moves.sink(tree, one.id)
            case "pour":
                return what, menu_moves.pour(tree, one.id, draw.choice([o for o in every if o.level == one.level]).id)
            case "add":
                into = draw.choice([*(other for other in every if other.level < 3), None])
                more = {"open": {"view": "v"}} if into and into.level == 2 else {}
                changes, added = menu_moves.add(
                    tree, draw.choice(["one", "two"]), into.id if into else "", "", named("new", **more)
                )
                assert find(nodes_of(apply(tree, changes)), added)
                return what, changes
            case _:
                return what, menu_moves.remove(tree, one.id) if draw.random() < 0.3 else []
    except ProblemsFound:
        return what, []


def stands_behind(tree: Tree, one: Node, changes: list[Change], after: Node | None) -> None:
    nodes, place = nodes_of(tree), one.path
    for change in changes:
        if change.operation in ("add", "put") and change.path[-1] != "order":
            place = change.path if change.operation == "add" else (*change.path, Anchor(one.key))
    moved = next(other for area in nodes for other in area.walk() if other.path == place)
    row = list(siblings_of(nodes, moved))
    before = row[row.index(moved) - 1] if row.index(moved) else None
    assert (before.path if before else None) == (after.path if after else None)
