"""What may be one record is the same to the form, the record's page, the quality page and merging, by a rule of two fields."""

import html
import json
import re
from collections.abc import Iterator

import pytest

from dougong.host.install import install
from dougong.host.testing.database import Database
from dougong.host.workspaces import Workspace, open_workspace
from dougong.metamodel.documents import bundle_from_files

from tests.support.copies import Make
from tests.support.pages import base_of, csrf, made, visitor

LABEL = {"zh-CN": "值", "en": "Value"}
DOCUMENTS = {
    "app.json": {"$schema": "dougong/app/1", "key": "yard", "version": "1.0.0", "label": LABEL},
    "entities/town.json": {
        "$schema": "dougong/entity/1", "key": "town", "label": LABEL, "title": "name",
        "fields": [{"key": "name", "type": "text", "label": LABEL}],
    },
    "entities/mill.json": {
        "$schema": "dougong/entity/1", "key": "mill", "label": LABEL, "title": "name",
        "fields": [
            {"key": "name", "type": "text", "label": LABEL, "search": True},
            {"key": "town", "type": "link", "to": "town", "label": LABEL},
            {"key": "mail", "type": "email", "label": LABEL},
        ],
    },
    "rules/mill.json": {
        "$schema": "dougong/rules/1", "entity": "mill", "rules": [{"key": "same", "family": "match", "fields": ["name", "town"]}],
    },
}  # fmt: skip


def furnished(workspace: Workspace) -> None:
    install(workspace, bundle_from_files((file, json.dumps(raw).encode()) for file, raw in DOCUMENTS.items()))


@pytest.fixture
def contents() -> Make:
    return furnished


@pytest.fixture
def workspace(database: Database) -> Iterator[Workspace]:
    found = open_workspace(database.settings, database.key)
    yield found
    found.close()


def test_a_rule_of_two_fields_is_asked_everywhere(workspace: Workspace) -> None:
    ford, weir = made(workspace, "town", name="Ford"), made(workspace, "town", name="Weir")
    one = made(workspace, "mill", name="Old Mill", town=ford, mail="a@b.example")
    two = made(workspace, "mill", name="old-mill", town=ford, mail="c@d.example")
    far = made(workspace, "mill", name="Old Mill", town=weir, mail="a@b.example")
    alive, base = {"HX-Request": "true"}, base_of(workspace)
    with visitor(workspace, "admin") as client:
        token = csrf(client.get(f"{base}/mill/new").text)
        data = {"use": "create", "id": "", "f.name": "Old mill", "f.town": ford, "f.mail": "a@b.example"}
        form = client.post(f"{base}/mill/form", data=data, headers={**alive, "X-CSRF-Token": token}).text
        assert [identity in form for identity in (one, two, far)] == [True, True, False], (
            "the rule says it, not the mail"
        )
        beside = client.get(f"{base}/mill/{one}/alike", headers=alive).text
        assert two in beside and far not in beside
        page = client.get(f"{base}/admin/quality/mill").text
        assert "Ford" in page
        ways = {html.unescape(href) for href in re.findall(r'href="([^"]*quality/mill/merge[^"]*)"', page + beside)}
        assert len(ways) == 1, "the record's page and the quality page lead to the same place"
        merging = client.get(ways.pop()).text
        assert [f'value="{identity}"' in merging for identity in (one, two, far)] == [True, True, False]
        there = [html.unescape(href) for href in re.findall(r'href="([^"]*/mill\?filter=[^"]*)"', page)]
        assert any(
            one in found and two in found and far not in found for found in (client.get(to).text for to in there)
        )
