"""Two people at the form of one record: child rows and links that the other changed meanwhile, and what was typed here."""

import html
import re

import pytest
from starlette.testclient import TestClient

from dougong.host.install import install
from dougong.host.workspaces import Workspace
from dougong.records.context import Cause
from dougong.records.query.find import get
from dougong.records.query.related import related
from dougong.records.rights import SYSTEM
from dougong.records.values import Update
from dougong.records.write import write

from tests.browser.workshop import bundle
from tests.support.copies import Make
from tests.support.pages import made
from tests.support.typing_hand import Typing, fresh


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle(), with_samples=False)


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def repair(office: Workspace) -> str:
    parts = [{"name": name, "quantity": 1} for name in ("Bolt", "Nut", "Seal")]
    return made(office, "repair", name="Pump", cause="rust", parts=parts)


def parts_of(office: Workspace, repair: str) -> dict[str, dict[str, object]]:
    with office.reading(SYSTEM) as context:
        rows = related(context, "repair", [repair], "parts", ("name", "quantity", "price"))[repair]
    return {str(row["name"]): row for row in rows}


def meanwhile(office: Workspace, entity: str, identity: str, **values: object) -> None:
    with office.writing(SYSTEM) as context:
        assert write(context, [Update(entity, identity, values)], Cause("user")).written


def notice(page: str) -> list[tuple[str, ...]]:
    """The lines of what others saved: field, theirs, mine."""
    table = re.search(r'class="conflict".*?</table>', page, re.DOTALL)
    assert table is not None, page
    rows = re.findall(r"<tr><td>(.*?)</td></tr>", table[0], re.DOTALL)
    return [tuple(html.unescape(re.sub("<[^>]+>", "", cell)) for cell in row.split("</td><td>")) for row in rows]


def key_of(form: Typing, words: str) -> str:
    """The name under which the row with these words stands in the form."""
    return next(re.split(r"[\[\]]", name)[1] for name, value in form.held if value == words)


def test_rows_of_both_stand_in_the_form_and_are_told(office: Workspace, client: TestClient, repair: str) -> None:
    form = Typing(client, f"/repair/{repair}/edit")
    form.put(**{f"parts__{key_of(form, 'Bolt')}__quantity": "7"})
    form.put(**{f"parts__{key_of(form, 'Seal')}__price": "3"})
    form.put(**{f"parts__{fresh(form.page)}__name": "Gasket"})
    ids = {name: row["id"] for name, row in parts_of(office, repair).items()}
    theirs = [{"id": ids["Bolt"], "quantity": 5}, {"id": ids["Nut"], "quantity": 4}, {"name": "Washer"}]
    meanwhile(office, "repair", repair, parts=theirs)
    answer = form.send("save")
    assert answer.status_code == 409
    assert sorted(notice(answer.text)) == [
        ("配件", "添加 Washer", "已采用对方的"), ("配件", "移除 Seal", "作为新行保留"),
        ("配件 · Bolt · 数量", "5", "7"), ("配件 · Nut · 数量", "4", "已采用对方的"),
    ]  # fmt: skip
    form.take(answer.text)
    assert form.send("save").headers["hx-location"]
    kept = parts_of(office, repair)
    assert {name: row["quantity"] for name, row in kept.items()} == {
        "Bolt": 7, "Nut": 4, "Seal": 1, "Gasket": None, "Washer": None,
    }  # fmt: skip
    assert str(kept["Seal"]["price"]) == "3.00"


def test_a_row_they_took_out_and_nobody_typed_into_goes(office: Workspace, client: TestClient, repair: str) -> None:
    form = Typing(client, f"/repair/{repair}/edit")
    form.put(cause="sand")
    ids = {name: row["id"] for name, row in parts_of(office, repair).items()}
    meanwhile(office, "repair", repair, parts=[{"id": ids["Bolt"]}, {"id": ids["Seal"]}], name="Pump two")
    answer = form.send("save")
    assert answer.status_code == 409
    assert notice(answer.text) == [("名称", "Pump two", "已采用对方的"), ("配件", "移除 Nut", "已采用对方的")]
    form.take(answer.text)
    assert form.send("save").headers["hx-location"]
    assert sorted(parts_of(office, repair)) == ["Bolt", "Seal"]
    with office.reading(SYSTEM) as context:
        row = get(context, "repair", repair, ("name", "cause"))
    assert row is not None and (row["name"], row["cause"]) == ("Pump two", "sand")


def test_a_set_of_links_is_that_of_both(office: Workspace, client: TestClient) -> None:
    ann, ben, dan, eve = (made(office, "person", name=name, login=name) for name in ("Ann", "Ben", "Dan", "Eve"))
    specimen = made(office, "specimen", name="Rust", helpers=[ann, ben])
    form = Typing(client, f"/specimen/{specimen}/edit")
    form.held = [one for one in form.held if one != ("f.helpers", ben)] + [("f.helpers", dan)]
    meanwhile(office, "specimen", specimen, helpers=[ben, eve])
    answer = form.send("save")
    assert answer.status_code == 409, "one came and one went on both sides: the same number is not the same set"
    [(label, theirs, mine)] = notice(answer.text)
    assert label == "协助人" and set(theirs.split("、")) == {"Ben", "Eve"} and set(mine.split("、")) == {"Dan", "Eve"}
    form.take(answer.text)
    assert form.send("save").headers["hx-location"]
    with office.reading(SYSTEM) as context:
        row = get(context, "specimen", specimen, ("helpers",))
    assert row is not None and {one["title"] for one in row["helpers"]} == {"Dan", "Eve"}


def test_what_the_form_does_not_ask_for_stands_in_nobodys_way(
    office: Workspace, client: TestClient, repair: str
) -> None:
    form = Typing(client, f"/repair/{repair}/edit")
    form.put(cause="sand")
    meanwhile(office, "repair", repair, owner=made(office, "person", name="Ann", login="ann"))
    form.held = [one for one in form.held if one[0] != "f.owner"]
    assert form.send("save").headers["hx-location"]


def test_links_are_put_into_a_new_record(office: Workspace, client: TestClient) -> None:
    dan, form = made(office, "person", name="Dan", login="dan"), Typing(client, "/specimen/new")
    form.put(name="Moss")
    form.held += [("f.helpers", dan)]
    assert form.send("save").headers["hx-location"]
