"""Documents shown in the docs are those of the apps, and the pictures the docs name are there and small."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DRAWN = ROOT / "docs" / "how-a-page-is-drawn.md"
SHOWN = re.findall(r"`(apps/[^`]+\.json)`\n\n```json\n(.*?)```", DRAWN.read_text("utf-8"), re.DOTALL)
TEXTS = [ROOT / "README.md", ROOT / "README.zh-CN.md", *(ROOT / "docs").glob("*.md")]


def holds(whole: Any, part: Any) -> bool:
    """Whether the part stands somewhere in the whole, perhaps with more properties."""
    if (
        isinstance(part, dict)
        and isinstance(whole, dict)
        and all(whole.get(key) == value for key, value in part.items())
    ):
        return True
    inside = whole.values() if isinstance(whole, dict) else whole if isinstance(whole, list) else ()
    return any(holds(one, part) for one in inside)


@pytest.mark.needs_app("crm")
@pytest.mark.parametrize(("file", "text"), SHOWN, ids=[f"{n}-{file}" for n, (file, _) in enumerate(SHOWN)])
def test_what_the_docs_show_is_what_the_file_says(file: str, text: str) -> None:
    assert holds(json.loads((ROOT / file).read_text("utf-8")), json.loads(text))


def test_there_is_something_to_hold() -> None:
    assert len(SHOWN) == 5


@pytest.mark.parametrize("text", TEXTS, ids=[one.name for one in TEXTS])
def test_pictures_and_files_the_docs_name_are_there(text: Path) -> None:
    named = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text.read_text("utf-8"))
    ours = [one for one in named if "apps/" not in one]  # an app may be taken out of a checkout
    assert [one for one in ours if not (text.parent / one).exists()] == []


def test_pictures_are_small() -> None:
    sizes = {one.name: one.stat().st_size for one in (ROOT / "docs" / "images").glob("*.png")}
    assert [name for name, size in sizes.items() if size > 200_000] == []
    assert sum(sizes.values()) < 2_000_000
