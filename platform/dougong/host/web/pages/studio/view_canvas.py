"""The canvas of the view designer: the list as its own page draws it, by the draft's definitions, with the records there are."""

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from dougong.host.studio.draft_store import DraftStore
from dougong.host.studio.view_problems import Found, sound
from dougong.host.web.pages.list_page import ListPage, list_page
from dougong.host.web.scope import Scope
from dougong.metamodel.model import Model
from dougong.metamodel.view import View
from dougong.records.context import Context
from dougong.records.rights import Viewer
from dougong.records.store import RecordStore

from .form_canvas import viewer_as
from .shell import PREFIX

ROWS = 20
"""Records of a table that are drawn while it is designed."""
_ASKS = re.compile(r'\s(?:hx-[\w:-]+|data-rows|data-cards|draggable)="[^"]*"|\s(?:data-moves|data-widths)(?=[\s>])')
_SCRIPT = re.compile(r'<script type="module" src="[^"]*/js/(?!calendar|timeline)[^"]*"></script>')
_FEED = re.compile(r'data-feed="[^"]*"')


@dataclass(frozen=True, slots=True)
class Head:
    """A column as it is drawn; `fixed`: it names the records and stays in front."""

    path: str
    label: str
    width: int
    fixed: bool


@dataclass(frozen=True, slots=True)
class Canvas:
    """`page` is what the product's own `template` shows, `lost` whether the role does not get this view at all; `feed` is
    where a calendar asks for its records."""

    page: ListPage
    template: str
    heads: tuple[Head, ...]
    lost: bool
    feed: str

    def quiet(self, html: str) -> Markup:
        """The page's HTML without what would ask, move or load anything by itself."""
        still = _FEED.sub(f'data-feed="{self.feed}"', _SCRIPT.sub("", _ASKS.sub("", str(html))))
        return Markup(still)  # noqa: S704  (the page's own template escaped it)

    def mark(self, html: str) -> str:
        """Another one whenever what is drawn differs."""
        return hashlib.blake2b(html.encode("utf-8", "replace"), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a canvas is made from: the view of the draft, the model it makes, who looks at which state of it."""

    scope: Scope
    model: Model
    view: View
    problems: Found
    role: str = ""
    state: str = ""


def canvas_of(given: Drawn, context: Context) -> Canvas:
    """The view as the designer sees it, or as `role` would get it."""
    scope, key = given.scope, given.view.key
    asked, there = as_drafted(given, context)
    entity = there.store.model.entities[given.view.entity]
    page = list_page(asked, there, entity, {"view": key}, own=False)
    title = entity.definition.title
    columns: Any = page.columns if page.kind == "list" else getattr(page.body, "heads", ())
    heads = tuple(Head(one.path, one.label, one.width, one.path == title) for one in columns)
    feed = f"{scope.base_path}{PREFIX}/view/{key}/events?as={given.role}&state={given.state}"
    template = "pages/list.html" if page.kind == "list" else f"views/{page.kind}.html"
    return Canvas(page, template, heads, page.view.key != key, feed)


def as_drafted(given: Drawn, context: Context) -> tuple[Scope, Context]:
    """The request and its hold on the records as they are when the draft is in force, for whoever looks."""
    view, base = sound(given.view, given.problems), _store(given.scope, given.model)
    size = min(view.page_size, ROWS)
    branches = not isinstance(base, DraftStore) or base.has_branches(view.entity)
    kind = view.type if branches or view.type != "tree" else "list"
    narrowed = view.model_copy(update={"page_size": size, "type": kind})
    model = replace(given.model, views={**given.model.views, view.key: narrowed})
    viewer = _viewer(given) if given.role else given.scope.viewer
    store = DraftStore(model, base)
    return replace(given.scope, viewer=viewer), replace(context, store=store, viewer=viewer)


def _viewer(given: Drawn) -> Viewer:
    seen = viewer_as(given.scope.viewer, given.model, given.role)
    return replace(seen, rights_key=f"draft:{given.state}:{given.role}")


def _store(scope: Scope, model: Model) -> RecordStore:
    """The store in force where the draft leaves objects as they are; else one over the draft, kept while it stays."""
    now = scope.workspace.store
    if model.entities is now.model.entities:
        return now
    known: list[DraftStore] = scope.workspace.caches.setdefault("questions of drafts", [])
    found = next((one for one in known if one.model.entities is model.entities), None)
    if found is None:
        found = DraftStore(model, now)
        known[:] = [found, *known[:2]]
    return found
