"""Every word the pages say is in both catalogs, and no catalog holds words that nothing says."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dougong.host.paths import TEMPLATES
from dougong.host.web.words import LOCALE, words

PAGES = Path(__file__).parents[2] / "platform/dougong/host/web/pages"
_CALL = re.compile(r'(?:\b_|\bwords|words_of\(scope\))(?:\.count|\.several)?\(\s*"((?:[^"\\]|\\.)+)"')
_BUILT = {
    "import state " + state
    for state in ("uploaded", "checked", "queued", "running", "done", "stopped", "failed", "undone")
}


def said() -> set[str]:
    files = [*TEMPLATES.rglob("*.html"), *PAGES.rglob("*.py")]
    found = {match for file in files for match in _CALL.findall(file.read_text("utf-8"))}
    return (found - {"import state "}) | _BUILT


@pytest.mark.parametrize("folder", ["zh_CN", "en"])
def test_every_message_is_translated(folder: str) -> None:
    with (LOCALE / folder / "LC_MESSAGES/dougong.po").open("rb") as source:
        catalog = read_po(source)
    known = {(m.id if isinstance(m.id, str) else m.id[0]): m for m in catalog if m.id}
    empty = [key for key, m in known.items() if not all(m.string if isinstance(m.string, tuple) else [m.string])]
    assert said() - known.keys() == set()
    assert known.keys() - said() == set()
    assert empty == []


@pytest.mark.parametrize("folder", ["zh_CN", "en"])
def test_places_survive_translation(folder: str) -> None:
    with (LOCALE / folder / "LC_MESSAGES/dougong.po").open("rb") as source:
        for message in read_po(source):
            ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
            strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
            for text in strings if message.id else ():
                assert set(re.findall(r"{\w+}", text.replace(":inside}", "}"))) <= set(re.findall(r"{\w+}", ids[-1]))


def test_labels_within_english_sentences_are_small() -> None:
    """Places of labels, wherever they do not begin the sentence and are not quoted."""
    with (LOCALE / "en" / "LC_MESSAGES/dougong.po").open("rb") as source:
        strings = [
            one for m in read_po(source) if m.id for one in (m.string if isinstance(m.string, tuple) else (m.string,))
        ]
    assert [one for one in strings if re.search(r"(?<!^)(?<!“){(thing|things|field)}", one)] == []
    assert words("en")("No {thing}", thing="Next step") == "No next step"
    assert words("en")("{thing} made", thing="Repair") == "Repair made"
    assert words("en").count("Delete {n} {thing}?", "Delete {n} {thing}?", 2, thing="BOM line") == "Delete 2 BOM line?"
    assert words("en")("New {thing}", thing="WeChat group") == "New WeChat group"
    assert words("zh-CN")("New {thing}", thing="E-mail") == "新建E-mail"


def test_numbers_choose_the_plural() -> None:
    assert words("en").count("{n} row", "{n} rows", 1) == "1 row"
    assert words("en").count("{n} row", "{n} rows", 1200) == "1,200 rows"
    assert words("zh-CN").count("{n} row", "{n} rows", 2) == "2 行"


def test_a_name_that_runs_from_right_to_left_turns_nothing_around_it() -> None:
    assert words("en")("Moved to {stage}", stage="עברית") == "Moved to \u2068עברית\u2069"
    assert words("zh-CN")("Moved to {stage}", stage="\u202estage") == "已移到“\u2068\u202estage\u2069”"
    assert words("en")("Moved to {stage}", stage="中文 é") == "Moved to 中文 é"
