"""What an app brought and what a workspace made of it: nothing is lost, whichever side goes on changing."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dougong.metamodel.diff.compare import same
from dougong.metamodel.layers import effective, own_from_json, own_of, own_to_json

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
