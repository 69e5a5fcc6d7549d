"""What an app brought and what a workspace made of it: nothing is lost, whichever side goes on changing."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dougong.metamodel.diff.compare import same
from dougong.metamodel.layers import carried, effective, own_from_json, own_of, own_to_json

from tests.metamodel.test_diff import documents


@st.composite
def _maybe(draw: st.DrawFn) -> Any:
    return draw(documents) if draw(st.booleans()) else None


maybe = _maybe()


@given(base=maybe, wanted=maybe)
def test_a_layer_over_its_base_is_what_was_wanted(base: Any, wanted: Any) -> None:
    own = own_of(base, wanted)
    assert same(effective(base, own), wanted)
    assert (own is None) == same(base, wanted)
    if own is not None:
        assert same(effective(base, own_from_json(own_to_json(own))), wanted)


@given(base=maybe, wanted=maybe)
def test_an_app_that_did_not_change_leaves_the_layer_as_it_is(base: Any, wanted: Any) -> None:
    own = own_of(base, wanted)
    if own is not None:
        kept, conflicts = carried(own, base, base)
        assert conflicts == []
        assert same(effective(base, kept), wanted)


@given(old=maybe, wanted=maybe, new=maybe)
def test_what_is_not_kept_is_listed(old: Any, wanted: Any, new: Any) -> None:
    own = own_of(old, wanted)
    if own is None:
        return
    kept, conflicts = carried(own, old, new)
    if new is None and own.patch:
        assert kept is None
        assert [one.change for one in conflicts] == list(own.patch)
    if own.gone:
        assert effective(new, kept) is None
    if own.document is not None:
        assert same(effective(new, kept), wanted)


def test_both_sides_keep_their_own_properties() -> None:
    old = {"key": "job", "label": {"zh-CN": "工作", "en": "Job"}, "fields": [{"key": "a", "hint": "x"}]}
    ours, theirs = copy.deepcopy(old), copy.deepcopy(old)
    ours["label"]["en"] = "Task"
    theirs["fields"].append({"key": "b"})
    own = own_of(old, ours)
    assert own is not None
    kept, conflicts = carried(own, old, theirs)
    assert conflicts == []
    assert effective(theirs, kept) == {**theirs, "label": {"zh-CN": "工作", "en": "Task"}}
