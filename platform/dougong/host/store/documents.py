"""The definitions of a workspace as stored: documents with the revisions between which they hold.

Old versions stay, so a release can be shown and taken back. Nothing here checks or compiles.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from uuid_utils import uuid7

from dougong.metamodel.documents import Document
from dougong.records.prepared import rows_at

from .tables import app_document, release, workspace_meta


def current_revision(connection: Connection) -> int:
    """The number of the newest release; 0 before the first."""
    return int(rows_at(connection, _REVISION, {})[0][0])


def name_of(connection: Connection) -> str:
    """What people call the workspace."""
    return str(connection.execute(select(workspace_meta.c.name)).scalar_one())


_REVISION = select(workspace_meta.c.revision)


def load_documents(connection: Connection) -> list[Document]:
    """What holds now, of all apps."""
    columns = app_document.c
    rows = connection.execute(
        select(columns.app, columns.kind, columns.file, columns.raw)
        .where(columns.until.is_(None))
        .order_by(columns.app, columns.file)
    )
    return [Document(row.app, row.kind, row.file, row.raw) for row in rows]


def replace_app(connection: Connection, app: str, documents: Iterable[Document], revision: int) -> None:
    """From `revision` on the app is exactly these documents (none: it is gone); equal ones are left alone."""
    old = {d.file: d for d in load_documents(connection) if d.app == app}
    new = {d.file: d for d in documents}
    gone = [file for file, document in old.items() if file not in new or new[file].raw != document.raw]
    if gone:
        connection.execute(
            update(app_document)
            .where(app_document.c.app == app, app_document.c.until.is_(None), app_document.c.file.in_(gone))
            .values(until=revision)
        )
    rows = [
        {
            "id": str(uuid7()),
            "app": app,
            "kind": d.kind,
            "file": d.file,
            "layer": "app",
            "raw": d.raw,
            "since": revision,
        }
        for d in new.values()
        if d.file not in old or old[d.file].raw != d.raw
    ]
    if rows:
        connection.execute(insert(app_document), rows)


def record_release(
    connection: Connection,
    revision: int,
    at: datetime,
    *,
    action: str,
    app: str,
    version: str,
    person: str | None = None,
    note: str = "",
) -> None:
    """Makes `revision` the one every process serves; the last statement of a publishing transaction."""
    connection.execute(
        insert(release).values(
            number=revision, at=at, person=person, action=action, app=app, version=version, note=note
        )
    )
    connection.execute(update(workspace_meta).values(revision=revision))
