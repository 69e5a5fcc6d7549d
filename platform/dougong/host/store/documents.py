"""The definitions of a workspace as stored: documents with the revisions between which they hold.

Old versions stay, so a release can be shown and taken back. Nothing here checks or compiles.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update
from uuid_utils import uuid7

from dougong.metamodel.diff.compare import same
from dougong.metamodel.documents import Document, kind_of
from dougong.metamodel.layers import Own, effective, own_from_json, own_to_json
from dougong.metamodel.stack import stacked
from dougong.records.prepared import rows_at

from .tables import app_document, release, workspace_meta

APP, OWN = "app", "workspace"
"""The layers: what an app brought, what the workspace made of it."""
Place = tuple[str, str]
"""(app, file)."""


def current_revision(connection: Connection) -> int:
    """The number of the newest release; 0 before the first."""
    return int(rows_at(connection, _REVISION, {})[0][0])


def hold(connection: Connection) -> None:
    """One release at a time: on SQLite the transaction writes already, on PostgreSQL the workspace's row is held."""
    connection.execute(select(workspace_meta.c.id).with_for_update()).scalar_one()


def name_of(connection: Connection) -> str:
    """What people call the workspace."""
    return str(connection.execute(select(workspace_meta.c.name)).scalar_one())


_REVISION = select(workspace_meta.c.revision)


@dataclass(frozen=True, slots=True)
class Layers:
    """The documents of a workspace by (app, file): as each app `brought` them, the `base` they are with apps that change
    one another, and what the workspace made of that."""

    brought: dict[Place, Document]
    base: dict[Place, Document]
    own: dict[Place, Own]

    def documents(self) -> list[Document]:
        """What holds."""
        found = []
        for place in sorted({**self.base, **self.own}):
            given = self.base.get(place)
            raw = effective(given.raw if given else None, self.own.get(place))
            kind = kind_of(place[1])
            if raw is not None and kind is not None:
                found.append(Document(place[0], kind.key, place[1], raw))
        return found


def layers_of(brought: dict[Place, Document], own: dict[Place, Own]) -> Layers:
    """What apps bring, one upon another, and the workspace's own upon that."""
    return Layers(brought, {(one.app, one.file): one for one in stacked(brought.values())}, own)


def load_layers(connection: Connection, at: int | None = None) -> Layers:
    """The layers as they hold now, or as they held at a revision."""
    columns = app_document.c
    holding: ColumnElement[bool] = columns.until.is_(None)
    if at is not None:
        holding = and_(columns.since <= at, or_(columns.until.is_(None), columns.until > at))
    rows = connection.execute(
        select(columns.app, columns.kind, columns.file, columns.layer, columns.raw).where(holding)
    )
    brought: dict[Place, Document] = {}
    own: dict[Place, Own] = {}
    for row in rows:
        if row.layer == APP:
            brought[row.app, row.file] = Document(row.app, row.kind, row.file, row.raw)
        else:
            own[row.app, row.file] = own_from_json(row.raw)
    return layers_of(brought, own)


def load_documents(connection: Connection, at: int | None = None) -> list[Document]:
    """What holds, of all apps, now or at a revision."""
    return load_layers(connection, at).documents()


def replace_app(connection: Connection, app: str, documents: Iterable[Document], revision: int) -> None:
    """From `revision` on the app brings exactly these documents (none: it is gone); equal ones are left alone."""
    wanted = {one.file: (one.kind, one.raw) for one in documents}
    _replace(connection, app, APP, wanted, revision)


def replace_own(connection: Connection, app: str, own: Mapping[str, Own], revision: int) -> None:
    """From `revision` on this, by file, is what the workspace makes of an app's documents."""
    kinds = {file: kind for file in own if (kind := kind_of(file)) is not None}
    _replace(connection, app, OWN, {file: (kind.key, own_to_json(own[file])) for file, kind in kinds.items()}, revision)


def _replace(
    connection: Connection, app: str, layer: str, wanted: Mapping[str, tuple[str, Any]], revision: int
) -> None:
    columns = app_document.c
    mine = and_(columns.app == app, columns.layer == layer, columns.until.is_(None))
    old = {row.file: row.raw for row in connection.execute(select(columns.file, columns.raw).where(mine))}
    gone = [file for file, raw in old.items() if file not in wanted or not same(wanted[file][1], raw)]
    if gone:
        connection.execute(update(app_document).where(mine, columns.file.in_(gone)).values(until=revision))
    rows = [
        {"id": str(uuid7()), "app": app, "kind": kind, "file": file, "layer": layer, "raw": raw, "since": revision}
        for file, (kind, raw) in wanted.items()
        if file not in old or file in gone
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
