"""Addresses of the style guide: 404 unless the setting `guide` is on."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from dougong.host.web.errors import Refused, language_of
from dougong.host.web.middleware.headers import POLICY
from dougong.host.web.pages.render import draw

from .asking import asking
from .example import BASE, KEY, token_of
from .sections import SECTIONS
from .shown import Shown

router = APIRouter(include_in_schema=False, prefix="/guide")
THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """What templates/guide/page.html shows. `themes` are drawn beside each other; `only` is one part, for a frame.

    `phone`: the section stands in two frames as wide as a phone.
    """

    sections: tuple[tuple[str, str], ...]
    section: str
    title: str
    language: str
    themes: tuple[str, ...]
    shown: tuple[Shown, ...]
    only: bool
    phone: bool
    base: str
    example: str


@router.get("")
def index(request: Request) -> Response:
    """The first section."""
    _allowed(request)
    return RedirectResponse(f"{request.scope.get('root_path', '')}/guide/{SECTIONS[0].key}", 303)


@router.get("/{key}")
async def section(
    request: Request, key: str, theme: str = "", language: str = "", width: str = "", only: str = ""
) -> Response:
    """One section; `theme` light or dark shows it in that one alone, `width=phone` in frames 390 wide."""
    _allowed(request)
    found = next((one for one in SECTIONS if one.key == key), None)
    if found is None:
        raise Refused(404)
    language = language if language in ("zh-CN", "en") else language_of(request)
    phone = width == "phone"
    shown = () if phone else tuple(await found.draw(request, language))
    content = GuidePage(
        tuple((one.key, one.label.in_(language)) for one in SECTIONS),
        key,
        found.label.in_(language),
        language,
        (theme,) if theme in THEMES else THEMES,
        tuple(one for one in shown if not only or one.key == only),
        bool(only),
        phone,
        request.scope.get("root_path", ""),
        BASE,
    )
    return await _answer(request, content)


async def _answer(request: Request, content: GuidePage) -> Response:
    """The page may be framed by itself; the browser is signed in to the example, where the links of parts go."""
    policy = POLICY.format(nonce=request.state.nonce).replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    headers = {"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN", "Cache-Control": "no-store"}
    response = HTMLResponse(draw("guide/page.html", content.language, page=content), headers=headers)
    found = await asking(request, content.language)
    response.set_cookie(
        f"dougong_{KEY}", token_of(found.workspace, "lin", content.language), path=BASE, httponly=True, samesite="lax"
    )
    return response


def _allowed(request: Request) -> None:
    if not request.app.state.settings.guide:
        raise Refused(404)
