"""Who may design: a role lets people into the studio, and never to what only administrators decide."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from dougong.host.access import people
from dougong.host.access.viewer import viewer_of
from dougong.host.install import install
from dougong.host.settings import Settings
from dougong.host.studio import change_sets, draft, publish
from dougong.host.studio.field_moves import add
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.diff import Change, compare
from dougong.metamodel.documents import bundle_from_files
from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from tests.browser.workshop import DOCUMENTS, _text, files_of
from tests.support.copies import Make
from tests.support.pages import csrf, visitors

DRAUGHTSMAN: dict[str, Any] = {
    "$schema": "dougong/role/1", "key": "draughtsman", "label": _text("设计员", "Draughtsman"), "design": True,
    "entities": {"repair": {"create": True, "read": "own", "update": "own"}, "specimen": {"read": "fine = true"}},
}  # fmt: skip
MENDER: dict[str, Any] = {
    "$schema": "dougong/role/1", "key": "mender", "label": _text("维修工", "Mender"), "entities": {"repair": {"read": "all"}},
}  # fmt: skip
MORE = Change("put", ("own/roles/more.json",), None, {**MENDER, "key": "more", "entities": {}})
ROLE = "workshop/roles/draughtsman.json"


def furnished(workspace: Workspace) -> None:
    install(
        workspace,
        bundle_from_files(files_of({**DOCUMENTS, "roles/draughtsman.json": DRAUGHTSMAN, "roles/mender.json": MENDER})),
    )
    with workspace.writing(SYSTEM) as context:
        made = write(
            context,
            [
                Create("person", {"name": "Du", "login": "du", "roles": ["draughtsman"], "active": True}),
                Create("person", {"name": "Wu", "login": "wu", "roles": ["mender"], "active": True}),
                Create("repair", {"name": "Nobody's pump", "stage": "open"}),
            ],
            Cause("install"),
        )
        assert made.written, made.problems


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workshop(home: Settings) -> Iterator[Workspace]:
    found = open_workspace(home, DEFAULT)
    yield found
    found.close()


@pytest.fixture
def at(workshop: Workspace) -> Iterator[Callable[[str], TestClient]]:
    with visitors(workshop) as found:
        yield found


def id_of(workspace: Workspace, login: str) -> str:
    with workspace.engine.connect() as connection:
        found = people.by_login(connection, workspace.store, login)
    assert found
    return found.id


def drawn(workspace: Workspace, login: str, make: Callable[[dict[str, Any]], list[Change]], given: str = "") -> str:
    """A gesture of somebody; the id of their draft."""
    person = id_of(workspace, login)
    with workspace.writer.begin() as connection:
        found = (
            change_sets.find(connection, given, person)
            if given
            else change_sets.current(connection, person, workspace.clock())
        )
        after = draft.draft_of(connection, workspace, found).after
        draft.edit(connection, workspace, found, person, make(after))
        change_sets.share(connection, found, True)
    return found.id


def code(refused: pytest.ExceptionInfo[ProblemsFound]) -> str:
    problem = refused.value.problems[0]
    assert problem.fix is not None
    return problem.code


def put(name: str, **parts: Any) -> Callable[[dict[str, Any]], list[Change]]:
    """A document with other parts."""
    return lambda tree: list(compare(tree[name], {**tree[name], **parts}, (name,)))


def test_a_designer_comes_into_the_studio_and_not_where_administrators_decide(at: Callable[[str], TestClient]) -> None:
    designer, worker = at("du"), at("wu")
    assert {path: designer.get(path).status_code for path in ("/studio", "/studio/entity", "/studio/form", "/studio/sheet")} == {
        "/studio": 200, "/studio/entity": 200, "/studio/form": 200, "/studio/sheet": 200,
    }  # fmt: skip
    decided = ("/studio/role", "/studio/role/mender", "/studio/template", "/admin/people", "/admin/roles")
    assert {designer.get(path).status_code for path in decided} == {403}
    assert {worker.get(path).status_code for path in ("/studio", "/studio/sheet", "/studio/entity/repair")} == {403}
    home = designer.get("/studio").text
    assert "/studio/entity" in home
    assert "/studio/role" not in home
    assert "/studio/" in designer.get("/repair").text
    assert "/studio/" not in worker.get("/repair").text
    assert "Nobody" not in designer.get("/studio/entity/repair").text, "records of others are not samples"


def test_a_new_object_with_rights_on_it_is_the_designers_to_make(
    workshop: Workspace, at: Callable[[str], TestClient]
) -> None:
    designer = at("du")
    token = csrf(designer.get("/studio/entity").text)
    made = designer.post(
        "/studio/entity", data={"_csrf": token, "zh": "灯塔", "en": "Lighthouse", "role": ["draughtsman", "mender"]}
    )
    assert made.status_code == 303
    shown = designer.get("/studio/try").text
    assert ">Du<" in shown
    assert ">Wu<" not in shown, "a trial as somebody else shows what they see"
    page = designer.get("/studio/publish").text
    assert "Lighthouse" in page or "灯塔" in page
    with workshop.engine.connect() as connection:
        given = change_sets.chosen(connection, id_of(workshop, "du"))
    assert given
    publish.publish(workshop, given.id, id_of(workshop, "du"))
    assert workshop.store.model.roles["mender"].entities["lighthouse"].read == "all"


TOLD = {
    "$schema": "dougong/rules/1", "entity": "specimen",
    "rules": [{"key": "told", "family": "compute", "field": "story", "value": "repair.cause"}],
}  # fmt: skip
"""What the designer may not see, kept where they may."""


@pytest.mark.parametrize(
    ("make", "refused_as"),
    [
        (put(ROLE, admin=True), "roles_are_administrators"),
        (put(ROLE, entities={"repair": {"read": "all"}}), "roles_are_administrators"),
        (lambda tree: [MORE], "roles_are_administrators"),
        (lambda tree: add(tree, "person", "text", "")[0], "people_are_administrators"),
        (put("workshop/entities/specimen.json", owned_by="repair"), "owner_is_administrators"),
        (lambda tree: [Change("change", ("workshop/entities/specimen.json", "fields"), None, [
            {**one, "type": "computed", "formula": "true", "result": "bool"} if one["key"] == "fine" else one
            for one in tree["workshop/entities/specimen.json"]["fields"]])], "field_is_administrators"),
        (lambda tree: add(tree, "specimen", "computed", "", None, {"formula": "repair.cause", "result": "text"})[0], "formula_unreadable"),
        (lambda tree: add(tree, "specimen", "text", "", None, {"default_formula": "repair.cause"})[0], "formula_unreadable"),
        (lambda tree: list(compare(tree, {**tree, "workshop/rules/told.json": TOLD})), "formula_unreadable"),
    ],
)  # fmt: skip
def test_what_would_widen_their_own_rights_is_refused(
    workshop: Workspace, make: Callable[[dict[str, Any]], list[Change]], refused_as: str
) -> None:
    with pytest.raises(ProblemsFound) as refused:
        drawn(workshop, "du", make)
    assert code(refused) == refused_as
    assert drawn(workshop, "admin", make), "an administrator may"


def test_nor_by_publishing_what_an_administrator_left_in_a_shared_draft_nor_by_taking_back(workshop: Workspace) -> None:
    wider = put(ROLE, entities={**DRAUGHTSMAN["entities"], "repair": {"read": "all"}})
    given = drawn(workshop, "admin", wider)
    drawn(workshop, "du", put("workshop/views/repair_all.json", columns=["name"]), given)
    with pytest.raises(ProblemsFound) as refused:
        publish.publish(workshop, given, id_of(workshop, "du"))
    assert code(refused) == "roles_are_administrators"
    with workshop.engine.connect() as connection:
        changes = draft.draft_of(
            connection, workshop, change_sets.find(connection, given, id_of(workshop, "du"))
        ).changes
    only = [n for n, one in enumerate(changes) if "/views/" in str(one.path[0])]
    assert publish.publish(workshop, given, id_of(workshop, "du"), only=only).left, "their own part goes"
    number = publish.publish(workshop, given, id_of(workshop, "admin")).number
    with pytest.raises(ProblemsFound) as taken_back:
        publish.revert(workshop, number, id_of(workshop, "du"))
    assert code(taken_back) == "roles_are_administrators"
    with workshop.engine.connect() as connection:
        person = people.by_login(connection, workshop.store, "du")
    assert person
    assert viewer_of(workshop, person).on("repair").read.everything
