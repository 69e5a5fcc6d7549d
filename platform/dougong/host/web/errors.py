"""Errors as people and programs see them: RFC 9457 problem details for the API, a page in words for a browser.

The shape, everywhere: {"type", "title", "status", "detail"?, "request_id", "errors": [{"path", "code", "message", "fix"?}]}.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import orjson
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

MEDIA = "application/problem+json"

_TITLES: Mapping[int, LocalText] = {
    400: text("请求有误", "The request is not well formed"),
    401: text("请先登录", "Please sign in"),
    403: text("没有权限", "You may not do this"),
    404: text("没有找到", "Not found"),
    405: text("不支持这种操作", "This cannot be done here"),
    409: text("已被他人修改", "Somebody else changed this first"),
    412: text("版本已变化", "The version has changed"),
    413: text("内容太大", "This is too large"),
    415: text("不支持这种内容", "This kind of content is not taken"),
    422: text("内容有误", "Some of this cannot be saved"),
    428: text("缺少版本号", "The version is missing"),
    429: text("操作太频繁，请稍后再试", "Too many requests, please wait a moment"),
    500: text("出错了", "Something went wrong"),
    503: text("暂时不可用", "Not available at the moment"),
}

_STATUS: Mapping[str, int] = {
    "forbidden": 403, "not_found": 404, "unknown_entity": 404, "duplicate": 409, "unique": 409,
}  # fmt: skip


class Refused(Exception):
    """A request that ends here: a status, problems, and for the API extra members of the answer."""

    def __init__(
        self,
        status: int,
        problems: Iterable[Problem] = (),
        *,
        detail: LocalText | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self.status = status
        self.problems = tuple(problems)
        self.detail = detail
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})
        super().__init__(f"{status}: {[p.code for p in self.problems]}")


class SignInNeeded(Exception):
    """A page asked for by nobody we know: the browser is sent to sign in and comes back."""


def status_of(problems: Iterable[Problem]) -> int:
    """The status that problems mean; 403, 404 and 409 only when that is all there is to say."""
    found = {_STATUS.get(problem.code.split(".")[0], 422) for problem in problems}
    return found.pop() if len(found) == 1 else 422


def title_of(status: int) -> LocalText:
    return _TITLES.get(status) or (_TITLES[500] if status >= 500 else _TITLES[400])


def problem_members(problem: Problem, language: str) -> dict[str, Any]:
    """One entry of `errors`."""
    found: dict[str, Any] = {
        "path": problem.path, "code": problem.code, "message": problem.message.in_(language),
    }  # fmt: skip
    if problem.fix is not None:
        found["fix"] = problem.fix.in_(language)
    if problem.file:
        found["file"] = problem.file
    return found


def problem_response(request: Request, refused: Refused, language: str) -> Response:
    """The answer of the API."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title_of(refused.status).in_(language),
        "status": refused.status,
        "request_id": getattr(request.state, "request_id", ""),
        "errors": [problem_members(problem, language) for problem in refused.problems],
        **refused.extra,
    }
    if refused.detail is not None:
        body["detail"] = refused.detail.in_(language)
    return Response(orjson.dumps(body, default=str), refused.status, refused.headers, MEDIA)


def wants_problem(request: Request) -> bool:
    """Whether the answer is for a program."""
    return "/api/" in request.url.path or "application/json" in request.headers.get("accept", "")


def refusal_of(error: Exception) -> Refused:
    """Any error that may leave an endpoint, as the refusal it means."""
    match error:
        case Refused():
            return error
        case ProblemsFound():
            return Refused(status_of(error.problems), error.problems)
        case HTTPException():
            return Refused(error.status_code, headers=error.headers)
        case RequestValidationError():
            return Refused(422, map(_from_fastapi, error.errors()))
        case _:
            return Refused(500)


async def answer(request: Request, error: Exception) -> Response:
    """The one rendering of errors; `main` registers it for every kind."""
    language = language_of(request)
    if isinstance(error, SignInNeeded):
        return _to_sign_in(request)
    refused = refusal_of(error)
    if wants_problem(request):
        return problem_response(request, refused, language)
    page: Callable[[Request, Refused, str], Awaitable[Response]] = request.app.state.refused_page  # set by main
    return await page(request, refused, language)


def _from_fastapi(found: Any) -> Problem:
    """What FastAPI says of a parameter or body, in our shape; the value itself is not repeated."""
    words = str(found.get("msg", ""))
    path = ".".join(str(part) for part in found.get("loc", ())[1:]) or "$"
    return Problem(f"request.{found.get('type', 'invalid')}", text(f"参数有误：{words}", words), path)


def language_of(request: Request) -> str:
    """The language a known person has chosen, else the cookie's, else what the browser prefers, else the setting's."""
    known = getattr(request.state, "language", None) or request.cookies.get("dougong_language")
    if known in ("zh-CN", "en"):
        return str(known)
    for part in request.headers.get("accept-language", "").split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith(("zh", "en")):
            return "zh-CN" if tag.startswith("zh") else "en"
    return str(request.app.state.settings.language)


def _to_sign_in(request: Request) -> Response:
    """Whoever has signed in again goes on where they were: at the page itself, not at what a part of it asked for."""
    from urllib.parse import quote, urlsplit

    alive = bool(request.headers.get("hx-request"))
    sent = request.headers
    came = (
        sent.get("hx-current-url") or sent.get("referer", "") if alive or request.method != "GET" else str(request.url)
    )
    page = urlsplit(came)
    here = page.path + (f"?{page.query}" if page.query else "")
    target = f"{request.scope.get('root_path', '')}/sign-in?next={quote(here, safe='')}"
    return Response(status_code=401, headers={"HX-Redirect": target}) if alive else RedirectResponse(target, 303)
