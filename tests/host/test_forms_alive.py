"""Forms while they are filled in, asked as a browser asks: defaults behind links, rules with fixes, what may be there already."""

import html
import json
import re
from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.workspaces import Workspace
from dougong.records.context import Cause
from dougong.records.query.find import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import csrf, made, visitor
from tests.support.pixels import png
from tests.support.typing_hand import ALIVE, Typing, fresh, held

ROLE = {
    "$schema": "dougong/role/1", "key": "mason", "label": {"zh-CN": "泥瓦匠", "en": "Mason"},
    "entities": {
        "material": {"read": "own", "update": "own", "create": True, "fields": {"least": "hidden"}},
        "estimate": {"read": "own", "update": "own", "create": True}, "estimate_item": {"read": "all", "create": True},
    },
}  # fmt: skip


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle({"roles/mason.json": ROLE}))


@pytest.fixture
def contents() -> Make:
    return furnished


def test_defaults_stand_in_the_form_and_follow_what_is_typed(office: Workspace, client: TestClient) -> None:
    stone, wood = (
        made(office, "material", name="Stone", price="12.50"),
        made(office, "material", name="Wood", price="7"),
    )
    form = Typing(client)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", form.value("begins"))
    form.put(main=stone)
    assert form.value("spare") == stone
    form.put(main=wood)
    assert form.value("spare") == wood, "what the form filled in itself follows"
    form.put(spare=stone)
    form.put(main=stone)
    form.put(main=wood)
    assert form.value("spare") == stone, "what a person chose stays"
    key = fresh(form.page)
    form.put(**{f"items__{key}__material": stone, f"items__{key}__amount": "2"})
    assert form.value(f"items__{key}__price") == "12.50"
    assert fresh(form.page) != key
    form.put(**{f"items__{key}__material": wood})
    assert form.value(f"items__{key}__price") == "7.00"
    form.put(**{f"items__{key}__price": "8"})
    form.put(**{f"items__{key}__material": stone})
    assert form.value(f"items__{key}__price") == "8.00"
    assert "¥16" in form.page
    form.put(name="Wall")
    assert form.send("save").headers["hx-location"]
    with office.reading(SYSTEM) as context:
        [row] = find(context, Query("estimate_item")).rows
        assert (row["material"], str(row["price"]), row["place"]) == (stone, "8.00", 1)


def test_a_field_being_emptied_is_not_filled_under_the_hand(client: TestClient) -> None:
    form = Typing(client)
    day = form.value("begins")
    form.put(at="f.begins", begins="")
    assert form.value("begins") == ""
    form.put(name="x")
    assert form.value("begins") == day


def test_rules_speak_while_typing_and_their_fixes_do_it(office: Workspace, client: TestClient) -> None:
    stone = made(office, "material", name="Stone", price="100", least="90")
    form = Typing(client)
    page = form.put(begins="2026-03-01", until="2026-02-01")
    assert page.count("早于开始") == 2, "beside the field and in the rail"
    assert 'data-fix="f.until=2026-03-31"' in page and "改为 30 天后（2026-03-31）" in page
    assert "1 处问题" in page
    key = fresh(page)
    page = form.put(until="2026-04-01", **{f"items__{key}__material": stone, f"items__{key}__cut": "50"})
    assert f'data-fix="f.items[{key}].cut=40"' in page
    assert page.count("折扣不能超过 40%") == 2 and page.count("低于底价") == 2
    without = form.client.post(
        "/estimate/save", data={**dict(form.held), "fix": f"f.items[{key}].cut=5", "_csrf": form.token}
    )
    assert without.status_code == 200 and f'name="f.items[{key}].cut"' in without.text
    assert dict(held(without.text))[f"f.items[{key}].cut"] == "5", "the same button without scripts"
    page = form.put(**{f"items__{key}__cut": "30"})
    assert "低于底价" in page and f'data-fix="f.items[{key}].cut=10"' in page
    page = form.put(**{f"items__{key}__cut": "5"})
    assert "处问题" not in page and "低于底价" not in page


def test_a_fix_tells_nothing_that_is_hidden(office: Workspace) -> None:
    with office.writing(SYSTEM) as context:
        mason = Create("person", {"name": "Mason", "login": "mason", "roles": ["mason"]})
        mine = write(context, [mason], Cause("user")).outcomes[0].id
    stone = made(office, "material", name="Stone", price="100", least="90", owner=mine)
    with visitor(office, "mason") as other:
        form = Typing(other)
        page = form.put(**{f"items__{fresh(form.page)}__material": stone, f"items__{fresh(form.page)}__cut": "30"})
        assert "低于底价" in page and "data-fix" not in page


def test_a_section_says_why_it_is_there(office: Workspace, client: TestClient) -> None:
    stone = made(office, "material", name="Stone", price="100")
    form = Typing(client)
    assert "折扣说明" not in form.page
    first = fresh(form.page)
    second = fresh(form.put(**{f"items__{first}__material": stone, f"items__{first}__cut": "5"}))
    page = form.put(**{f"items__{second}__material": stone, f"items__{second}__cut": "20"})
    assert "最大折扣 大于 15%" in page and "由第 2 行触发" in page
    answer = form.send("save")
    assert answer.status_code == 422 and "请填写“折扣理由”" in answer.text and "请填写“名称”" in answer.text


def test_what_may_be_there_already_is_shown_within_rights(office: Workspace, client: TestClient) -> None:
    with office.writing(SYSTEM) as context:
        mason = Create("person", {"name": "Mason", "login": "mason", "roles": ["mason"]})
        written = write(context, [mason], Cause("user"))
        assert written.written, written.problems
        mine = written.outcomes[0].id
    made(office, "material", name="Red granite", code="G-1")
    made(office, "material", name="Blue basalt", code="B-1", owner=mine)
    form = Typing(client, "/material/new")
    assert "Red granite" not in form.put(name="Re")
    page = form.put(name="red  GRANITE")
    assert page.count("Red granite") >= 2 and "已有：" in page and "改为打开它" in page
    assert "可能重复：" in form.put(name="Granite")
    assert "已被另一条记录使用" in form.put(name="Slate", code="G-1")
    with visitor(office, "mason") as other:
        form = Typing(other, "/material/new")
        page = form.put(name="red granite", code="G-1")
        assert "Red granite" not in page and "改为打开它" not in page
        assert "已被另一条记录使用" in page, "as saving would say"
        assert "Blue basalt" in form.put(name="blue basalt")
        assert (
            "Red granite"
            not in other.post(
                "/material/quick/alike", data={"f.name": "red granite"}, headers={**ALIVE, "X-CSRF-Token": form.token}
            ).text
        )
    asked = client.post(
        "/material/quick/alike", data={"f.name": "red granite"}, headers={**ALIVE, "X-CSRF-Token": csrf(client.get("/material/new").text)}
    )  # fmt: skip
    assert "Red granite" in asked.text and "用这一条" in asked.text


def test_new_ones_are_offered_where_the_form_says_so(office: Workspace, client: TestClient) -> None:
    page = Typing(client).page
    combos: Mapping[str, str] = dict(re.findall(r'data-combo="/estimate/pick/(\w+)" (data-make)?', page))
    assert combos == {"main": "data-make", "spare": ""}
    assert "data-create" in client.get("/estimate/pick/main?make=1", headers=ALIVE).text
    assert "data-create" not in client.get("/estimate/pick/main", headers=ALIVE).text


def test_rows_keep_their_order_and_none_is_lost(office: Workspace, client: TestClient) -> None:
    stone = made(office, "material", name="Stone", price="1")
    items = [{"material": stone, "amount": str(n), "place": 200 - n} for n in range(1, 151)]
    estimate = made(office, "estimate", name="Long", items=items)
    form = Typing(client, f"/estimate/{estimate}/edit")
    amounts = [value for name, value in form.held if name.endswith(".amount")]
    assert amounts[:2] == ["150", "149"] and len(amounts) == 151
    assert form.send("save").headers["hx-location"]
    with office.reading(SYSTEM) as context:
        rows = find(context, Query("estimate_item", limit=500)).rows
        assert len(rows) == 150
        assert min(rows, key=lambda row: row["place"])["amount"] == 150


def test_names_left_open_are_looked_up(office: Workspace, client: TestClient) -> None:
    stone = made(office, "material", name="Stone", price="3")
    form = Typing(client)
    one = fresh(form.page)
    form.held = [pair for pair in form.held if pair[0] != f"t.items[{one}].material"]
    form.held += [(f"t.items[{one}].material", "stone")]
    form.put(**{f"items__{one}__material": "?stone"})
    assert form.value(f"items__{one}__material") == stone and form.value(f"items__{one}__price") == "3.00"
    two = fresh(form.page)
    form.held = [pair for pair in form.held if pair[0] != f"t.items[{two}].material"] + [
        (f"t.items[{two}].material", "stnoe")
    ]
    page = form.put(**{f"items__{two}__material": "?stnoe"})
    assert page.count("没有叫“stnoe”的记录") == 2 and 'value="stnoe"' in page


def test_files_go_along_without_scripts(office: Workspace, client: TestClient) -> None:
    form = Typing(client)
    filled = [value for name, value in form.held if name == "filled"]
    data = {**dict(form.held), "filled": filled, "f.name": "With papers", "_csrf": form.token}
    files = [("u.papers", ("a.txt", b"one", "text/plain")), ("u.papers", ("b.txt", b"two", "text/plain"))]
    answer = client.post("/estimate/save", data={**data, "more": "items"}, files=files)
    assert answer.status_code == 200 and "a.txt" in answer.text and "b.txt" in answer.text
    held_now = dict(held(answer.text))
    assert '"a.txt"' in html.unescape(held_now["f.papers"])
    first = json.loads(html.unescape(held_now["f.papers"]))[0]
    kept = {**data, "f.papers": html.unescape(held_now["f.papers"]), "d.papers": first["hash"]}
    answer = client.post("/estimate/save", data=kept, files=[("u.photo", ("p.png", b"no picture", "image/png"))])
    assert answer.status_code == 422 and "不是能显示的图片" in answer.text
    picture = ("u.photo", ("p.png", png(), "image/png"))
    answer = client.post("/estimate/save", data=kept, files=[picture])
    assert answer.status_code == 303, re.findall(r'class="problem"[^>]*>.*?</span></span>', answer.text, re.DOTALL)
    with office.reading(SYSTEM) as context:
        [row] = find(context, Query("estimate")).rows
    assert [one["name"] for one in row["papers"]] == ["b.txt"] and row["photo"][0]["type"] == "image/png"


def test_a_file_too_large_says_so(office: Workspace, client: TestClient) -> None:
    most = office.settings.upload_limit
    headers = {"X-CSRF-Token": Typing(client).token}
    answer = client.post("/files", files={"file": ("big.bin", b"0" * (most + 1), "text/plain")}, headers=headers)
    assert answer.status_code == 413 and "20 MB" in answer.text


def test_the_same_press_twice_saves_once(office: Workspace, client: TestClient) -> None:
    stone = made(office, "material", name="Stone", price="3")
    form = Typing(client)
    form.put(name="Wall", **{f"items__{fresh(form.page)}__material": stone})
    assert [form.send("save").headers["hx-location"] for _ in range(2)]
    with office.reading(SYSTEM) as context:
        [row] = find(context, Query("estimate")).rows
    edit = Typing(client, f"/estimate/{row['id']}/edit")
    edit.put(name="Tower", **{f"items__{fresh(edit.page)}__material": stone})
    for _ in range(2):
        assert edit.send("save").headers["hx-location"], "the answer to the first press was lost"
    with office.reading(SYSTEM) as context:
        assert len(find(context, Query("estimate_item")).rows) == 2
    other = Typing(client, f"/estimate/{row['id']}/edit")
    other.put(name="Palace")
    edit.put(name="Hut")
    assert other.send("save").headers["hx-location"]
    assert edit.send("save").status_code == 409


def test_a_new_form_counts_what_is_still_to_be_filled_in(client: TestClient) -> None:
    form = Typing(client)
    assert "还有 1 项必填" in form.page and "可以保存" not in form.page
    assert 'data-jump="f-name"' in form.page and 'aria-invalid="true"' not in form.page
    key = fresh(form.page)
    page = form.put(name="Wall", **{f"items__{key}__price": "3"})
    assert "还有 1 项必填" in page and f'data-jump="f-items-{key}-material"' in page
    assert "明细第 1 行 · 材料" in page and "可以保存" not in page
    page = form.put(**{f"items__{key}__price": ""})
    assert "没有需要处理的问题，可以保存" in page and "项必填" not in page
    page = form.put(name="")
    assert "还有 1 项必填" in page
    tried = form.send("save").text
    assert "1 处问题" in tried and "项必填" not in tried


def test_a_session_that_ends_comes_back_to_the_form(client: TestClient) -> None:
    form = Typing(client, "/estimate/new?name=Wall")
    client.cookies.clear()
    page = "http://localhost/estimate/new?name=Wall"
    data, head = {"use": "create", "f.name": "Wall"}, {"X-CSRF-Token": form.token}
    told = client.post("/estimate/form", data=data, headers={**head, **ALIVE, "HX-Current-URL": page})
    assert (told.status_code, told.headers["hx-redirect"]) == (401, "/sign-in?next=%2Festimate%2Fnew%3Fname%3DWall")
    plain = client.post("/estimate/save", data=data, headers={**head, "Referer": page})
    assert plain.headers["location"] == "/sign-in?next=%2Festimate%2Fnew%3Fname%3DWall"
    assert client.get("/estimate/new").headers["location"] == "/sign-in?next=%2Festimate%2Fnew"
