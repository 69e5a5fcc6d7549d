"""Releases in words, and from one workspace to another by file: what fits, what is there, what differs, what has no place."""

import pytest

from dougong.host.install import install, prepare
from dougong.host.settings import Settings
from dougong.host.store.engines import make_place
from dougong.host.studio.publish import publish, revert
from dougong.host.studio.releases import changes_of, list_releases, plan, read_file, to_file
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import Workspace, open_workspace
from dougong.metamodel.diff import Anchor, Change
from dougong.metamodel.documents import Bundle
from dougong.metamodel.problem import ProblemsFound

from tests.host.test_change_sets import BOOK, LI, add_field, begun, codes, drawn, english, furnished
from tests.support.copies import Make


@pytest.fixture
def contents() -> Make | None:
    return furnished


def released(workspace: Workspace, *changes: Change) -> int:
    given = begun(workspace)
    drawn(workspace, given, *changes)
    return publish(workspace, given.id, LI, note="Books").number


def test_a_release_is_told_in_words(workspace: Workspace) -> None:
    number = released(workspace, add_field(), english("price", "Cost"))
    back = revert(workspace, number, LI).number
    with workspace.engine.connect() as connection:
        assert [(one.number, one.action) for one in list_releases(connection)[:2]] == [
            (back, "revert"),
            (number, "publish"),
        ]
        told = [words.en for _, words in changes_of(connection, workspace, number)]
        undone = [words.en for _, words in changes_of(connection, workspace, back)]
    assert told == [
        'Entity "Book" · field "Cost" · name · English: “Price” → “Cost”',
        'Added Entity "Book" · field "ISBN"',
    ]
    assert undone == [
        'Removed Entity "Book" · field "ISBN"',
        'Entity "Book" · field "Price" · name · English: “Cost” → “Price”',
    ]


def test_a_release_goes_to_another_workspace_item_by_item(
    workspace: Workspace, library: Bundle, tmp_path_factory
) -> None:  # type: ignore[no-untyped-def]
    number = released(
        workspace, add_field(), english("price", "Cost"), english("pages", "Leaves"), english("name", "N")
    )
    with workspace.engine.connect() as connection:
        content = to_file(connection, workspace, number)
    settings = Settings(home=tmp_path_factory.mktemp("production"), database_url="")
    make_place(settings, "other")
    other = open_workspace(settings, "other", FixedClock())
    prepare(other)
    install(other, library, with_samples=False)
    released(
        other,
        english("price", "Amount"),
        english("pages", "Leaves"),
        Change("remove", (BOOK, "fields", Anchor("lent_at"))),
    )
    note, changes = read_file(content)
    assert note == "Books"
    with other.engine.connect() as connection:
        items = plan(connection, other, changes)
    assert {str(one.change.where): one.state for one in items} == {
        f"{BOOK}.fields[name].label.en": "fits",
        f"{BOOK}.fields[pages].label.en": "there",
        f"{BOOK}.fields[price].label.en": "differs",
        f"{BOOK}.fields[isbn]": "fits",
    }
    given = begun(other)
    drawn(other, given, *(one.change for one in items if one.state == "fits"))
    publish(other, given.id, LI)
    known = other.store.model.entities["book"].fields
    assert "isbn" in known
    assert known["price"].label.en == "Amount"
    other.close()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"$schema": "dougong/release/1", "changes": [1]}', b"\xff"])
def test_a_file_that_is_none_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(ProblemsFound) as refused:
        read_file(content)
    assert codes(refused) == ["not_a_release"]
