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
from dougong.host.store.pictures import Picture, picture, small
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, api_scope, signed_in
from dougong.metamodel.field_types.stored_files import file_name
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
    `picture` tells whether it can be shown as one, `why` a picture cannot."""
    return JSONResponse(kept(scope, file))


def kept(scope: Scope, file: Upload) -> dict[str, Any]:
    """The file as a record holds it, stored, and of `picture` and `why`, which `keep` explains. Refused(413) when it is too large."""
    size, most = file.size or 0, scope.workspace.settings.upload_limit
    name = file_name(file.filename or "")
    if size > most:
        words = text(f"“{name}”太大，最多 {most >> 20} MB", f'"{name}" is too large; at most {most >> 20} MB')
        raise Refused(413, [Problem("too_large", words, "file")])
    found = blobs.put(scope.workspace, file.file)
    assert scope.viewer.person is not None
    with scope.workspace.writer.begin() as connection:
        claim(connection, scope.viewer.person, found, scope.workspace.clock())
    path = blobs.path_of(scope.workspace, found)
    seen = picture(path)
    fits = seen is not None and seen.fits
    return {
        "hash": found, "name": name, "type": _media(file, seen), "size": size, "picture": fits,
        "why": seen.refusal.in_(scope.language) if seen and not fits else "",
    }  # fmt: skip


def _media(file: Upload, seen: Picture | None) -> str:
    """What a picture is; else what was said of it, unless that is a type of pictures."""
    said = (file.content_type or "")[:100]
    if seen is not None and seen.fits:
        return seen.media
    return "application/octet-stream" if not said or said.startswith("image/") else said


def with_uploads(scope: Scope, form: FormData) -> FormData:
    """A form sent without scripts: its files (`u.papers`) stored and named in their fields, ticked ones (`d.papers`) taken
    out. Refused(413) when one is too large."""
    names = dict.fromkeys(key[2:] for key in form if key[:2] in ("u.", "d."))
    put: dict[str, str] = {}
    for name in names:
        fresh = [kept(scope, one) for one in form.getlist(f"u.{name}") if isinstance(one, Upload) and one.filename]
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
    """A file of a record, to whoever may read that field of it now; `?inline` shows pictures and PDFs, `?small` a small picture."""
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
    asked = scope.request.query_params
    if "small" in asked:
        reduced = small(path, blobs.small_of(scope.workspace, content))
        if reduced is None:
            raise Refused(404)
        path = reduced
    seen = picture(path)
    media = seen.media if seen and seen.fits else pdf(path)
    shown = bool(media) and ("inline" in asked or "small" in asked)
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


_PDF = "application/pdf"
