"""The tour's pages walked as they are written: who signs in, what is opened and clicked, what must be on the page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dougong.host.workspaces import Workspace
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from tests.apps.conftest import At

pytestmark = pytest.mark.needs_app("crm")
DOCS = Path(__file__).parents[2] / "docs"
TOURS = {"zh-CN": DOCS / "tour.zh-CN.md", "en": DOCS / "tour.md"}
ORIGIN = "http://127.0.0.1:8000"
QUOTED = re.compile("[「“]([^」”]+)[」”]")
ADDRESS = re.compile(r"\]\(" + re.escape(ORIGIN) + r"([^)\s]+)\)")


@dataclass(frozen=True)
class Stop:
    """One thing to be shown; `shut` are addresses that must not open."""

    title: str
    person: str
    address: str
    clicks: tuple[str, ...]
    seen: tuple[str, ...]
    shut: tuple[str, ...]


def stops(language: str) -> Iterator[Stop]:
    title = ""
    for block in TOURS[language].read_text("utf-8").split("\n\n"):
        if block.startswith("### "):
            title = block[4:].strip()
        lines = dict(re.findall(r"^\*\*(.+?)\*\* (.+?)\\?$", block, re.MULTILINE))
        told = list(lines.values())
        if len(lines) < 3:
            continue
        names = list(lines)
        words = {"登录": "in", "打开": "open", "点击": "click", "看到": "see", "打不开": "shut"} | {
            "Sign in as": "in", "Open": "open", "Click": "click", "See": "see", "Cannot open": "shut",
        }  # fmt: skip
        part = {words[name]: text for name, text in zip(names, told, strict=True)}
        (address,) = ADDRESS.findall(part["open"])
        yield Stop(
            title, re.split(r"[（(]", part["in"])[0].strip(), address, tuple(QUOTED.findall(part.get("click", ""))),
            tuple(QUOTED.findall(part["see"])), tuple(ADDRESS.findall(part.get("shut", ""))),
        )  # fmt: skip


EVERY = [(language, stop) for language in TOURS for stop in stops(language)]


@pytest.fixture
def of(crm: Workspace, crm_in_english: Workspace, at: At) -> Callable[[str, str], TestClient]:
    """`of(name, language)`: the browser of one of the people whose samples are in a language."""

    def named(name: str, language: str) -> TestClient:
        workspace = crm if language == "zh-CN" else crm_in_english
        with workspace.reading(SYSTEM) as context:
            login = find(context, Query("person", ("login",), filter=f'name = "{name}"')).rows[0]["login"]
        return at(workspace, login)

    return named


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def link(page: str, words: str) -> str:
    """Where the first link with these words leads."""
    for address, inside in re.findall(r'<a\b[^>]*?href="([^"]+)"[^>]*>(.*?)</a>', page, re.DOTALL):
        if words in text_of(inside):
            return unescape(address)
    raise AssertionError(f"no link says {words}")


@pytest.mark.parametrize(("language", "stop"), EVERY, ids=[f"{lang}-{one.title}-{one.address}" for lang, one in EVERY])
def test_what_the_tour_says_is_there(of: Callable[[str, str], TestClient], language: str, stop: Stop) -> None:
    client = of(stop.person, language)
    answer = client.get(stop.address)
    assert answer.status_code == 200, stop.address
    seen = answer.text
    for words in stop.clicks:
        answer = client.get(link(answer.text, words))
        assert answer.status_code == 200, words
        seen += answer.text
    shown = text_of(answer.text if stop.clicks else seen)
    assert [words for words in stop.seen if words not in shown] == []
    for address in stop.shut:
        assert client.get(address).status_code in (403, 404), address


def test_both_tours_show_the_same_things() -> None:
    zh, en = ([(one.address.partition("q=")[0], len(one.clicks)) for one in stops(language)] for language in TOURS)
    assert zh == en
    assert len(zh) > 20
