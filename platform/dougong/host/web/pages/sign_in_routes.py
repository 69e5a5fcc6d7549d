"""Signing in and out: the page, its forms, and the language of people not signed in."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dougong.host.access import sign_in as access
from dougong.host.access.people import Person
from dougong.host.access.second_step import SecondStep
from dougong.host.access.sign_in import SignedIn
from dougong.host.preferences import preferences_of
from dougong.host.web.cookies import clear_session, set_session
from dougong.host.web.scope import Scope, anonymous, signed_in
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text

from .frame import theme
from .render import draw
from .sign_in_steps import from_where, local, step_page
from .workspace import workspace_name

router = APIRouter(include_in_schema=False)
Anyone = Annotated[Scope, Depends(anonymous)]
Text = Annotated[str, Form()]
_YEAR = 365 * 86400
_ROOM = 14
"""Sample people on the page."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class SignInPage:
    """What templates/pages/sign_in.html shows; `people` only in demo mode."""

    workspace: str
    base: str
    csrf: str
    next: str
    login: str
    problem: str
    people: tuple[DemoPerson, ...]
    language: str
    theme: str
    provider: str = ""
    """Words on the button of the sign-in provider; empty: there is none."""
    accent: str = "blue"


@router.get("/sign-in")
def sign_in_page(scope: Anyone, next: str = "", language: str = "") -> Response:  # noqa: A002
    """The page; somebody already signed in goes on; `language` is remembered."""
    if language in ("zh-CN", "en"):
        response = RedirectResponse(f"{scope.base_path}/sign-in?next={local(scope, next)}", 303)
        response.set_cookie("dougong_language", language, max_age=_YEAR, samesite="lax", path="/")
        return response
    if scope.session is not None:
        return RedirectResponse(local(scope, next), 303)
    return _page(scope, next)


@router.post("/sign-in")
def sign_in(scope: Anyone, login: Text, password: Text, next: Text = "") -> Response:  # noqa: A002
    """By name and password."""
    address, agent = from_where(scope)
    return _done(scope, access.sign_in(scope.workspace, login, password, address, agent), next, login)


@router.post("/sign-in/demo")
def sign_in_demo(scope: Anyone, person: Text, next: Text = "") -> Response:  # noqa: A002
    """As one of the sample people."""
    address, agent = from_where(scope)
    return _done(scope, access.sign_in_demo(scope.workspace, person, address, agent), next, "")


@router.post("/sign-out")
def sign_out(scope: Annotated[Scope, Depends(signed_in)]) -> Response:
    """Ends the session."""
    if scope.session is not None:
        access.sign_out(scope.workspace, scope.session)
    clear_session(scope.request)
    return RedirectResponse(f"{scope.base_path}/sign-in", 303)


def _done(scope: Scope, found: SignedIn | SecondStep | Problem, after: str, login: str) -> Response:
    if isinstance(found, SecondStep):
        return step_page(scope, found, after)
    if isinstance(found, Problem):
        words = found.message.in_(scope.language) + (f" {found.fix.in_(scope.language)}" if found.fix else "")
        return _page(scope, after, login, words, 429 if found.code == "too_many_attempts" else 401)
    set_session(scope.request, found.token)
    return RedirectResponse(local(scope, after), 303)


def _one_of_each(people: list[Person]) -> list[Person]:
    """Sample people to choose from: one for every set of roles first, then others, as many as the page has room for."""
    first = {one.roles: one for one in reversed(people)}
    chosen = [one for one in people if first[one.roles] is one]
    return [*chosen, *(one for one in people if one not in chosen)][:_ROOM]


def _page(scope: Scope, after: str, login: str = "", problem: str = "", status: int = 200) -> HTMLResponse:
    model = scope.workspace.store.model
    between = "、" if scope.language.startswith("zh") else ", "
    people = tuple(
        DemoPerson(
            one.id, one.name,
            between.join(model.roles[r].label.in_(scope.language) for r in one.roles if r in model.roles) or one.position or "",
        )
        for one in _one_of_each(access.demo_people(scope.workspace))
    )  # fmt: skip
    content = SignInPage(
        workspace_name(scope.workspace),
        scope.base_path,
        scope.csrf,
        after,
        login,
        problem,
        people,
        scope.language,
        theme(scope),
        _provider_words(scope),
        preferences_of(scope.workspace).accent,
    )
    return HTMLResponse(
        draw("pages/sign_in.html", scope.language, page=content), status, headers={"Cache-Control": "no-store"}
    )


def _provider_words(scope: Scope) -> str:
    provider = preferences_of(scope.workspace).provider
    words = text("单点登录", "Single sign-on").in_(scope.language)
    return (provider.label or words) if provider.on else ""
