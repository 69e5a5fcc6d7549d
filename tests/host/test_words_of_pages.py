"""No page, part or dialog shows a word of the other language; Chinese is set as Chinese is."""

import ast
import csv
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from dougong.host.web.pages.guide import example
from dougong.host.web.words import LOCALE

from tests.support.guide import GUIDE, PAGES, PARTS, exhibited, reader
from tests.support.typography import faults

ROOT = Path(__file__).parents[2]
_READ = (
    "aria-label",
    "aria-description",
    "title",
    "placeholder",
    "alt",
    "content",
    "data-says",
    "data-empty",
    "data-help",
)
_FOREIGN = {"en": re.compile(r"[\u3400-\u9fff，。；：、]+"), "zh-CN": re.compile(r"[A-Za-z][A-Za-z']+")}
_NAMES = frozenset({
    "Alt", "API", "Client", "Connect", "CSV", "csv", "Ctrl", "Del", "Enter", "Esc", "Excel", "https", "ID", "iOS", "OpenID", "PNG",
    "Safari",
    "Secret", "Shift", "URL", "UTC", "xlsx", "Tab", "PDF", "SVG", "JSON", "Asia", "Shanghai", "Home", "End",
})  # fmt: skip
"""Names of keys, formats and protocols, the same in every language."""


class _Words(HTMLParser):
    """Words a person reads or hears; not what says of itself that it is of another language, nor formulas and code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        kinds = (given.get("class") or "").split()
        if self._unread:
            self._unread += [tag] if tag == self._unread[0] else []
            return
        formula = given.get("name") == "filter" or (given.get("spellcheck") == "false" and tag == "input")
        if tag in ("script", "style", "pre", "code") or "av" in kinds or (given.get("lang") and tag != "html"):
            self._unread = [tag]
        elif not formula and not (tag == "meta" and given.get("name") != "description"):
            self.found += [words for name in _READ if (words := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        if self._unread and tag == self._unread[0]:
            self._unread.pop()

    def handle_data(self, data: str) -> None:
        if not self._unread and data.strip():
            self.found.append(" ".join(data.split()))


def data_words() -> re.Pattern[str]:
    """Every cell of the example's tables, and names the product makes."""
    tables = example.bundle().samples.values()
    cells = {
        part
        for table in tables
        for row in csv.reader(table.splitlines())
        for cell in row
        for part in (cell, *cell.split(";"))
    }
    made = {"Boatyard", "管理员", "testclient", "yard.example", "B-", "main", "abc", "Dougong"}
    read = sorted({cell for cell in cells | made if re.search(r"[A-Za-z\u3400-\u9fff]", cell)}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![A-Za-z]){re.escape(cell)}(?![A-Za-z])" for cell in read))


def foreign(html: str, language: str, data: re.Pattern[str]) -> set[str]:
    """Words of the other language on a page."""
    reader_ = _Words()
    reader_.feed(html)
    bad = set()
    for words in reader_.found:
        rest = re.sub(r"\b[\w-]*\d[\w-]*\b", " ", data.sub(" ", words)) if language != "en" else data.sub(" ", words)
        left = [one for one in _FOREIGN[language].findall(rest) if one not in _NAMES and not one.isupper()]
        if left:
            bad.add(words[:100])
    return bad


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_page_shows_words_of_the_other_language(tmp_path: Path, language: str) -> None:
    data, found = data_words(), {}
    with exhibited(tmp_path) as (app, ids), reader(app, ids["lin" if language == "zh-CN" else "lin_en"]) as client:
        for name, path in {**PAGES, **PARTS, **GUIDE}.items():
            separator = "&" if "?" in path else "?"
            address = path.format(**ids) + (f"{separator}language={language}" if name in GUIDE else "")
            answer = client.get(address)
            assert answer.status_code == (404 if name == "missing" else 200), name
            found[name] = foreign(answer.text, language, data)
        client.cookies.clear()
        client.cookies.set("dougong_language", language)
        found["way in"] = foreign(client.get("/sign-in").text, language, data)
    faulty = [f"{name}: {words}" for name, bad in found.items() for words in sorted(bad)]
    assert not faulty, "\n".join(faulty)


def test_the_check_can_fail() -> None:
    none = re.compile("Heron")
    assert foreign('<p title="Close">关闭</p>', "zh-CN", none) == {"Close"}
    assert foreign("<p>Close 关闭</p>", "en", none) == {"Close 关闭"}
    assert (
        foreign('<p>Heron</p><b lang="en">English</b><input name="filter" placeholder="a > 1">', "zh-CN", none) == set()
    )


def _chinese_of_code() -> Iterator[tuple[str, str]]:
    for root in ("metamodel", "engines", "platform"):
        for file in (ROOT / root).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "text" and len(node.args) == 2:
                    yield file.name, _said(node.args[0])


def _said(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str() as words):
            return words
        case ast.JoinedStr(values=parts):
            return "".join(_said(one) if isinstance(one, ast.Constant) else "{}" for one in parts)
        case ast.BinOp(left=left, right=right):
            return _said(left) + _said(right)
        case _:
            return "{}"


def _chinese_of_definitions() -> Iterator[tuple[str, str]]:
    def inside(value: Any) -> Iterator[str]:
        for key, one in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            if key == "zh-CN" and isinstance(one, str):
                yield one
            else:
                yield from inside(one)

    for root in ("apps", "platform"):
        for file in (ROOT / root).rglob("*.json"):
            yield from ((file.name, words) for words in inside(json.loads(file.read_text("utf-8"))))


def _chinese_of_catalog() -> Iterator[tuple[str, str]]:
    with (LOCALE / "zh_CN" / "LC_MESSAGES/dougong.po").open("rb") as source:
        for message in read_po(source):
            texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
            yield from ((str(message.id)[:30], str(words)) for words in texts if message.id)


@pytest.mark.parametrize("source", [_chinese_of_catalog, _chinese_of_code, _chinese_of_definitions])
def test_chinese_typography(source: Any) -> None:
    found = [(place, fault) for place, words in source() for fault in faults(words)]
    assert found == []


def test_typography_sees_faults() -> None:
    assert faults("保存,再试") and faults("共5行") and faults("时间(北京)") and faults("保存;a")
    assert not faults("共 5 行，写成 SUM(明细.金额)，见 `a,b`（可选）。")
