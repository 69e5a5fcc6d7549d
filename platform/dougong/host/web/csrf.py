"""Cross-site request forgery: an unsafe request must come from our own pages and carry the session's token.

Before sign-in the token is a random cookie that the form repeats. Requests with a bearer token need none.
"""

import hmac
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request

from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text

from .errors import Refused

HEADER = "x-csrf-token"
FIELD = "_csrf"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def anonymous_token(request: Request) -> str:
    """The token of a browser that is not signed in; a new one is set as a cookie by the middleware."""
    name = f"dougong_{request.state.workspace.key}_csrf"
    known = request.cookies.get(name, "")
    if len(known) >= 20:
        return known
    fresh = getattr(request.state, "csrf_token", None) or secrets.token_urlsafe(24)
    request.state.csrf_token = fresh
    return str(fresh)


async def check(request: Request, expected: str) -> None:
    """Raises Refused 403 unless the request is safe or shows it comes from a page of ours."""
    if request.method in _SAFE:
        return
    given = request.headers.get(HEADER, "")
    if not given and request.headers.get("content-type", "").startswith(_FORMS):
        value = (await request.form()).get(FIELD)
        given = value if isinstance(value, str) else ""
    _require(request, given, expected)


def check_header(request: Request, expected: str) -> None:
    """The same for the API, which takes no forms."""
    if request.method not in _SAFE:
        _require(request, request.headers.get(HEADER, ""), expected)


def _require(request: Request, given: str, expected: str) -> None:
    if not _own_origin(request) or not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        raise Refused(
            403,
            [
                Problem(
                    "csrf",
                    text("页面已过期", "This page has expired"),
                    fix=text("刷新页面后再试一次", "Reload the page and try again"),
                )
            ],
        )


def _own_origin(request: Request) -> bool:
    """What the browser says of where the request comes from; older browsers say nothing and the token must do."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
