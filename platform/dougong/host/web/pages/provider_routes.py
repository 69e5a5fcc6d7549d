"""Signing in by the workspace's provider: going there, and coming back."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from dougong.host import preferences
from dougong.host.access import identities, oidc, tickets
from dougong.host.access.second_step import step_for
from dougong.host.access.sign_in import begin
from dougong.host.preferences import SignInProvider
from dougong.host.web.cookies import session_cookie, set_session
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, anonymous
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text

from .gate_page import gate_page
from .sign_in_steps import from_where, local, step_page

router = APIRouter(prefix="/sign-in/provider", include_in_schema=False)
Anyone = Annotated[Scope, Depends(anonymous)]


@router.get("")
def go(scope: Anyone, next: str = "") -> Response:  # noqa: A002
    """To the provider, with a sealed note in a cookie of ten minutes."""
    found = oidc.begin(scope.workspace, _provider(scope), _back(scope), local(scope, next))
    if isinstance(found, Problem):
        return _said(scope, found)
    address, note = found
    response = RedirectResponse(address, 303)
    response.set_cookie(
        _cookie(scope), note, max_age=int(tickets.GOOD_FOR.total_seconds()), path=scope.base_path or "/",
        secure=scope.request.url.scheme == "https", httponly=True, samesite="lax",
    )  # fmt: skip
    return response


@router.get("/back")
def back(scope: Anyone, state: str = "", code: str = "", error: str = "") -> Response:
    """Somebody comes back: signed in, or told why not."""
    provider, note = _provider(scope), scope.request.cookies.get(_cookie(scope), "")
    if error or not code:
        return _said(
            scope, Problem("denied", text("登录提供方没有放行", "The sign-in provider did not let you in"), "login")
        )
    found = oidc.finish(scope.workspace, provider, _back(scope), note, state, code)
    if isinstance(found, Problem):
        return _said(scope, found)
    with scope.workspace.writer.begin() as connection:
        store = scope.workspace.store_seen_by(connection)
        person = identities.person_of(connection, store, found, scope.workspace.clock())
        step = None
        if person is not None and not provider.trusted:
            step = step_for(connection, scope.workspace, person, person.login or person.name, "provider")
    if person is None:
        words = text("这里没有人用这个已验证的邮箱", "Nobody here has this verified e-mail address")
        fix = text("请管理员先邀请你", "Ask an administrator to invite you first")
        return _said(scope, Problem("unknown", words, "login", fix=fix))
    if step is not None:
        return step_page(scope, step, found.after)
    set_session(scope.request, begin(scope.workspace, person, *from_where(scope), "provider").token)
    response = RedirectResponse(local(scope, found.after), 303)
    response.delete_cookie(_cookie(scope), path=scope.base_path or "/")
    return response


def _provider(scope: Scope) -> SignInProvider:
    with scope.workspace.engine.connect() as connection:
        found = preferences.load(connection).provider
    if not found.on:
        raise Refused(404)
    return found


def _back(scope: Scope) -> str:
    return f"{str(scope.request.base_url).rstrip('/')}/sign-in/provider/back"


def _cookie(scope: Scope) -> str:
    return f"{session_cookie(scope.request)}_provider"


def _said(scope: Scope, problem: Problem) -> Response:
    lines = [problem.message.in_(scope.language), *([problem.fix.in_(scope.language)] if problem.fix else [])]
    return gate_page(scope, "admin/provider_said.html", 401, lines=lines)
