"""Two versions make changes that turn one into the other, by key and in people's words."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from dougong.metamodel.diff import (
    apply,
    change_from_json,
    change_to_json,
    compare,
    diff,
    documents_of,
    tree_of,
    wording,
)
from dougong.metamodel.diff.compare import same

from tests.metamodel.workshop import bundle, files

names = some.sampled_from("abcdef")
scalars = (
    some.none() | some.booleans() | some.integers(-2, 2) | some.floats(0, 2, width=16) | some.text("xyz/[", max_size=2)
)


def objects(values: some.SearchStrategy[Any]) -> some.SearchStrategy[Any]:
    items = some.dictionaries(names, values, max_size=3).flatmap(
        lambda value: some.sampled_from(["key", "field"]).flatmap(lambda by: names.map(lambda key: {**value, by: key}))
    )
    return (
        some.dictionaries(names, values, max_size=4)
        | some.lists(items, max_size=5, unique_by=lambda one: one.get("key", one.get("field")))
        | some.lists(names, max_size=5, unique=True)
        | some.lists(values, max_size=3)
    )


documents = some.recursive(scalars, objects, max_leaves=25)


@given(old=documents, new=documents)
def test_the_changes_turn_one_version_into_the_other(old: Any, new: Any) -> None:
    assert same(apply(old, compare(old, new)), new)


@given(old=documents, new=documents)
def test_changes_survive_being_stored(old: Any, new: Any) -> None:
    changes = list(compare(old, new))
    assert [change_from_json(change_to_json(one)) for one in changes] == changes


@given(value=documents)
def test_nothing_changed_is_no_change(value: Any) -> None:
    assert list(compare(value, value)) == []


def changes_of(raw: dict[str, Any]) -> list[tuple[str, str, str]]:
    old, new = bundle().documents, bundle(raw).documents
    found = diff(old, new)
    words = [wording(one, tree_of(old), tree_of(new)) for one in found]
    return [(one.operation, one.where, said.en) for one, said in zip(found, words, strict=True)]


def test_a_change_is_named_by_keys_and_told_in_labels() -> None:
    raw = files()
    raw["entities/job.json"]["fields"].insert(0, raw["entities/job.json"]["fields"].pop(4))
    raw["entities/job.json"]["fields"][0]["label"]["en"] = "Sum"
    raw["entities/job.json"]["fields"][0]["required"] = True
    raw["entities/job.json"]["fields"][3]["options"].pop()
    del raw["views/job_board.json"]
    job = "workshop/entities/job.json"
    assert changes_of(raw) == [
        ("remove", f"{job}.fields[stage].options[dropped]", 'Removed Entity "Job" · field "stage" · option "dropped"'),
        ("change", f"{job}.fields[amount].label.en", 'Entity "Job" · field "Sum" · name · English: “amount” → “Sum”'),
        ("put", f"{job}.fields[amount].required", 'Added Entity "Job" · field "Sum" · required: ✓'),
        ("order", f"{job}.fields", 'Entity "Job" · field: order changed'),
        ("drop", "workshop/views/job_board.json", 'Removed View "Board"'),
    ]


def test_a_moved_form_field_is_two_small_changes() -> None:
    raw = files()
    rows = raw["forms/job.json"]["sections"][0]["rows"]
    rows[0].append(rows[3].pop())
    assert [one[:2] for one in changes_of(raw)] == [
        ("add", "workshop/forms/job.json.sections[basics].rows[/name][double]"),
        ("remove", "workshop/forms/job.json.sections[basics].rows[/secret][double]"),
    ]


def test_versions_are_documents_again() -> None:
    assert sorted(documents_of(tree_of(bundle().documents)), key=lambda one: one.file) == sorted(
        bundle().documents, key=lambda one: one.file
    )
