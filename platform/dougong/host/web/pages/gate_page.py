"""Pages before there is a session, drawn like the sign-in page: one calm column without the frame."""

from typing import Any

from fastapi.responses import HTMLResponse

from dougong.host.preferences import preferences_of
from dougong.host.web.scope import Scope

from .frame import theme
from .render import draw
from .workspace import workspace_name


def gate_page(scope: Scope, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The template with `gate` (base, csrf, workspace, language, theme, accent) and the values; never cached."""
    gate = {
        "base": scope.base_path, "csrf": scope.csrf, "workspace": workspace_name(scope.workspace),
        "language": scope.language, "theme": theme(scope), "accent": preferences_of(scope.workspace).accent,
    }  # fmt: skip
    html = draw(template, scope.language, gate=gate, **values)
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})
