"""Gestures on the stages of an object: what each changes, what is refused, and that whatever is done no stage, gate or move
is lost or left dangling."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dougong.host.install.bundles import base_bundle
from dougong.host.studio import pipeline_begin, pipeline_gates, pipeline_moves, pipeline_names, pipeline_ways
from dougong.host.studio.pipeline_tree import PipelinePlace, pipeline_in, pipelines_of
from dougong.metamodel.check import check_model
from dougong.metamodel.diff import Change, apply, documents_of, tree_of
from dougong.metamodel.entity import Pipeline
from dougong.metamodel.problem import ProblemsFound
from dougong.rules.check_expressions import check_expressions
from dougong.rules.gates import allowed

from tests.browser.workshop import DOCUMENTS, bundle

FILE = "workshop/entities/repair.json"
Tree = dict[str, Any]
STAGES = ("reported", "working", "checked", "mended", "scrapped")
REPAIR: dict[str, Any] = {
    **DOCUMENTS["entities/repair.json"],
    "fields": [
        {**one, "default": "reported", "options": [
            {"key": key, "label": {"zh-CN": f"阶{n}", "en": f"Step {n}"}, "colour": "blue"} for n, key in enumerate(STAGES)]}
        if one["key"] == "stage" else one
        for one in DOCUMENTS["entities/repair.json"]["fields"]
    ],
    "pipeline": {
        "field": "stage",
        "stages": {"reported": {"probability": 10}, "working": {"probability": 50}, "checked": {"probability": 90},
                   "mended": {"outcome": "won", "probability": 100}, "scrapped": {"outcome": "lost", "probability": 0}},
        "moves": [["reported", "working"], ["working", "checked"], ["checked", "mended"], ["*", "scrapped"]],
        "gates": {"checked": {"require": ["cause"], "when": "amount > 0"}},
    },
}  # fmt: skip


def tree_with(repair: dict[str, Any] = REPAIR) -> Tree:
    quiet = {**DOCUMENTS["menus.json"]["areas"][0]["groups"][0]["items"][0]}
    quiet.pop("badge")
    area = DOCUMENTS["menus.json"]["areas"][0]
    menus = {**DOCUMENTS["menus.json"], "areas": [{**area, "groups": [{**area["groups"][0], "items": [quiet]}]}]}
    found = bundle({"entities/repair.json": repair, "menus.json": menus})
    return tree_of([*base_bundle().documents, *found.documents])


BASE = tree_with()


def after(changes: list[Change], tree: Tree = BASE) -> Tree:
    found: Tree = apply(tree, changes)
    return found


def place_of(tree: Tree) -> PipelinePlace:
    return pipeline_in(tree, "repair")


def offered(tree: Tree) -> list[str]:
    return [one.key for one in place_of(tree).stages]


def moves_of(tree: Tree) -> list[list[str]]:
    found: list[list[str]] = place_of(tree).raw.get("moves", [])
    return found


def wrong(tree: Tree, severity: Sequence[str] = ("error",)) -> list[str]:
    found = check_model(documents_of(tree), check_expressions)
    return [f"{one.file} {one.path} {one.message.en}" for one in found if one.severity in severity]


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(ProblemsFound) as found:
        yield
    assert [one.code for one in found.value.problems] == [code]
    assert all(one.message.zh and one.message.en for one in found.value.problems)


def test_a_new_stage_stands_where_it_was_dropped_and_can_be_reached() -> None:
    changes, key = pipeline_moves.add(BASE, "repair", "open", "working")
    tree = after(changes)
    assert offered(tree) == ["reported", "working", key, "checked", "mended", "scrapped"]
    assert place_of(tree).stage(key).info == {"probability": 70}, "half way between its neighbours"
    assert pipeline_ways.allows(moves_of(tree), "working", key)
    assert pipeline_ways.allows(moves_of(tree), key, "checked")
    assert wrong(tree, ("error", "warning")) == wrong(BASE, ("error", "warning"))
    changes, end = pipeline_moves.add(tree, "repair", "won", "scrapped")
    tree = after(changes, tree)
    assert offered(tree)[-1] == end
    assert place_of(tree).stage(end).info == {"outcome": "won", "probability": 100}
    assert place_of(tree).stage(end).option["colour"] == "green"
    first, _ = pipeline_moves.add(tree, "repair", "open", "")
    assert offered(after(first, tree))[1] == "reported"
    assert wrong(tree) == []


def test_a_stage_is_named_where_it_stands_and_its_key_follows_until_it_is_in_force() -> None:
    changes, key = pipeline_moves.add(BASE, "repair", "open", "working")
    tree = after([*changes])
    tree = after(pipeline_gates.ask(tree, "repair", key, "due"), tree)
    changes, fresh = pipeline_names.rename(tree, BASE, "repair", key, "en", "Waiting for parts")
    named = after(changes, tree)
    assert fresh == "waiting_for_parts"
    assert place_of(named).stage(fresh).gate == {"require": ["due"]}
    assert place_of(named).stage(fresh).option["label"] == {"zh-CN": "Waiting for parts", "en": "Waiting for parts"}
    assert key not in str(named[FILE])
    assert wrong(named) == []
    changes, same = pipeline_names.rename(named, BASE, "repair", fresh, "zh-CN", "等配件")
    assert same == fresh
    assert place_of(after(changes, named)).stage(fresh).option["label"] == {
        "zh-CN": "等配件",
        "en": "Waiting for parts",
    }
    changes, same = pipeline_names.rename(BASE, BASE, "repair", "working", "en", "At work")
    assert same == "working", "what is in force keeps its key"
    with refused("no_label"):
        pipeline_names.rename(BASE, BASE, "repair", "working", "en", "  ")


def test_a_key_that_a_condition_names_stays() -> None:
    changes, key = pipeline_moves.add(BASE, "repair", "open", "working")
    tree = after(changes)
    tree = after(pipeline_gates.set_gate(tree, "repair", "mended", {"when": f'stage <> "{key}"'}), tree)
    changes, same = pipeline_names.rename(tree, BASE, "repair", key, "en", "Waiting")
    assert same == key
    assert wrong(after(changes, tree)) == []


def test_a_stage_that_goes_takes_its_gate_and_moves_and_joins_its_neighbours() -> None:
    tree = after(pipeline_moves.remove(BASE, "repair", "checked"))
    assert offered(tree) == ["reported", "working", "mended", "scrapped"]
    assert ["working", "mended"] in moves_of(tree)
    assert "checked" not in str(tree[FILE])
    assert wrong(tree) == []
    tree = after(pipeline_moves.remove(BASE, "repair", "reported"))
    assert place_of(tree).field.raw["default"] == "working", "new records begin in the first one left"
    for key in ("working", "checked", "mended"):
        tree = after(pipeline_moves.remove(tree, "repair", key), tree)
    tree = after(pipeline_moves.begin_in(tree, "repair", "scrapped"), tree)
    assert place_of(tree).field.raw["default"] == "scrapped"
    with refused("last_stage"):
        pipeline_moves.remove(tree, "repair", "scrapped")
    with refused("stage_gone"):
        pipeline_moves.remove(tree, "repair", "working")


def test_a_stage_put_aside_keeps_what_it_means_and_comes_back_where_it_is_dropped() -> None:
    tree = after(pipeline_moves.put_aside(BASE, "repair", "checked"))
    assert offered(tree) == ["reported", "working", "mended", "scrapped"]
    assert [one.key for one in place_of(tree).aside] == ["checked"]
    back = after(pipeline_moves.bring_back(tree, "repair", "checked", ""), tree)
    assert offered(back)[0] == "checked"
    assert place_of(back).stage("checked").gate == REPAIR["pipeline"]["gates"]["checked"]
    assert wrong(tree) == wrong(back) == []


def test_a_stage_asks_only_for_what_somebody_can_fill_in() -> None:
    tree = after(pipeline_gates.ask(BASE, "repair", "mended", "due"))
    assert place_of(tree).stage("mended").gate == {"require": ["due"]}
    assert pipeline_gates.ask(tree, "repair", "mended", "due") == []
    assert place_of(after(pipeline_gates.ask(tree, "repair", "mended", "owner"), tree)).stage("mended").gate[
        "require"
    ] == ["due", "owner"]
    gone = after(pipeline_gates.ask_no_more(tree, "repair", "mended", "due"), tree)
    assert "mended" not in place_of(gone).raw["gates"], "a gate that asks nothing is none"
    for field in ("total", "stage", "created_at"):
        with refused("not_asked"):
            pipeline_gates.ask(BASE, "repair", "mended", field)
    with refused("field_gone"):
        pipeline_gates.ask(BASE, "repair", "mended", "nothing")


def test_a_pipeline_begins_on_a_choice_there_is_or_with_one_of_its_own_and_can_be_taken_away() -> None:
    own = after(pipeline_begin.begin(BASE, "specimen", "kind"))
    assert len(pipelines_of(own)["specimen"].stages) == 500
    fresh = after(pipeline_begin.begin(BASE, "specimen"))
    place = pipelines_of(fresh)["specimen"]
    assert [one.outcome for one in place.stages] == ["open", "open", "won", "lost"]
    assert place.field.raw["default"] == place.stages[0].key
    assert place.field.key in str(fresh["workshop/forms/specimen_edit.json"]), "it is on the form"
    assert wrong(own) == wrong(fresh) == []
    assert after(pipeline_begin.end(own, "specimen"), own) == BASE
    with refused("has_pipeline"):
        pipeline_begin.begin(BASE, "repair")
    with refused("not_a_choice"):
        pipeline_begin.begin(BASE, "specimen", "story")
    with refused("no_pipeline"):
        pipeline_moves.move(BASE, "specimen", "a", "")


def test_step_by_step_and_any_move() -> None:
    free = after(pipeline_moves.allow_all(BASE, "repair"))
    assert "moves" not in place_of(free).raw
    steps = after(pipeline_moves.allow_steps(free, "repair"), free)
    assert not pipeline_ways.allows(moves_of(steps), "reported", "checked")
    assert pipeline_ways.allows(moves_of(steps), "working", "reported")
    assert pipeline_ways.allows(moves_of(steps), "reported", "scrapped")
    assert wrong(steps, ("error", "warning")) == wrong(BASE, ("error", "warning"))
    with refused("last_move"):
        pipeline_ways.switched([["a", "b"]], ["a", "b"], "a", "b")


KEYS = list("abcd")
sides = st.sampled_from([*KEYS, "*"])
some_moves = st.lists(st.tuples(sides, sides).filter(lambda pair: pair[0] != pair[1] or pair[0] == "*"), max_size=6)


@settings(max_examples=300, deadline=None)
@given(some_moves, st.sampled_from([*KEYS, "*"]), st.sampled_from(KEYS))
def test_a_switched_move_changes_itself_alone(moves: list[tuple[str, str]], before: str, to: str) -> None:
    if before == to:
        return
    mine = {(one, to) for one in KEYS if one != to} if before == "*" else {(before, to)}
    try:
        found = pipeline_ways.switched(moves, KEYS, before, to)
    except ProblemsFound:
        assert not any(
            pipeline_ways.allows(moves, one, other)
            for one in KEYS
            for other in KEYS
            if one != other and (one, other) not in mine
        ), "refused only where nothing would be left"
        return
    made = Pipeline(field="stage", moves=tuple((one, other) for one, other in found))
    was = Pipeline(field="stage", moves=tuple(moves))
    on = not all(allowed(was, *pair) for pair in mine)
    for one in KEYS:
        for other in KEYS:
            if one != other:
                expected = on if (one, other) in mine else allowed(was, one, other)
                assert allowed(made, one, other) is expected, (one, other)


any_key = st.sampled_from([*STAGES, "stage_1", "stage_2"])
gestures = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(["open", "won", "lost"]), any_key),
    st.tuples(st.just("move"), any_key, any_key),
    st.tuples(st.just("remove"), any_key, st.none()),
    st.tuples(st.just("aside"), any_key, st.none()),
    st.tuples(st.just("back"), any_key, any_key),
    st.tuples(st.just("allow"), st.one_of(any_key, st.just("*")), any_key),
    st.tuples(st.just("ask"), any_key, st.sampled_from(["cause", "due", "amount", "parts", "owner", "total"])),
    st.tuples(st.just("outcome"), any_key, st.sampled_from(["open", "won", "lost"])),
    st.tuples(st.just("steps"), st.none(), st.none()),
)


def _made(tree: Tree, gesture: tuple[str, Any, Any]) -> list[Change]:
    do, what, how = gesture
    match do:
        case "add":
            return pipeline_moves.add(tree, "repair", what, how)[0]
        case "move":
            return pipeline_moves.move(tree, "repair", what, how)
        case "remove":
            return pipeline_moves.remove(tree, "repair", what)
        case "aside":
            return pipeline_moves.put_aside(tree, "repair", what)
        case "back":
            return pipeline_moves.bring_back(tree, "repair", what, how)
        case "allow":
            return pipeline_moves.allow(tree, "repair", what, how)
        case "ask":
            return pipeline_gates.ask(tree, "repair", what, how)
        case "outcome":
            return pipeline_moves.set_info(tree, "repair", what, {"outcome": None if how == "open" else how})
        case _:
            return pipeline_moves.allow_steps(tree, "repair")


@settings(max_examples=60, deadline=None)
@given(st.lists(gestures, min_size=1, max_size=8))
def test_whatever_is_done_no_stage_is_lost_and_nothing_is_left_dangling(done: list[tuple[str, Any, Any]]) -> None:
    tree = BASE
    for gesture in done:
        before = place_of(tree)
        try:
            changes = _made(tree, gesture)
        except ProblemsFound:
            continue
        tree = after(changes, tree)
        place = place_of(tree)
        was, now = {one.key for one in before.every}, {one.key for one in place.every}
        gone = {gesture[1]} if gesture[0] == "remove" else set()
        assert was - gone <= now, gesture
        assert len(now - was) == (1 if gesture[0] == "add" else 0), gesture
        assert len(place.every) == len(now), "no key twice"
        assert place.stages, "there is always one to stand in"
        if gesture[0] in ("move", "aside", "back"):
            assert moves_of(tree) == before.raw.get("moves", []), gesture
        if gesture[0] == "remove":
            _same_moves(before, place, gesture[1])
    raw = place_of(tree).raw
    joined = {one for pair in moves_of(tree) for one in pair} - {"*"}
    assert {*raw.get("stages", {}), *raw.get("gates", {}), *joined} <= {one.key for one in place_of(tree).every}
    assert wrong(tree) == []


def _same_moves(before: PipelinePlace, place: PipelinePlace, gone: str) -> None:
    """Between those that stay every move is as it was, but for the neighbours of the one that went."""
    order = [one.key for one in before.every]
    at = order.index(gone)
    joined = tuple(order[max(at - 1, 0) : at + 2 : 2]) if 0 < at < len(order) - 1 else ()
    left = place.raw.get("moves", [])
    if before.raw.get("moves") and not left:
        return  # nothing was left to list
    for one in place.every:
        for other in place.every:
            if one.key != other.key and (one.key, other.key) != joined:
                assert pipeline_ways.allows(left, one.key, other.key) is pipeline_ways.allows(
                    before.raw.get("moves", []), one.key, other.key
                )
