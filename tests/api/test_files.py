"""A stored file goes only on records of whoever uploaded it or sees it; knowing its hash is not enough."""

from typing import Any

import pytest

from dougong.host.access import people, tokens
from dougong.host.install import install
from dougong.host.testing.clock import FixedClock
from dougong.metamodel.documents import Bundle, Document
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

from tests.api.conftest import Shop
from tests.support.pixels import png
from tests.support.process import Api

WORDS = {"zh-CN": "档案", "en": "Files"}
DESK = Bundle(
    "desk",
    (
        Document("desk", "app", "app.json", {
            "$schema": "dougong/app/1", "key": "desk", "version": "1.0.0", "label": WORDS, "depends_on": {"base": ">=1.0"},
        }),
        Document("desk", "entity", "entities/folder.json", {
            "$schema": "dougong/entity/1", "key": "folder", "label": WORDS, "title": "name",
            "fields": [
                {"key": "name", "type": "text", "label": WORDS},
                {"key": "papers", "type": "files", "label": WORDS},
                {"key": "cover", "type": "image", "label": WORDS},
            ],
        }),
        Document("desk", "role", "roles/clerk.json", {
            "$schema": "dougong/role/1", "key": "clerk", "label": WORDS,
            "entities": {"folder": {"create": True, "read": "own", "update": "own", "delete": "own", "merge": True}},
        }),
        Document("desk", "role", "roles/reader.json", {
            "$schema": "dougong/role/1", "key": "reader", "label": WORDS,
            "entities": {"folder": {"create": True, "read": "all", "update": "own", "fields": {"cover": "hidden"}}},
        }),
    ),
)  # fmt: skip


class Desk:
    """Persons by sign-in name, each with a token."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.v1 = shop, shop.v1
        install(shop.workspace, DESK)
        self.of: dict[str, Api] = {}
        for login, role, language in (("ann", "clerk", "zh-CN"), ("bob", "clerk", "en"), ("eve", "reader", "en")):
            values = {"name": login, "login": login, "roles": [role], "active": True, "language": language}
            with shop.workspace.writing(SYSTEM) as context:
                assert write(context, [Create("person", values)], Cause("user")).written
                person = people.by_login(context.connection, context.store, login)
                assert person is not None
                token, _ = tokens.create(context.connection, person.id, "", context.now)
            self.of[login] = Api(shop.client, token)

    def upload(self, login: str, content: bytes = b"words") -> dict[str, Any]:
        file = {"file": ("a.png", png() + content, "image/png")}
        found: dict[str, Any] = self.of[login]("POST", f"{self.shop.base}/files", files=file)
        return found

    def make(self, login: str, status: int = 201, **values: Any) -> Any:
        return self.of[login]("POST", f"{self.v1}/folder", json={"name": "f", **values}, status=status)


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return Desk(shop)


def test_an_upload_goes_on_a_record_of_its_own_person(desk: Desk) -> None:
    file = desk.upload("ann")
    made = desk.make("ann", papers=[file])["data"]
    assert made["papers"][0]["hash"] == file["hash"]


def test_a_known_hash_of_somebody_elses_is_refused_in_words(desk: Desk) -> None:
    file = desk.upload("ann")
    desk.make("ann", papers=[file])
    refused = desk.make("bob", status=422, papers=[file])["errors"]
    assert [(one["path"], one["code"]) for one in refused] == [("$.papers", "file_unknown")]
    assert "You have not uploaded this file" in refused[0]["message"] and "again" in refused[0]["fix"]
    other = desk.upload("bob", b"other")
    refused = desk.make("ann", status=422, cover=[other])["errors"]
    assert "不是您上传的" in refused[0]["message"] and "重新上传" in refused[0]["fix"]
    mine = desk.make("bob")["data"]
    desk.of["bob"]("PATCH", f"{desk.v1}/folder/{mine['id']}", json={"cover": [file]}, status=422)
    assert desk.of["bob"]("GET", f"{desk.v1}/folder/{mine['id']}")["data"]["cover"] is None


def test_a_file_one_sees_may_be_put_elsewhere_but_not_from_a_hidden_field(desk: Desk) -> None:
    paper, cover = desk.upload("ann", b"paper"), desk.upload("ann", b"cover")
    desk.make("ann", papers=[paper], cover=[cover])
    desk.make("eve", papers=[paper])
    desk.make("eve", status=422, papers=[cover])


def test_a_claim_runs_out_but_what_a_record_holds_stays(desk: Desk, clock: FixedClock) -> None:
    held, late = desk.upload("ann", b"held"), desk.upload("ann", b"late")
    mine = desk.make("ann", papers=[held])["data"]
    clock.advance(days=8)
    desk.make("ann", status=422, papers=[late])
    both = {"papers": [held, late]}
    desk.of["ann"]("PATCH", f"{desk.v1}/folder/{mine['id']}", json=both, status=422)
    moved = {"papers": None, "cover": [held]}
    desk.of["ann"]("PATCH", f"{desk.v1}/folder/{mine['id']}", json=moved)
    again = desk.upload("ann", b"late")
    assert again["hash"] == late["hash"]
    desk.make("ann", papers=[again])


def test_a_merge_may_take_the_other_records_file(desk: Desk, clock: FixedClock) -> None:
    file = desk.upload("ann")
    keep, other = desk.make("ann")["data"], desk.make("ann", papers=[file])["data"]
    clock.advance(days=8)
    body = {"keep": keep["id"], "others": [other["id"]], "choice": {"papers": other["id"]}}
    desk.of["ann"]("POST", f"{desk.v1}/folder:merge", json=body)
    kept = desk.of["ann"]("GET", f"{desk.v1}/folder/{keep['id']}")["data"]
    assert [one["hash"] for one in kept["papers"]] == [file["hash"]]
