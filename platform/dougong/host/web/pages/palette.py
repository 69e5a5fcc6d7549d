"""Where the palette goes: what the menu, the views and the pages are called, and what may be made, found by words,
pinyin or its initials. Worked out once per revision, rights and language."""

from collections.abc import Iterator
from dataclasses import dataclass

from dougong.host.web.scope import Scope
from dougong.records.context import Context
from dougong.records.search import fold, sounds

from .board import page_for
from .list_page import words_of
from .menu import menu
from .quick_routes import may_create
from .saved_views import every_saved_view


@dataclass(frozen=True, slots=True)
class Goal:
    """A place or a form; `words` is what it is found by, folded; how it sounds is worked out when something is typed."""

    href: str
    label: str
    icon: str
    kind: str
    words: str
    new: bool = False


def goals(scope: Scope, context: Context) -> tuple[Goal, ...]:
    """Everything the viewer may go to or make, menu first; views people keep are asked for each time."""
    key = ("palette", scope.viewer.rights_key, scope.language, scope.base_path)
    known = scope.workspace.caches.get(key)
    if known is None:
        by_href: dict[str, Goal] = {}
        for goal in _defined(scope, context):
            by_href.setdefault(goal.href, goal)
        known = scope.workspace.caches[key] = tuple(by_href.values())
    return (*known, *_kept(scope, context))


def matching(every: tuple[Goal, ...], text: str) -> list[Goal]:
    """Those that have all words of a text, best first: called so, beginning so, sounding so, having it somewhere."""
    words = fold(text).split()
    if not words:
        return []
    found = [goal for goal in every if all(_has(goal, word) for word in words)]
    return sorted(found, key=lambda goal: _rank(goal, " ".join(words)))


def _has(goal: Goal, word: str) -> bool:
    """Two letters inside a sound are chance; at its beginning, or more of them, are meant."""
    return word in goal.words or f" {word}" in _heard(goal) or (len(word) > 2 and word in _heard(goal))


def _rank(goal: Goal, text: str) -> int:
    label = fold(goal.label)
    return 0 if label == text else 1 if label.startswith(text) else 2 if _heard(goal).startswith(f" {text}") else 3


def _defined(scope: Scope, context: Context) -> Iterator[Goal]:
    model, viewer, language, base = context.store.model, scope.viewer, scope.language, scope.base_path
    words = words_of(scope)
    for area in menu(model, viewer, language, base):
        for group in area.groups:
            for item in group.items:
                yield _goal(item.href, item.label, item.icon, area.label, item.key.rpartition(".")[2])
    for entity in model.entities.values():
        seen = viewer.admin or not viewer.on(entity.key).read.nothing
        if entity.implicit or entity.owner_link is not None or not seen:
            continue
        many, icon = entity.plural.in_(language), entity.definition.icon
        for view in model.views_of(entity.key):
            yield _goal(f"{base}/{entity.key}?view={view.key}", view.label.in_(language), icon, many, entity.key)
        if not model.views_of(entity.key):
            yield _goal(f"{base}/{entity.key}", many, icon, words("List"), entity.key)
        if may_create(context, entity):
            thing = entity.label.in_(language)
            label = words("New {thing}", thing=thing)
            yield _goal(
                f"{base}/{entity.key}/new",
                label,
                icon,
                words("New"),
                f"{entity.key} {thing} new create 新建 新增 xj",
                new=True,
            )
    for one in model.pages.values():
        if page_for(model, one.key, viewer) is not None:
            yield _goal(f"{base}/page/{one.key}", one.label.in_(language), "layout-dashboard", words("Page"), one.key)
    for path, label, icon in (
        ("/notices", words("Notices"), "bell"), ("/favourites", words("Favourites"), "star"),
        ("/profile", words("Profile and security"), "user"), ("/profile/files", words("My files"), "file-export"),
        ("/help", words("Help"), "help"),
    ):  # fmt: skip
        yield _goal(base + path, label, icon, words("Yours"), path)


def _kept(scope: Scope, context: Context) -> Iterator[Goal]:
    entities = context.store.model.entities
    for view in every_saved_view(context.connection, scope.viewer):
        entity = entities.get(view.entity)
        if entity is not None and (scope.viewer.admin or not scope.viewer.on(view.entity).read.nothing):
            many, href = entity.plural.in_(scope.language), f"{scope.base_path}/{view.entity}?view={view.key}"
            yield _goal(href, view.label, entity.definition.icon, many, "")


def _goal(href: str, label: str, icon: str, kind: str, also: str, *, new: bool = False) -> Goal:
    return Goal(href, label, icon, kind, fold(f"{label} {kind} {also}"), new)


def _heard(goal: Goal) -> str:
    return f" {sounds(goal.label)} {sounds(goal.kind)}"  # kept by `sounds` itself
