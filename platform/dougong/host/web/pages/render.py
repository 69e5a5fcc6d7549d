"""Templates to responses: one Jinja environment per language, a whole page or (for htmx) only its work area."""

from functools import cache
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dougong.host.paths import TEMPLATES
from dougong.host.web.format import numbers
from dougong.host.web.scope import Scope
from dougong.host.web.words import LANGUAGES, words

from .frame import Frame
from .marks import avatar, bar, chip, icon
from .static import SHEET, static_url, version


@cache
def environment(language: str) -> Environment:
    """Escaping is on; a name that is missing is an error, never a blank."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    env.globals.update(
        _=words(language), language=language, languages=LANGUAGES, icon=icon, avatar=avatar, chip=chip, bar=bar,
        static=static_url, SHEET=SHEET, RELEASE=version, number=numbers.number, size=numbers.size,
    )  # fmt: skip
    env.filters["text"] = lambda label: label.in_(language) if label is not None else ""
    return env


def draw(template: str, language: str, **values: Any) -> str:
    """A template's text in a language."""
    return environment(language).get_template(template).render(**values)


def page(scope: Scope, template: str, frame: Frame, content: Any, status: int = 200) -> HTMLResponse:
    """A page inside the frame; htmx gets the work area alone (it asks with HX-Request)."""
    partial = scope.request.headers.get("hx-target", "") == "main#work"
    html = draw(template, scope.language, frame=frame, page=content, partial=partial)
    return HTMLResponse(html, status, headers={"Vary": "HX-Request, HX-Target", "Cache-Control": "no-store"})


def fragment(
    scope: Scope, template: str, status: int = 200, headers: dict[str, str] | None = None, **values: Any
) -> HTMLResponse:
    """A part of a page."""
    html = draw(template, scope.language, base=scope.base_path, csrf=scope.csrf, **values)
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store", **(headers or {})})
