"""Files of records: keeping an upload, and handing one out through the record and field that hold it.

An upload that no record holds is handed out to nobody.
"""

import json
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, UploadFile
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.datastructures import FormData
from starlette.datastructures import UploadFile as Upload

from dougong.host.store import blobs
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, api_scope, signed_in
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.files import claim

from .columns import readable
from .entity import readable_entity, record

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
Asking = Annotated[Scope, Depends(api_scope)]
"""By a page or by a program with its token."""


@router.post("/files")
def keep(scope: Asking, file: UploadFile) -> Response:
    """Keeps a file; `{"hash", "name", "type", "size"}` is what a record holds, and this person may put it on one;
    `picture` tells what it is by its first bytes."""
    return JSONResponse(kept(scope, file))


def kept(scope: Scope, file: Upload) -> dict[str, Any]:
    """The file as a record holds it, stored, and whether it is a `picture`. Refused(413) when it is too large."""
    size, most = file.size or 0, scope.workspace.settings.upload_limit
    name = (file.filename or "file")[:255]
    if size > most:
        words = text(f"“{name}”太大，最多 {most >> 20} MB", f'"{name}" is too large; at most {most >> 20} MB')
        raise Refused(413, [Problem("too_large", words, "file")])
    found = blobs.put(scope.workspace, file.file)
    assert scope.viewer.person is not None
    with scope.workspace.writer.begin() as connection:
        claim(connection, scope.viewer.person, found, scope.workspace.clock())
    path = blobs.path_of(scope.workspace, found)
    said = (file.content_type or "application/octet-stream")[:100]
    return {"hash": found, "name": name, "type": said, "size": size, "picture": bool(picture(path))}


def _honest(file: dict[str, Any]) -> dict[str, Any]:
    """With no type of pictures for what is none."""
    lies = file["type"].startswith("image/") and not file["picture"]
    return {**file, "type": "application/octet-stream"} if lies else file


def with_uploads(scope: Scope, form: FormData) -> FormData:
    """A form sent without scripts: its files (`u.papers`) stored and named in their fields, ticked ones (`d.papers`) taken
    out. Refused(413) when one is too large."""
    names = dict.fromkeys(key[2:] for key in form if key[:2] in ("u.", "d."))
    put: dict[str, str] = {}
    for name in names:
        fresh = [
            _honest(kept(scope, one)) for one in form.getlist(f"u.{name}") if isinstance(one, Upload) and one.filename
        ]
        dropped = set(form.getlist(f"d.{name}"))
        try:
            held = json.loads(str(form.get(f"f.{name}") or "[]"))
        except ValueError:
            continue
        before = [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []
        if fresh or dropped:
            put[f"f.{name}"] = json.dumps([*(one for one in before if one.get("hash") not in dropped), *fresh])
    return FormData([*((key, one) for key, one in form.multi_items() if key not in put), *put.items()]) if put else form


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
