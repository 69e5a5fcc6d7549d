"""Files of records: keeping an upload, and handing one out through the record and field that hold it.

An upload that no record holds is handed out to nobody.
"""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, UploadFile
from fastapi.responses import FileResponse, JSONResponse, Response

from dougong.host.store import blobs
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, api_scope, signed_in
from dougong.records.files import claim

from .columns import readable
from .entity import readable_entity, record

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
Asking = Annotated[Scope, Depends(api_scope)]
"""By a page or by a program with its token."""


@router.post("/files")
def keep(scope: Asking, file: UploadFile) -> Response:
    """Keeps a file; `{"hash", "name", "type", "size"}` is what a record holds, and this person may put it on one."""
    size = file.size or 0
    if size > scope.workspace.settings.upload_limit:
        raise Refused(413)
    found = blobs.put(scope.workspace, file.file)
    assert scope.viewer.person is not None
    with scope.workspace.writer.begin() as connection:
        claim(connection, scope.viewer.person, found, scope.workspace.clock())
    media = file.content_type or "application/octet-stream"
    return JSONResponse({"hash": found, "name": (file.filename or "file")[:255], "type": media[:100], "size": size})


@router.get("/files/{entity}/{id}/{field}/{content}")
def hand_out(scope: Signed, entity: str, id: str, field: str, content: str) -> Response:  # noqa: A002
    """A file of a record, to whoever may read that field of it now; `?inline` shows pictures and PDFs."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        if "." in field or readable(context.store.model, entity, field, scope.viewer) is None:
            raise Refused(404)
        held = record(context, model.key, id, (field,)).get(field)
    files = [one for one in (held if isinstance(held, list) else ()) if isinstance(one, dict)]
    found = next((one for one in files if one.get("hash") == content), None)
    try:
        path = blobs.path_of(scope.workspace, content)
    except FileNotFoundError:
        raise Refused(404) from None
    if found is None or not path.is_file():
        raise Refused(404)
    media = picture(path) or pdf(path)
    shown = bool(media) and "inline" in scope.request.query_params
    # A browser's PDF viewer does not start in a sandbox; it runs apart from the page and may fetch nothing.
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'" if shown and media == _PDF else "sandbox; default-src 'none'"
    )
    return FileResponse(
        path, filename=str(found.get("name") or "file"), media_type=media if shown else "application/octet-stream",
        content_disposition_type="inline" if shown else "attachment",
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": policy},
    )  # fmt: skip


def pdf(path: Path) -> str:
    """The media type of a PDF by its first bytes; empty for everything else."""
    with path.open("rb") as file:
        return _PDF if file.read(5) == b"%PDF-" else ""


def picture(path: Path) -> str:
    """The media type of a picture by its first bytes, whatever its name says; empty for everything else (SVG too: it may hold scripts)."""
    with path.open("rb") as file:
        head = file.read(12)
    if head[:4] == b"RIFF" and head[8:] == b"WEBP":
        return "image/webp"
    return next((media for mark, media in _MARKS.items() if head.startswith(mark)), "")


_PDF = "application/pdf"
_MARKS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
