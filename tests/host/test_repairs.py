"""What becomes of stored values when their field changes: shown, chosen, done with the release, and taken back with it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from dougong.host.access import people
from dougong.host.studio.draft import draft_of, edit
from dougong.host.studio.publish import Published, publish, revert
from dougong.host.studio.releases import repairs_in, to_file
from dougong.host.studio.repairs import Repair, map_options
from dougong.host.studio.stakes import Stakes, stakes_of
from dougong.host.workspaces import Workspace
from dougong.metamodel.compile import compile_model
from dougong.metamodel.diff import Anchor, Change
from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Cause
from dougong.records.history import history
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query, Update
from dougong.records.write import write

from tests.host.test_change_sets import BOOK, add_field, begun, codes
from tests.host.test_change_sets import furnished as with_library
from tests.support.copies import Make


def words(said: str) -> dict[str, str]:
    return {"zh-CN": said, "en": said}


OPTIONS = [{"key": key, "label": words(key.title())} for key in ("paper", "cloth", "leather")]
COVER = {"key": "cover", "type": "choice", "label": words("Cover"), "options": OPTIONS}
SHELVES = {"key": "shelves", "type": "multichoice", "label": words("Shelves"), "options": OPTIONS}
NOTE = {"key": "note", "type": "text", "label": words("Note")}
BOUND = {
    "key": "bound", "type": "computed", "label": words("Bound"), "result": "text", "stored": True,
    "formula": 'IF(cover = "paper", "loose", "bound")',
}  # fmt: skip
COVERS = ("paper", "cloth", "paper", "leather")
NOTES = ("12", "many", "1,000.50", "３")


def furnished(workspace: Workspace) -> None:
    with_library(workspace)
    released(workspace, *(add_field(one) for one in (COVER, SHELVES, NOTE)))
    with workspace.writing(SYSTEM) as ctx:
        rows = [
            {
                "name": f"R{n}",
                "cover": cover,
                "shelves": [cover, "leather"] if cover != "leather" else ["paper"],
                "note": note,
            }
            for n, (cover, note) in enumerate(zip(COVERS, NOTES, strict=True))
        ]
        assert write(ctx, [Create("book", row) for row in rows], Cause("test")).written


@pytest.fixture
def contents() -> Make | None:
    return furnished


def admin(workspace: Workspace) -> str:
    with workspace.engine.connect() as connection:
        found = people.by_login(connection, workspace.store, "admin")
    assert found is not None
    return found.id


def released(workspace: Workspace, *changes: Change, repairs: tuple[Repair, ...] = (), allow: bool = True) -> Published:
    person = admin(workspace)
    given = begun(workspace, person)
    with workspace.writer.begin() as connection:
        edit(connection, workspace, given, person, changes, repairs)
    return publish(workspace, given.id, person, allow_drop=allow)


def at_stake(workspace: Workspace, *changes: Change) -> Stakes:
    person = admin(workspace)
    given = begun(workspace, person)
    with workspace.writer.begin() as connection:
        after = edit(connection, workspace, given, person, changes)
        return stakes_of(
            workspace.context(connection, workspace.store_seen_by(connection), SYSTEM), compile_model(after.documents)
        )


def values(workspace: Workspace, field: str) -> list[Any]:
    with workspace.reading(SYSTEM) as ctx:
        rows = find(ctx, Query("book", ("name", field), filter='STARTSWITH(name, "R")', sort=("name",))).rows
    return [row[field] for row in rows]


def told(workspace: Workspace, name: str) -> list[Mapping[str, Any]]:
    """The record's history, newest first: what changed, by which cause."""
    with workspace.reading(SYSTEM) as ctx:
        (row,) = find(ctx, Query("book", ("id",), filter=f'name = "{name}"')).rows
        return [{"kind": one.cause.kind, **one.changes} for one in history(ctx, "book", row["id"])]


def option_gone(field: str, key: str) -> Change:
    return Change("remove", (BOOK, "fields", Anchor(field), "options", Anchor(key)))


def retyped(key: str, **properties: Any) -> Change:
    new = {"key": key, "label": words(key.title()), **properties}
    return Change("change", (BOOK, "fields", Anchor(key)), None, new)


def test_an_option_in_use_is_counted_and_not_published_before_a_choice(workspace: Workspace) -> None:
    found = at_stake(workspace, option_gone("cover", "paper"), option_gone("shelves", "paper"))
    assert {one.field.key: dict(one.counts) for one in found.gone} == {"cover": {"paper": 2}, "shelves": {"paper": 3}}
    assert [one.key for one in found.gone[0].offered] == ["cloth", "leather"]
    with pytest.raises(ProblemsFound) as refused:
        released(workspace, option_gone("cover", "paper"), allow=False)
    assert codes(refused) == ["option_in_use"]
    assert "2 records" in refused.value.problems[0].message.en
    half = map_options("book", "cover", {"paper": "nowhere"})
    with pytest.raises(ProblemsFound):
        released(workspace, option_gone("cover", "paper"), repairs=(half,), allow=False)


def test_records_get_the_option_that_takes_its_place_and_theirs_back(workspace: Workspace) -> None:
    released(workspace, add_field(BOUND))
    with workspace.writing(SYSTEM) as ctx:
        (late,) = find(ctx, Query("book", ("id",), filter='name = "R2"')).rows
    chosen = map_options("book", "cover", {"paper": "cloth"}), map_options("book", "shelves", {"paper": None})
    done = released(
        workspace, option_gone("cover", "paper"), option_gone("shelves", "paper"),
        Change("change", (BOOK, "fields", Anchor("bound"), "formula"), None, 'IF(cover = "cloth", "bound", "other")'),
        repairs=chosen, allow=False,
    )  # fmt: skip
    assert values(workspace, "cover") == ["cloth", "cloth", "cloth", "leather"]
    assert values(workspace, "shelves") == [["leather"], ["cloth", "leather"], ["leather"], None]
    assert values(workspace, "bound") == ["bound", "bound", "bound", "other"]
    first = told(workspace, "R0")
    assert [one["kind"] for one in first] == ["release", "release", "test"]
    assert {"cover": ("paper", "cloth")}.items() <= {**first[0], **first[1]}.items()
    with workspace.writing(SYSTEM) as ctx:
        assert write(ctx, [Update("book", late["id"], {"cover": "leather"})], Cause("test")).written
    revert(workspace, done.number, admin(workspace))
    assert values(workspace, "cover") == ["paper", "cloth", "leather", "leather"], "what was changed since stays"
    assert values(workspace, "shelves") == [["paper", "leather"], ["cloth", "leather"], ["paper", "leather"], ["paper"]]
    assert values(workspace, "bound") == ["loose", "bound", "bound", "bound"]


def test_taking_a_taking_back_back_does_it_again(workspace: Workspace) -> None:
    person = admin(workspace)
    done = released(
        workspace, option_gone("cover", "paper"), repairs=(map_options("book", "cover", {"paper": "cloth"}),)
    )
    back = revert(workspace, done.number, person)
    revert(workspace, back.number, person)
    assert values(workspace, "cover") == ["cloth", "cloth", "cloth", "leather"]


def test_a_choice_is_undone_with_its_gesture(workspace: Workspace) -> None:
    person = admin(workspace)
    given = begun(workspace, person)
    from dougong.host.studio import steps

    with workspace.writer.begin() as connection:
        edit(connection, workspace, given, person, [option_gone("cover", "paper")])
        edit(connection, workspace, given, person, [], [map_options("book", "cover", {"paper": "cloth"})])
        edit(connection, workspace, given, person, [], [map_options("book", "cover", {"paper": None})])
        assert draft_of(connection, workspace, given).repairs["book", "cover"].values == {"paper": None}
        assert steps.undo(connection, given, person, workspace.clock())
        assert draft_of(connection, workspace, given).repairs["book", "cover"].values == {"paper": "cloth"}
    publish(workspace, given.id, person)
    assert values(workspace, "cover")[0] == "cloth"


def test_a_type_says_what_it_takes_and_keeps_the_rest_beside(workspace: Workspace) -> None:
    number = retyped("note", type="number", scale=2)
    (found,) = at_stake(workspace, number).unfit
    assert (found.total, found.failing, found.retyped) == (4, 1, True)
    (sample,) = found.samples
    assert (sample.title, sample.value) == ("R1", "many")
    assert "not a number" in sample.why.en
    with pytest.raises(ProblemsFound) as refused:
        released(workspace, number, repairs=(Repair("book", "note", failures="refuse"),))
    assert codes(refused) == ["values_do_not_fit"]
    before = {**NOTE, "key": "note_before", "read_only": True}
    done = released(
        workspace, number, add_field(before, "note"), repairs=(Repair("book", "note", failures="blank", beside="note_before"),)
    )  # fmt: skip
    assert values(workspace, "note") == [Decimal("12.00"), None, Decimal("1000.50"), Decimal("3.00")]
    assert values(workspace, "note_before") == list(NOTES)
    assert told(workspace, "R1")[0] == {"kind": "release", "note": ("many", None)}
    revert(workspace, done.number, admin(workspace))
    assert values(workspace, "note") == list(NOTES)


TAKEN: tuple[tuple[dict[str, Any], list[Any] | None], ...] = (
    ({"type": "email"}, [None] * 4),
    ({"type": "choice", "options": OPTIONS}, [None] * 4),
    ({"type": "multichoice", "options": OPTIONS}, [None] * 4),
    ({"type": "integer"}, [12, None, None, 3]),
    ({"type": "bool"}, [None] * 4),
    ({"type": "link", "to": "copy"}, [None] * 4),
    ({"type": "long_text"}, list(NOTES)),
    ({"type": "rich_text"}, None),
)


def test_every_value_comes_back_whatever_type_it_went_through(workspace: Workspace) -> None:
    for type_, expected in TAKEN:
        done = released(workspace, retyped("note", **type_))
        workspace.engine.dispose()  # a request that finds its statement prepared for the other type is done again
        assert expected is None or values(workspace, "note") == expected, type_
        revert(workspace, done.number, admin(workspace))
        workspace.engine.dispose()
        assert values(workspace, "note") == list(NOTES), type_


def test_options_become_words_and_words_options(workspace: Workspace) -> None:
    done = released(workspace, retyped("cover", type="text"), retyped("shelves", type="text"))
    assert values(workspace, "cover") == ["Paper", "Cloth", "Paper", "Leather"]
    assert values(workspace, "shelves")[0] == "Paper、Leather"
    again = released(workspace, retyped("shelves", type="multichoice", options=OPTIONS))
    assert values(workspace, "shelves")[0] == ["paper", "leather"]
    for number in (again.number, done.number):
        revert(workspace, number, admin(workspace))
    assert values(workspace, "cover") == list(COVERS)
    assert values(workspace, "shelves")[3] == ["paper"]


def test_a_narrower_field_names_who_does_not_fit_and_leaves_them(workspace: Workspace) -> None:
    narrow = Change("put", (BOOK, "fields", Anchor("note"), "max_length"), None, 3)
    (found,) = at_stake(workspace, narrow).unfit
    assert (found.failing, found.retyped, [one.value for one in found.samples]) == (2, False, ["1,000.50", "many"])
    released(workspace, narrow, allow=False)
    assert values(workspace, "note") == list(NOTES)


def test_what_must_be_filled_in_or_differ_names_the_records(workspace: Workspace) -> None:
    must = Change("put", (BOOK, "fields", Anchor("cover"), "required"), None, True)
    differ = Change("put", (BOOK, "fields", Anchor("cover"), "unique"), None, True)
    found = {one.demand: one for one in at_stake(workspace, must, differ).against}
    assert found["required"].count == 3, "the library's own books have no cover"
    assert (found["unique"].count, {one.value for one in found["unique"].samples}) == (2, {"paper"})


def test_what_is_sealed_does_not_change_its_type(workspace: Workspace) -> None:
    with pytest.raises(ProblemsFound) as refused:
        released(workspace, retyped("note", type="encrypted"))
    assert codes(refused) == ["encrypted"]
    assert values(workspace, "note") == list(NOTES)


def test_what_becomes_of_values_goes_along_in_the_file_of_a_release(workspace: Workspace) -> None:
    chosen = map_options("book", "cover", {"paper": "cloth"})
    done = released(workspace, option_gone("cover", "paper"), repairs=(chosen,))
    with workspace.engine.connect() as connection:
        content = to_file(connection, workspace, done.number)
    assert repairs_in(content) == [chosen]
    assert repairs_in(b"[]") == []
