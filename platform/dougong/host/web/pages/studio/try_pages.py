"""Trying the draft: the whole product as it will be, as anybody, on a copy of what is there; nothing is kept."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from dougong.host.access import people
from dougong.host.studio import trials
from dougong.host.web.errors import Refused
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.pages.signals import go
from dougong.host.web.scope import Scope
from dougong.host.workspaces import TRIAL, Workspaces
from dougong.metamodel.problem import ProblemsFound

from .shell import PREFIX, Around, Designing, draw_page
from .sketch import read_sketch

router = APIRouter(prefix=f"{PREFIX}/try", include_in_schema=False)
_COOKIE = "dougong-trial"
"""Written unlike the sessions' cookies: a workspace may be called `trial`."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody the draft can be tried as."""

    id: str
    name: str
    roles: str


@dataclass(frozen=True, slots=True)
class TryPage:
    """What templates/studio/try.html shows; `running` while there is a trial, `said` why none could begin."""

    around: Around
    running: bool
    actors: tuple[Actor, ...]
    said: tuple[str, ...]


@router.get("")
def show_try(scope: Designing) -> Response:
    """Begin a trial, or go on as somebody."""
    return _page(scope)


@router.post("")
def begin_trial(scope: Designing, person: Annotated[str, Form(max_length=64)] = "") -> Response:
    """Makes the copy and goes into it as `person` (as anybody: administrators alone); what keeps the draft from being published is told."""
    workspaces: Workspaces = scope.request.app.state.workspaces
    for key in trials.outlived(scope.workspace, scope.workspace.clock()):
        workspaces.leave(key)
        trials.end(scope.workspace.settings, key)
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    if not sketch.count:
        return go(scope, f"{scope.base_path}{PREFIX}/publish")
    _end(scope, workspaces)
    try:
        found = trials.begin(scope.workspace, sketch.draft.change_set.id, str(scope.viewer.person))
    except ProblemsFound as refused:
        return _page(scope, tuple(one.message.in_(scope.language) for one in refused.problems[:8]), 422)
    return _entered(scope, workspaces, found.key, person)


@router.post("/as")
def change_actor(scope: Designing, person: Annotated[str, Form(max_length=64)]) -> Response:
    """Into the trial as somebody else."""
    key = trial_of(scope)
    if not key:
        return go(scope, f"{scope.base_path}{PREFIX}/try")
    return _entered(scope, scope.request.app.state.workspaces, key, person)


@router.post("/end")
def end_trial(scope: Designing) -> Response:
    """The copy goes."""
    _end(scope, scope.request.app.state.workspaces)
    answer = RedirectResponse(f"{scope.base_path}{PREFIX}", 303)
    answer.delete_cookie(_COOKIE, path=scope.base_path or "/")
    return answer


def trial_of(scope: Scope) -> str:
    """Key of the trial this browser has begun in this workspace; empty where there is none any more."""
    key = scope.request.cookies.get(_COOKIE, "")
    workspaces: Workspaces = scope.request.app.state.workspaces
    if not key.startswith(TRIAL) or key not in workspaces:
        return ""
    return key if workspaces[key].origin == scope.workspace.key else ""


def _end(scope: Scope, workspaces: Workspaces) -> None:
    key = trial_of(scope)
    if key:
        workspaces.leave(key)
        trials.end(scope.workspace.settings, key)


def _entered(scope: Scope, workspaces: Workspaces, key: str, person: str) -> Response:
    """A whole page in the trial: its session is a cookie of its own path."""
    trial, secure = workspaces[key], scope.request.url.scheme == "https"
    whom = person if scope.viewer.admin and person else str(scope.viewer.person)
    with trial.engine.connect() as connection:
        actor = people.by_id(connection, trial.store, whom)
    if actor is None or not actor.active:
        raise Refused(404)
    token = trials.enter(scope.workspace, trial, actor.id)
    answer = RedirectResponse(f"/w/{key}/", 303)
    answer.set_cookie(f"dougong_{key}", token, path=f"/w/{key}", secure=secure, httponly=True, samesite="lax")
    answer.set_cookie(_COOKIE, key, path=scope.base_path or "/", secure=secure, httponly=True, samesite="lax")
    return answer


def _page(scope: Scope, said: tuple[str, ...] = (), status: int = 200) -> Response:
    model = scope.workspace.store.model
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
        everyone = [one for one in people.everyone(connection, scope.workspace.store) if one.active]
    joint = "、" if scope.language == "zh-CN" else ", "
    actors = tuple(
        Actor(
            one.id,
            one.name,
            joint.join(model.roles[key].label.in_(scope.language) for key in one.roles if key in model.roles),
        )
        for one in everyone
        if scope.viewer.admin or one.id == scope.viewer.person
    )
    running = bool(trial_of(scope))
    return draw_page(
        scope, "home", "studio/try.html", sketch, lambda around: TryPage(around, running, actors, said),
        last=words_of(scope)("Try the draft"), status=status,
    )  # fmt: skip
