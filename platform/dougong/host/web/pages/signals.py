"""What a response tells the page's scripts: toasts, closing a dialog, going elsewhere without a full load."""

import json
from typing import Any
from urllib.parse import urlsplit

from fastapi.responses import RedirectResponse, Response

from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope
from dougong.metamodel.text import text


def toast(text: str, *, bad: bool = False, undo: str = "") -> dict[str, Any]:
    """The event of a short message; `undo` is an address to POST to."""
    return {"toast": {"text": text, "bad": bad, "undo": undo}}


def trigger(*events: dict[str, Any]) -> dict[str, str]:
    """The header that raises events in the page (ASCII, as headers must be)."""
    merged = {key: value for event in events for key, value in event.items()}
    return {"HX-Trigger": json.dumps(merged)} if merged else {}


def alive(scope: Scope) -> bool:
    """Whether a script asks; a plain form or link gets whole pages and redirects."""
    return "hx-request" in scope.request.headers


def go(scope: Scope, path: str, *events: dict[str, Any]) -> Response:
    """The work area goes to another address; a browser without scripts is redirected there."""
    if not alive(scope):
        return RedirectResponse(path, 303)
    place = {"path": path, "target": "#work", "swap": "outerHTML", "headers": {"HX-Target": "main#work"}}
    return Response(
        status_code=200, headers={"HX-Location": json.dumps(place), **trigger(*events), "Cache-Control": "no-store"}
    )


def done(scope: Scope, *events: dict[str, Any]) -> Response:
    """Nothing to show but events. Without scripts: bad news as a page, else back to where the form stood."""
    if alive(scope):
        return Response(status_code=204, headers={**trigger(*events), "Cache-Control": "no-store"})
    said: dict[str, Any] = next((event["toast"] for event in events if "toast" in event), {})
    if said.get("bad"):
        raise Refused(422, detail=text(said["text"], said["text"]))
    came = urlsplit(scope.request.headers.get("referer", ""))
    return RedirectResponse(came.path if came.path.startswith(f"{scope.base_path}/") else f"{scope.base_path}/", 303)
