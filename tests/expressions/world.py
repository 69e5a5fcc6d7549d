"""A small made-up model with every type of field, its tables on both databases, and a resolver over them.

The resolver here is the least that fulfils the protocol; the product's own is in the records engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, MetaData, Select, Table, and_, event, insert, select
from sqlalchemy.engine import Engine

from dougong.expressions import Env, Schema
from dougong.expressions.core import Path
from dougong.expressions.sql import Target, column_type, register_sqlite
from dougong.expressions.sql.types import Id
from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import Document
from dougong.metamodel.model import EntityModel


def words(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


def _field(key: str, type_: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": type_, "label": words(more.pop("zh", key), more.pop("en", key.capitalize())), **more}


OPTIONS = [{"key": key, "label": words(key, key)} for key in ("open", "done", "void")]
PERSON = [_field("name", "text"), _field("email", "text")]
DEPARTMENT = [_field("name", "text")]
MAKER = [
    _field("name", "text", zh="名称"),
    _field("rank", "integer"),
    _field("since", "date"),
    _field("weight", "computed", formula="rank * 1.5", scale=2),
]
CRATE = [
    _field("title", "text", zh="标题"),
    _field("note", "text", zh="备注"),
    _field("amount", "money", zh="金额", en="Amount"),
    _field("price", "number", scale=4),
    _field("fine", "number", scale=6),
    _field("count", "integer"),
    _field("share", "percent"),
    _field("state", "choice", options=OPTIONS),
    _field("marks", "multichoice", options=OPTIONS),
    _field("sealed", "bool"),
    _field("made", "date"),
    _field("due", "date"),
    _field("seen", "datetime"),
    _field("left", "datetime"),
    _field("span", "duration"),
    _field("maker", "link", to="maker"),
    _field("other", "link", to="maker"),
    _field("parts", "lines", of="part.crate"),
    _field("total", "computed", formula="amount * share / 100", result="money"),
    _field("parts_total", "rollup", formula="SUM(parts.cost)", stored=False),
    _field("age", "computed", formula="TODAY() - made", scale=0),
]
PART = [
    _field("crate", "link", to="crate"),
    _field("label", "text"),
    _field("cost", "number", scale=2),
    _field("pieces", "integer"),
    _field("ready", "bool"),
    _field("day", "date"),
    _field("moment", "datetime"),
    _field("maker", "link", to="maker"),
]


def _entity(key: str, zh: str, fields: list[dict[str, Any]], title: str) -> Document:
    raw = {
        "$schema": "dougong/entity/1", "key": key, "label": words(zh, key.capitalize()), "title": title, "fields": fields,
    }  # fmt: skip
    return Document("things", "entity", f"entities/{key}.json", raw)


MODEL = compile_model(
    [
        _entity("person", "人员", PERSON, "name"),
        _entity("department", "部门", DEPARTMENT, "name"),
        _entity("maker", "厂家", MAKER, "name"),
        _entity("crate", "箱子", CRATE, "title"),
        _entity("part", "零件", PART, "label"),
    ]
)
SCHEMA = Schema(MODEL, "crate")
USER = "0198c3d2-0000-7000-8000-00000000aaaa"
ENV = Env(
    now=datetime(2026, 5, 20, 7, 30, 12, 345678, tzinfo=UTC),
    today=date(2026, 5, 20),
    zone="Asia/Shanghai",
    user={"id": USER, "name": "Ann", "email": "ann@example.org"},
    roles=frozenset({"packer"}),
    workdays="12345 2026-02-14+ 2026-02-16- 2026-02-17- 2026-02-18- 2026-02-28+ 2026-10-01- 2026-10-02- 2026-10-10+",
)


def tables(metadata: MetaData) -> dict[str, Table]:
    """A table per entity, `id` native."""
    return {key: _table(entity, metadata) for key, entity in MODEL.entities.items()}


def _table(entity: EntityModel, metadata: MetaData) -> Table:
    columns = [
        Column(one.key, Id() if one.key == "id" else column_type(one.storage), primary_key=one.key == "id")
        for one in entity.columns
        if one.storage is not None
    ]
    return Table(entity.key, metadata, *columns)


@dataclass
class Rows:
    """Names of one row of an entity; links are joined on the way."""

    target: Target
    tables: Mapping[str, Table]
    entity: str
    table: Any
    joins: list[tuple[Any, ColumnElement[bool]]] = field(default_factory=list)
    known: dict[Path, Any] = field(default_factory=dict)

    def column(self, path: Path) -> ColumnElement[Any]:
        return self._reach(path[:-1]).c[path[-1]]

    def _reach(self, links: Path) -> Any:
        if not links:
            return self.table
        if links not in self.known:
            before = self._reach(links[:-1])
            target = MODEL.field(self.entity, ".".join(links)).relation
            assert target is not None
            there = self.tables[target.target].alias()
            self.known[links] = there
            self.joins.append((there, before.c[links[-1]] == there.c.id))
        return self.known[links]

    def joined(self) -> Any:
        found = self.table
        for there, condition in self.joins:
            found = found.outerjoin(there, condition)
        return found

    def relation(self, path: Path) -> "Related":
        relation = MODEL.field(self.entity, ".".join(path)).relation
        assert relation is not None
        here = self._reach(path[:-1])
        there = self.tables[relation.target].alias()
        inner = Rows(self.target, self.tables, relation.target, there)
        return Related(inner, there.c[relation.via] == here.c.id, here)


@dataclass
class Related:
    resolver: Rows
    on: ColumnElement[bool]
    outer: Any

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        inner = [self.resolver.table, *(there for there, _ in self.resolver.joins)]
        found = select(*columns).select_from(self.resolver.joined()).where(self.on)
        return found.correlate_except(*inner)


def make_engine(database: Any) -> Engine:
    """The database's engine with our functions on every SQLite connection."""
    engine: Engine = database.engine()
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: register_sqlite(connection))
    return engine


def fill(
    connection: Connection, found: Mapping[str, Table], records: list[dict[str, Any]], makers: list[dict[str, Any]]
) -> None:
    """Writes makers, crates and their parts."""
    _insert(connection, found["maker"], makers)
    _insert(
        connection, found["crate"], [{k: v for k, v in one.items() if "." not in k and k != "parts"} for one in records]
    )
    parts = [{**part, "crate": one["id"]} for one in records for part in one["parts"]]
    _insert(connection, found["part"], [{k: v for k, v in one.items() if "." not in k} for one in parts])


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    keys = {key for row in rows for key in row}
    if rows:
        connection.execute(insert(table), [{key: row.get(key) for key in keys} for row in rows])


def query(checked: Any, found: Mapping[str, Table], target: Target, condition: bool, env: Env = ENV) -> Select[Any]:
    """The statement that evaluates a formula for every crate: its value, or the ids where it holds."""
    from dougong.expressions.sql import compile_sql

    rows = Rows(target, found, "crate", found["crate"])
    expression = compile_sql(checked, rows, env, as_condition=condition)
    identity = found["crate"].c.id
    if condition:
        return select(identity).select_from(rows.joined()).where(and_(expression)).order_by(identity)
    return select(identity, expression).select_from(rows.joined()).order_by(identity)
