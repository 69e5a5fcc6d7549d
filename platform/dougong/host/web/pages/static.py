"""Files of the pages, served under a path that changes with their content and therefore cached for a year."""

import hashlib
import mimetypes
from functools import cache

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, Response

from dougong.expressions.javascript import RUNTIME
from dougong.host.paths import STATIC

router = APIRouter()
_PARTS = (
    "tokens", "accents", "base", "controls", "frame", "list", "record", "form", "form_grid", "lines", "date", "dialog",
    "palette", "notices", "help", "import", "board", "admin", "phone", "record_phone", "touch",
)  # fmt: skip
SHEET = f"css/{'+'.join(_PARTS)}.css"
"""The style sheet of every page: the parts in the order in which they overrule each other."""
_ELSEWHERE = {"js/expressions.js": RUNTIME}
"""Scripts that stand beside what they belong to."""
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
    for path in _ELSEWHERE.values():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def static_url(path: str) -> str:
    """The address of a file below static/."""
    return f"/static/{version()}/{path}"


@router.get("/static/{stamp}/{path:path}", include_in_schema=False)
def file(stamp: str, path: str) -> Response:
    """A static file, or several of one folder as one (`css/base+form.css`); an old stamp gets the present ones uncached."""
    folder, _, name = path.rpartition("/")
    stem, dot, kind = name.rpartition(".")
    found = [_ELSEWHERE.get(path) or (STATIC / folder / (part + dot + kind)).resolve() for part in stem.split("+")]
    if not all(one.is_file() and (STATIC.resolve() in one.parents or one in _ELSEWHERE.values()) for one in found):
        raise HTTPException(404)
    kept = "public, max-age=31536000, immutable" if stamp == version() else "no-cache"
    headers = {"Cache-Control": kept}
    if len(found) == 1:
        return FileResponse(found[0], headers=headers)
    # Scripts keep their names to themselves, as modules of their own do.
    joined = b"\n".join(b"{\n%b\n}" % one.read_bytes() if kind == "js" else one.read_bytes() for one in found)
    return Response(joined, media_type=mimetypes.guess_type(name)[0], headers=headers)
