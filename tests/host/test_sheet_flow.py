"""An app from a spreadsheet over HTTP, on either database: dropped, changed, published with its rows, used, taken back."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from xlsxwriter import Workbook

from dougong.host import jobs
from dougong.host.clock import Clock
from dougong.host.imports import batches, service
from dougong.host.store import documents
from dougong.host.studio import publish
from dougong.host.workspaces import Workspace
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from tests.support.pages import base_of, csrf, visitor


def book(sheets: dict[str, list[list[object]]]) -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for n, row in enumerate(rows):
                sheet.write_row(n, 0, row)
    return out.getvalue()


PUMPS = book({
    "泵": [["编号", "名称", "厂家", "状态", "单价", "启用日期"],
          *([f"P-{n:03}", f"{n} 号泵", ("北方", "南方", "西方")[n % 3], ("在用", "停用")[n % 2], "面议" if n == 4 else 100 + n, 45292 + n]
            for n in range(12))],
    "厂家": [["名称", "城市"], ["北方", "大连"], ["南方", "广州"]],
})  # fmt: skip


class At:
    """An administrator with a spreadsheet."""

    def __init__(self, client: TestClient, workspace: Workspace) -> None:
        self.client, self.workspace, self.base = client, workspace, f"{base_of(workspace)}/studio/sheet"
        self.token = csrf(client.get(self.base).text)

    def drop(self, *files: tuple[str, bytes]) -> tuple[int, str]:
        found = self.client.post(
            f"{self.base}/file", data={"_csrf": self.token}, files=[("file", one) for one in files]
        )
        return found.status_code, found.text

    @property
    def page(self) -> str:
        found = self.client.get(self.base)
        assert found.status_code == 200, found.text[:500]
        return str(found.text)

    def post(self, path: str = "", **values: object) -> tuple[int, str]:
        mark = re.search(r'name="mark" value="(\w+)"', self.page)
        assert mark
        found = self.client.post(f"{self.base}{path}", data={"_csrf": self.token, "mark": mark[1], **values})
        return found.status_code, found.headers.get("location", found.text)

    def types(self) -> dict[str, str]:
        return dict(re.findall(r'data-field="([\d.]+)" data-type="(\w+)"', self.page))


@pytest.fixture
def at(workspace: Workspace, clock: Clock) -> Iterator[At]:
    with visitor(workspace, "admin", clock) as client:
        yield At(client, workspace)


def rows(workspace: Workspace, entity: str, *fields: str) -> list[tuple[object, ...]]:
    with workspace.reading(SYSTEM) as context:
        found = find(context, Query(entity, fields, sort=fields[:1], limit=100)).rows
    return [tuple(row[one] for one in fields) for row in found]


def test_from_a_file_to_records_and_back(at: At) -> None:
    assert at.drop(("设备.xlsx", PUMPS))[0] == 303
    assert at.types() == {
        "0.0": "text", "0.1": "text", "0.2": "link", "0.3": "choice", "0.4": "money", "0.5": "date", "1.0": "text", "1.1": "text",
    }  # fmt: skip
    assert "面议" in at.page
    status, _ = at.post(id="0.1", kept="on", type="text", zh="泵名", en="Pump name", required="on")
    assert status == 303
    assert 'value="泵名"' in at.page
    status, place = at.post("/make", role="member", group="")
    assert status == 303, place[:800]
    at.workspace.forget()  # the release was made by another process, as it were
    model = at.workspace.store.model
    assert model.entities["beng"].definition.title == "pump_name"
    assert model.roles["member"].entities["beng"].create
    assert jobs.run_pending(at.workspace) >= 1
    told = at.client.get(place).text
    assert "已完成" in told or "done" in told.lower()
    made = rows(at.workspace, "beng", "bian_hao", "pump_name", "chang_jia.ming_cheng", "dan_jia", "qi_yong_ri_qi")
    assert len(made) == 12
    assert [str(one) for one in made[1]] == ["P-001", "1 号泵", "南方", "101.00", "2024-01-02"]
    assert made[4][3] is None, "what is no amount stays blank"
    assert [one[0] for one in rows(at.workspace, "chang_jia", "ming_cheng")] == ["北方", "南方", "西方"], (
        "西方 was made of its name"
    )
    with at.workspace.engine.connect() as connection:
        (batch,) = batches.recent(connection, "beng")
        number = documents.current_revision(connection)
    service.undo(at.workspace, SYSTEM, batch.id)
    assert rows(at.workspace, "beng", "bian_hao") == []
    publish.revert(at.workspace, number, str(batch.person))
    assert "beng" not in at.workspace.store.model.entities
    assert "</form>" in at.page
    assert not at.types(), "the file is put away once it is done"


def test_what_is_left_out_and_what_only_goes_into_the_draft(at: At) -> None:
    at.drop(("a.csv", b"Name,Size,Note\nOne,1,x\nTwo,2,\nThree,3,y\n"), ("b.csv", b"Code\nc1\nc2\nc3\n"))
    assert set(at.types()) == {"0.0", "0.1", "0.2", "1.0"}
    at.post(id="1", zh="B", en="B", title="0")
    at.post(id="0.2", type="text", zh="Note", en="Note")
    status, place = at.post("/make", only="draft", group="")
    assert status == 303, place[:500]
    assert place.endswith("/studio/entity/a")
    assert "a" not in at.workspace.store.model.entities
    with at.workspace.engine.connect() as connection:
        assert not batches.recent(connection)
    shown = at.client.get(place).text
    assert re.findall(r'class="frow[^>]*data-key="([^"]+)"', shown) == ["name", "size"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.xlsx", b"", "空"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "不是表格"),
        ("secret.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 900, "密码"),
        ("wide.csv", ",".join(f"c{n}" for n in range(5000)).encode() + b"\n" + b"1," * 5000, "5000 列"),
        ("bare.csv", "名称\n".encode(), "没有"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_name(
    client: TestClient, office: Workspace, name: str, content: bytes, said: str
) -> None:
    there = At(client, office)
    status, page = there.drop((name, content))
    assert status == 422
    assert said in page
    assert name in page
    assert not there.types()


def test_a_formula_counts_by_its_value_and_without_one_it_is_told(client: TestClient, office: Workspace) -> None:
    there = At(client, office)
    whole = book({"s": [["Name", "Twice"], ["One", "=1+1"], ["Two", "=2+2"], ["Three", 6]]})
    assert there.drop(("sum.xlsx", whole))[0] == 303
    assert there.types()["0.1"] == "integer"
    empty = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(empty, "w") as new:
        for one in old.namelist():
            new.writestr(one, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", old.read(one)))
    status, page = there.drop(("sum.xlsx", empty.getvalue()))
    assert status == 422
    assert "2 个公式还没有算出值" in page


def test_words_of_a_file_are_words(client: TestClient, office: Workspace) -> None:
    there = At(client, office)
    there.drop(("<i>x</i>.csv", "名称,<script>alert(1)</script>\n<img src=x onerror=y>,2\n乙,3\n".encode()))
    page = there.page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page
