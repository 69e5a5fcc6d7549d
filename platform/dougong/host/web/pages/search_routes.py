"""Finding: the search page, the palette, the counts of the menu with what is the viewer's own, the list of keys."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends
from fastapi.responses import Response

from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.menu import Item
from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Context
from dougong.records.search import sounds
from dougong.records.values import Aggregate

from . import door
from .frame import frame
from .list_page import words_of
from .menu import entity_of, may_open, to_do
from .mine import mine
from .palette import Goal, goals, matching
from .places import places
from .recents import lately
from .render import fragment, page
from .search_page import Asked, Found, found_records, search_page

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
_CHINESE = "拼音"
_RECENT, _GOALS, _NEW, _RECORDS = 6, 6, 4, 8
_ALONE = 12
"""Things to make, where nothing else was found."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to choose in the palette."""

    href: str
    label: str
    icon: str
    kind: str
    second: str = ""


@router.get("/search")
def search(scope: Signed, asked: Annotated[Asked, Depends()]) -> Response:
    """Records of all kinds that have the words."""
    with scope.workspace.reading(scope.viewer) as context:
        content = search_page(scope, context, asked)
        return page(scope, "pages/search.html", frame(scope, context.store.model, words_of(scope)("Search")), content)


@router.get("/palette")
def palette(scope: Signed, background: BackgroundTasks, q: str = "", only: str = "") -> Response:
    """Groups of things to choose: before a word is typed the records last looked at and what may be made (`only=new`: all of
    that and nothing else)."""
    words = words_of(scope)
    text = q.strip()[:100]
    with scope.workspace.reading(scope.viewer) as context:
        every = goals(scope, context)
        if not text and only == "new":
            groups = [(words("New"), [_line(goal) for goal in every if goal.new])]
        elif not text:
            background.add_task(sounds, _CHINESE)  # half a second once per process, before the first letter is typed
            groups = [
                (words("Recent"), _recent(scope, context)),
                (words("Go to"), [_line(goal) for goal in every if not goal.new][:_GOALS]),
                (words("New"), [_line(goal) for goal in every if goal.new][:_GOALS]),
            ]
        else:
            found = matching(every, text)
            known = set(lately(context.connection, scope.viewer.person or "", 30))
            hits = door.search(context, text, limit=_RECORDS)
            hits.sort(key=lambda hit: (hit.entity, hit.id) not in known)  # stable: among the rest the best stay first
            records = [_record(one) for one in found_records(scope, context, text, hits)]
            to = [_line(goal) for goal in found if not goal.new][:_GOALS]
            new = [_line(goal) for goal in found if goal.new]
            groups = [
                (words("Go to"), to),
                (words("Records"), records),
                (words("New"), new[: _NEW if to or records else _ALONE]),
            ]
            if records and hits[0].rank < 2 and not _begins(groups[0][1], text):
                groups[:2] = [groups[1], groups[0]]
        shown = [(label, lines) for label, lines in groups if lines]
        return fragment(scope, "parts/palette.html", groups=shown, query=text)


def _begins(lines: list[Line], text: str) -> bool:
    return bool(lines) and lines[0].label.casefold().startswith(text.casefold())


def _recent(scope: Scope, context: Context) -> list[Line]:
    paths = [f"/{entity}/{one}" for entity, one in lately(context.connection, scope.viewer.person or "", _RECENT + 4)]
    return [Line(one.href, one.label, one.icon, one.kind) for one in places(scope, context, paths)][:_RECENT]


def _line(goal: Goal) -> Line:
    return Line(goal.href, goal.label, "plus" if goal.new else goal.icon, "" if goal.new else goal.kind)


def _record(found: Found) -> Line:
    return Line(found.href, found.plain, found.icon, found.kind, found.second or found.why.striptags())


@router.get("/menu/counts")
def counts(scope: Signed) -> Response:
    """The badges, one count per item that has one, what is to be done summed up per group; favourites and recent records."""
    found: list[tuple[str, int, bool]] = []
    with scope.workspace.reading(scope.viewer) as context:
        for area in context.store.model.areas:
            for group in area.groups:
                place, to_be_done = f"cnt-{area.key}-{group.key}", list[int]()
                for item in group.items:
                    if (n := _counted(scope, context, item)) is None:
                        continue
                    found.append((f"{place}-{item.key}", n, to_do(item)))
                    to_be_done += [n] if to_do(item) else []
                found += [(place, sum(to_be_done), True)] if to_be_done else []
        return fragment(scope, "parts/counts.html", counts=found, mine=mine(scope, context))


def _counted(scope: Scope, context: Context, item: Item) -> int | None:
    """How many records an item's badge counts; None where it has none that the viewer may ask for."""
    entity = entity_of(context.store.model, item.open)
    if not item.badge or entity is None or not may_open(context.store.model, item, scope.viewer):
        return None
    try:
        rows = door.aggregate(context, Aggregate(entity, {"n": "COUNT()"}, filter=item.badge))
    except ProblemsFound:
        return None
    return int(rows[0]["n"]) if rows else 0


@router.get("/keys")
def keys(scope: Signed) -> Response:
    """The keys of the pages."""
    return fragment(scope, "parts/keys.html")
