"""The catalogue of apps: what is told before it is done, sides that are chosen, layers of apps over apps, templates of what
was made here.
"""

import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from dougong.host import jobs
from dougong.host.install import install, prepare, uninstall, upgrade
from dougong.host.install.package import read_package, write_package
from dougong.host.jobs import worker
from dougong.host.settings import Settings
from dougong.host.store.documents import load_layers
from dougong.host.store.engines import make_place
from dougong.host.studio.app_impact import outcome
from dougong.host.studio.app_template import made_here, template_of
from dougong.host.studio.draft_meets import meets
from dougong.host.studio.publish import publish
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import Workspace, open_workspace
from dougong.metamodel.diff import Change
from dougong.metamodel.documents import Bundle, Document
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text

from tests.host.test_change_sets import LI, add_field, begun, codes, drawn, english, furnished, seen
from tests.host.test_install import changed, without_field
from tests.support.copies import Make
from tests.support.pages import csrf, visitor

THING = {
    "$schema": "dougong/entity/1", "key": "thing", "label": {"zh-CN": "物件", "en": "Thing"}, "title": "name",
    "fields": [
        {"key": "name", "type": "text", "label": {"zh-CN": "名称", "en": "Name"}},
        {"key": "book", "type": "link", "to": "book", "label": {"zh-CN": "书", "en": "Book"}},
    ],
}  # fmt: skip
OWN = {"$schema": "dougong/app/1", "key": "own", "version": "1.0.0", "label": {"zh-CN": "自建", "en": "Made here"}}


@pytest.fixture
def contents() -> Make | None:
    return furnished


def released(workspace: Workspace, *all_changes: Change) -> None:
    given = begun(workspace)
    drawn(workspace, given, *all_changes)
    publish(workspace, given.id, LI, allow_drop=True)


def renamed(library: Bundle, **english_names: str) -> Bundle:
    """A version of the library with other English names of fields of a book."""

    def named(raw: dict[str, Any]) -> dict[str, Any]:
        fields = [
            {**one, "label": {**one["label"], "en": english_names[one["key"]]}} if one["key"] in english_names else one
            for one in raw["fields"]
        ]
        return {**raw, "fields": fields}

    return changed(library, "entities/book.json", named)


def own_thing() -> tuple[Change, ...]:
    return (
        Change("put", ("own/app.json",), None, OWN),
        Change("put", ("own/entities/thing.json",), None, THING),
    )


def told(workspace: Workspace, bundle: Bundle, **choices: Any) -> Any:
    with workspace.engine.connect() as connection:
        return outcome(connection, workspace, bundle, **choices)


def names(workspace: Workspace) -> dict[str, str]:
    return {key: one.label.en for key, one in workspace.store.model.entities["book"].fields.items()}


def test_the_workspaces_side_stands_unless_the_new_versions_is_chosen(workspace: Workspace, library: Bundle) -> None:
    released(workspace, english("price", "Cost"), english("pages", "Leaves"), add_field())
    newer = renamed(library, price="Sum", pages="Sheets", name="Called")
    found = told(workspace, newer)
    sides = [
        ([found.three.ours[one].new for one in met.ours], [found.three.theirs[one].new for one in met.theirs])
        for met in found.three.meetings
    ]
    assert sides == [(["Leaves"], ["Sheets"]), (["Cost"], ["Sum"])]
    title = next(n for n, one in enumerate(found.three.theirs) if one.new == "Called")
    upgrade(workspace, newer, yielding=[0], left_out=[title], expected=found.state)
    after = names(workspace)
    assert (after["pages"], after["price"], after["isbn"]) == ("Sheets", "Cost", "ISBN")
    assert after["name"] != "Called", "what is left out stays as it was"
    upgrade(workspace, newer)
    assert names(workspace) == after, "and stays so with the next version, until somebody takes it"


def test_what_was_looked_at_is_what_is_done(workspace: Workspace, library: Bundle) -> None:
    newer = renamed(library, price="Sum")
    state = told(workspace, newer).state
    released(workspace, english("price", "Cost"))
    for given, expected in ((newer, state), (renamed(library, price="Else"), told(workspace, newer).state)):
        with pytest.raises(ProblemsFound) as refused:
            upgrade(workspace, given, expected=expected)
        assert codes(refused) == ["moved_on"]


def test_a_field_the_new_version_drops_stays_where_the_workspace_changed_it(
    workspace: Workspace, library: Bundle
) -> None:
    """With its values; chosen otherwise they go out of sight, which has to be confirmed."""
    released(workspace, english("bought_on", "Bought"))
    newer = Bundle("library", changed(library, "entities/book.json", without_field("bought_on")).documents)
    assert told(workspace, newer).impact.kept == ()
    assert [count for _, count in told(workspace, newer, yielding=[0]).impact.kept] == [3]
    with pytest.raises(ProblemsFound) as refused:
        upgrade(workspace, newer, yielding=[0])
    assert codes(refused) == ["data_at_stake"]
    upgrade(workspace, newer)
    assert names(workspace)["bought_on"] == "Bought"


def test_an_open_draft_goes_on_over_the_upgrade_and_says_what_it_meets(workspace: Workspace, library: Bundle) -> None:
    given = begun(workspace)
    drawn(workspace, given, english("price", "Cost"), english("bought_on", "Bought"), add_field())
    newer = changed(renamed(library, price="Sum"), "entities/book.json", without_field("bought_on"))
    newer = Bundle("library", newer.documents)
    (met,) = told(workspace, newer).drafts
    assert (met.name, len(met.words)) == ("Books", 2)
    upgrade(workspace, newer, allow_drop=True)
    draft = seen(workspace, given)
    assert sorted(one.code for one in meets(draft)) == ["meets_release", "meets_release"]
    publish(workspace, given.id, LI)
    assert {"isbn", "price"} <= names(workspace).keys()
    assert names(workspace)["price"] == "Cost"


def test_a_removal_says_what_goes_and_who_uses_it(workspace: Workspace, library: Bundle) -> None:
    found = told(workspace, Bundle("library", ()))
    assert not found.blocked
    assert {step.entity: count for step, count in found.impact.kept} == {"book": 3, "copy": 3, "writer": 2}
    released(workspace, *own_thing())
    assert told(workspace, Bundle("library", ())).blocked
    with pytest.raises(ProblemsFound) as refused:
        uninstall(workspace, "library")
    assert [(one.app, one.file) for one in refused.value.problems] == [("own", "entities/thing.json")]
    assert "book" in workspace.store.model.entities
    with pytest.raises(ProblemsFound):
        uninstall(workspace, "own")


def test_what_was_made_here_is_an_app_elsewhere(
    workspace: Workspace, library: Bundle, tmp_path_factory: pytest.TempPathFactory
) -> None:
    released(workspace, english("price", "Cost"), add_field(), *own_thing())
    with workspace.engine.connect() as connection:
        layers = load_layers(connection)
    assert len(made_here(layers)) == 3
    package = read_package(write_package(template_of(layers, "shop", text("书店", "Shop"))))
    other = elsewhere(tmp_path_factory, library)
    try:
        install(other, package)
        assert names(other)["price"] == "Cost"
        assert "isbn" in names(other)
        assert other.store.model.entities["thing"].app == "shop"
        assert other.store.model.apps["shop"].extends == "library"
        upgrade(other, renamed(library, price="Sum", pages="Sheets"))
        assert (names(other)["price"], names(other)["pages"]) == ("Cost", "Sheets"), "the layer lies over every version"
        released(other, english("isbn", "Number"))
        with pytest.raises(ProblemsFound) as refused:
            uninstall(other, "library")
        assert codes(refused) == ["needed"]
        uninstall(other, "shop")
        assert names(other)["price"] == "Sum", "and goes with its app"
        assert "thing" not in other.store.model.entities
        assert names(other)["isbn"] == "Number", "what was made of it here stays"
    finally:
        other.close()


def elsewhere(folders: pytest.TempPathFactory, library: Bundle) -> Workspace:
    settings = Settings(home=folders.mktemp("elsewhere"), database_url="")
    make_place(settings, "other")
    other = open_workspace(settings, "other", FixedClock())
    prepare(other)
    install(other, library, with_samples=False)
    return other


@pytest.mark.parametrize(
    ("key", "label", "only", "code"),
    [
        ("own", text("店", "Shop"), None, "taken"),
        ("library", text("店", "Shop"), None, "taken"),
        ("Our shop", text("店", "Shop"), None, "key"),
        ("shop", text("", "Shop"), None, "label"),
        ("shop", text("店", "Shop\0"), None, "label"),
        ("shop", text("店", "x" * 61), None, "label"),
        ("shop", text("店", "Shop"), [], "nothing"),
    ],
)
def test_a_template_that_cannot_be_is_refused(
    office: Workspace, key: str, label: Any, only: list[int] | None, code: str
) -> None:
    released(office, english("price", "Cost"))
    with office.engine.connect() as connection, pytest.raises(ProblemsFound) as refused:
        template_of(load_layers(connection), key, label, only)
    assert code in codes(refused)


def test_an_app_may_change_only_apps_it_is_built_upon(office: Workspace) -> None:
    manifest = {"$schema": "dougong/app/1", "key": "shop", "version": "1.0.0", "label": {"zh-CN": "店", "en": "Shop"}}
    steps = [{"operation": "change", "path": ["app.json", "key"], "old": "library", "new": "mine"}]
    documents = (
        Document("shop", "app", "app.json", manifest),
        Document(
            "shop",
            "changes",
            "changes/library.json",
            {"$schema": "dougong/changes/1", "app": "library", "changes": steps},
        ),
    )
    with pytest.raises(ProblemsFound) as refused:
        install(office, Bundle("shop", documents))
    assert sorted(codes(refused)) == ["not_below", "path"]


# What the browser is sent.


def sent(client: TestClient, path: str, page: str, **values: Any) -> Any:
    token = csrf(client.get(page).text)
    return client.post(path, data={"_csrf": token, **values}, headers={"HX-Request": "true"})


def run_of(office: Workspace, answer: Any) -> str:
    """Does the work that an answer points to; where it is watched."""
    place = str(json.loads(answer.headers["hx-location"])["path"])
    worker.run_pending(office)
    return place


def test_from_the_catalogue_to_the_release(office: Workspace, client: TestClient, library: Bundle) -> None:
    uninstall(office, "library")
    content = write_package(renamed(library, name="<script>alert(1)</script>"))
    token = csrf(client.get("/studio/template").text)
    put = client.post(
        "/studio/template/file",
        data={"_csrf": token},
        files={"file": ("l.zip", content)},
        headers={"HX-Request": "true"},
    )
    here = json.loads(put.headers["hx-location"])["path"]
    shown = client.get(here).text
    assert "图书" in shown
    assert "<script>alert" not in shown
    asked = client.get(f"{here}/consequence").text
    state = re.search(r'name="expected" value="([^"]+)"', asked)
    assert state
    place = run_of(office, sent(client, f"{here}/install", here, samples="without", expected=state[1]))
    assert 'data-work="done"' in client.get(place).text
    assert "book" in office.store.model.entities
    assert jobs.status(office, place.rpartition("/")[2]).result["rows"] == {}  # type: ignore[union-attr]
    failed = run_of(office, sent(client, f"{here}/install", here, samples="without", expected=state[1]))
    assert 'data-work="failed"' in client.get(failed).text


def test_sides_are_chosen_on_the_page(office: Workspace, client: TestClient, library: Bundle) -> None:
    released(office, english("price", "Cost"), english("pages", "Leaves"))
    token = csrf(client.get("/studio/template").text)
    content = write_package(
        changed(renamed(library, price="Sum", pages="Sheets"), "app.json", lambda raw: {**raw, "version": "1.1.0"})
    )
    client.post("/studio/template/file", data={"_csrf": token}, files={"file": ("l.zip", content)})
    here = "/studio/template/app/library"
    shown = client.get(f"{here}/upgrade").text
    assert all(words in shown for words in ("Cost", "Sum", "Leaves", "Sheets"))
    state = re.search(r'name="expected" value="([^"]+)"', shown)
    assert state
    choices = {"choice.0": "0:theirs", "choice.1": "1:ours"}
    assert client.post(f"{here}/upgrade/look", data={"_csrf": csrf(shown), **choices}).status_code == 200
    run_of(office, sent(client, f"{here}/upgrade", here, expected=state[1], **choices))
    assert (names(office)["pages"], names(office)["price"]) == ("Sheets", "Cost")
    assert office.store.model.apps["library"].version == "1.1.0"


def test_a_removal_has_to_be_confirmed(office: Workspace, client: TestClient) -> None:
    here = "/studio/template/app/library"
    assert "3" in client.get(f"{here}/remove").text
    sent(client, f"{here}/remove", f"{here}/remove")
    worker.run_pending(office)
    assert "book" in office.store.model.entities, "not ticked"
    place = run_of(office, sent(client, f"{here}/remove", f"{here}/remove", seen="on"))
    assert 'data-work="done"' in client.get(place).text
    assert "book" not in office.store.model.entities


def test_the_file_of_what_was_made_here(office: Workspace, client: TestClient) -> None:
    released(office, english("price", "Cost"))
    page = client.get("/studio/template/own").text
    numbers = re.findall(r'name="change" value="(\d+)"', page)
    given = {"_csrf": csrf(page), "zh": "店<b>", "en": "Shop", "change": numbers}
    refused = client.post("/studio/template/own", data={**given, "key": "own"})
    assert refused.status_code == 422
    assert "店&lt;b&gt;" in refused.text
    made = client.post("/studio/template/own", data={**given, "key": "shop"})
    assert read_package(made.content).app == "shop"


@pytest.mark.parametrize(
    "path", ["", "/app/library", "/app/library/consequence", "/app/library/remove", "/app/library/file", "/own"]
)
def test_only_for_those_who_may_design(office: Workspace, path: str) -> None:
    with visitor(office, "lin") as reader:
        assert reader.get(f"/studio/template{path}").status_code == 403
