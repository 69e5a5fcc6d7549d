"""A page of tiles: which stand where, in which period, of whose records; each worked out within its reader's rights."""

import logging
import re
from dataclasses import dataclass, replace
from typing import Any, cast, get_args
from urllib.parse import urlencode

from sqlalchemy.exc import SQLAlchemyError

from dougong.host.web.format import dates
from dougong.host.web.scope import Scope
from dougong.metamodel.model import Model
from dougong.metamodel.page import Page
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.widget import Period, Widget
from dougong.records.context import Context
from dougong.records.rights import Viewer

from .board_kept import Kept, arranged
from .board_people import People, chosen
from .list_page import look_of, words_of
from .widgets import KINDS
from .widgets.ask import Ask, Drawn
from .widgets.span import Span, span_of

log = logging.getLogger(__name__)
BATCH = 3  # tiles worked out by one request: those on top need not wait for all
_NOT_SEEN = ("query.forbidden_field", "query.unknown_field", "expression.unknown_field")
"""A definition names what there is: what a question of one says is unknown is hidden from the viewer."""
_CHINESE = re.compile(r"^[\u4e00-\u9fff]{3,4}$")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a tile before it is worked out; `href` is its address."""

    key: str
    kind: str
    label: str
    hint: str
    width: int
    rail: bool
    skeleton: str
    href: str
    mention: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile worked out: `state` is `ready`, `empty`, `forbidden` or `broken`, with words for all but the first."""

    slot: Slot
    state: str
    words: str
    template: str
    content: Any
    href: str
    count: str
    note: str
    mention: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page is narrowed to, and its tiles as the reader has them."""

    period: Period
    people: People
    widgets: tuple[Widget, ...]

    def address(self, here: str, *more: tuple[str, str]) -> str:
        """Below the page's address `here`, told what is chosen."""
        return f"{here}?{urlencode([('period', self.period), ('people', self.people.key), *more])}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a switch; `depth` indents it."""

    label: str
    href: str
    on: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Everything templates/pages/board.html shows; `tiles` where they are drawn at once, for browsers without scripts."""

    key: str
    title: str
    subtitle: str
    slots: tuple[Slot, ...]
    batches: tuple[str, ...]
    periods: tuple[Choice, ...]
    people: tuple[Choice, ...]
    arrange_href: str
    whole_href: str
    tiles: dict[str, Tile]


def page_for(model: Model, key: str, viewer: Viewer) -> Page | None:
    """A page of tiles that a viewer may open."""
    found = model.pages.get(key)
    may = found is not None and (not found.roles or viewer.admin or bool(viewer.roles & set(found.roles)))
    return found if found is not None and may and found.widgets else None


def chosen_of(page: Page, kept: Kept, offered: tuple[People, ...]) -> Chosen:
    """What was kept, as far as the page and the reader's rights still offer it; `offered` is of the switch of people."""
    period = cast(Period, kept.period) if kept.period in (page.periods or get_args(Period)) else page.period
    return Chosen(period, chosen(offered, kept.people), arranged(page, kept))


def board(
    scope: Scope, context: Context, page: Page, now: Chosen, offered: tuple[People, ...], whole: bool
) -> BoardPage:
    """The page with a slot per tile; worked out only when `whole`."""
    here, language = f"{scope.base_path}/page/{page.key}", scope.language
    slots = tuple(slot(scope, page, widget, now) for widget in now.widgets)
    label = page.label.in_(language)
    mine = any(role.home == page.key for key in scope.viewer.roles if (role := context.store.model.roles.get(key)))
    look = look_of(scope, context)
    keys = [("key", one.key) for one in slots]
    return BoardPage(
        page.key, f"{_greeting(look.local.hour, scope)}{given_name(scope.viewer.name)}" if mine else label,
        dates.full_day(look.today, language) if mine else "", slots,
        tuple(now.address(f"{here}/tiles", *keys[n : n + BATCH]) for n in range(0, len(keys), BATCH)),
        tuple(
            Choice(period_name(scope, one), replace(now, period=one).address(here), one == now.period)
            for one in page.periods
        ),
        tuple(Choice(one.label, replace(now, people=one).address(here), one.key == now.people.key, one.depth) for one in offered),
        f"{here}/arrange", now.address(here, ("whole", "1")),
        {widget.key: tile(scope, context, page, widget, now) for widget in now.widgets} if whole else {},
    )  # fmt: skip


def slot(scope: Scope, page: Page, widget: Widget, now: Chosen) -> Slot:
    """A tile's place; its hint says the period where it has one."""
    hints = (
        period_name(scope, now.period) if widget.period else "",
        widget.hint.in_(scope.language) if widget.hint else "",
    )
    return Slot(
        widget.key, widget.type, widget.label.in_(scope.language), " · ".join(filter(None, hints)),
        widget.width, widget.place == "rail", KINDS[widget.type].skeleton,
        now.address(f"{scope.base_path}/page/{page.key}/tiles", ("key", widget.key)), widget.mention is not None,
    )  # fmt: skip


def tile(scope: Scope, context: Context, page: Page, widget: Widget, now: Chosen) -> Tile:
    """One tile. What goes wrong in it stays in it: a refusal, or a statement the database gave up."""
    place, words = slot(scope, page, widget, now), words_of(scope)
    made = ask(scope, context, page, widget, now)
    kind = KINDS[widget.type]
    state, said, drawn = "ready", "", Drawn(None)
    if made.about is not None and not context.viewer.admin and context.viewer.on(made.about.key).read.nothing:
        state, said = "forbidden", words("You have no right to see this")
    else:
        try:
            drawn = kind.draw(made)
        except ProblemsFound as refused:
            first = refused.problems[0]
            hidden = first.code in _NOT_SEEN
            said = words("You have no right to see this") if hidden else first.message.in_(scope.language)
            state = "forbidden" if hidden else "broken"
        except SQLAlchemyError:
            log.exception("tile %s of page %s", widget.key, page.key)
            context.connection.rollback()
            state, said = "broken", words("This could not be worked out")
        else:
            if drawn.content is None:
                state, said = (
                    "empty",
                    words("Nothing here") if widget.type in ("list", "calendar") else words("No figures yet"),
                )
    mention = (
        widget.mention.in_(scope.language).replace("{n}", drawn.count or "0") if widget.mention and drawn.many else ""
    )
    return Tile(place, state, said, kind.template, drawn.content, drawn.href, drawn.count, drawn.note, mention)


def ask(scope: Scope, context: Context, page: Page, widget: Widget, now: Chosen) -> Ask:
    """What the tile is asked."""
    model = context.store.model
    view = model.views.get(widget.view or "")
    entity = model.entities.get(widget.entity or (view.entity if view else ""))
    look = look_of(scope, context)
    span: Span = span_of(now.period, look.today)
    return Ask(context, widget, entity, view, look, span, f"{scope.base_path}/page/{page.key}/{widget.key}", now.people)


def period_name(scope: Scope, period: Period) -> str:
    """The period that runs, in words."""
    words = words_of(scope)
    return {"month": words("This month"), "quarter": words("This quarter"), "year": words("This year")}[period]


def given_name(name: str) -> str:
    """What a colleague is called: a Chinese name of three or four without its family name, the first of other names."""
    return name[-2:] if _CHINESE.match(name) else name.split(" ", maxsplit=1)[0]


def _greeting(hour: int, scope: Scope) -> str:
    words = words_of(scope)
    if hour < 5 or hour >= 18:
        return words("Good evening, ")
    if hour < 12:
        return words("Good morning, ")
    return words("Good day, ") if hour < 14 else words("Good afternoon, ")
