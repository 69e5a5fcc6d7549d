"""Roles, departments and data quality on their pages; every page of administration opens, in both languages."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dougong.host.access import passwords, people
from dougong.host.install import install, prepare
from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.web.pages.admin.roles import scope_chips
from dougong.host.web.pages.admin.sections import SECTIONS
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.documents import bundle_from_files
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from tests.browser.workshop import DOCUMENTS, _text, files_of
from tests.support.copies import Make
from tests.support.pages import csrf, made, post, visitor

ROLE = {
    "$schema": "dougong/role/1", "key": "mender", "label": _text("维修工", "Mender"),
    "entities": {
        "repair": {"create": True, "read": "own or subordinates", "update": "amount < 5", "export": True,
                   "fields": {"amount": "masked", "cause": "hidden"}},
        "part": {"read": "all"},
    },
}  # fmt: skip


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle_from_files(files_of({**DOCUMENTS, "roles/mender.json": ROLE})))


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workshop(home: Settings) -> Iterator[Workspace]:
    found = open_workspace(home, DEFAULT)
    yield found
    found.close()


@pytest.fixture
def admin(workshop: Workspace) -> Iterator[TestClient]:
    with visitor(workshop, "admin") as found:
        yield found


def rows(workspace: Workspace, entity: str, *fields: str) -> dict[str, dict[str, object]]:
    with workspace.reading(SYSTEM) as context:
        return {str(row["id"]): row for row in find(context, Query(entity, fields, limit=200)).rows}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_section_opens_and_nobody_else_may(workshop: Workspace, admin: TestClient, language: str) -> None:
    post(admin, "/profile/language", language=language)
    home = admin.get("/admin")
    assert home.status_code == 200
    for section in SECTIONS:
        assert f'href="{section.path}"' in home.text
        page = admin.get(section.path)
        assert page.status_code == 200, section.path
        assert section.label.in_(language) in page.text
    made(workshop, "person", name="Lu", login="lu", roles=["mender"])
    with visitor(workshop, "lu") as client:
        for section in SECTIONS:
            assert client.get(section.path).status_code == 403, section.path
            assert client.post(section.path, data={"_csrf": csrf(client.get("/profile").text)}).status_code in (
                403,
                405,
            )


def test_a_role_in_words(workshop: Workspace, admin: TestClient) -> None:
    made(workshop, "person", name="Lu Xun", login="lu", roles=["mender"])
    page = admin.get("/admin/roles/mender").text
    assert "Lu Xun" in page
    row = page[page.index("维修单") :]
    for words in ("本人", "下级", "按条件", "amount &lt; 5", "金额 掩码", "原因 隐藏"):
        assert words in row, words
    assert "样本" in page[page.index("看不到") :], "what no right is given on"
    assert admin.get("/admin/roles/nobody").status_code == 404
    assert "可以对所有记录做任何事" in admin.get("/admin/roles/admin").text


def test_scopes_in_words() -> None:
    assert [one.label for one in scope_chips("own or shared", "en")] == ["Own", "Shared"]
    assert [one.label for one in scope_chips(True, "en")] == ["All"]
    assert scope_chips(False, "en") == scope_chips("none", "en") == ()
    assert scope_chips("owner = $user OR x", "en")[0].about == "owner = $user OR x"


def test_departments_move_but_never_below_themselves(workshop: Workspace, admin: TestClient) -> None:
    top = made(workshop, "department", name="Top")
    low = made(workshop, "department", name="Low", parent=top)
    side = made(workshop, "department", name="Side")
    lu = made(workshop, "person", name="Lu", department=low)
    assert post(admin, "/admin/departments/move", id=side, parent=low).status_code == 303
    assert rows(workshop, "department", "parent")[side]["parent"] == low
    refused = post(admin, "/admin/departments/move", id=top, parent=side)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert post(admin, "/admin/departments/save", id=low, name="Lower", parent=top, head=lu).status_code == 303
    assert (
        rows(workshop, "department", "name", "head")[low] | {"id": low}
        == rows(workshop, "department", "name", "head")[low]
    )
    page = admin.get("/admin/departments").text
    assert "Lower" in page
    assert re.findall(r"adm-unitn[^>]*>(\d+)<", page) == ["1", "1", "0"], "Top counts who is below it"
    assert post(admin, "/admin/departments/move", id=side, parent="").status_code == 303
    assert rows(workshop, "department", "parent")[side]["parent"] is None
    assert post(admin, "/admin/departments/new", name="Low", parent=top).status_code == 303
    assert post(admin, "/admin/departments/new", name="Low", parent=top).status_code == 422, "two of one name below one"


def test_duplicates_are_found_and_become_one(workshop: Workspace, admin: TestClient) -> None:
    first = made(workshop, "repair", name="Pump A-1", cause="worn")
    second = made(workshop, "repair", name="pump a1", amount="7")
    made(workshop, "repair", name="Pump B")
    held = made(workshop, "specimen", name="S", repair=second, call="13800002100")
    page = admin.get("/admin/quality/repair").text
    link = re.search(r'href="(/repair\?filter=[^"]+)"[^>]*>(?:Pump A-1|pump a1)<', page)
    joined = re.search(r'href="(/admin/quality/repair/merge\?[^"]+)"', page)
    assert link and joined
    listed = admin.get(link[1].replace("&amp;", "&")).text
    assert "Pump A-1" in listed
    assert "pump a1" in listed
    assert "Pump B" not in listed
    address = joined[1].replace("&amp;", "&")
    assert "worn" in admin.get(address).text
    assert post(admin, address, keep=first, record=[first]).status_code == 422
    answer = post(admin, address, keep=first, record=[first, second], **{"field.amount": second})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/repair/{first}")
    left = rows(workshop, "repair", "name", "amount", "cause")
    assert second not in left
    assert (left[first]["name"], str(left[first]["amount"]), left[first]["cause"]) == ("Pump A-1", "7.00", "worn")
    assert rows(workshop, "specimen", "repair")[held]["repair"] == first
    page = admin.get("/admin/quality/repair").text
    assert "/merge?" not in page
    ref = re.search(r'name="ref" value="([^"]+)"', page)
    assert ref
    back = post(admin, "/admin/quality/repair/merged/undo", ref=ref[1])
    assert back.status_code == 200
    assert 'name="ref"' not in back.text, "taken back once"
    left = rows(workshop, "repair", "name", "amount")
    assert (left[second]["name"], left[first]["amount"]) == ("pump a1", None)
    assert rows(workshop, "specimen", "repair")[held]["repair"] == second
    assert post(admin, "/admin/quality/repair/merged/undo", ref=ref[1]).status_code == 404
    assert post(admin, "/admin/quality/specimen/merged/undo", ref=ref[1]).status_code == 404


def test_what_lists_show_and_nobody_filled_in(workshop: Workspace, admin: TestClient) -> None:
    made(workshop, "repair", name="A", amount="1")
    made(workshop, "repair", name="B")
    page = admin.get("/admin/quality/repair").text
    blank = re.search(r'href="(/repair\?filter=ISBLANK%28amount%29)"', page)
    assert blank
    assert "1 · 50%" in page
    listed = admin.get(blank[1]).text
    assert ">B<" in listed
    assert ">A<" not in listed
    assert admin.get("/admin/quality/part").status_code == 404, "rows of another object are judged there"
    assert admin.get("/admin/quality/repair/merge?field=amount&value=1").status_code == 404


def test_evil_words_stay_words(workshop: Workspace, admin: TestClient) -> None:
    evil = "<script>alert('x')</script>\"'"
    for _ in range(2):
        made(workshop, "repair", name=evil)
    unit = made(workshop, "department", name=evil)
    made(workshop, "person", name=evil, login="evil", department=unit)
    for path in ("/admin/quality/repair", "/admin/departments", "/admin/people", "/admin/audit", "/admin/roles/member"):
        page = admin.get(path)
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text, path
    joined = re.search(r'href="(/admin/quality/repair/merge\?[^"]+)"', admin.get("/admin/quality/repair").text)
    assert joined
    assert "alert(&#39;x&#39;)" in admin.get(joined[1].replace("&amp;", "&")).text


def test_below_a_path_of_its_own(home: Settings) -> None:
    """A second workspace is reached at /w/<key>; links, rights and one-time links stay inside it."""
    engines.make_place(home, "second")
    found = open_workspace(home, "second")
    prepare(found)
    made(found, "person", name="Eye", login="eye", roles=["auditor"])
    with found.writer.begin() as connection:
        eye, boss = (people.by_login(connection, found.store, login) for login in ("eye", "admin"))
        assert eye and boss
        for one in (eye, boss):
            passwords.put(connection, one.id, "four plain little words", found.clock())
    app = create_app(home.model_copy(update={"rate_limit": 0}), work=False)
    pages = {}
    for login in ("eye", "admin"):
        with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
            token = csrf(client.get("/w/second/sign-in").text)
            data = {"_csrf": token, "login": login, "password": "four plain little words"}
            assert client.post("/w/second/sign-in", data=data).status_code == 303
            pages[login] = {path: client.get(f"/w/second/admin/{path}") for path in ("audit", "people")}
            if login == "admin":
                form = {"_csrf": csrf(pages[login]["people"].text), "name": "Wu", "login": "wu"}
                link = client.post("/w/second/admin/people/invite", data=form).text
                assert "http://localhost/w/second/welcome/" in link
    assert [pages["eye"][path].status_code for path in ("audit", "people")] == [200, 403]
    assert [pages["admin"][path].status_code for path in ("audit", "people")] == [200, 200]
    assert 'href="/w/second/admin/people/invite"' in pages["admin"]["people"].text
    found.close()
