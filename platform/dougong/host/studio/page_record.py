"""The parts of a record's page as JSON: values in the head and in groups, groups, related lists, tabs: put in, moved, taken
out. The functions change the page they are given.

A part is named by an id: `value:<place>:<path>`, `group:<tab>:<key>`, `related:<tab>:<field>`, `tab:<key>`; a place is one
of the head's lists or `group:<tab>:<key>`; the tab is empty for what stands beside the tabs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .form_parts import label_json
from .page_moves import MOST, Raw, free, nameless, put

HEAD = ("chips", "meta", "stats", "next")
"""Lists of values in the head of the page; the last says what comes next."""
MOST_TABS = 8
GROUP, TAB = text("新分组", "New group"), text("新页签", "New tab")
Kind = Literal["value", "group", "related", "tab"]


@dataclass(frozen=True, slots=True)
class PartId:
    """An id taken apart: `place` of a value, `tab` of a group or list, `key` of whatever it is."""

    kind: str
    key: str
    tab: str = ""
    place: str = ""


def part_of(given: str) -> PartId:
    """ProblemsFound for what is no part's id."""
    kind, _, rest = given.partition(":")
    if kind == "value":
        place, _, key = rest.rpartition(":")
        return PartId(kind, key, place=place)
    if kind in ("group", "related") and rest.count(":") == 1:
        return PartId(kind, rest.partition(":")[2], tab=rest.partition(":")[0])
    if kind == "tab" and rest:
        return PartId(kind, rest)
    raise ProblemsFound([_gone()])


def put_value(page: Raw, path: str, place: str, before: str = "", source: str = "") -> None:
    """A value before another one of a place (empty: at the end), out of `source` where it stood; once in each place."""
    if place == source and path == before:
        return
    into = _values(page, place)
    if source:
        _drop(_values(page, source), path)
    _drop(into, path)
    into.insert(into.index(before) if before in into else len(into), path)
    _tidy(page)


def take_value(page: Raw, path: str, place: str) -> None:
    """A value out of a place; it stays on its object."""
    _drop(_values(page, place), path)
    _tidy(page)


def step_value(page: Raw, path: str, place: str, by: int) -> str:
    """One place earlier or later in its list, from the edge of a group into the group beside it; the place afterwards."""
    values = _values(page, place)
    at = values.index(path) + by
    if 0 <= at < len(values):
        values.insert(at, values.pop(at - by))
        return place
    groups = [f"group:{tab}:{one['key']}" for tab, one in groups_of(page)]
    beside = groups.index(place) + by if place in groups else -1
    if not 0 <= beside < len(groups):
        return place
    there = _values(page, groups[beside])
    put_value(page, path, groups[beside], there[0] if by > 0 and there else "", place)
    return groups[beside]


def step_part(page: Raw, part: PartId, by: int) -> None:
    """A group or list one place earlier or later among those of its tab; at an end it stays."""
    parts = _home(page, part.tab)["groups" if part.kind == "group" else "related"]
    at = parts.index(raw_of(page, part))
    if 0 <= at + by < len(parts):
        parts.insert(at + by, parts.pop(at))


def add_group(page: Raw, tab: str, before: str = "") -> str:
    """An empty group beside the tabs or in one; its id."""
    taken = {one["key"] for _, one in groups_of(page)}
    key = free("group", lambda one: one in taken)
    _between(_home(page, tab).setdefault("groups", []), {"key": key, "label": label_json(GROUP), "fields": []}, before)
    return f"group:{tab}:{key}"


def move_group(page: Raw, key: str, source: str, tab: str, before: str = "") -> str:
    """A group before another one of a tab (empty: at the end); its id afterwards."""
    group = group_of(page, source, key)
    if source == tab and before == key:
        return f"group:{tab}:{key}"
    there = {one["key"] for one in _home(page, tab).get("groups", ())} if source != tab else set()
    _home(page, source)["groups"].remove(group)
    group["key"] = free(key, lambda one: one in there)
    _between(_home(page, tab).setdefault("groups", []), group, before)
    _tidy(page)
    return f"group:{tab}:{group['key']}"


def remove_group(page: Raw, tab: str, key: str) -> None:
    """A group with the values in it, which stay on their object."""
    _home(page, tab)["groups"].remove(group_of(page, tab, key))
    _tidy(page)


def put_related(page: Raw, field: str, tab: str, before: str = "", source: str | None = None) -> str:
    """A list of related records before another one of a tab, out of the tab `source` where it stood; its id."""
    given: Raw = {"field": field}
    if source is not None:
        given = related_of(page, source, field)
        if source == tab and before == field:
            return f"related:{tab}:{field}"
        _home(page, source)["related"].remove(given)
    lists = _home(page, tab).setdefault("related", [])
    if any(one["field"] == field for one in lists):
        words = text("这个列表已经在这里了", "This list is here already")
        raise ProblemsFound([Problem("related_here", words, fix=text("放到别的页签", "Put it into another tab"))])
    at = next((n for n, one in enumerate(lists) if one["field"] == before), len(lists))
    lists.insert(at, given)
    _tidy(page)
    return f"related:{tab}:{field}"


def take_related(page: Raw, tab: str, field: str) -> None:
    """A list off the page."""
    _home(page, tab)["related"].remove(related_of(page, tab, field))
    _tidy(page)


def change_related(page: Raw, tab: str, field: str, properties: Mapping[str, Any]) -> None:
    """Properties of a list; None takes one away."""
    put(related_of(page, tab, field), properties)


def add_tab(page: Raw) -> str:
    """An empty tab, the last one; its key."""
    tabs = page["record"].setdefault("tabs", [])
    if len(tabs) >= MOST_TABS:
        words = text(f"一个页面最多 {MOST_TABS} 个页签", f"A page has at most {MOST_TABS} tabs")
        raise ProblemsFound([Problem("too_many_tabs", words, fix=text("放到已有的页签里", "Use one there is"))])
    taken = {one["key"] for one in tabs}
    key = free("tab", lambda one: one in taken)
    tabs.append({"key": key, "label": label_json(TAB)})
    return key


def step_tab(page: Raw, key: str, by: int) -> None:
    """A tab one place on or back; at an end it stays."""
    tabs = page["record"]["tabs"]
    at = tabs.index(tab_of(page, key))
    to = at + by
    if 0 <= to < len(tabs):
        tabs.insert(to, tabs.pop(at))


def remove_tab(page: Raw, key: str) -> None:
    """A tab with what stands in it."""
    page["record"]["tabs"].remove(tab_of(page, key))
    _tidy(page)


def stream_tab(page: Raw, key: str, on: bool) -> None:
    """The one tab that stands for the stream of what was done and said."""
    for one in page["record"].get("tabs", ()):
        one.pop("stream", None)
    put(tab_of(page, key), {"stream": True if on else None})


def name_part(page: Raw, part: PartId, language: str, words: str) -> None:
    """What a group, list or tab is called in a language; a list without words is called as its field is."""
    said = words.strip()[:MOST]
    if not said:
        if part.kind == "related":
            related_of(page, part.tab, part.key).pop("label", None)
            return
        raise ProblemsFound([nameless()])
    raw = raw_of(page, part)
    given = raw.get("label") or {"zh-CN": said, "en": said}
    raw["label"] = {**given, language: said}


def raw_of(page: Raw, part: PartId) -> Raw:
    """The JSON of a group, list or tab."""
    if part.kind == "group":
        return group_of(page, part.tab, part.key)
    return related_of(page, part.tab, part.key) if part.kind == "related" else tab_of(page, part.key)


def groups_of(page: Mapping[str, Any]) -> list[tuple[str, Raw]]:
    """(tab, group), those beside the tabs first."""
    record = page["record"]
    return [
        *(("", one) for one in record.get("groups", ())),
        *((tab["key"], one) for tab in record.get("tabs", ()) for one in tab.get("groups", ())),
    ]


def group_of(page: Mapping[str, Any], tab: str, key: str) -> Raw:
    return _found(one for where, one in groups_of(page) if where == tab and one["key"] == key)


def related_of(page: Mapping[str, Any], tab: str, field: str) -> Raw:
    return _found(one for one in _home(page, tab).get("related", ()) if one["field"] == field)


def tab_of(page: Mapping[str, Any], key: str) -> Raw:
    return _found(one for one in page["record"].get("tabs", ()) if one["key"] == key)


def _home(page: Mapping[str, Any], tab: str) -> Raw:
    """What holds groups and lists: a tab, or the page itself."""
    record: Raw = page["record"]
    return tab_of(page, tab) if tab else record


def _values(page: Raw, place: str) -> list[str]:
    kind, _, rest = place.partition(":")
    if place in HEAD:
        values: list[str] = page["record"].setdefault(place, [])
    elif kind == "group":
        values = group_of(page, rest.partition(":")[0], rest.partition(":")[2]).setdefault("fields", [])
    else:
        raise ProblemsFound([_gone()])
    return values


def _between(parts: list[Raw], part: Raw, before: str) -> None:
    at = next((n for n, one in enumerate(parts) if one["key"] == before), len(parts))
    parts.insert(at, part)


def _drop(values: list[str], path: str) -> None:
    if path in values:
        values.remove(path)


def _tidy(page: Raw) -> None:
    """What is empty is not written down."""
    record = page["record"]
    for one in (record, *record.get("tabs", ())):
        for name in ("groups", "related", "tabs", *HEAD):
            if one.get(name) == []:
                one.pop(name)


def _found(found: Any) -> Raw:
    one: Raw | None = next(iter(found), None)
    if one is None:
        raise ProblemsFound([_gone()])
    return one


def _gone() -> Problem:
    words = text("这部分已经不在页面上了", "This part is not on the page any more")
    return Problem("part_gone", words, fix=text("刷新后再试", "Reload and try again"))
