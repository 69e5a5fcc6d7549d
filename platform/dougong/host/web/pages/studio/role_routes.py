"""Addresses of the role designer: the list of roles, one role, every gesture on it, and what is asked beside it."""

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from dougong.host.access.viewer import EVERYONE
from dougong.host.studio import role_moves
from dougong.host.studio.entity_tree import Tree
from dougong.host.studio.own_app import OWN
from dougong.host.studio.properties import bilingual
from dougong.host.studio.role_mentions import mentions
from dougong.host.studio.role_tree import OTHERS, RolePlace, holders, role_in, roles_of
from dougong.host.web.errors import Refused
from dougong.host.web.pages.admin.roles import scope_chips
from dougong.host.web.pages.render import fragment
from dougong.host.web.pages.signals import alive, done, go, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.diff import Change
from dougong.metamodel.model import Model
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.role_words import ACTIONS, RIGHTS
from dougong.metamodel.text import text
from dougong.records.query import count
from dougong.records.rights import SYSTEM
from dougong.records.values import Query as Asked

from . import role_page
from .entity_diagram import words_of
from .role_page import AppRoles, RolePage, RolesPage, labels_of
from .role_preview import preview_of
from .role_scope import people_of, picker_of
from .role_told import told_of
from .shell import PREFIX, Designing, draw_page
from .sketch import Sketch, draw, model_of, read_sketch

router = APIRouter(prefix=f"{PREFIX}/role", include_in_schema=False)
Word = Annotated[str, Form(max_length=120)]
Long = Annotated[str, Form(max_length=12_000)]
Wish = Annotated[str, Query(max_length=120)]
_LEGEND = "own or subordinates or department or shared or pool or all"
_PANES = ("fields", "preview", "role")


@router.get("")
def show_roles(scope: Designing) -> Response:
    """Every role with the people who have it."""
    sketch, _ = _draft(scope)
    apps = _apps_of_roles(scope, sketch)
    return draw_page(
        scope, "role", "studio/roles.html", sketch,
        lambda around: RolesPage(around, apps, sum(len(one.roles) for one in apps)),
    )  # fmt: skip


@router.post("")
def new_role(scope: Designing, zh: Word = "", en: Word = "", like: Word = "") -> Response:
    """A role that may do nothing yet, or a copy of the role `like`; answered with its page."""
    sketch, _ = _draft(scope)
    given = text(zh.strip() or en.strip(), en.strip() or zh.strip())
    if like and not given.zh:
        label = roles_of(sketch.draft.after)[like].raw.get("label") if like in roles_of(sketch.draft.after) else None
        given = text(f"{words_of(label, like, 'zh-CN')} 副本", f"Copy of {words_of(label, like, 'en')}")
    try:
        changes, key = role_moves.new(sketch.draft.after, given if given.zh else text("新角色", "New role"), like)
        draw(scope, changes)
    except ProblemsFound as refused:
        return done(scope, toast(_said(refused, scope.language), bad=True))
    return go(scope, f"{scope.base_path}{PREFIX}/role/{key}?pane=role")


@router.get("/{key}")
def show_role(scope: Designing, key: str, at: Wish = "", pane: Wish = "") -> Response:
    """The matrix of a role with the object `at` chosen."""
    return _page(scope, key, at, pane)


@router.post("/{key}")
def gesture(
    scope: Designing, key: str, do: Word = "", entity: Word = "", action: Word = "", name: Word = "", value: Long = "",
    fields: Long = "", instead: Annotated[str, Form(max_length=64)] = "", at: Word = "", pane: Word = "",
) -> Response:  # fmt: skip
    """One gesture on the role; answered with the designer as it is then, or with why it cannot be."""
    sketch, _ = _draft(scope)
    tree = sketch.draft.after
    try:
        changes = _changes(scope, tree, key, do, entity, action, name, value, fields, instead)
        if changes:
            draw(scope, changes)
    except ProblemsFound as refused:
        return done(scope, toast(_said(refused, scope.language), bad=True))
    if do == "remove":
        return go(scope, f"{scope.base_path}{PREFIX}/role", {"close-dialog": {}})
    if not alive(scope):
        return RedirectResponse(f"{scope.base_path}{PREFIX}/role/{key}?at={at}", 303)
    return _page(scope, key, entity or at, pane)


@router.get("/{key}/scope")
def show_scope(scope: Designing, key: str, entity: Wish = "", action: Wish = "read") -> Response:
    """The picker of a scope, with figures for somebody who has the role."""
    sketch, model = _draft(scope)
    if action not in ACTIONS or (entity != OTHERS and entity not in model.entities):
        raise Refused(404)
    place = _place(sketch.draft.after, key)
    row = role_page.row_of(place, None, model, entity, scope.language, None, "")
    problem = next((one.problem for one in row.cells if one.action == action), "")
    picker = picker_of(scope, sketch.draft.after, model, key, entity, action, ACTIONS[action], problem)
    return fragment(scope, "studio/role_scope.html", pick=picker)


@router.get("/{key}/what-if")
def show_what_if(scope: Designing, key: str, at: Wish = "") -> Response:
    """What the draft's roles do to people, the object `at` first."""
    _, model = _draft(scope)
    return fragment(scope, "studio/what_if.html", told=told_of(scope, model, at), wide=False)


@router.get("/{key}/preview")
def show_preview(scope: Designing, key: str, at: Wish = "", device: Wish = "desktop") -> Response:
    """The list and the form of an object as somebody with this role alone would get them."""
    sketch, model = _draft(scope)
    if at not in model.entities or key not in model.roles:
        raise Refused(404)
    return fragment(
        scope, "studio/role_preview.html", seen=preview_of(scope, sketch.draft.after, model, key, at, device)
    )


@router.get("/{key}/removal")
def show_removal(scope: Designing, key: str) -> Response:
    """Who has the role and what names it: asked before it goes."""
    sketch, _ = _draft(scope)
    tree, language = sketch.draft.after, scope.language
    given, names = people_of(scope)
    having = [names[one] for one in holders(tree, given, key) if one in names]
    labels = labels_of(tree, language)
    used = list(dict.fromkeys(labels.get(name, name) for name in mentions(tree, key)))
    others = [
        (one, words_of(place.raw.get("label"), one, language))
        for one, place in sorted(roles_of(tree).items(), key=lambda one: one[1].admin)
        if one not in (key, EVERYONE)
    ]
    return fragment(
        scope, "studio/role_removal.html", key=key, label=words_of(_place(tree, key).raw.get("label"), key, language),
        people=having, used=used, others=others, at=f"{scope.base_path}{PREFIX}/role/{key}",
    )  # fmt: skip


def _changes(
    scope: Scope, tree: Tree, key: str, do: str, entity: str, action: str, name: str, value: str, fields: str,
    instead: str,
) -> list[Change]:  # fmt: skip
    match do:
        case "scope":
            return role_moves.scope(tree, key, entity, action, value)
        case "toggle":
            return role_moves.toggle(tree, key, entity, action, value)
        case "cycle":
            return role_moves.cycle(tree, key, entity, action)
        case "flag":
            return role_moves.flag(tree, key, entity, action, value == "on")
        case "fields":
            return role_moves.fields(tree, key, entity, [one for one in fields.split(",") if one], value)
        case "set":
            return role_moves.change(tree, key, _property(role_in(tree, key), name, value.strip()), people_of(scope)[0])
        case "remove":
            return role_moves.remove(tree, key, "" if instead == "-" else instead or None, people_of(scope)[0])
        case _:
            raise Refused(404)


def _property(place: RolePlace, name: str, value: str) -> dict[str, object]:
    part, _, language = name.partition(".")
    match part:
        case "label" | "description":
            said = bilingual(place.raw.get(part), language, value)
            return {part: said} if said or part == "description" else {}
        case "home":
            return {"home": value or None}
        case "admin" | "design":
            return {part: True if value == "on" else None}
        case _:
            raise Refused(404)


def _page(scope: Scope, key: str, at: str, pane: str) -> Response:
    sketch, model = _draft(scope)
    tree, language = sketch.draft.after, scope.language
    place, before = _place(tree, key), roles_of(sketch.draft.now).get(key)
    given, names = people_of(scope)
    apps = _apps_of_roles(scope, sketch)
    line = next(one for app in apps for one in app.roles if one.key == key)
    labels = labels_of(tree, language)
    groups = (
        ()
        if place.admin
        else role_page.groups_of(place, before, model, language, _counts(scope), _app_labels(tree, model, language))
    )
    rows = {row.key: row for group in groups for row in group.rows}
    at = at if at in rows else ""
    part = role_page.part_of(place, before, model, rows[at], language) if at else None
    pane = pane if pane in _PANES and (part or pane == "role") else "fields" if part else "role"
    having = [(one, names[one]) for one in holders(tree, given, key) if one in names]
    mine = role_page.role_part(tree, place, model, having, labels, language)
    here = f"{scope.base_path}{PREFIX}/role/{key}"
    heads = tuple((action, words.in_(language)) for action, words in ACTIONS.items())
    rights = tuple((right, words.in_(language)) for right, words in RIGHTS.items())
    return draw_page(
        scope, "role", "studio/role.html", sketch,
        lambda around: RolePage(
            around, apps, line, heads, groups, rights, scope_chips(_LEGEND, language), at, pane, part, mine
        ),
        last=line.label, here=f"{here}?at={at}&pane={pane}",
    )  # fmt: skip


def _draft(scope: Scope) -> tuple[Sketch, Model]:
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    return sketch, model_of(scope, sketch.draft) or scope.workspace.store.model


def _place(tree: Tree, key: str) -> RolePlace:
    found = roles_of(tree).get(key)
    if found is None:
        raise Refused(404)
    return found


def _apps_of_roles(scope: Scope, sketch: Sketch) -> tuple[AppRoles, ...]:
    given, names = people_of(scope)
    tree = sketch.draft.after
    labels = _app_labels(tree, scope.workspace.store.model, scope.language)
    return role_page.lines_of(tree, sketch.draft.now, given, names, scope.language, labels)


def _app_labels(tree: Tree, model: Model, language: str) -> dict[str, str]:
    """The workspace's own first, the product's last."""
    keys = [name.partition("/")[0] for name in tree if name.endswith("/app.json")]
    order = [OWN, *(key for key in reversed(keys) if key not in (OWN, "base")), "base"]
    return {key: words_of(tree[f"{key}/app.json"].get("label"), key, language) for key in order if key in keys}


def _counts(scope: Scope) -> dict[str, int]:
    """How many records each object has, counted once a minute."""
    workspace = scope.workspace
    minute = workspace.clock().replace(second=0, microsecond=0)
    known: dict[object, dict[str, int]] = workspace.caches.setdefault("record counts", {})
    if minute not in known:
        with workspace.reading(SYSTEM) as context:
            shown = [key for key, one in context.store.model.entities.items() if not one.implicit]
            found = {key: count(context, Asked(key)) for key in shown}
        known.clear()
        known[minute] = found
    return known[minute]


def _said(refused: ProblemsFound, language: str) -> str:
    stop, link = ("。", "，") if language == "zh-CN" else (".", ". ")
    return stop.join(
        one.message.in_(language).rstrip(stop) + (f"{link}{one.fix.in_(language)}" if one.fix else "")
        for one in refused.problems
    )
