"""Upgrading and removing an app: the consequence from all sides, a choice per item, and the work as it goes on."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from dougong.host import jobs
from dougong.host.install.job import so_far
from dougong.host.install.shelf import Offer
from dougong.host.jobs import Job
from dougong.host.store import documents
from dougong.host.studio.app_impact import looked, outcome
from dougong.host.studio.app_template import made_here
from dougong.host.web.errors import Refused
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.pages.render import fragment
from dougong.host.web.pages.signals import go
from dougong.host.web.scope import Scope
from dougong.metamodel.app import App
from dougong.metamodel.documents import Bundle

from .home import names_of
from .shell import PREFIX, Around, Designing, draw_page
from .sketch import read_sketch
from .template_cards import AppHere, apps_here
from .template_outcome import Choice, Consequence, Line, choices, consequence, lines, needed_by
from .template_pages import KEY, begin

router = APIRouter(prefix=f"{PREFIX}/template", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a form says: meetings that are the new version's, and changes of it that are not taken."""

    yielding: frozenset[int]
    left_out: frozenset[int]


async def chosen(request: Request) -> Chosen:
    """Of each meeting `choice.3` = `3:theirs`; changes that were `listed` but not ticked (`take`) are left out."""
    form = await request.form()
    theirs = {
        value.partition(":")[0] for value in form.values() if isinstance(value, str) and value.endswith(":theirs")
    }
    left = {str(one) for one in form.getlist("listed")} - {str(one) for one in form.getlist("take")}
    yielding, left_out = (frozenset(int(one) for one in some if one.isdecimal()) for some in (theirs, left))
    return Chosen(yielding, left_out)


Choosing = Annotated[Chosen, Depends(chosen)]


@dataclass(frozen=True, slots=True)
class UpgradePage:
    """What templates/studio/template_upgrade.html shows; `more` lines of either side are not listed."""

    around: Around
    here: str
    label: str
    versions: tuple[str, str]
    state: str
    choices: tuple[Choice, ...]
    theirs: tuple[Line, ...]
    ours: tuple[Line, ...]
    more: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RemovalPage:
    """What templates/studio/template_removal.html shows."""

    around: Around
    here: str
    label: str
    state: str
    ours: tuple[Line, ...]
    told: Consequence


@dataclass(frozen=True, slots=True)
class WorkPage:
    """What templates/studio/template_work.html shows of a job: `done` of `total` sample records."""

    around: Around
    here: str
    kind: str
    label: str
    state: str
    done: int
    total: int
    message: str
    result: dict[str, object]
    back: str


@router.get("/app/{key}/upgrade")
def show_upgrade(scope: Designing, key: str) -> Response:
    """Base old, base new and ours; what comes of it is asked for by the page."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
        installed, offer = _pair(apps_here(scope, documents.load_layers(connection)).get(key))
        state, three = looked(connection, offer.bundle)
    language = scope.language
    label = installed.label.in_(language)
    theirs, ours = lines(three, "theirs", key, language), lines(three, "ours", key, language)
    return draw_page(
        scope, KEY, "studio/template_upgrade.html", sketch,
        lambda around: UpgradePage(
            around, _here(scope, key), label, (installed.version, offer.app.version), state, choices(three, language),
            theirs[0], ours[0], (theirs[1], ours[1]),
        ),
        last=words_of(scope)("Upgrade {app}", app=label),
    )  # fmt: skip


@router.post("/app/{key}/upgrade/look")
def look_again(scope: Designing, key: str, given: Choosing) -> Response:
    """The consequence of what is chosen by now."""
    with scope.workspace.engine.connect() as connection:
        _, offer = _pair(apps_here(scope, documents.load_layers(connection)).get(key))
        people = names_of(scope, connection)
        found = outcome(connection, scope.workspace, offer.bundle, yielding=given.yielding, left_out=given.left_out)
    told = consequence(found, scope.workspace.store.model, scope.language, people, scope.base_path)
    return fragment(scope, "studio/template_upgrade_told.html", told=told, here=_here(scope, key))


@router.post("/app/{key}/upgrade")
def upgrade_app(
    scope: Designing,
    key: str,
    given: Choosing,
    expected: Annotated[str, Form()] = "",
    aside: Annotated[str, Form()] = "",
) -> Response:
    """Begins in the background; what is refused is told by the work."""
    payload = {
        "app": key, "yielding": sorted(given.yielding), "left_out": sorted(given.left_out), "aside": aside == "on",
        "expected": expected,
    }  # fmt: skip
    return begin(scope, "upgrade", payload)


@router.get("/app/{key}/remove")
def show_removal(scope: Designing, key: str) -> Response:
    """What goes, what stays, and who names what goes."""
    with scope.workspace.engine.connect() as connection:
        sketch, people = read_sketch(scope, connection), names_of(scope, connection)
        layers = documents.load_layers(connection)
        one = apps_here(scope, layers).get(key)
        if one is None or one.installed is None:
            raise Refused(404)
        found = outcome(connection, scope.workspace, Bundle(key, ()))
        made = [one for one in made_here(layers) if str(one.change.path[0]).startswith(f"{key}/")]
    label = one.installed.label.in_(scope.language)
    told = consequence(found, scope.workspace.store.model, scope.language, people, scope.base_path)
    told = replace(told, troubles=needed_by(found, scope.language))
    own = tuple(Line(one.number, one.words.in_(scope.language), "gone") for one in made)
    return draw_page(
        scope, KEY, "studio/template_removal.html", sketch,
        lambda around: RemovalPage(around, _here(scope, key), label, found.state, own, told),
        last=words_of(scope)("Uninstall {app}", app=label),
    )  # fmt: skip


@router.post("/app/{key}/remove")
def remove_app(
    scope: Designing, key: str, expected: Annotated[str, Form()] = "", seen: Annotated[str, Form()] = ""
) -> Response:
    """Begins in the background, once what goes has been confirmed."""
    if seen != "on":
        return go(scope, f"{_here(scope, key)}/remove")
    return begin(scope, "uninstall", {"app": key, "expected": expected})


@router.get("/work/{id}")
def show_work(scope: Designing, id: str) -> Response:  # noqa: A002
    """How far it is, or what came of it."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    job = _job(scope, id)
    return draw_page(
        scope,
        KEY,
        "studio/template_work.html",
        sketch,
        lambda around: _work(scope, around, job),
        last=_label(scope, job),
    )


@router.get("/work/{id}/progress")
def show_progress(scope: Designing, id: str) -> Response:  # noqa: A002
    """The card with the bar while it goes on; the page again when it is over."""
    job = _job(scope, id)
    here = f"{scope.base_path}{PREFIX}/template/work/{job.id}"
    if not job.live:
        return go(scope, here)
    done, total = so_far(scope.workspace, job.id) or (0, 0)
    return fragment(scope, "studio/template_progress.html", here=here, done=done, total=total, label=_label(scope, job))


def _pair(one: AppHere | None) -> tuple[App, Offer]:
    """What is installed and what is on the shelf; Refused 404 where one of them is not."""
    if one is None or one.installed is None or one.offer is None:
        raise Refused(404)
    return one.installed, one.offer


def _here(scope: Scope, key: str) -> str:
    return f"{scope.base_path}{PREFIX}/template/app/{key}"


def _job(scope: Scope, id: str) -> Job:  # noqa: A002
    found = jobs.status(scope.workspace, id)
    if found is None or found.kind not in ("install", "upgrade", "uninstall"):
        raise Refused(404)
    return found


def _label(scope: Scope, job: Job) -> str:
    key = str(job.payload.get("app", ""))
    known = scope.workspace.store.model.apps.get(key)
    with scope.workspace.engine.connect() as connection:
        found = apps_here(scope, documents.load_layers(connection)).get(key)
    return known.label.in_(scope.language) if known else found.app.label.in_(scope.language) if found else key


def _work(scope: Scope, around: Around, job: Job) -> WorkPage:
    base = f"{scope.base_path}{PREFIX}/template"
    done, total = so_far(scope.workspace, job.id) or (0, 0)
    key = str(job.payload.get("app", ""))
    back = {
        "install": f"{base}/app/{key}",
        "upgrade": f"{base}/app/{key}/upgrade",
        "uninstall": f"{base}/app/{key}/remove",
    }
    return WorkPage(
        around, f"{base}/work/{job.id}", job.kind, _label(scope, job), job.state, done, total, job.message,
        job.result or {}, back[job.kind],
    )  # fmt: skip
