"""The form designer over HTTP: gestures, what they show, what is refused, and the form as another role gets it afterwards."""

import re
from collections.abc import Callable, Iterator

import pytest
from httpx import Response
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.workspaces import Workspace

from tests.browser.workshop import bundle
from tests.host.test_form_moves import FORM, KEY
from tests.support.copies import Make
from tests.support.pages import csrf, made, visitors

HERE = f"/studio/form/{KEY}"
MASON = {
    "$schema": "dougong/role/1", "key": "mason", "label": {"zh-CN": "泥瓦匠", "en": "Mason"},
    "entities": {"repair": {"read": "all", "update": "all", "create": True, "fields": {"due": "hidden"}}},
}  # fmt: skip
GUEST = {"$schema": "dougong/role/1", "key": "guest", "label": {"zh-CN": "访客", "en": "Guest"}, "entities": {}}
Do = Callable[..., Response]


def furnished(workspace: Workspace) -> None:
    app = {"roles/mason.json": MASON, "roles/guest.json": GUEST, "forms/repair_edit.json": FORM}
    install(workspace, bundle(app))
    made(workspace, "person", name="Mo", login="mo", roles=["mason"])
    made(workspace, "repair", name="Old wall", stage="open", amount="120")


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def browsers(office: Workspace) -> Iterator[Callable[[str], TestClient]]:
    with visitors(office) as at:
        yield at


@pytest.fixture
def client(browsers: Callable[[str], TestClient]) -> TestClient:
    return browsers("admin")


@pytest.fixture
def do(client: TestClient) -> Do:
    """A gesture as the page's script sends it."""
    token = csrf(client.get("/profile").text)

    def send(what: str, where: str = HERE, **values: str) -> Response:
        headers = {"HX-Request": "true", "HX-Target": "main#work", "HX-Current-URL": f"http://localhost{HERE}"}
        answer: Response = client.post(where, data={"_csrf": token, "do": what, **values}, headers=headers)
        return answer

    return send


def rows(page: str) -> list[list[str]]:
    """The rows of the canvas as `field:width`."""
    found: list[list[str]] = []
    for tag in re.findall(r'<div class="dfx [^>]+data-field="[^>]+>', page):
        field, width = re.search(r'data-field="(\w+)"', tag), re.search(r'data-width="(\d+)"', tag)
        assert field
        assert width
        if " rs " in tag:
            found.append([])
        found[-1].append(f"{field[1]}:{width[1]}")
    return found


def said(answer: Response) -> str:
    """What a refusal tells."""
    assert answer.status_code == 204, answer.text[:500]
    return answer.headers["HX-Trigger"].encode().decode("unicode_escape")


def publish(client: TestClient) -> None:
    page = client.get("/studio/publish").text
    expected = re.search(r'name="expected" value="(\d+)"', page)
    assert expected
    chosen = re.findall(r'name="change" value="([^"]+)"', page)
    answer = client.post("/studio/publish", data={"_csrf": csrf(page), "change": chosen, "expected": expected[1]})
    assert answer.status_code == 303, answer.text[:3000]


def test_forms_are_listed_by_object_and_one_is_begun_where_there_is_none(client: TestClient, do: Do) -> None:
    page = client.get("/studio/form").text
    assert f'data-form="{KEY}"' in page
    bare = re.search(r'name="entity" value="(\w+)"', page)
    assert bare
    answer = do("", "/studio/form", entity=bare[1])
    assert f"/studio/form/{bare[1]}_edit" in answer.headers["HX-Location"]
    begun = client.get(f"/studio/form/{bare[1]}_edit")
    assert begun.status_code == 200
    assert len(rows(begun.text)) > 2
    assert client.get("/studio/form/nothing").status_code == 404


def test_fields_are_moved_widened_taken_out_and_put_back(client: TestClient, do: Do) -> None:
    assert rows(client.get(HERE).text) == [["name:8", "stage:4"], ["amount:6", "due:6"], ["parts:12"], ["cause:6"]]
    page = do("place", id="field:cause", side="right", beside="due").text
    assert rows(page)[1] == ["amount:4", "due:4", "cause:4"]
    page = do("width", id="field:amount", value="5").text
    assert rows(page)[1] == ["amount:5", "due:3", "cause:4"]
    page = do("out", id="field:due").text
    assert rows(page)[1] == ["amount:5", "cause:4"]
    assert 'data-unused="due"' in page
    page = do("place", id="field:due", side="below", beside="name").text
    assert rows(page)[1] == ["due:4"]
    for _ in range(4):
        client.post("/studio/undo", data={"_csrf": csrf(page)})
    assert rows(client.get(HERE).text) == [["name:8", "stage:4"], ["amount:6", "due:6"], ["parts:12"], ["cause:6"]]


def test_a_gesture_after_an_undone_one_is_shown_as_it_is(client: TestClient, do: Do) -> None:
    page = do("create", value="percent", side="end", section="basics").text
    client.post("/studio/undo", data={"_csrf": csrf(page)})
    page = do("create", value="phone", side="end", section="basics").text
    assert rows(page)[2] == ["phone:4"]
    assert 'name="f.phone"' in page


def test_a_new_field_and_a_condition_are_there_for_another_role_once_published(
    client: TestClient, do: Do, browsers: Callable[[str], TestClient]
) -> None:
    page = do("create", value="phone", side="below", beside="name").text
    assert rows(page)[1] == ["phone:4"]
    page = do("say", id="field:phone", name="label", language="zh-CN", value="师傅电话").text
    new = rows(page)[1][0].partition(":")[0]
    assert f'data-at="field:{new}"' in page
    do("required", id=f"field:{new}", value="always")
    do("condition", id="section:parts", name="visible_when", value='stage = "mended"')
    do("condition", id="field:amount", name="visible_when", value='stage = "mended"')
    mo = browsers("mo")
    assert "师傅电话" not in mo.get("/repair/new").text, "nothing is there before it is published"
    publish(client)
    form = mo.get("/repair/new").text
    assert f'name="f.{new}"' in form
    assert "师傅电话" in form
    assert 'name="f.amount"' not in form
    assert 'name="f.due"' not in form
    assert 'id="s-parts"' not in form
    assert f'class="ff fw4 rs" id="f-{new}-f"' in form


def test_a_formula_that_reads_wrong_is_told_beside_it_and_not_kept(client: TestClient, do: Do) -> None:
    page = do("condition", id="field:amount", name="visible_when", value='stge = "open"', at="field:amount").text
    assert "stge" in page
    assert 'class="pbad"' in page
    assert "stage" in page
    again = client.get(f"{HERE}?at=field:amount").text
    assert "stge" not in again
    assert 'class="pbad"' not in again


def test_what_cannot_be_is_refused_in_words(do: Do) -> None:
    assert "名称不能为空" in said(do("say", id="field:amount", name="label", language="zh-CN", value=" "))
    assert "至少要有一个分组" in said(_last_section(do))
    assert "已经没有这个字段" in said(do("out", id="field:nothing"))
    assert do("place", id="field:nothing", side="end", section="basics").status_code == 404
    assert do("place", id="field:due", side="elsewhere").status_code == 404
    assert do("fly").status_code == 404


def _last_section(do: Do) -> Response:
    for key in ("parts", "rest"):
        do("section_out", id=f"section:{key}")
    return do("section_out", id="section:basics")


def test_a_problem_stands_at_the_part_it_is_about(client: TestClient, do: Do) -> None:
    do("set", "/studio/entity/repair", field="due", name="type", value="x")
    do("remove", "/studio/entity/repair", field="stage")
    page = client.get(HERE).text
    section = page[page.index('data-section="rest"') :]
    assert 'class="fwrong"' in section
    assert "stage" in section


def test_the_form_is_seen_as_a_role_on_a_device(client: TestClient) -> None:
    seen = client.get(f"{HERE}?as=mason&device=phone").text
    assert 'name="f.amount"' in seen
    assert 'name="f.due"' not in seen
    assert "as-phone" in seen
    assert "data-field" not in seen, "nothing can be taken hold of"
    assert 'name="f.name"' not in client.get(f"{HERE}?as=guest").text


def test_only_who_may_design_comes_in(browsers: Callable[[str], TestClient]) -> None:
    assert browsers("mo").get(HERE).status_code == 403
    assert browsers("mo").get("/studio/form").status_code == 403
