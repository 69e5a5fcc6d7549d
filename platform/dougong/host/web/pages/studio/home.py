"""Where designing begins: what can be changed, drafts to go on with, what was published last."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response
from sqlalchemy import Connection

from dougong.host.access import people
from dougong.host.studio import change_sets, releases
from dougong.host.studio.change_sets import ChangeSet
from dougong.host.web.errors import Refused
from dougong.host.web.format.dates import relative
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.pages.signals import go, toast
from dougong.host.web.scope import Scope

from .first_steps import Step, steps_for
from .shell import PREFIX, Around, Designing, designers, draw_page
from .sketch import read_sketch

router = APIRouter(prefix=PREFIX, include_in_schema=False)
_NEWEST = 8


@dataclass(frozen=True, slots=True)
class Door:
    href: str
    icon: str
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """`own`: this person began it, and may share or drop it."""

    id: str
    name: str
    who: str
    when: str
    own: bool
    shared: bool
    current: bool


@dataclass(frozen=True, slots=True)
class AppLine:
    label: str
    version: str
    about: str
    icon: str


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One release in a list: `what` it did in words."""

    number: int
    what: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Home:
    """What templates/studio/home.html shows."""

    around: Around
    doors: tuple[Door, ...]
    drafts: tuple[DraftLine, ...]
    apps: tuple[AppLine, ...]
    releases: tuple[ReleaseLine, ...]
    steps: tuple[Step, ...] = ()


@router.get("")
def show_home(scope: Designing) -> Response:
    """Designers, drafts, apps, the newest releases."""
    base, language = f"{scope.base_path}{PREFIX}", scope.language
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
        names = names_of(scope, connection)
        drafts = change_sets.open_ones(connection, str(scope.viewer.person))
        newest = releases.list_releases(connection, _NEWEST)
        steps = steps_for(scope, connection)
    model = scope.workspace.store.model
    doors = tuple(
        Door(base + one.path, one.icon, one.label.in_(language), one.about.in_(language))
        for one in designers(scope)[1:]
    )
    apps = tuple(
        AppLine(
            app.label.in_(language), app.version, app.description.in_(language) if app.description else "", app.icon
        )
        for app in model.apps.values()
    )
    lines = tuple(release_line(scope, one, names) for one in newest)
    now_on = sketch.draft.change_set.id
    drawn = tuple(_draft(scope, one, names, now_on) for one in drafts)
    return draw_page(
        scope, "home", "studio/home.html", sketch, lambda around: Home(around, doors, drawn, apps, lines, steps)
    )


@router.post("/draft")
def change_draft(
    scope: Designing, do: Annotated[str, Form()] = "", id: Annotated[str, Form()] = "",  # noqa: A002
    name: Annotated[str, Form(max_length=200)] = "",
) -> Response:  # fmt: skip
    """Names a draft, shares it with everybody who may design, keeps it to oneself again, goes on with it, or drops it."""
    person, workspace = str(scope.viewer.person), scope.workspace
    with workspace.writer.begin() as connection:
        given = change_sets.find(connection, id, person)
        match do:
            case "name":
                change_sets.rename(connection, given, name)
            case "share" | "keep":
                change_sets.share(connection, given, do == "share")
            case "work":
                change_sets.choose(connection, given, person)
            case "drop":
                change_sets.end(connection, given, "dropped", workspace.clock())
            case _:
                raise Refused(404)
    said = toast(words_of(scope)("Draft dropped")) if do == "drop" else {}
    return go(scope, f"{scope.base_path}{PREFIX}", said)


def names_of(scope: Scope, connection: Connection) -> dict[str, str]:
    """Id of a person -> name."""
    return {one.id: one.name for one in people.everyone(connection, scope.workspace.store)}


def release_line(scope: Scope, one: releases.Release, names: dict[str, str]) -> ReleaseLine:
    """A release as one line."""
    words = words_of(scope)
    app = scope.workspace.store.model.apps.get(one.app)
    label = app.label.in_(scope.language) if app else one.app
    what = (
        {
            "install": words("{app} {version} installed", app=label, version=one.version),
            "upgrade": words("{app} upgraded to {version}", app=label, version=one.version),
            "uninstall": words("{app} removed", app=label),
            "revert": words("Release {n} taken back", n=one.note),
        }.get(one.action)
        or one.note
        or words("Changes of the studio")
    )
    return ReleaseLine(one.number, what, names.get(one.person or "", ""), when(scope, one.at))


def when(scope: Scope, at: object) -> str:
    """A moment as people say it."""
    return relative(at, scope.workspace.clock(), scope.viewer.zone, scope.language)  # type: ignore[arg-type]


def _draft(scope: Scope, one: ChangeSet, names: dict[str, str], current: str) -> DraftLine:
    name = one.name or words_of(scope)("Draft of {name}", name=names.get(one.person, ""))
    return DraftLine(
        one.id, name, names.get(one.person, ""), when(scope, one.updated_at), one.person == scope.viewer.person, one.shared,
        one.id == current,
    )  # fmt: skip
