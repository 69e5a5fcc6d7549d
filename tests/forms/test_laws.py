"""What holds for every record, viewer and input: nothing hidden or locked is ever taken, nothing unseen is asked for."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from dougong.forms import enforce, form_state
from dougong.records.rights import FieldRight, Viewer

from tests.forms.test_forms import ENV, FORM, MODEL, clerk

KEYS = ["name", "machine", "stage", "cause", "amount", "due", "secret", "double", "share", "parts", "nonsense", "rev"]
records = some.fixed_dictionaries(
    {},
    optional={
        "name": some.sampled_from(["x", None]),
        "stage": some.sampled_from(["new", "doing", "done", "dropped", None]),
        "amount": some.sampled_from([None, Decimal(5), Decimal(5000)]),
        "parts": some.lists(some.fixed_dictionaries({"name": some.sampled_from(["bolt", None])}), max_size=3),
    },
)
NUMBERS = {"amount", "double", "share", "rev"}
inputs = some.dictionaries(
    some.sampled_from([key for key in KEYS if key != "parts"]), some.integers(0, 2), max_size=5
).map(
    lambda given: {
        key: [None, Decimal(9), Decimal(5000)][n] if key in NUMBERS else [None, "x", "dropped"][n]
        for key, n in given.items()
    }
)
viewers = some.dictionaries(some.sampled_from(KEYS), some.sampled_from(FieldRight), max_size=5).map(
    lambda f: clerk(**f)
)
devices = some.sampled_from(["desktop", "phone"])


@given(stored=records, entered=inputs, viewer=viewers, device=devices)
def test_only_what_is_open_is_taken(stored: Any, entered: Any, viewer: Viewer, device: Any) -> None:
    state = form_state(MODEL, FORM, {**stored, **entered}, viewer, ENV, device=device)
    accepted, problems = enforce(state, entered, stored)
    for key in accepted:
        field = state.field(key)
        assert field is not None
        assert field.visible
        assert not field.read_only
        assert viewer.on("job").field(key) is FieldRight.EDIT
    for key, value in entered.items():
        blank = value is None and stored.get(key) is None
        assert key in accepted or value == stored.get(key) or blank or key in {one.path for one in problems}


@given(stored=records, viewer=viewers, device=devices)
def test_only_what_can_be_filled_in_is_asked_for(stored: Any, viewer: Viewer, device: Any) -> None:
    state = form_state(MODEL, FORM, stored, viewer, ENV, device=device)
    for problem in enforce(state, {})[1]:
        field = state.field(problem.path.partition("[")[0])
        assert field is not None
        assert field.visible
        assert not field.read_only


@given(stored=records, viewer=viewers, device=devices)
def test_a_hidden_right_leaves_no_trace(stored: Any, viewer: Viewer, device: Any) -> None:
    state = form_state(MODEL, FORM, stored, viewer, ENV, device=device)
    hidden = {key for key in KEYS if viewer.on("job").field(key) is FieldRight.HIDDEN}
    assert not hidden & {field.key for field in state.fields}
