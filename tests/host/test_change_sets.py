"""Drafts of definitions, published and taken back, on both databases: what others see, what stays, what is refused."""

from typing import Any

import pytest
from sqlalchemy import Connection

from dougong.host.install import install, prepare, uninstall, upgrade
from dougong.host.studio import change_sets, steps
from dougong.host.studio.change_sets import ChangeSet
from dougong.host.studio.draft import Draft, draft_of, edit
from dougong.host.studio.publish import PUBLISH, publish, revert
from dougong.host.workspaces import Workspace
from dougong.metamodel.diff import Anchor, Change
from dougong.metamodel.documents import Bundle
from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from tests.host.conftest import LIBRARY
from tests.host.test_install import changed
from tests.support.copies import Make

BOOK, ADMIN = "library/entities/book.json", "base/roles/admin.json"
LI, WANG = "0190a0a0-0000-7000-8000-000000000001", "0190a0a0-0000-7000-8000-000000000002"
ISBN = {"key": "isbn", "type": "text", "label": {"zh-CN": "书号", "en": "ISBN"}}


def furnished(workspace: Workspace) -> None:
    from dougong.metamodel.documents import load_folder

    install(workspace, load_folder(LIBRARY))


@pytest.fixture
def contents() -> Make | None:
    return furnished


def put(*path: Any, new: Any, old: Any = None) -> Change:
    return Change("change", (BOOK, *path), old, new)


def add_field(field: dict[str, Any] = ISBN, after: str = "name") -> Change:
    return Change("add", (BOOK, "fields", Anchor(field["key"])), None, field, after)


def drop_field(key: str) -> Change:
    return Change("remove", (BOOK, "fields", Anchor(key)))


def english(key: str, words: str) -> Change:
    return put("fields", Anchor(key), "label", "en", new=words)


def begun(workspace: Workspace, person: str = LI, *, shared: bool = False) -> ChangeSet:
    with workspace.writer.begin() as connection:
        return change_sets.begin(connection, person, workspace.clock(), "Books", shared=shared)


def drawn(workspace: Workspace, given: ChangeSet, *changes: Change, person: str = LI) -> Draft:
    with workspace.writer.begin() as connection:
        return edit(connection, workspace, given, person, changes)


def seen(workspace: Workspace, given: ChangeSet) -> Draft:
    with workspace.engine.connect() as connection:
        return draft_of(connection, workspace, given)


def fields(draft: Draft) -> list[str]:
    return [one["key"] for one in draft.after[BOOK]["fields"]]


def books(workspace: Workspace, *names: str) -> list[tuple[Any, ...]]:
    with workspace.reading(SYSTEM) as ctx:
        rows = find(ctx, Query("book", fields=names, sort=("name",))).rows
        return [tuple(row[name] for name in names) for row in rows]


def codes(refused: pytest.ExceptionInfo[ProblemsFound]) -> list[str]:
    return [one.code for one in refused.value.problems]


def test_nothing_changes_until_it_is_published(workspace: Workspace) -> None:
    given = begun(workspace)
    draft = drawn(workspace, given, add_field())
    assert fields(draft)[:2] == ["name", "isbn"]
    assert "isbn" not in workspace.store.model.entities["book"].fields
    before = workspace.revision
    done = publish(workspace, given.id, LI, note="Numbers of books")
    assert done.number == workspace.revision == before + 1
    assert "isbn" in workspace.store.model.entities["book"].fields
    with workspace.writing(SYSTEM) as ctx:
        assert write(ctx, [Create("book", {"name": "四世同堂", "isbn": "978"})], Cause("test")).written
    assert ("四世同堂", "978") in books(workspace, "name", "isbn")
    with workspace.engine.connect() as connection:
        assert change_sets.find(connection, given.id, LI).state == "published"
        assert change_sets.open_ones(connection, LI) == []


def test_steps_are_undone_and_done_again_by_who_made_them(workspace: Workspace) -> None:
    given = begun(workspace, shared=True)
    drawn(workspace, given, add_field())
    drawn(workspace, given, english("price", "Cost"), person=WANG)
    drawn(workspace, given, english("isbn", "Number"))

    def turned(act: Any, person: str) -> bool:
        with workspace.writer.begin() as connection:
            return bool(act(connection, given, person, workspace.clock()))

    assert turned(steps.undo, LI)
    assert turned(steps.undo, LI)
    assert not turned(steps.undo, LI), "the third gesture is somebody else's"
    draft = seen(workspace, given)
    assert "isbn" not in fields(draft)
    assert [one["label"]["en"] for one in draft.after[BOOK]["fields"] if one["key"] == "price"] == ["Cost"]
    assert draft.may_redo(LI)
    assert not draft.may_redo(WANG)
    assert turned(steps.redo, LI)
    assert turned(steps.redo, LI)
    assert [one["label"]["en"] for one in seen(workspace, given).after[BOOK]["fields"][1:2]] == ["Number"]
    assert turned(steps.undo, LI)
    drawn(workspace, given, english("pages", "Leaves"))
    assert not turned(steps.redo, LI), "a new gesture ends what was undone"


def test_two_people_drag_the_same_field(workspace: Workspace) -> None:
    given = begun(workspace, shared=True)
    one, two = Change("order", (BOOK, "fields"), None, ["price", "name"]), drop_field("price")
    drawn(workspace, given, two, person=WANG)
    drawn(workspace, given, one)
    assert "price" not in fields(seen(workspace, given))
    with pytest.raises(ProblemsFound) as refused:
        drawn(workspace, given, english("price", "Cost"))
    assert codes(refused) == ["no_place"]
    assert len(seen(workspace, given).made) == 2, "nothing of a refused gesture is kept"


def test_a_gesture_made_over_an_older_picture_meets_what_came_meanwhile(workspace: Workspace) -> None:
    given = begun(workspace, shared=True)
    with workspace.writer.begin() as connection:
        edit(connection, workspace, given, WANG, [put("fields", Anchor("price"), "label", "en", new="Cost")], seen=0)
        edit(connection, workspace, given, LI, [put("fields", Anchor("pages"), "label", "en", new="Leaves")], seen=0)
    with workspace.writer.begin() as connection, pytest.raises(ProblemsFound) as refused:
        edit(connection, workspace, given, LI, [put("fields", Anchor("price"), "label", "en", new="Fee")], seen=0)
    assert codes(refused) == ["met"]
    assert "Cost" in refused.value.problems[0].message.en
    last = seen(workspace, given).made[-1].id
    with workspace.writer.begin() as connection:
        edit(connection, workspace, given, LI, [put("fields", Anchor("price"), "label", "en", new="Fee")], seen=last)
    assert "Fee" in str(seen(workspace, given).after[BOOK]), "seen and done again it holds"


def test_one_works_on_the_shared_draft_one_chose(workspace: Workspace) -> None:
    given = begun(workspace, shared=True)
    own = begun(workspace, WANG)
    with workspace.writer.begin() as connection:
        assert change_sets.chosen(connection, WANG) == own
        change_sets.choose(connection, given, WANG)
        assert change_sets.current(connection, WANG, workspace.clock()).id == given.id
        change_sets.share(connection, given, False)
        assert change_sets.chosen(connection, WANG) == own, "no more than is shared"


def test_a_draft_of_somebody_else_is_not_found(workspace: Workspace) -> None:
    given = begun(workspace)
    with workspace.engine.connect() as connection, pytest.raises(ProblemsFound) as refused:
        change_sets.find(connection, given.id, WANG)
    assert codes(refused) == ["no_change_set"]


def test_only_some_changes_are_published(workspace: Workspace) -> None:
    given = begun(workspace)
    draft = drawn(workspace, given, add_field(), english("price", "Cost"), english("pages", "Leaves"))
    wanted = [number for number, one in enumerate(draft.changes) if one.operation == "change" and one.new == "Cost"]
    done = publish(workspace, given.id, LI, only=wanted)
    assert [one.new for one in done.changes] == ["Cost"]
    labels = {key: one.label.en for key, one in workspace.store.model.entities["book"].fields.items()}
    assert (labels["price"], labels["pages"], "isbn" in labels) == ("Cost", "Pages", False)
    assert publish(workspace, given.id, LI).left == ()
    assert "isbn" in workspace.store.model.entities["book"].fields


def test_what_does_not_hold_is_refused_and_the_draft_stays(workspace: Workspace) -> None:
    given, before = begun(workspace), workspace.revision
    drawn(workspace, given, put("title", new="nowhere"))
    with pytest.raises(ProblemsFound):
        publish(workspace, given.id, LI)
    assert workspace.revision == before
    assert len(seen(workspace, given).made) == 1


def test_values_are_not_put_out_of_sight_unasked_and_come_back(workspace: Workspace) -> None:
    given = begun(workspace)
    had = books(workspace, "name", "bought_on")
    drawn(workspace, given, drop_field("bought_on"))
    with pytest.raises(ProblemsFound) as refused:
        publish(workspace, given.id, LI)
    assert codes(refused) == ["data_at_stake"]
    assert books(workspace, "name", "bought_on") == had
    done = publish(workspace, given.id, LI, allow_drop=True)
    assert [count for _, count in done.kept] == [sum(day is not None for _, day in had)]
    assert "bought_on" not in workspace.store.model.entities["book"].fields
    revert(workspace, done.number, LI)
    assert books(workspace, "name", "bought_on") == had


def test_a_release_is_taken_back_whole_or_in_part_and_later_ones_stay(workspace: Workspace) -> None:
    first = begun(workspace)
    drawn(workspace, first, english("price", "Cost"), english("pages", "Leaves"), english("name", "Name"))
    one = publish(workspace, first.id, LI)
    second = begun(workspace)
    drawn(workspace, second, english("name", "Heading"))
    publish(workspace, second.id, LI)

    def labels() -> list[str]:
        known = workspace.store.model.entities["book"].fields
        return [known[key].label.en for key in ("price", "pages", "name")]

    price = [number for number, change in enumerate(one.changes) if change.new == "Cost"]
    revert(workspace, one.number, LI, only=price)
    assert labels() == ["Price", "Leaves", "Heading"]


def test_a_release_that_a_later_one_builds_upon_is_not_taken_back(workspace: Workspace) -> None:
    first = begun(workspace)
    drawn(workspace, first, Change("put", ("library/options/shelf.json",), None, SHELF))
    one = publish(workspace, first.id, LI)
    second = begun(workspace)
    shelf = {"key": "shelf", "type": "choice", "options_from": "shelf", "label": {"zh-CN": "书架", "en": "Shelf"}}
    drawn(workspace, second, add_field(shelf))
    publish(workspace, second.id, LI)
    with pytest.raises(ProblemsFound):
        revert(workspace, one.number, LI)
    assert "shelf" in workspace.store.model.entities["book"].fields


SHELF = {
    "$schema": "dougong/options/1", "key": "shelf", "label": {"zh-CN": "书架", "en": "Shelves"},
    "options": [{"key": "a", "label": {"zh-CN": "甲", "en": "A"}}],
}  # fmt: skip


def test_a_newer_release_meets_an_open_draft(workspace: Workspace) -> None:
    mine, theirs = begun(workspace), begun(workspace, WANG)
    looked = drawn(workspace, mine, english("price", "Cost"), english("pages", "Leaves")).revision
    drawn(workspace, theirs, english("price", "Amount"), person=WANG)
    publish(workspace, theirs.id, WANG)
    draft = seen(workspace, mine)
    assert [(one.kind, one.change.new, one.theirs) for one in draft.conflicts] == [("both", "Cost", "Amount")]
    assert [(one.old, one.new) for one in draft.changes] == [("Pages", "Leaves"), ("Amount", "Cost")]
    with pytest.raises(ProblemsFound) as refused:
        publish(workspace, mine.id, LI, expected=looked)
    assert codes(refused) == ["release_moved_on"]
    assert publish(workspace, mine.id, LI, expected=draft.revision).changes


def test_nobody_locks_everybody_out(workspace: Workspace) -> None:
    given = begun(workspace)
    chief = {"$schema": "dougong/role/1", "key": "chief", "label": {"zh-CN": "总管", "en": "Chief"}, "admin": True}
    drawn(workspace, given, Change("put", ("base/roles/chief.json",), None, chief))
    drawn(workspace, given, Change("put", (ADMIN, "admin"), None, False))
    with pytest.raises(ProblemsFound) as refused:
        publish(workspace, given.id, LI)
    assert codes(refused) == ["no_administrator"]


def test_own_changes_outlive_an_upgrade_and_go_with_the_app(workspace: Workspace, library: Bundle) -> None:
    given = begun(workspace)
    drawn(workspace, given, add_field(), english("price", "Cost"))
    publish(workspace, given.id, LI)
    newer = changed(library, "entities/book.json", lambda raw: {**raw, "fields": [
        {**one, "label": {**one["label"], "en": "Sum"}} if one["key"] == "price" else one for one in raw["fields"]
    ] + [{"key": "shelf", "type": "text", "label": {"zh-CN": "书架", "en": "Shelf"}}]})  # fmt: skip
    report = upgrade(workspace, newer)
    known = workspace.store.model.entities["book"].fields
    assert {"isbn", "shelf"} <= known.keys()
    assert known["price"].label.en == "Cost"
    three = report.three
    assert three is not None
    assert [[three.theirs[one].new for one in met.theirs] for met in three.meetings] == [["Sum"]]
    uninstall(workspace, "library")
    assert "book" not in workspace.store.model.entities
    install(workspace, library, with_samples=False)
    assert "isbn" not in workspace.store.model.entities["book"].fields


def test_a_new_app_is_made_in_the_studio(workspace: Workspace) -> None:
    given = begun(workspace)
    label = {"zh-CN": "仓库", "en": "Store"}
    app = {"$schema": "dougong/app/1", "key": "store", "version": "1.0.0", "label": label}
    entity = {
        "$schema": "dougong/entity/1", "key": "thing", "label": {"zh-CN": "物件", "en": "Thing"}, "title": "name",
        "fields": [{"key": "name", "type": "text", "required": True, "label": {"zh-CN": "名称", "en": "Name"}}],
    }  # fmt: skip
    drawn(workspace, given, Change("put", ("store/app.json",), None, app))
    drawn(workspace, given, Change("put", ("store/entities/thing.json",), None, entity))
    done = publish(workspace, given.id, LI)
    with workspace.writing(SYSTEM) as ctx:
        assert write(ctx, [Create("thing", {"name": "梯子"})], Cause("test")).written
    revert(workspace, done.number, LI)
    assert "thing" not in workspace.store.model.entities
    assert prepare(workspace) is False


def releases(connection: Connection) -> list[tuple[str, str]]:
    from sqlalchemy import select

    from dougong.host.store.tables import release

    return [(row.action, row.note) for row in connection.execute(select(release).order_by(release.c.number))]


def test_releases_say_who_and_why(workspace: Workspace) -> None:
    given = begun(workspace)
    drawn(workspace, given, english("price", "Cost"))
    publish(workspace, given.id, LI, note="Words of the house")
    with workspace.engine.connect() as connection:
        assert releases(connection)[-1] == (PUBLISH, "Words of the house")
