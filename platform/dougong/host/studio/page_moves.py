"""Gestures on a page as Changes: a page begun or taken away, what it is called, whom it is for, a part of it redrawn.

Each takes the draft's tree and says what to change in it, or raises ProblemsFound with the reason and what could be done.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from dougong.metamodel.diff import Change, compare
from dougong.metamodel.page import Page
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from . import menu_moves
from .entity_tree import Tree, entities_of, of_kind
from .field_palette import key_for
from .form_parts import label_json
from .menu_tree import find, nodes_of
from .own_app import OWN, own_app

Raw = dict[str, Any]
MOST = 120
"""Characters of what a page or a part of it is called."""
BOARD = text("新仪表盘", "New dashboard")


def page_in(tree: Tree, key: str) -> tuple[str, Raw]:
    """The document of a page: `app/file` and JSON; ProblemsFound when it is gone."""
    for file, raw in of_kind(tree, "page"):
        if raw.get("key") == key:
            return file, dict(raw)
    words = text("这个页面已经不在了", "This page is not there any more")
    raise ProblemsFound([Problem("page_gone", words, fix=text("回到页面列表", "Go back to the list of pages"))])


def redrawn(tree: Tree, key: str, draw: Callable[[Raw], object]) -> list[Change]:
    """What `draw` does to a copy of the page, as Changes; ProblemsFound where no page comes of it."""
    file, raw = page_in(tree, key)
    wanted = copy.deepcopy(raw)
    draw(wanted)
    try:
        Page.model_validate(wanted)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        words = text(
            f"这样页面就不成立了：{where} {first['msg']}", f"No page would come of this: {where} {first['msg']}"
        )
        raise ProblemsFound([Problem("page_broken", words)]) from error
    return list(compare(raw, wanted, (file,)))


def begin_board(tree: Tree, name: str, group: str = "") -> tuple[list[Change], str]:
    """A dashboard of the workspace's own without any tile yet, in the menu's `group` where one is named; and its key."""
    label = text(name[:MOST], name[:MOST]) if name.strip() else BOARD
    key = key_for(label, "board", _taken(tree))
    raw: Raw = {"$schema": "dougong/page/1", "key": key, "label": label_json(label)}
    made = [*own_app(tree), Change("put", (f"{OWN}/pages/{key}.json",), None, raw)]
    return [*made, *(_shown(tree, key, label_json(label), group) if group else ())], key


def begin_record(tree: Tree, given: Page) -> list[Change]:
    """The page an object's records have while nobody designs one, as a document that can be changed."""
    home = entities_of(tree).get(given.entity or "")
    if home is None:
        words = text("这个对象由系统生成，没有记录页", "This object is made by the system and has no page")
        raise ProblemsFound([Problem("no_page_here", words)])
    raw = {"$schema": "dougong/page/1", **given.model_dump(mode="json", by_alias=True, exclude_defaults=True)}
    return [Change("put", (f"{home.app}/pages/{given.key}.json",), None, raw)]


def remove_page(tree: Tree, key: str) -> list[Change]:
    """A page the workspace made itself, out of the menu too; ProblemsFound for one that an app brought."""
    file, raw = page_in(tree, key)
    if not file.startswith(f"{OWN}/"):
        words = text("这个页面是应用带来的，不能删除", "An app brought this page; it cannot be deleted")
        raise ProblemsFound(
            [Problem("page_of_app", words, fix=text("把它从菜单拿掉", "Take it out of the menu instead"))]
        )
    gone = [change for one in places_of(tree, key) for change in menu_moves.remove(tree, one)]
    return [*gone, Change("drop", (file,), raw)]


def show_in_menu(tree: Tree, key: str, group: str) -> list[Change]:
    """An item that opens the page, at the end of a group of the menu."""
    _, raw = page_in(tree, key)
    return _shown(tree, key, raw["label"], group)


def hide_from_menu(tree: Tree, key: str) -> list[Change]:
    """Every item that opens the page, out of the menu."""
    return [change for one in places_of(tree, key) for change in menu_moves.remove(tree, one)]


def places_of(tree: Tree, key: str) -> list[str]:
    """Ids of the menu's items that open the page."""
    every = (one for area in nodes_of(tree) for one in area.walk())
    return [one.id for one in every if one.level == 3 and (one.raw.get("open") or {}).get("page") == key]


def name_page(tree: Tree, key: str, language: str, words: str) -> list[Change]:
    """The page's name in a language."""
    said = words.strip()[:MOST]
    if not said:
        raise ProblemsFound([nameless()])
    return redrawn(tree, key, lambda page: page.update(label={**page["label"], language: said}))


def set_page(tree: Tree, key: str, properties: Mapping[str, Any]) -> list[Change]:
    """Properties of the page as they shall be; None takes one away."""
    return redrawn(tree, key, lambda page: put(page, properties))


def put(part: Raw, properties: Mapping[str, Any]) -> None:
    """Properties of a part; None takes one away."""
    for name, value in properties.items():
        if value is None:
            part.pop(name, None)
        else:
            part[name] = value


def nameless() -> Problem:
    words = text("名称不能是空的", "It needs a name")
    return Problem("page_label", words, fix=text("写一个名称", "Write a name"))


def _shown(tree: Tree, key: str, label: Mapping[str, str], group: str) -> list[Change]:
    node = find(nodes_of(tree), group)
    raw = {"key": key, "label": dict(label), "open": {"page": key}}
    last = node.children[-1].id if node and node.children else ""
    return menu_moves.add(tree, OWN, group, last, raw)[0]


def _taken(tree: Tree) -> list[str]:
    return [str(raw.get("key")) for _, raw in of_kind(tree, "page")]


def free(stem: str, taken: Callable[[str], bool]) -> str:
    """The first of `stem`, `stem_2`, ... that is not taken."""
    return next(one for one in (stem, *(f"{stem[:40]}_{n}" for n in range(2, 10_000))) if not taken(one))


def label_of(raw: Mapping[str, Any]) -> LocalText:
    """A part's label as words; blank where it has none."""
    given = raw.get("label")
    both = given if isinstance(given, dict) else {}
    return text(str(both.get("zh-CN", "")), str(both.get("en", "")))
