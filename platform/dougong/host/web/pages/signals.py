"""What a response tells the page's scripts: toasts, closing a dialog, going elsewhere without a full load."""

import json
from typing import Any

from fastapi.responses import Response


def toast(text: str, *, bad: bool = False, undo: str = "") -> dict[str, Any]:
    """The event of a short message; `undo` is an address to POST to."""
    return {"toast": {"text": text, "bad": bad, "undo": undo}}


def trigger(*events: dict[str, Any]) -> dict[str, str]:
    """The header that raises events in the page (ASCII, as headers must be)."""
    merged = {key: value for event in events for key, value in event.items()}
    return {"HX-Trigger": json.dumps(merged)} if merged else {}


def go(path: str, *events: dict[str, Any]) -> Response:
    """The work area goes to another address."""
    place = {"path": path, "target": "#work", "swap": "outerHTML", "headers": {"HX-Target": "main#work"}}
    return Response(
        status_code=200, headers={"HX-Location": json.dumps(place), **trigger(*events), "Cache-Control": "no-store"}
    )


def done(*events: dict[str, Any]) -> Response:
    """Nothing to show but events."""
    return Response(status_code=204, headers={**trigger(*events), "Cache-Control": "no-store"})
