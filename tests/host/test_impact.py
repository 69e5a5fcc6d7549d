"""The consequence of a draft: where a part is used, how many records hold it, what the database will do."""

from typing import Any

import pytest

from dougong.host.studio import change_sets
from dougong.host.studio.draft import draft_of
from dougong.host.studio.impact import Effect, Impact, impact_of
from dougong.host.studio.publish import publish
from dougong.host.workspaces import Workspace
from dougong.metamodel.diff import Anchor, Change
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from tests.host.test_change_sets import BOOK, ISBN, LI, add_field, begun, drawn, drop_field, furnished, put
from tests.support.copies import Make


@pytest.fixture
def contents() -> Make | None:
    return furnished


def impact(workspace: Workspace, *changes: Change) -> Impact:
    given = begun(workspace)
    drawn(workspace, given, *changes)
    with workspace.engine.connect() as connection:
        return impact_of(connection, workspace, draft_of(connection, workspace, given))


def only(found: Impact) -> Effect:
    assert len(found.effects) == 1
    return found.effects[0]


def places(effect: Effect) -> set[str]:
    return {f"{one.file} {one.path}" for one in effect.used}


def test_a_new_field_is_used_nowhere_and_blocks_nothing(workspace: Workspace) -> None:
    found = impact(workspace, add_field())
    effect = only(found)
    assert (effect.manner, effect.used, effect.records, found.blocked, found.kept) == ("new", (), None, False, ())
    assert found.plan is not None
    assert [step.kind for step in found.plan.steps] == ["add_column"]


def test_a_field_that_goes_says_where_it_is_used_and_who_holds_it(workspace: Workspace) -> None:
    found = impact(workspace, drop_field("pages"))
    effect = only(found)
    assert effect.manner == "gone"
    assert places(effect) == {"views/book_all.json $.columns[2]", "roles/reader.json $.entities.book.read"}
    assert effect.records == 3
    assert found.blocked
    assert found.users() == {"views": ["library/views/book_all.json"], "roles": ["library/roles/reader.json"]}


def test_a_change_of_words_touches_no_record(workspace: Workspace) -> None:
    effect = only(impact(workspace, put("fields", Anchor("pages"), "label", "en", new="Leaves", old="Pages")))
    assert (effect.manner, effect.records) == ("changed", None)
    assert effect.words.en == 'Entity "Book" · field "Leaves" · name · English: “Pages” → “Leaves”'


def test_an_entity_that_goes_says_how_many_records(workspace: Workspace) -> None:
    effect = only(impact(workspace, Change("drop", (BOOK,))))
    assert effect.records == 3
    assert "entities/copy.json $.fields[0].to" in places(effect)
    assert all(not one.startswith("entities/book.json") for one in places(effect))


@pytest.mark.parametrize("kind", ["choice", "multichoice"])
def test_an_option_that_goes_says_how_many_hold_it(workspace: Workspace, kind: str) -> None:
    options: list[dict[str, Any]] = [
        {"key": key, "label": {"zh-CN": key, "en": key}} for key in ("paper", "cloth", "leather")
    ]
    given = begun(workspace)
    drawn(workspace, given, add_field({**ISBN, "key": "cover", "type": kind, "options": options}))
    publish(workspace, given.id, LI)
    many = kind == "multichoice"
    rows = [{"name": f"B{n}", "cover": [key] if many else key} for n, key in enumerate(["paper", "cloth", "paper"])]
    with workspace.writing(SYSTEM) as ctx:
        assert write(ctx, [Create("book", row) for row in rows], Cause("test")).written
    gone = Change("remove", (BOOK, "fields", Anchor("cover"), "options", Anchor("paper")))
    assert only(impact(workspace, gone)).records == 2


def test_what_is_worked_out_over_an_older_release_is_not_published(workspace: Workspace) -> None:
    given = begun(workspace)
    drawn(workspace, given, add_field())
    with workspace.engine.connect() as connection:
        mine = change_sets.find(connection, given.id, LI)
        assert impact_of(connection, workspace, draft_of(connection, workspace, mine)).revision == workspace.revision
