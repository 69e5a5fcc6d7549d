"""Layers: a person's change is kept or listed as a conflict, whatever the template below becomes."""

import copy
from typing import Any

from hypothesis import given

from dougong.metamodel.diff import tree_of
from dougong.metamodel.diff.compare import same
from dougong.metamodel.overlay import Conflict, capture, layered, overlay, rebase

from tests.metamodel.test_diff import documents
from tests.metamodel.workshop import bundle, files

JOB = "entities/job.json"


@given(base=documents, edited=documents)
def test_a_captured_patch_gives_the_edited_version_again(base: Any, edited: Any) -> None:
    assert same(overlay(base, capture(base, edited)), edited)


@given(old=documents, edited=documents, new=documents)
def test_no_change_is_lost(old: Any, edited: Any, new: Any) -> None:
    patch = capture(old, edited)
    kept, conflicts = rebase(patch, old, new)
    assert sorted(map(repr, patch)) == sorted(
        map(repr, [*kept, *(one.change for one in conflicts if one.kind == "gone")])
    )
    assert {repr(one.change) for one in conflicts if one.kind == "both"} <= set(map(repr, kept))


@given(old=documents, edited=documents)
def test_an_unchanged_template_makes_no_conflict(old: Any, edited: Any) -> None:
    kept, conflicts = rebase(capture(old, edited), old, old)
    assert conflicts == []
    assert same(overlay(old, kept), edited)


@given(old=documents, new=documents)
def test_without_a_patch_the_template_is_as_it_comes(old: Any, new: Any) -> None:
    assert same(layered(new, *[rebase((), old, new)[0]] * 2), new)


def three_way(ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[dict[str, Any], list[Conflict]]:
    old, new = tree_of(bundle().documents), tree_of(bundle(theirs).documents)
    kept, conflicts = rebase(capture(old, tree_of(bundle(ours).documents)), old, new)
    merged = overlay(new, kept)
    return {name.removeprefix("workshop/"): raw for name, raw in merged.items()}, conflicts


def test_both_sides_change_different_properties() -> None:
    ours, theirs = files(), files()
    ours[JOB]["fields"][4]["label"]["en"] = "Fee"
    ours[JOB]["fields"].insert(1, {"key": "colour", "type": "text", "label": {"zh-CN": "颜色", "en": "Colour"}})
    theirs[JOB]["fields"][4]["min"] = "10"
    theirs[JOB]["fields"].append({"key": "place", "type": "text", "label": {"zh-CN": "地点", "en": "Place"}})
    merged, conflicts = three_way(ours, theirs)
    fields = {one["key"]: one for one in merged[JOB]["fields"]}
    assert conflicts == []
    assert (fields["amount"]["label"]["en"], fields["amount"]["min"]) == ("Fee", "10")
    assert list(fields)[1] == "colour"
    assert list(fields)[-1] == "place"


def test_both_sides_change_one_property() -> None:
    ours, theirs = files(), files()
    ours[JOB]["fields"][4]["label"]["en"] = "Fee"
    theirs[JOB]["fields"][4]["label"]["en"] = "Total"
    merged, conflicts = three_way(ours, theirs)
    assert merged[JOB]["fields"][4]["label"]["en"] == "Fee"
    assert [(one.kind, one.change.where, one.theirs) for one in conflicts] == [
        ("both", f"workshop/{JOB}.fields[amount].label.en", "Total")
    ]


def test_the_template_gives_up_what_we_changed() -> None:
    ours, theirs = files(), files()
    ours[JOB]["fields"][4]["label"]["en"] = "Fee"
    theirs[JOB]["fields"] = [one for one in theirs[JOB]["fields"] if one["key"] != "amount"]
    merged, conflicts = three_way(ours, theirs)
    assert same(merged[JOB]["fields"], theirs[JOB]["fields"])
    assert [(one.kind, one.change.new) for one in conflicts] == [("gone", "Fee")]


def test_both_sides_add_the_same_key() -> None:
    ours, theirs = files(), files()
    label = {"zh-CN": "地点", "en": "Place"}
    ours[JOB]["fields"].append({"key": "place", "type": "text", "label": label})
    theirs[JOB]["fields"].append({"key": "place", "type": "address", "label": label})
    merged, conflicts = three_way(ours, theirs)
    assert [one["type"] for one in merged[JOB]["fields"] if one["key"] == "place"] == ["text"]
    assert [one.kind for one in conflicts] == ["both"]


def test_a_patch_does_not_touch_what_it_was_made_from() -> None:
    base = files()
    before = copy.deepcopy(base)
    ours = files()
    ours[JOB]["fields"][4]["label"]["en"] = "Fee"
    overlay(base, capture(base, ours))
    assert base == before
