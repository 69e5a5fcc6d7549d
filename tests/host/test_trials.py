"""A draft tried as somebody: it is in force there, what is written there stays there, and the trial goes without a trace."""

from collections.abc import Iterator

import pytest

from dougong.host.access import people
from dougong.host.install import install
from dougong.host.studio import change_sets, trials
from dougong.host.studio.draft import edit
from dougong.host.testing.database import Database
from dougong.host.workspaces import Workspace, Workspaces, open_workspace
from dougong.metamodel.diff import Anchor, Change
from dougong.metamodel.documents import bundle_from_files
from dougong.metamodel.problem import ProblemsFound
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from tests.browser.workshop import DOCUMENTS, files_of
from tests.support.copies import Make
from tests.support.pages import csrf, made, visitors

REPAIR = "workshop/entities/repair.json"
COLOUR = {"key": "paint", "type": "text", "label": {"zh-CN": "漆色", "en": "Paint"}}


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle_from_files(files_of(DOCUMENTS)))


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workshop(database: Database) -> Iterator[Workspace]:
    found = open_workspace(database.settings, database.key)
    made(found, "repair", name="Old")
    yield found
    found.close()


def drafted(workspace: Workspace, *changes: Change) -> tuple[str, str]:
    with workspace.writer.begin() as connection:
        admin = people.by_login(connection, workspace.store, "admin")
        assert admin
        given = change_sets.begin(connection, admin.id, workspace.clock())
        edit(connection, workspace, given, admin.id, changes)
    return given.id, admin.id


def add_field() -> Change:
    return Change("add", (REPAIR, "fields", Anchor("paint")), None, COLOUR, "name")


def names(workspace: Workspace) -> set[object]:
    with workspace.reading(SYSTEM) as context:
        return {row["name"] for row in find(context, Query("repair", ("name",))).rows}


def test_it_is_the_workspace_with_the_draft_in_force(workshop: Workspace) -> None:
    given, person = drafted(workshop, add_field())
    trial = trials.begin(workshop, given, person)
    copy = open_workspace(workshop.settings, trial.key)
    try:
        assert "paint" in copy.store.model.entities["repair"].fields
        assert "paint" not in workshop.store.model.entities["repair"].fields
        assert names(copy) == {"Old"}
        made(copy, "repair", name="Tried", paint="red")
        assert names(copy) == {"Old", "Tried"}
        assert names(workshop) == {"Old"}
        assert copy.origin == workshop.key
    finally:
        copy.close()
    everywhere = Workspaces(workshop.settings)
    assert trial.key not in {one.key for one in everywhere.every()}, "no worker works for it"
    everywhere.close()
    with workshop.engine.connect() as connection:
        assert change_sets.find(connection, given, person).state == "open"
    trials.end(workshop.settings, trial.key)
    assert trial.key not in Workspaces(workshop.settings)
    assert names(workshop) == {"Old"}


def test_what_cannot_be_published_cannot_be_tried_and_leaves_nothing(workshop: Workspace) -> None:
    broken = {**COLOUR, "type": "computed", "formula": "nothing + 1", "result": "number"}
    given, person = drafted(workshop, Change("add", (REPAIR, "fields", Anchor("paint")), None, broken, "name"))
    with pytest.raises(ProblemsFound):
        trials.begin(workshop, given, person)
    assert not list((workshop.settings.home / "workspaces").glob("try_*"))


def test_in_the_browser_as_anybody(workshop: Workspace) -> None:
    drafted(workshop, add_field())
    with visitors(workshop) as at:
        admin, base = at("admin"), f"/w/{workshop.key}"
        page = admin.get(f"{base}/studio/try")
        person = page.text.partition('name="person" value="')[2].partition('"')[0]
        answer = admin.post(f"{base}/studio/try", data={"_csrf": csrf(page.text), "person": person})
        assert answer.status_code == 303, answer.text
        there = answer.headers["location"]
        assert there.startswith("/w/try_")
        form = admin.get(f"{there}repair/new")
        assert "漆色" in form.text or "Paint" in form.text
        assert 'class="trialbar"' in form.text
        assert f"{base}/studio/try" in form.text
        assert "trialbar" not in admin.get(f"{base}/repair").text
        ended = admin.post(f"{base}/studio/try/end", data={"_csrf": csrf(page.text)})
        assert ended.status_code == 303
        assert admin.get(f"{there}repair").status_code == 404
