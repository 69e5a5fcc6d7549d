"""What stands around every page: menu, crumbs, the person, theme and language."""

from dataclasses import dataclass

from dougong.host.access.designing import may_design
from dougong.host.access.viewer import EVERYONE
from dougong.host.preferences import preferences_of
from dougong.host.studio.own_app import started_empty
from dougong.host.web.cookies import signed_in_to
from dougong.host.web.scope import Scope
from dougong.host.workspaces import DEFAULT, TRIAL, Workspaces
from dougong.metamodel.model import Model

from .app_icon import icon_url
from .menu import MenuArea, MenuItem, menu
from .place_paths import place_here
from .workspace import workspace_name


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step above this page; the last has no address."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """`current` is the address the menu marks; `theme` is `light`, `dark` or `auto`: the system's."""

    title: str
    crumbs: tuple[Crumb, ...]
    areas: tuple[MenuArea, ...]
    current: str
    workspace: str
    person: str
    role: str
    base: str
    csrf: str
    theme: str
    language: str
    kind: str = ""
    phone_items: tuple[MenuItem, ...] = ()
    accent: str = "blue"
    logo: str = ""
    """Address of the workspace's picture; empty: the product's mark stands there."""
    icon: str = ""
    """Address of the picture for a phone's start screen."""
    workspaces: tuple[tuple[str, str], ...] = ()
    """(name, address) of the other workspaces this browser is signed in to."""
    trial: str = ""
    """In a trial of a draft: the address of the studio it is tried from."""
    designs: bool = False
    """Whether the reader may change definitions."""
    begins: bool = False
    """Whether they may, in a workspace that no app was installed in: first steps are shown beside the menu."""
    revision: int = 0
    """The release the page is drawn by."""
    star: str = ""
    """Path of the place this page is, to be kept as a favourite; empty: it cannot be."""

    @property
    def back(self) -> str:
        """Where a phone's arrow goes: the nearest step above that has an address; empty where there is none."""
        return next((crumb.href for crumb in reversed(self.crumbs[:-1]) if crumb.href), "")


def theme(scope: Scope) -> str:
    """The chosen theme; `auto` when none was: js/theme.js asks the system before anything is drawn."""
    chosen = scope.request.cookies.get("theme", "")
    return chosen if chosen in ("light", "dark") else "auto"


def frame(
    scope: Scope, model: Model, title: str, crumbs: tuple[Crumb, ...] = (), current: str = "", kind: str = ""
) -> Frame:
    """The frame of a page. `current` defaults to the request's path; crumbs above the entity come from the menu."""
    areas, chosen = menu(model, scope.viewer, scope.language, scope.base_path), preferences_of(scope.workspace)
    here = current or scope.request.url.path
    entity = here.removeprefix(scope.base_path).strip("/").partition("/")[0].partition("?")[0]
    usual = next((view.key for view in model.views_of(entity)), "") if entity in model.entities else ""
    above, address = _place(areas, here, usual)
    named = sorted(scope.viewer.roles - {EVERYONE}) or sorted(scope.viewer.roles)
    roles = [model.roles[key].label.in_(scope.language) for key in named if key in model.roles]
    return Frame(
        title=title,
        crumbs=_distinct(above + (crumbs or (Crumb(title),))),
        areas=areas,
        current=address,
        workspace=workspace_name(scope.workspace),
        person=scope.viewer.name,
        role="、".join(roles[:2]) if scope.language == "zh-CN" else ", ".join(roles[:2]),
        base=scope.base_path,
        csrf=scope.csrf,
        theme=theme(scope),
        language=scope.language,
        kind=kind,
        phone_items=_of_phone(areas),
        accent=chosen.accent,
        logo=f"{scope.base_path}/workspace/logo/{chosen.logo}" if chosen.logo else "",
        icon=icon_url(scope.base_path, chosen, "180.png"),
        workspaces=_others(scope),
        trial=_trial(scope),
        designs=may_design(model, scope.viewer),
        begins=started_empty(model.apps) and may_design(model, scope.viewer),
        revision=scope.workspace.revision,
        star=place_here(scope.request.url.path.removeprefix(scope.base_path), here.removeprefix(scope.base_path)),
    )


def _trial(scope: Scope) -> str:
    if not scope.workspace.key.startswith(TRIAL):
        return ""
    origin = scope.workspace.origin
    return "/studio/try" if origin == DEFAULT else f"/w/{origin}/studio/try"


def _of_phone(areas: tuple[MenuArea, ...]) -> tuple[MenuItem, ...]:
    """At most four, one of a group; where none is meant for a phone, the first of the menu."""
    groups = [group.items for area in areas for group in area.groups]
    meant = [found[0] for items in groups if (found := [item for item in items if item.phone])]
    return tuple(meant or [items[0] for items in groups])[:4]


def _others(scope: Scope) -> tuple[tuple[str, str], ...]:
    """Read from a cookie that signing in writes; a key in it that is no workspace counts for nothing."""
    open_ones: Workspaces = scope.request.app.state.workspaces
    keys = [key for key in signed_in_to(scope.request) if key != scope.workspace.key and key in open_ones]
    return tuple((workspace_name(open_ones[key]), "/" if key == DEFAULT else f"/w/{key}/") for key in keys)


def _distinct(crumbs: tuple[Crumb, ...]) -> tuple[Crumb, ...]:
    """Without a step that only repeats the words of the next."""
    return tuple(
        crumb for crumb, after in zip(crumbs, (*crumbs[1:], Crumb("")), strict=True) if crumb.label != after.label
    )


def _place(areas: tuple[MenuArea, ...], here: str, usual: str) -> tuple[tuple[Crumb, ...], str]:
    """The area and group of the item the page belongs to, and that item's address: the one with its very view, else the
    one with the entity's usual view, else the first of the entity."""
    path, _, query = here.partition("?")
    best: tuple[int, tuple[Crumb, ...], str] = (0, (), "")
    for area in areas:
        for group in area.groups:
            for item in group.items:
                item_path, _, item_query = item.href.partition("?")
                score = 0
                if path == item_path or path.startswith(item_path + "/"):
                    same = bool(item_query) and item_query in query.split("&")
                    score = 1 + 4 * same + 2 * (item_query in ("", f"view={usual}")) + (item_path == path)
                if score > best[0]:
                    best = (score, (Crumb(area.label), Crumb(group.label)), item.href)
    return best[1], best[2]
