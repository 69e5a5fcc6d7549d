"""People reminded of records by a tile: who is told, and of which records they were told today."""

from sqlalchemy import select

from dougong.host.notices import Notice, notify
from dougong.host.store.tables import notice
from dougong.records.values import Query

from .. import door
from ..columns import readable
from .ask import Ask
from .narrowing import narrowed

KIND = "remind"


def remind_of(ask: Ask, record: str) -> int:
    """Tells the person of one record that the tile has in it, or of all the records it shows; how many were told.

    Whoever was told of a record today is not told again, and nobody is told who may not see it: the notice says no
    more than its reader's rights let it.
    """
    path, viewer = ask.widget.remind or "", ask.context.viewer
    if readable(ask.context.store.model, ask.entity.key, path, viewer) is None:
        return 0
    query = Query(
        ask.entity.key, ("id", path), narrowed(ask), sort=ask.widget.sort or (ask.view.sort if ask.view else ()),
        limit=ask.widget.limit, ids=(record,) if record else None,
    )  # fmt: skip
    rows = door.find(ask.context, query).rows
    before = reminded(ask, [row["id"] for row in rows])
    told = [
        Notice(KIND, row[path], ask.entity.key, row["id"], viewer.person, fold=_fold(ask, row["id"]))
        for row in rows
        if row[path] and row["id"] not in before
    ]
    return notify(ask.context.connection, told, ask.context.now)


def reminded(ask: Ask, records: list[str]) -> set[str]:
    """Those of the records that the reader has reminded somebody of today."""
    if not records:
        return set()
    folds = {_fold(ask, one): one for one in records}
    here = (notice.c.kind == KIND, notice.c.actor == ask.context.viewer.person, notice.c.fold.in_(list(folds)))
    return {folds[fold] for fold in ask.context.connection.execute(select(notice.c.fold).where(*here)).scalars()}


def _fold(ask: Ask, record: str) -> str:
    return f"remind:{ask.context.viewer.person}:{record}:{ask.look.today.isoformat()}"
