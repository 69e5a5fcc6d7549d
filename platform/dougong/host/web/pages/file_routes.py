"""Files of records: keeping an upload, and handing one out as a download (never shown inside a page)."""

from typing import Annotated

from fastapi import APIRouter, Depends, UploadFile
from fastapi.responses import FileResponse, JSONResponse, Response

from dougong.host.store import blobs
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, signed_in

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@router.post("/files")
def keep(scope: Signed, file: UploadFile) -> Response:
    """Keeps a file; `{"hash", "name", "type", "size"}` is what a record holds."""
    size = file.size or 0
    if size > scope.workspace.settings.upload_limit:
        raise Refused(413)
    found = blobs.put(scope.workspace, file.file)
    media = file.content_type or "application/octet-stream"
    return JSONResponse({"hash": found, "name": (file.filename or "file")[:255], "type": media[:100], "size": size})


@router.get("/files/{name}")
def hand_out(scope: Signed, name: str) -> Response:
    """The content to whoever knows its hash, which only records the person may read tell."""
    try:
        path = blobs.path_of(scope.workspace, name)
    except FileNotFoundError:
        raise Refused(404) from None
    if not path.is_file():
        raise Refused(404)
    shown = scope.request.query_params.get("name") or "file"
    return FileResponse(
        path, filename=shown[:255], media_type="application/octet-stream", headers={"X-Content-Type-Options": "nosniff"}
    )
