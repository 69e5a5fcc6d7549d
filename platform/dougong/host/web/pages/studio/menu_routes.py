"""Addresses of the menu editor: the page, and one for every gesture."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from dougong.host.studio import menu_moves
from dougong.host.studio.menu_tree import find, nodes_of
from dougong.host.web.errors import Refused
from dougong.host.web.pages.signals import alive, done, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.diff import Change
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from . import menu_page
from .menu_page import ICONS, LEVEL_WORDS, MenuPage
from .shell import PREFIX, Designing, draw_page
from .sketch import Sketch, draw, model_of, read_sketch

router = APIRouter(prefix=f"{PREFIX}/menu", include_in_schema=False)
Field = Annotated[str, Form(max_length=4000)]
Asked = Annotated[str, Query(max_length=400)]
_MOST = 120
"""Characters of a name in a menu."""


@router.get("")
def show_menu(
    scope: Designing, at: Asked = "", seen_by: Annotated[str, Query(alias="as", max_length=64)] = ""
) -> Response:
    """The editor with the part `at` chosen and the menu as the person `as` would see it."""
    return _page(scope, at, seen_by)


@router.post("")
def gesture(
    scope: Designing, do: Field = "", id: Field = "", parent: Field = "", after: Field = "", name: Field = "",  # noqa: A002
    value: Field = "", at: Field = "", seen_by: Annotated[str, Form(alias="as", max_length=64)] = "",
) -> Response:  # fmt: skip
    """One gesture (`do`) on the part `id`; answered with the editor as it is then, or with why it cannot be."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    try:
        changes, chosen = _changes(scope, sketch, do, id, parent, after, name, value)
        if changes:
            draw(scope, changes)
    except ProblemsFound as refused:
        said = "。".join(one.message.in_(scope.language).rstrip("。") for one in refused.problems)
        return done(scope, toast(said, bad=True))
    if not alive(scope):
        return RedirectResponse(f"{scope.base_path}{PREFIX}/menu?at={chosen or at}", 303)
    return _page(scope, chosen or at, seen_by)


def _page(scope: Scope, at: str, seen_by: str) -> Response:
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    model = model_of(scope, sketch.draft) or scope.workspace.store.model
    nodes, language = nodes_of(sketch.draft.after), scope.language
    rows = menu_page.rows_of(nodes, model, language)
    kinds = menu_page.kinds_of(nodes, model, language)
    levels = (
        sum(one.level == 1 for one in rows),
        sum(one.level == 2 for one in rows),
        sum(one.level == 3 for one in rows),
    )
    unplaced = sum(not one.placed for kind in kinds for one in kind.choices)
    part, preview = menu_page.part_of(scope, nodes, model, at), menu_page.preview_of(scope, nodes, model, seen_by, at)
    here = f"{scope.base_path}{PREFIX}/menu"
    return draw_page(
        scope, "menu", "studio/menu.html", sketch,
        lambda around: MenuPage(around, rows, levels, kinds, unplaced, part, preview, ICONS, ""), here=here,
    )  # fmt: skip


def _changes(
    scope: Scope, sketch: Sketch, do: str, id: str, parent: str, after: str, name: str, value: str  # noqa: A002
) -> tuple[list[Change], str]:  # fmt: skip
    """The gesture as changes, and the part that is chosen afterwards (empty: as before)."""
    tree = sketch.draft.after
    match do:
        case "move":
            return menu_moves.move(tree, id, parent, after), _follow(id, parent)
        case "pour":
            return menu_moves.pour(tree, id, parent), parent
        case "lift":
            return menu_moves.lift(tree, id), ""
        case "sink":
            return menu_moves.sink(tree, id), ""
        case "remove":
            return menu_moves.remove(tree, id), parent
        case "add":
            return menu_moves.add(tree, _app(scope), parent, after, _fresh(scope, sketch, parent, value))
        case "set":
            return menu_moves.change(tree, id, _property(tree, id, name, value)), id
        case _:
            raise Refused(404)


def _follow(id: str, parent: str) -> str:  # noqa: A002
    """The id after a move, as far as keys stay what they were."""
    return f"{parent}:{id.rsplit(':', 1)[1]}" if parent else id


def _app(scope: Scope) -> str:
    """Whose document a new area goes to: that of the app installed last."""
    return list(scope.workspace.store.model.apps)[-1]


def _fresh(scope: Scope, sketch: Sketch, parent: str, value: str) -> dict[str, Any]:
    """What is new as JSON: an item that opens `value`, or an empty area or group."""
    kind, _, key = value.partition(":")
    model = model_of(scope, sketch.draft) or scope.workspace.store.model
    if key:
        words = _words_of(model, kind, key)
        return {"key": key, "label": {"zh-CN": words.zh, "en": words.en}, "open": {kind: key}}
    level = len(parent.split(":")) if parent else 1
    name = LEVEL_WORDS[min(level, 2)]
    label = {"zh-CN": f"新{name.zh}", "en": f"New {name.en.lower()}"}
    return {"key": "area" if level == 1 else "group", "label": label} | (
        {"groups": []} if level == 1 else {"items": []}
    )


def _words_of(model: Model, kind: str, key: str) -> LocalText:
    """What an item is called at first: an object's usual view by its object, everything else by itself."""
    if kind == "view" and key in model.views:
        view = model.views[key]
        return model.entities[view.entity].plural if model.views_of(view.entity)[0].key == key else view.label
    if kind == "page" and key in model.pages:
        return model.pages[key].label
    if kind == "entity" and key in model.entities:
        return model.entities[key].plural
    raise ProblemsFound([Problem("unknown_target", text("要打开的东西已经不在了", "What it would open is gone"))])


def _property(tree: Any, id: str, name: str, value: str) -> dict[str, Any]:  # noqa: A002
    """One property as the panel sends it; lists of roles as words between commas."""
    node = find(nodes_of(tree), id)
    raw = node.raw if node else {}
    match name:
        case "label.zh-CN" | "label.en":
            said = value.strip()[:_MOST]
            if not said:
                words = text("名称不能是空的", "It needs a name")
                raise ProblemsFound([Problem("menu_label", words, fix=text("写一个名称", "Write a name"))])
            return {"label": {**raw.get("label", {}), name.removeprefix("label."): said}}
        case "icon":
            return {"icon": value or None}
        case "open":
            kind, _, key = value.partition(":")
            return {"open": {kind: key}, "badge": raw.get("badge") if kind != "page" else None}
        case "badge":
            return {"badge": value.strip() or None}
        case "phone":
            return {"phone": True if value == "on" else None}
        case "role":
            key, _, on = value.partition("=")
            kept = [one for one in raw.get("roles", ()) if one != key]
            return {"roles": ([*kept, key] if on == "on" else kept) or None}
        case _:
            raise Refused(404)
