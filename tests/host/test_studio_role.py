"""The role designer over HTTP: gestures, what they do to whom, why somebody sees something, and what is refused in words."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from dougong.host.install.apps import install
from dougong.host.workspaces import Workspace
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import base_of, csrf, made, visitors

MENDER = {
    "$schema": "dougong/role/1", "key": "mender", "label": {"zh-CN": "修理工", "en": "Mender"},
    "entities": {"repair": {"create": True, "read": "own", "update": "own"}},
}  # fmt: skip


class Bench:
    """The administrator at the designer, and a mender with three of five repairs."""

    def __init__(self, workspace: Workspace, admin: TestClient, mender: TestClient) -> None:
        self.workspace, self.admin, self.mender, self.base = workspace, admin, mender, base_of(workspace)
        self.token = csrf(admin.get(f"{self.base}/profile").text)
        with workspace.reading(SYSTEM) as context:
            rows = find(context, Query("repair", ("id", "name"), sort=("name",))).rows
        self.repairs = {str(row["name"]): str(row["id"]) for row in rows}

    def post(self, path: str = "/mender", **values: object) -> tuple[int, str]:
        here = f"http://localhost{self.base}/studio/role"
        headers = {"hx-request": "true", "hx-target": "main#work", "hx-current-url": here}
        answer = self.admin.post(
            f"{self.base}/studio/role{path}", data={"_csrf": self.token, **values}, headers=headers
        )
        told = answer.headers.get("HX-Trigger", "")
        return answer.status_code, answer.text or told.encode().decode("unicode_escape")

    def get(self, path: str, client: TestClient | None = None, status: int = 200) -> str:
        answer = (client or self.admin).get(f"{self.base}{path}")
        assert answer.status_code == status, answer.text[:400]
        return " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", answer.text, flags=re.DOTALL)).split())

    def publish(self) -> None:
        page = self.admin.get(f"{self.base}/studio/publish").text
        expected = re.search(r'name="expected" value="(\d+)"', page)
        assert expected
        data = {
            "_csrf": self.token,
            "expected": expected[1],
            "change": re.findall(r'name="change" value="([^"]+)"', page),
        }
        assert self.admin.post(f"{self.base}/studio/publish", data=data).status_code == 303


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle({"roles/mender.json": MENDER}))
    mine = made(workspace, "person", name="刘一", login="mender", roles=["mender"])
    for n in range(1, 6):
        made(workspace, "repair", name=f"R{n}", amount=str(n), owner=mine if n < 4 else None)


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def bench(office: Workspace) -> Iterator[Bench]:
    with visitors(office) as at:
        yield Bench(office, at("admin"), at("mender"))


def test_a_wider_scope_is_counted_before_it_is_published_and_holds_after(bench: Bench) -> None:
    assert "没有人因这份草稿" in bench.get("/studio/role/mender/what-if")
    status, page = bench.post(do="scope", entity="repair", action="read", value="all")
    assert status == 200
    assert "未发布的 1 处更改" in page
    told = bench.get("/studio/role/mender/what-if")
    assert "1 人能查看的维修单共多 2 条；没有人变少" in told
    assert "刘一 3 → 5" in told
    assert re.search(r"R5 .*R4", told)
    assert "共多 2 条" in bench.get("/studio/what-if")
    assert "R5" not in bench.get("/repair", bench.mender)
    bench.publish()
    assert "R5" in bench.get("/repair", bench.mender)


def test_fields_and_buttons_are_told_by_name(bench: Bench) -> None:
    bench.post(do="fields", entity="repair", fields="amount,due", value="hidden")
    bench.post(do="flag", entity="repair", action="export", value="on")
    told = bench.get("/studio/role/mender/what-if")
    assert "金额 可编辑 → 隐藏 刘一" in told
    assert "维修单 · 导出 不允许 → 允许 刘一" in told
    seen = bench.get("/studio/role/mender/preview?at=repair")
    assert "金额 已隐藏" in seen
    bench.publish()
    assert "金额" not in bench.get(f"/repair/{bench.repairs['R1']}", bench.mender)


def test_a_wrong_condition_is_said_at_its_cell_and_stops_the_publishing(bench: Bench) -> None:
    status, page = bench.post(do="scope", entity="repair", action="update", value="amuont > 3")
    assert status == 200
    cell = re.search(r'<td[^>]*id="c-repair-update"[^>]*>', page)
    assert cell
    assert 'aria-invalid="true"' in cell[0]
    assert "amount" in cell[0] or "金额" in cell[0]
    assert "amuont" in bench.get("/studio/role/mender/scope?entity=repair&action=update")
    assert "1 个问题" in bench.get("/studio/health")


def test_the_picker_counts_for_one_who_has_the_role(bench: Bench) -> None:
    pick = bench.get("/studio/role/mender/scope?entity=repair&action=read")
    assert "能查看哪些维修单" in pick
    assert "自己负责的 3" in pick
    assert "还没有人负责的 2" in pick
    assert "条数以刘一为例" in pick


def test_a_role_that_is_held_asks_what_they_have_instead(bench: Bench) -> None:
    status, said = bench.post(do="remove")
    assert status == 204
    assert "还有 1 人是这个角色" in said
    assert "1 人是这个角色： 刘一" in bench.get("/studio/role/mender/removal")
    bench.post("", zh="帮手", en="Helper")
    bench.post("/helper", do="scope", entity="specimen", action="read", value="all")
    assert bench.post(do="remove", instead="helper")[0] == 200
    told = bench.get("/studio/what-if")
    assert "1 人能查看的维修单共少 3 条；没有人变多" in told
    bench.publish()
    assert bench.mender.get(f"{bench.base}/repair").status_code == 404
    assert bench.mender.get(f"{bench.base}/specimen").status_code == 200
    assert "帮手" in bench.get("/admin/people")


def test_nobody_left_to_administer_is_refused_in_words(bench: Bench) -> None:
    assert "这样就没有人能管理工作区了" in bench.post("/admin", do="set", name="admin", value="")[1]
    assert "这样就没有人能管理工作区了" in bench.post("/admin", do="remove", instead="mender")[1]
    assert "每个人都有的角色" in bench.post("/member", do="remove", instead="-")[1]
    assert "没有可限制的" in bench.get("/studio/role/admin")


def test_why_is_told_to_a_person_of_themselves_and_to_administrators_of_anybody(bench: Bench) -> None:
    mine, other = bench.repairs["R1"], bench.repairs["R5"]
    told = bench.get(f"/repair/{mine}/why", bench.mender)
    assert "修理工: 您是负责人" in told
    assert "删除 否" in told
    # What one does not see is not told apart from what does not exist.
    unseen = bench.get(f"/repair/{other}", bench.mender, 404)
    nothing = bench.get("/repair/0190aaaa-0000-7000-8000-000000000000", bench.mender, 404)
    assert re.sub("请求编号 [0-9a-f]+", "", unseen) == re.sub("请求编号 [0-9a-f]+", "", nothing)
    assert "修理工: 您是负责人" in unseen
    bench.get(f"/repair/{other}/why", bench.mender, 404)
    with bench.workspace.reading(SYSTEM) as context:
        person = str(find(context, Query("person", ("id",), filter='login = "mender"')).rows[0]["id"])
    asked = bench.get(f"/studio/why?person={person}&entity=repair&record={other}")
    assert "查看 否" in asked
    assert "修理工: 负责人是刘一" in asked
    assert "查看 是" in bench.get(f"/repair/{mine}/why?as={person}")
    assert "您是负责人" in bench.get(f"/repair/{mine}/why?as=somebody-else", bench.mender)


def test_why_a_field_cannot_be_changed(bench: Bench) -> None:
    bench.post(do="fields", entity="repair", fields="amount", value="read")
    bench.publish()
    page = bench.mender.get(f"{bench.base}/repair/{bench.repairs['R1']}").text
    assert "why?field=amount" in page
    assert "why?field=name" not in page
    told = bench.get(f"/repair/{bench.repairs['R1']}/why?field=amount", bench.mender)
    assert "修理工: 只读" in told
    bench.get(f"/repair/{bench.repairs['R1']}/why?field=name", bench.mender, 404)


def test_only_who_may_design_gets_there(bench: Bench) -> None:
    for path in (
        "/studio/role",
        "/studio/role/mender",
        "/studio/role/mender/what-if",
        "/studio/why",
        "/studio/what-if",
    ):
        assert bench.mender.get(f"{bench.base}{path}").status_code == 403
    assert bench.admin.get(f"{bench.base}/studio/role/nobody").status_code == 404


def test_who_designs_without_administering_is_not_told_of_others(bench: Bench) -> None:
    bench.post(do="set", name="design", value="on")
    bench.publish()
    bench.post(do="scope", entity="repair", action="read", value="all")
    assert "管理员在这里看到" in bench.get("/studio/what-if", bench.mender)
    for path in ("/studio/role", "/studio/role/mender/what-if", "/studio/why"):
        bench.get(path, bench.mender, 403)
