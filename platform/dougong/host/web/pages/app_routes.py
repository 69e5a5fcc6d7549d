"""The product as an app on a phone or a desk: what systems ask of an installable page, and what stands there offline.

All of it is open to anybody and holds no record: the workspace's name and picture, which the sign-in page shows as well.
"""

import json
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from dougong.host.paths import STATIC
from dougong.host.preferences import preferences_of
from dougong.host.store import blobs
from dougong.host.web.errors import Refused
from dougong.host.web.scope import workspace_of
from dougong.host.web.words import LANGUAGES
from dougong.host.workspaces import Workspace

from .app_icon import accents, app_icon, icon_url, stamp_of
from .render import draw
from .static import SHEET, static_url, version
from .workspace import workspace_name

router = APIRouter(include_in_schema=False)
Language = Annotated[str, Query(max_length=8)]
_PICTURES = {"180.png": (180, True), "192.png": (192, False), "512.png": (512, False), "full-512.png": (512, True)}
"""Name -> (pixels, to its edges): 180 is what Apple's systems ask for."""
_FRESH = {"Cache-Control": "no-cache"}


@router.get("/manifest.webmanifest")
def manifest(request: Request, language: Language = "") -> Response:
    """What the app is called, how it looks, where it begins: in the workspace's own path."""
    workspace, base = workspace_of(request), str(request.scope.get("root_path", ""))
    chosen, name = preferences_of(workspace), workspace_name(workspace)
    pictures = [
        {"src": icon_url(base, chosen, key), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for key, (size, full) in _PICTURES.items()
        for purpose in (["maskable"] if full else ["any"])
    ]
    content = {
        "id": f"{base}/", "name": name, "short_name": name[:12], "start_url": f"{base}/", "scope": f"{base}/", "display": "standalone",
        "lang": language if language in LANGUAGES else "zh-CN", "dir": "ltr", "theme_color": accents()[chosen.accent],
        "background_color": "#FBFBFA", "icons": pictures,
    }  # fmt: skip
    return Response(json.dumps(content, ensure_ascii=False), media_type="application/manifest+json", headers=_FRESH)


@router.get("/workspace/icon/{stamp}/{name}")
def icon_file(request: Request, stamp: str, name: str) -> Response:
    """A picture of the app; an old address gets the present one, uncached."""
    if name not in _PICTURES:
        raise Refused(404)
    workspace = workspace_of(request)
    chosen = preferences_of(workspace)
    size, full = _PICTURES[name]
    logo = blobs.path_of(workspace, chosen.logo) if chosen.logo else None
    kept = {"Cache-Control": "public, max-age=31536000, immutable"} if stamp == stamp_of(chosen) else _FRESH
    return Response(app_icon(size, chosen.accent, logo, full=full), media_type="image/png", headers=kept)


@router.get("/sw.js")
def service_worker(request: Request, language: Language = "", theme: Language = "") -> Response:
    """The script between the pages and the network, of this release. It keeps static files and the offline page only."""
    base = str(request.scope.get("root_path", ""))
    shell = {
        "base": base,
        "release": version(),
        "offline": f"{base}/offline?{urlencode({'language': language, 'theme': theme})}",
        "files": [static_url(one) for one in (SHEET, "js/offline.js", "vendor/inter.woff2")],
    }
    script = (STATIC / "js" / "service_worker.js").read_text("utf-8")
    return Response(f"const SHELL = {json.dumps(shell)};\n{script}", media_type="text/javascript", headers=_FRESH)


@router.get("/offline")
def offline_page(request: Request, language: Language = "", theme: Language = "") -> Response:
    """What stands where a page would, while there is no connection."""
    workspace, base = workspace_of(request), str(request.scope.get("root_path", ""))
    html = draw(
        "pages/offline.html", language if language in LANGUAGES else "zh-CN", base=base, name=workspace_name(workspace),
        theme="dark" if theme == "dark" else "light", accent=_accent(workspace),
    )  # fmt: skip
    return HTMLResponse(html, headers=_FRESH)


def _accent(workspace: Workspace) -> str:
    return preferences_of(workspace).accent
