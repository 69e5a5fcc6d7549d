"""The session cookie: HttpOnly, SameSite=Lax, Secure over HTTPS, one name per workspace.

Code that is not at the response yet asks for a cookie here; the middleware puts it on the response.
"""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dougong.host.workspaces import KEY

_LIST = "dougong_workspaces"
_MOST = 20
_YEAR = 365 * 86400


def session_cookie(request: Request) -> str:
    return f"dougong_{request.state.workspace.key}"


def session_token(request: Request) -> str:
    """The token the browser sent, or ""."""
    return request.cookies.get(session_cookie(request), "")


def set_session(request: Request, token: str) -> None:
    """The response will carry the token."""
    request.state.session_token = token


def clear_session(request: Request) -> None:
    """The response will remove the cookie, if the browser sent one."""
    if session_token(request):
        request.state.session_token = ""


def is_asked(state: Mapping[str, Any]) -> bool:
    """Whether the response is to set any cookie; `state` is the request's."""
    return "session_token" in state or "csrf_token" in state


def signed_in_to(request: Request) -> list[str]:
    """Keys of the workspaces this browser says it is signed in to: it chooses what the switch offers, no right."""
    return [key for key in request.cookies.get(_LIST, "").split(".")[:_MOST] if KEY.fullmatch(key)]


def _keep_list(request: Request, response: Response, *, here: bool) -> None:
    key = request.state.workspace.key
    keys = [one for one in signed_in_to(request) if one != key] + ([key] if here else [])
    secure = request.url.scheme == "https"
    response.set_cookie(
        _LIST, ".".join(keys[-_MOST:]), max_age=_YEAR, path="/", secure=secure, httponly=True, samesite="lax"
    )


def apply_cookies(request: Request, response: Response) -> None:
    """Writes what was asked for; called once per response."""
    path = request.scope.get("root_path", "") or "/"
    secure = request.url.scheme == "https"
    token = getattr(request.state, "session_token", None)
    if token is not None:
        _keep_list(request, response, here=token != "")
    if token == "":
        response.delete_cookie(session_cookie(request), path=path)
    elif token is not None:
        age = request.app.state.settings.session_days * 86400
        response.set_cookie(
            session_cookie(request), token, max_age=age, path=path, secure=secure, httponly=True, samesite="lax"
        )
    anonymous = getattr(request.state, "csrf_token", None)
    if anonymous is not None:
        name = f"{session_cookie(request)}_csrf"
        response.set_cookie(name, anonymous, path=path, secure=secure, httponly=True, samesite="lax")
