"""Files of the pages, served under a path that changes with their content and therefore cached for a year."""

import hashlib
import mimetypes
from functools import cache

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, Response

from dougong.host.paths import STATIC

router = APIRouter()
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


@cache
def version() -> str:
    """Hash over all files: relative imports between modules stay within one version."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def static_url(path: str) -> str:
    """The address of a file below static/."""
    return f"/static/{version()}/{path}"


@router.get("/static/{stamp}/{path:path}", include_in_schema=False)
def file(stamp: str, path: str) -> Response:
    """A static file; an old stamp gets the present file without caching."""
    found = (STATIC / path).resolve()
    if not found.is_file() or STATIC.resolve() not in found.parents:
        raise HTTPException(404)
    fresh = stamp == version()
    return FileResponse(
        found, headers={"Cache-Control": "public, max-age=31536000, immutable" if fresh else "no-cache"}
    )
