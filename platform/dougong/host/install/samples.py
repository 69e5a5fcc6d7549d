"""Sample records of an app: `samples/<entity>.csv` through the write path, in an order in which links find their ends.

Tables in `samples/<language>/` take their place where the workspace speaks that language.

A column is a field's key. `ref` names a row; a link's cell holds the ref of a row (for a link to anything,
`entity:ref`), a person's also a sign-in name; `link.field` finds the record by that field. Many links are refs joined
by `;`. Days may be relative. Child rows nobody refers to are written with their parent, as the form does.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from uuid_utils import uuid7

from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.storage import Kind
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.values import Change, Create, Update
from dougong.records.write import write

from . import relative

_BATCH = 500
Told = Callable[[int, int, str], None]
"""Called with rows done, rows in all, and the entity's key."""


@dataclass(slots=True)
class _Row:
    id: str
    number: int
    cells: dict[str, str]
    known: bool = False
    """Such a person is there already: changed, not made."""


@dataclass(slots=True)
class _Loading:
    """One load: what is known of rows by ref and of records looked up."""

    ctx: Context
    refs: dict[str, dict[str, str]] = field(default_factory=dict)
    coming: set[str] = field(default_factory=set)
    """Ids of rows not written yet."""
    lines: dict[tuple[str, str], list[tuple[str, _Row]]] = field(default_factory=dict)
    """(parent entity, parent id) -> its child rows, each with the field that shows them."""
    later: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    found: dict[tuple[str, str, str], str | None] = field(default_factory=dict)


def load(ctx: Context, samples: Mapping[str, str], told: Told | None = None) -> dict[str, int]:
    """Writes the tables (entity -> CSV text) in the context's transaction; returns rows per entity.

    Raises ProblemsFound: an unknown ref, or what the write path refuses, with file and row.
    """
    model = ctx.store.model
    loading = _Loading(ctx)
    tables = {entity: list(_rows(loading, entity, text_)) for entity, text_ in samples.items()}
    counts = {entity: len(rows) for entity, rows in tables.items()}
    order = _order(model, tables)
    for entity in reversed(order):
        _nest(loading, model.entities[entity], tables)
    total, done = sum(map(len, tables.values())), 0
    for entity in order:
        rows = tables[entity]
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            _write(loading, entity, batch, [_change(loading, model.entities[entity], row) for row in batch])
            done += len(batch)
            if told is not None:
                told(done, total, entity)
    for start in range(0, len(loading.later), _BATCH):
        part = loading.later[start : start + _BATCH]
        _write(loading, part[0][0], [], [Update(entity, id_, values) for entity, id_, values in part])
    return counts


def _rows(loading: _Loading, entity: str, table: str) -> Iterator[_Row]:
    refs = loading.refs.setdefault(entity, {})
    for number, raw in enumerate(csv.DictReader(io.StringIO(table)), 2):
        cells = {key.strip(): (value or "").strip() for key, value in raw.items() if key}
        present = _by(loading, entity, "login", cells["login"]) if entity == "person" and cells.get("login") else None
        row = _Row(present or str(uuid7()), number, cells, known=present is not None)
        if ref := cells.get("ref"):
            refs[ref] = row.id
        if present is None:
            loading.coming.add(row.id)
        yield row


def _nest(loading: _Loading, child: EntityModel, tables: dict[str, list[_Row]]) -> None:
    """Moves a table's rows below the parents that show them; not when other rows refer to them."""
    link = child.fields.get(child.owner_link or "")
    parent = link.relation.target if link is not None and link.relation is not None else ""
    if link is None or parent not in tables or any("ref" in row.cells for row in tables[child.key]):
        return
    for shown in loading.ctx.store.model.entities[parent].fields.values():
        relation = shown.relation
        if relation and relation.owned and relation.target == child.key and relation.via == link.key:
            for row in tables[child.key]:
                above, _ = _link(loading, link, "", row.cells.pop(link.key), row)
                loading.lines.setdefault((parent, above), []).append((shown.key, row))
                loading.coming.discard(row.id)
            tables[child.key] = []
            return


def _change(loading: _Loading, entity: EntityModel, row: _Row) -> Change:
    now = _values(loading, entity, row)
    loading.coming.discard(row.id)
    return Update(entity.key, row.id, now) if row.known else Create(entity.key, now, row.id)


def _values(loading: _Loading, entity: EntityModel, row: _Row) -> dict[str, Any]:
    """What a row's cells say; links whose ends are still to come are left for later."""
    now: dict[str, Any] = {}
    for key, line in loading.lines.get((entity.key, row.id), ()):
        shown = entity.fields[key].relation
        assert shown is not None
        values = _values(loading, loading.ctx.store.model.entities[shown.target], line)
        if shown.far:  # a row of many links: the far end, and the link's own columns
            values["id"] = values.pop(shown.far)
        now.setdefault(key, []).append(values)
    for column, cell in row.cells.items():
        key, _, by = column.partition(".")
        if column == "ref" or not cell or key not in entity.fields:
            continue
        target = entity.fields[key]
        if target.relation is None:
            now[key] = _value(loading, target, cell)
            continue
        value, known = (
            _ends(loading, target, cell, row) if target.relation.far else _link(loading, target, by, cell, row)
        )
        if known:
            now[key] = value
        else:
            loading.later.append((entity.key, row.id, {key: value}))
    return now


def _value(loading: _Loading, target: FieldModel, cell: str) -> Any:
    kind, zone = target.storage and target.storage.kind, ZoneInfo(loading.ctx.zone)
    if kind == Kind.DATE:
        return relative.day(cell, loading.ctx.now, zone) or cell
    if kind == Kind.INSTANT:
        return relative.instant(cell, loading.ctx.now, zone) or cell
    return cell


def _ends(loading: _Loading, target: FieldModel, cell: str, row: _Row) -> tuple[Any, bool]:
    """The value of a many-links cell and whether all its ends are written already."""
    relation = target.relation
    assert relation is not None
    far = loading.ctx.store.model.entities[relation.target].fields[relation.far]
    found = [_link(loading, far, "", part.strip(), row) for part in cell.split(";") if part.strip()]
    return [{"id": value} for value, _ in found], all(known for _, known in found)


def _link(loading: _Loading, target: FieldModel, by: str, cell: str, row: _Row) -> tuple[Any, bool]:
    """The value of a link's cell and whether its end is written already."""
    relation = target.relation
    assert relation is not None
    entity, ref = (
        (cell.partition(":")[0], cell.partition(":")[2]) if relation.kind == "any" else (relation.target, cell)
    )
    found = _by(loading, entity, by, ref) if by else loading.refs.get(entity, {}).get(ref)
    if found is None and entity == "person":
        found = _by(loading, entity, "login", ref)
    if found is None:
        words = text(f"第 {row.number} 行：没有“{cell}”", f'Row {row.number}: there is no "{cell}"')
        raise ProblemsFound([Problem("unknown_ref", words, target.key, f"samples/{target.entity}.csv")])
    return {"entity": entity, "id": found} if relation.kind == "any" else found, found not in loading.coming


def _by(loading: _Loading, entity: str, key: str, value: str) -> str | None:
    """The id of a record that is there already, by the value of a field."""
    at = (entity, key, value)
    if at not in loading.found:
        table = loading.ctx.store.table(entity)
        statement = select(table.c.id).where(table.c[key] == value, table.c.deleted_at.is_(None)).limit(1)
        loading.found[at] = loading.ctx.connection.execute(statement).scalar()
    return loading.found[at]


def _write(loading: _Loading, entity: str, rows: list[_Row], changes: list[Change]) -> None:
    written = write(loading.ctx, changes, Cause("install"))
    if written.written:
        return
    problems = [
        Problem(
            problem.code, problem.message, _place(rows, outcome.index, problem), f"samples/{entity}.csv", problem.fix
        )
        for outcome in written.outcomes
        for problem in outcome.problems
    ]
    raise ProblemsFound(problems)


def _place(rows: list[_Row], index: int, problem: Problem) -> str:
    return f"[{rows[index].number}].{problem.path}" if index < len(rows) else problem.path


def _order(model: Model, tables: Mapping[str, object]) -> list[str]:
    """Entities so that most links point backwards: people and departments, then whoever waits for nobody."""
    waiting: dict[str, set[str]] = {key: set() for key in tables}
    for key in tables:
        parent = _above(model, key, tables)
        for one in model.entities[key].columns:
            if one.relation and one.relation.kind == "one" and one.relation.target in tables:
                waiting[parent].add(one.relation.target)
                waiting[key].add(one.relation.target)
    for key, ends in waiting.items():
        ends.discard(key)
    found = [key for key in ("department", "person") if waiting.pop(key, None) is not None]
    while waiting:
        ready = [key for key, ends in waiting.items() if not ends & waiting.keys()]
        for key in sorted(ready) or [min(waiting, key=lambda one: (len(waiting[one] & waiting.keys()), one))]:
            del waiting[key]
            found.append(key)
    return found


def _above(model: Model, entity: str, tables: Mapping[str, object]) -> str:
    """The entity whose rows a child's rows are written with: what the child waits for, its parent waits for too."""
    link = model.entities[entity].fields.get(model.entities[entity].owner_link or "")
    parent = link.relation.target if link is not None and link.relation is not None else entity
    return parent if parent in tables else entity
