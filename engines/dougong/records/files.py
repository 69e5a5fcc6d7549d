"""Who may put which stored file on a record: whoever uploaded it lately, or sees it on a record already.

Contents are shared by their hash, so knowing one must not be enough to get at it. `claim` is called at the upload,
`check` and `note` by the write path.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from dougong.metamodel.field_types.stored_files import StoredFilesField
from dougong.metamodel.text import text

from .context import Context
from .rights import SYSTEM, FieldRight
from .scope import reads_everything, row_condition
from .system_tables import file_claim, file_use
from .write.load import chunks
from .write.plan import WritePlan, plan_of
from .write.state import RowState

CLAIMED = timedelta(days=7)
"""How long after an upload the file may be put on a record."""
_UNKNOWN = text(
    "这个文件不是您上传的，您能看到的记录上也没有它",
    "You have not uploaded this file, nor is it on a record you may see",
)
_AGAIN = text("请重新上传这个文件", "Upload the file again")


def claim(connection: Connection, person: str, content: str, now: datetime) -> None:
    """Lets a person put an uploaded content, named by its hash, on records for a week."""
    mine = (file_claim.c.hash == content, file_claim.c.person == person)
    connection.execute(delete(file_claim).where(*mine))
    connection.execute(file_claim.insert().values(hash=content, person=person, until=now + CLAIMED))


def sweep(connection: Connection, now: datetime) -> None:
    """Forgets claims that have run out."""
    connection.execute(delete(file_claim).where(file_claim.c.until <= now))


def holding(ctx: Context, plan: WritePlan) -> tuple[str, ...]:
    """The fields of an entity that hold files."""
    found: tuple[str, ...] = ctx.store.plan(
        ("files", plan.key),
        lambda: tuple(one.key for one in plan.entity.columns if isinstance(one.field, StoredFilesField)),
    )
    return found


def check(ctx: Context, plan: WritePlan, states: Iterable[RowState]) -> None:
    """Refuses files that the viewer neither uploaded nor sees; those the record holds already may stay."""
    keys = holding(ctx, plan)
    if not keys or ctx.viewer is SYSTEM:
        return
    fresh: list[tuple[RowState, str, set[str]]] = []
    for state in states:
        seen = _seen_on(ctx, plan.key, keys, state.old)
        for key in keys:
            if key in state.changed and (given := _hashes(state.new[key]) - seen):
                fresh.append((state, key, given))
    asked = {content for _, _, given in fresh for content in given}
    if not asked:
        return
    known = _claimed(ctx, asked)
    known |= _visible(ctx, asked - known)
    for state, key, given in fresh:
        if not given <= known:
            state.refuse("file_unknown", _UNKNOWN, key, _AGAIN)


def note(ctx: Context, plan: WritePlan, states: Iterable[RowState]) -> None:
    """Remembers where files were put."""
    rows = [
        {"hash": content, "entity": plan.key, "record": state.id, "field": key}
        for key in holding(ctx, plan)
        for state in states
        if state.alive and key in state.changed
        for content in _hashes(state.new[key])
    ]
    if rows:
        build = postgresql.insert if ctx.connection.dialect.name == "postgresql" else sqlite.insert
        ctx.connection.execute(build(file_use).on_conflict_do_nothing(), rows)


def _hashes(value: Any) -> set[str]:
    return {one["hash"] for one in value or ()}


def _seen_on(ctx: Context, entity: str, keys: Iterable[str], row: Mapping[str, Any] | None) -> set[str]:
    rights = ctx.viewer.on(entity)
    seen = (key for key in keys if row is not None and rights.field(key) >= FieldRight.READ)
    return {content for key in seen for content in _hashes(row and row[key])}


def _claimed(ctx: Context, asked: set[str]) -> set[str]:
    mine = select(file_claim.c.hash).where(file_claim.c.person == ctx.viewer.person, file_claim.c.until > ctx.now)
    return {
        content
        for some in chunks(asked)
        for content in ctx.connection.execute(mine.where(file_claim.c.hash.in_(some))).scalars()
    }


def _visible(ctx: Context, asked: set[str]) -> set[str]:
    """Those that stand on a record, living or in the recycle bin, that the viewer may see with the field they are in."""
    found = set[str]()
    for some in chunks(asked):
        uses = ctx.connection.execute(select(file_use).where(file_use.c.hash.in_(some))).mappings().all()
        records: dict[str, set[str]] = {}
        for use in uses:
            if use["entity"] in ctx.store.model.entities:
                records.setdefault(use["entity"], set()).add(use["record"])
        for entity, ids in records.items():
            found |= _on_records(ctx, plan_of(ctx.store, entity), ids)
    return found & asked


def _on_records(ctx: Context, plan: WritePlan, ids: set[str]) -> set[str]:
    keys = holding(ctx, plan)
    found = set[str]()
    for some in chunks(ids) if keys else ():
        statement = select(*(plan.table.c[key] for key in keys)).where(plan.table.c.id.in_(some))
        if not reads_everything(ctx, plan.key):
            statement = statement.where(row_condition(ctx, plan.key, plan.table))
        for row in ctx.connection.execute(statement).mappings():
            found |= _seen_on(ctx, plan.key, keys, dict(row))
    return found
