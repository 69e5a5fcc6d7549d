"""The canvas of a dashboard: its tiles as the page itself draws them, with the figures there are, what is wrong beside each."""

import hashlib
import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from dougong.host.studio.page_ideas import TYPES
from dougong.host.studio.page_problems import Found, page_problems
from dougong.host.studio.page_tiles import width_of
from dougong.host.web.pages.board import Chosen, Tile, period_name, slot, tile
from dougong.host.web.pages.board_people import EVERYBODY
from dougong.host.web.scope import Scope
from dougong.metamodel.model import Model
from dougong.metamodel.page import Page
from dougong.metamodel.problem import Problem
from dougong.metamodel.widget import WITHOUT_RECORDS, Period, Widget
from dougong.records.context import Context
from dougong.records.store import RecordStore

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A tile of the canvas: `drawn` names what it shows, `tile` is None where the browser has that already; `said` are
    problems, `later` that its figures come with publishing."""

    key: str
    label: str
    type: str
    icon: str
    width: int
    rail: bool
    drawn: str
    tile: Tile | None
    kept: bool
    said: tuple[str, ...]
    later: bool


@dataclass(frozen=True, slots=True)
class BoardCanvas:
    """`periods` as (key, words, chosen)."""

    title: str
    parts: tuple[Part, ...]
    periods: tuple[tuple[str, str, bool], ...]
    said: tuple[str, ...]
    problems: int

    @property
    def railed(self) -> bool:
        return any(one.rail for one in self.parts)


def board_canvas(
    scope: Scope, context: Context, model: Model, raw: Mapping[str, Any], page: Page, found: Found, period: str,
    had: Collection[str],
) -> BoardCanvas:  # fmt: skip
    """The page of the draft `model` with the figures of the records in force; `had` are the `drawn` a browser shows."""
    language = scope.language
    there = replace(context, store=_store(scope, context, model))
    now = Chosen(_period(page, period), EVERYBODY, page.widgets)
    raws = {str(one["key"]): one for one in raw.get("widgets", ())}
    parts = []
    for widget in page.widgets:
        said = tuple(said_of(one, language) for _, one in found.get(widget.key, ()))
        wrong = any(one.severity == "error" for _, one in found.get(widget.key, ()))
        drawn = digest(
            _unlaid(raws[widget.key]),
            now.period,
            said,
            language,
            context.viewer.person,
            model.revision if wrong else context.store.model.revision,
        )
        kept = drawn in had
        made = None if kept or wrong else _tile(scope, there, page, widget, now)
        later = made is not None and made.state in ("forbidden", "broken")
        kind = TYPES[widget.type]
        parts.append(Part(
            widget.key, widget.label.in_(language), kind.label.in_(language), kind.icon, width_of(raws[widget.key]),
            widget.place == "rail", drawn, None if later else made, kept, said, later,
        ))  # fmt: skip
    whole = page_problems(model, page)
    errors = sum(one.severity == "error" for every in found.values() for _, one in every)
    return BoardCanvas(
        page.label.in_(language), tuple(parts),
        tuple((one, period_name(scope, one), one == now.period) for one in page.periods),
        tuple(said_of(one, language) for one in whole), errors + sum(one.severity == "error" for one in whole),
    )  # fmt: skip


def in_force(force: Model, page: Page) -> Model:
    """What is in force, with one page as the draft has it."""
    others = {
        key: one
        for key, one in force.pages.items()
        if key != page.key and (one.entity != page.entity or not page.entity)
    }
    return replace(force, pages={page.key: page, **others})


def said_of(problem: Problem, language: str) -> str:
    """A problem with how to mend it, in one line."""
    message = problem.message.in_(language)
    if problem.fix is None:
        return message
    stop = "：" if language == "zh-CN" else ": "
    return f"{message.rstrip('。.')}{stop}{problem.fix.in_(language)}"


def _tile(scope: Scope, there: Context, page: Page, widget: Widget, now: Chosen) -> Tile | None:
    """None where what it tells of is not in force yet."""
    model = there.store.model
    view = model.views.get(widget.view or "")
    entity = widget.entity or (view.entity if view else "")
    if widget.type in WITHOUT_RECORDS or entity in model.entities:
        try:
            return tile(scope, there, page, widget, now)
        except (KeyError, AssertionError):
            log.info("a tile of the draft names what is not in force: %s of %s", widget.key, page.key)
    place = slot(scope, page, widget, now)
    return Tile(place, "broken", "", "", None, "", "", "", "")


def _store(scope: Scope, context: Context, model: Model) -> RecordStore:
    """What is in force, with the draft's views: tables are those there are."""
    force = context.store.model
    if model.views == force.views:
        return context.store
    known: list[tuple[Any, RecordStore]] = scope.workspace.caches.setdefault("boards of drafts", [])
    found = next((one for given, one in known if given is model.views and one.model.entities is force.entities), None)
    if found is None:
        found = RecordStore(replace(force, views=model.views))
        known[:] = [(model.views, found), *known[:1]]
    return found


def _period(page: Page, wanted: str) -> Period:
    offered = page.periods or get_args(Period)
    return next((one for one in offered if one == wanted), page.period)


def _unlaid(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A tile wherever it stands."""
    return {name: value for name, value in raw.items() if name not in ("width", "place")}


def digest(*shown: Any) -> str:
    """Differs whenever what is shown may."""
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
