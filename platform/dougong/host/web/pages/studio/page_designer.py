"""What templates/studio/page.html shows: palette, canvas and panel of a dashboard."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, get_args

from fastapi.responses import Response

from dougong.host.access import people
from dougong.host.access.viewer import EVERYONE
from dougong.host.studio import page_moves
from dougong.host.studio.own_app import OWN
from dougong.host.studio.page_ideas import TYPES, Idea, TileType, ideas, objects
from dougong.host.studio.page_problems import tile_problems
from dougong.host.studio.page_tiles import tile_of
from dougong.host.web.pages.board import period_name
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.scope import Scope
from dougong.metamodel.model import Model
from dougong.metamodel.page import Page
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.widget import Period

from .page_board import BoardCanvas, board_canvas
from .page_gestures import On
from .page_list import groups_of
from .page_panel import TilePanel, tile_panel
from .shell import Around, draw_page
from .sketch import Sketch

_PEOPLE = 40
"""Whose figures are offered at most."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the designer's own switches say; `of` is the object whose suggestions are shown, `role` whom the page is shown
    as, `who` the person whose figures it has."""

    at: str = ""
    of: str = ""
    period: str = ""
    device: str = "desktop"
    role: str = ""
    record: str = ""
    tab: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class PagePanel:
    """The page itself; `periods` and `roles` as (key, words, on), `opens` the period it opens with; `places` in the menu
    in words, `groups` where it could go; `own`: the workspace made it and may delete it."""

    zh: str
    en: str
    periods: tuple[tuple[str, str, bool], ...]
    opens: str
    roles: tuple[tuple[str, str, bool], ...]
    places: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    own: bool


@dataclass(frozen=True, slots=True)
class BoardDesigner:
    """`shown` is the address of the page as others get it, where it is looked at like that."""

    around: Around
    key: str
    label: str
    look: Look
    of: str
    objects: tuple[tuple[str, str], ...]
    types: tuple[TileType, ...]
    ideas: tuple[Idea, ...]
    canvas: BoardCanvas
    chosen: TilePanel | None
    page: PagePanel
    roles: tuple[tuple[str, str], ...]
    shown: str
    kept_from: bool
    """The role it is shown as does not get the page."""
    people: tuple[tuple[str, str], ...]
    counted: str

    @property
    def as_label(self) -> str:
        """The role it is shown as; empty without one."""
        return dict(self.roles).get(self.look.role, "")


def draw_board(
    scope: Scope, sketch: Sketch, on: On, page: Page, look: Look, had: Collection[str], here: str
) -> Response:
    """The designer of a dashboard."""
    model, language = on.model, scope.language
    found = tile_problems(model, page)
    offered, who = _people(scope, page, look.who)
    with scope.workspace.reading(replace(scope.viewer, person=who)) as context:
        canvas = board_canvas(scope, context, model, on.raw, page, found, look.period, had)
    look = replace(look, who=who or "")
    every = objects(model)
    of = look.of if look.of in model.entities else _usual(model, page, every)
    chosen = _chosen(on, found, look)
    label = page.label.in_(language)
    kept_from = bool(page.roles) and role_of(model, look) not in ("", *page.roles)
    base = f"{scope.base_path}/studio/page/{on.key}"
    return draw_page(
        scope, "page", "studio/page.html", sketch,
        lambda around: BoardDesigner(
            around, on.key, label, look, of, tuple((one, model.entities[one].plural.in_(language)) for one in every),
            tuple(TYPES.values()), ideas(model, of), canvas, chosen, page_panel(scope, on, page), roles_of(model, language),
            shown_at(base, look, model), kept_from, offered,
            _counted(scope, len(page.widgets)),
        ),
        last=label, here=here,
    )  # fmt: skip


def page_panel(scope: Scope, on: On, page: Page) -> PagePanel:
    """The panel of the page itself."""
    language, model = scope.language, on.model
    groups = groups_of(on.tree, language)
    words = dict(groups)
    places = tuple(words.get(one.rpartition(":")[0], "") for one in page_moves.places_of(on.tree, on.key))
    file, _ = page_moves.page_in(on.tree, on.key)
    return PagePanel(
        page.label.zh, page.label.en,
        tuple((one, period_name(scope, one), one in page.periods) for one in get_args(Period)), page.period,
        tuple((one, label, one in page.roles) for one, label in roles_of(model, language)), places, groups,
        file.startswith(f"{OWN}/"),
    )  # fmt: skip


def roles_of(model: Model, language: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, role.label.in_(language)) for key, role in model.roles.items() if key != EVERYONE)


def role_of(model: Model, look: Look) -> str:
    return look.role if look.role in model.roles else ""


def shown_at(base: str, look: Look, model: Model) -> str:
    """Where the page as others get it stands: on a phone, or as a role."""
    role = role_of(model, look)
    return f"{base}/shown?as={role}&record={look.record}" if role or look.device == "phone" else ""


def _counted(scope: Scope, tiles: int) -> str:
    words = words_of(scope)
    return words("{n} tiles", n=tiles) if tiles != 1 else words("1 tile")


def _people(scope: Scope, page: Page, wanted: str) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """Whose figures can be looked at, and whose are: who is designing, unless the page is for others."""
    me = scope.viewer.person
    with scope.workspace.reading(scope.viewer) as context:
        every = people.everyone(context.connection, context.store)
    meant = [one for one in every if set(one.roles) & set(page.roles)]
    mine = any(one.id == me and len(one.roles) == 1 for one in meant) and len(meant) == 1
    others = [one for one in meant if one.id != me]
    usual = me if not page.roles or mine or not others else others[0].id
    offered = tuple((one.id, one.name) for one in [*others, *(one for one in every if one not in others)][:_PEOPLE])
    return offered, wanted if wanted in dict(offered) else usual


def _chosen(on: On, found: Any, look: Look) -> TilePanel | None:
    key = look.at.removeprefix("tile:")
    if look.role or not key or key == look.at:
        return None
    try:
        return tile_panel(on.model, tile_of(on.raw, key), found, on.language)
    except ProblemsFound:
        return None


def _usual(model: Model, page: Page, every: list[str]) -> str:
    """The object most of the page is about, else the first."""
    about = [
        one.entity or (model.views[one.view].entity if one.view and one.view in model.views else "")
        for one in page.widgets
    ]
    known = [one for one in about if one in model.entities]
    return max(known, key=known.count) if known else every[0]
