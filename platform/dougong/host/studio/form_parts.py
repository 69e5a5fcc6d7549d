"""The sections and tabs of a form as JSON: added, moved, taken away. The functions change the form they are given."""

from collections.abc import Callable, Iterable
from typing import Any

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from .form_rows import Raw, fields_of, section_of

SECTION, TAB, FIRST_TAB = text("新分组", "New section"), text("新页签", "New tab"), text("基本", "General")
MOST_TABS = 8


def label_json(words: LocalText) -> dict[str, str]:
    return {"zh-CN": words.zh, "en": words.en}


def add_section(form: Raw, after: str, tab: str, label: LocalText = SECTION) -> str:
    """An empty section behind `after` (empty: at the end of the tab); its key."""
    key = _free("section", (one["key"] for one in form["sections"]))
    made: dict[str, Any] = {"key": key, "label": label_json(label), "rows": []}
    before = section_of(form, after) if after else None
    tab = str(before.get("tab", "")) if before else tab
    if tab and any(one["key"] == tab for one in form.get("tabs", ())):
        made["tab"] = tab
    keys = [one["key"] for one in form["sections"]]
    form["sections"].insert(keys.index(after) + 1 if after else len(keys), made)
    return key


def move_section(form: Raw, key: str, after: str, tab: str = "") -> None:
    """A section behind `after` (empty: in front of all of its tab), into the tab `after` stands in or `tab`."""
    moved = section_of(form, key)
    if after == key:
        return
    rest = [one for one in form["sections"] if one["key"] != key]
    if after:
        into = section_of(form, after).get("tab")
        place = next(n for n, one in enumerate(rest) if one["key"] == after) + 1
    else:
        into = tab or moved.get("tab")
        place = next((n for n, one in enumerate(rest) if one.get("tab") == into), len(rest))
    if into:
        moved["tab"] = into
    else:
        moved.pop("tab", None)
    form["sections"] = [*rest[:place], moved, *rest[place:]]


def remove_section(form: Raw, key: str) -> None:
    """A section with what stands in it; the fields stay on their object. ProblemsFound for the last one."""
    gone = section_of(form, key)
    if len(form["sections"]) == 1:
        words = text("表单至少要有一个分组", "A form has one section at least")
        fix = text("改它的名称，或先加一个分组", "Rename it, or add another one first")
        raise ProblemsFound([Problem("last_section", words, fix=fix)])
    form["sections"] = [one for one in form["sections"] if one["key"] != key]
    forget(form, [key, *(one["field"] for row in gone["rows"] for one in row)])


def add_tab(form: Raw, label: LocalText = TAB) -> str:
    """A tab with an empty section; the first one finds everything that is there in a tab beside it. Its key."""
    tabs = form.setdefault("tabs", [])
    if len(tabs) >= MOST_TABS:
        words = text(f"一张表单最多 {MOST_TABS} 个页签", f"A form has at most {MOST_TABS} tabs")
        raise ProblemsFound([Problem("too_many_tabs", words, fix=text("把分组放到已有的页签里", "Use one there is"))])
    if not tabs:
        tabs.append({"key": "general", "label": label_json(FIRST_TAB)})
        for section in form["sections"]:
            section["tab"] = "general"
    for section in form["sections"]:
        section.setdefault("tab", tabs[0]["key"])
    key = _free("tab", (one["key"] for one in tabs))
    tabs.append({"key": key, "label": label_json(label)})
    add_section(form, "", key)
    return key


def move_tab(form: Raw, key: str, by: int) -> None:
    """A tab one place on or back."""
    tabs = form["tabs"]
    at = _tab(form, key)
    to = max(0, min(len(tabs) - 1, at + by))
    tabs.insert(to, tabs.pop(at))


def remove_tab(form: Raw, key: str) -> None:
    """A tab; its sections go to the one beside it, and the last one left is no tab any more."""
    at = _tab(form, key)
    form["tabs"].pop(at)
    beside = form["tabs"][max(at - 1, 0)]["key"] if form["tabs"] else ""
    single = len(form["tabs"]) < 2
    for section in form["sections"]:
        if single:
            section.pop("tab", None)
        elif section.get("tab") == key:
            section["tab"] = beside
    if single:
        form.pop("tabs")


def name_tab(form: Raw, key: str, language: str, words: str) -> None:
    """A tab's name in a language."""
    tab = form["tabs"][_tab(form, key)]
    tab["label"] = {**tab["label"], language: words}


def name_section(form: Raw, key: str, language: str, words: str) -> None:
    """A section's name in a language."""
    section = section_of(form, key)
    section["label"] = {**section["label"], language: words}


def forget(form: Raw, keys: Iterable[str]) -> None:
    """Variants do not name what is not on the form any more."""
    gone = set(keys)
    there = {one["field"] for _, one in fields_of(form)}
    sections = {one["key"] for one in form["sections"]}
    rules: dict[str, Callable[[str], bool]] = {
        "hide": lambda key: key in there or key in sections,
        "first": lambda key: key in there,
    }
    for variant in form.get("variants", ()):
        for name, stays in rules.items():
            if name in variant:
                variant[name] = [one for one in variant[name] if one not in gone or stays(one)]


def _tab(form: Raw, key: str) -> int:
    found = next((n for n, one in enumerate(form.get("tabs", ())) if one["key"] == key), None)
    if found is None:
        words = text("这个页签已经不在表单上了", "This tab is not on the form any more")
        raise ProblemsFound([Problem("tab_gone", words, fix=text("刷新后再试", "Reload and try again"))])
    return found


def _free(stem: str, taken: Iterable[str]) -> str:
    known = set(taken)
    return next(one for one in (stem, *(f"{stem}_{n}" for n in range(2, 10_000))) if one not in known)
