"""What cannot be shown, inside the frame: the menu stays, and the page says what is the matter and where to go.

Whoever is not signed in, and whatever went wrong inside, gets the page that needs nothing else (`web.error_page`).
"""

from dataclasses import dataclass, replace

from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from dougong.host.web.error_page import error_page
from dougong.host.web.errors import Refused, title_of
from dougong.host.web.scope import known_scope
from dougong.metamodel.text import text

from .frame import frame
from .render import page
from .signals import toast, trigger

_WORK = "main#work"
_ABOUT = {
    403: text("您的角色不能打开它。需要的话请联系管理员。", "Your roles do not open it. Ask an administrator if you need it."),
    404: text("它可能已被删除、移走，或者您无权查看。", "It may have been deleted or moved, or it is not in your sight."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """What templates/pages/refused.html shows."""

    base: str
    title: str
    lines: tuple[str, ...]
    request_id: str


async def refused_page(request: Request, refused: Refused, language: str) -> Response:
    """In the frame for a page or its work area; a part of one says it in a toast and leaves what stands there."""
    asked = request.headers.get("hx-target", "")
    if refused.status < 500 and request.headers.get("hx-request") and asked not in ("", _WORK):
        words = " ".join(_lines(refused, language)) or title_of(refused.status).in_(language)
        headers = {"HX-Reswap": "none", **trigger(toast(words, bad=True)), **refused.headers}
        return Response(status_code=refused.status, headers=headers)
    if refused.status < 500 and hasattr(request.state, "workspace"):
        found = await run_in_threadpool(_inside, request, refused)
        if found is not None:
            return found
    return HTMLResponse(error_page(request, refused, language), refused.status, refused.headers)


def _inside(request: Request, refused: Refused) -> Response | None:
    scope = known_scope(request)
    if scope is None:
        return None
    title = title_of(refused.status).in_(scope.language)
    lines = _lines(refused, scope.language)
    if not lines and refused.status in _ABOUT:
        lines = (_ABOUT[refused.status].in_(scope.language),)
    content = RefusedPage(scope.base_path, title, lines, scope.request_id)
    around = replace(frame(scope, scope.workspace.store.model, title), star="")  # nothing to keep
    return page(scope, "pages/refused.html", around, content, refused.status)


def _lines(refused: Refused, language: str) -> tuple[str, ...]:
    said = [refused.detail.in_(language)] if refused.detail else []
    for problem in refused.problems:
        said += [problem.message.in_(language), *([problem.fix.in_(language)] if problem.fix else [])]
    return tuple(said)
