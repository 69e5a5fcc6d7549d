"""Compares what the model asks for with what the database has, for the entities that changed since the last sync."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Connection, Table, bindparam, func, inspect, literal_column, select
from sqlalchemy import text as sql

from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText, text

from ..names import index_name, physical, table_name
from ..store import RecordStore
from ..system_tables import entity_shape
from .shape import Shape, shape_from_json, wanted_shape
from .steps import Step, StepKind, SyncPlan

BUILT_AT_ONCE = 10_000
"""Rows up to which an index is made within the publish also on PostgreSQL: writers wait some 15 ms for it."""


def plan(connection: Connection, store: RecordStore, today: date, entities: Iterable[str] | None = None) -> SyncPlan:
    """What has to be done; `entities` limits it to some. `today` names what is set aside. Reads only."""
    known = {key: shape_from_json(raw) for key, raw in connection.execute(select(entity_shape))}
    wanted = list(store.model.entities) if entities is None else list(entities)
    steps: list[Step] = []
    problems: list[Problem] = []
    shapes: dict[str, Shape] = {}
    for key in wanted:
        if key not in store.model.entities:
            continue
        shape, before = wanted_shape(store, key), known.get(key)
        if before is not None and not before.table and _same(before, shape):
            continue
        found = _Comparison(connection, store, key, today)
        found.compare(before, shape)
        steps += found.steps
        problems += found.problems
        shapes[key] = found.after
    for key, before in known.items():
        gone = key not in store.model.entities and (entities is None or key in wanted)
        if gone and not before.table:
            aside = _free_name(f"_dropped_{table_name(key)}_{today:%Y%m%d}", _tables(connection))
            label = LocalText(zh=key, en=key)
            steps.append(
                Step("set_table_aside", key, label, table_name(key), aside, columns=tuple(_index_names(key, before)))
            )
            shapes[key] = Shape(before.columns, aside=before.aside, closures=before.closures, table=aside)
    order: dict[StepKind, int] = {"create_table": 0, "restore_table": 0, "create_index": 2, "create_closure": 3}
    return SyncPlan(tuple(sorted(steps, key=lambda step: order.get(step.kind, 1))), tuple(problems), shapes)


def schema_of(connection: Connection) -> str | None:
    """The schema that stands for "no schema" on this connection."""
    translate = connection.get_execution_options().get("schema_translate_map") or {}
    return translate.get(None)


def about_rows(connection: Connection, table: Table) -> int:
    """About how many rows a table has, without counting them."""
    if connection.dialect.name == "sqlite":
        return connection.scalar(select(func.max(literal_column("rowid"))).select_from(table)) or 0
    schema = schema_of(connection)
    named = sql(
        "SELECT c.reltuples::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relname = :name AND n.nspname = coalesce(:schema, current_schema())"
    )
    known = connection.scalar(named, {"name": table.name, "schema": schema})
    if known is not None and known < 0:  # never analysed
        return connection.scalar(select(func.count()).select_from(table)) or 0
    return int(known or 0)


def _same(before: Shape, wanted: Shape) -> bool:
    return (before.columns, before.indexes, before.unique, before.closures) == (
        wanted.columns, wanted.indexes, wanted.unique, wanted.closures,
    )  # fmt: skip


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names(schema=schema_of(connection)))


def _free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or with a number when it is taken."""
    used = set(taken)
    return next(one for n in range(1000) if (one := physical(f"{name}_{n}" if n else name)) not in used)


def _index_names(entity: str, shape: Shape) -> Iterator[str]:
    for columns in shape.indexes:
        yield index_name(entity, tuple(columns))
    for columns in shape.unique:
        yield index_name(entity, tuple(columns), unique=True)


class _Comparison:
    """One entity's steps as they are found."""

    def __init__(self, connection: Connection, store: RecordStore, entity: str, today: date) -> None:
        self.connection, self.store, self.entity, self.today = connection, store, entity, today
        self.label = store.entity(entity).label
        self.table = store.table(entity)
        self.steps: list[Step] = []
        self.problems: list[Problem] = []
        self.after = Shape()
        self.rows = 0

    def compare(self, before: Shape | None, wanted: Shape) -> None:
        aside = dict(before.aside) if before else {}
        self.after = Shape(wanted.columns, wanted.indexes, wanted.unique, wanted.closures, aside)
        if before is not None and before.table:
            self._step("restore_table", before.table)
            before = Shape(before.columns, aside=before.aside, closures=before.closures)
            real, have = set(before.columns), set[str]()
        elif not inspect(self.connection).has_table(self.table.name, schema=schema_of(self.connection)):
            self._step("create_table", self.table.name)
            self._closures(before, wanted)
            return
        else:
            seen = inspect(self.connection)
            schema = schema_of(self.connection)
            real = {str(one["name"]) for one in seen.get_columns(self.table.name, schema=schema)}
            have = {str(one["name"]) for one in seen.get_indexes(self.table.name, schema=schema)}
            self.rows = about_rows(self.connection, self.table)
        fresh = self._columns(before or Shape(), wanted, real, aside)
        self._indexes(wanted, have, fresh)
        self._closures(before, wanted)

    def _columns(self, before: Shape, wanted: Shape, real: set[str], aside: dict[str, list[str]]) -> set[str]:
        """Steps for columns; returns those that are new or changed."""
        fresh: set[str] = set()
        for name in before.columns:
            if name not in wanted.columns and name in real:
                away = self._aside(name, [*real, *aside])
                aside[away] = [name, before.columns[name]]
                self._step("set_column_aside", name, away)
        for name, kind in wanted.columns.items():
            was = before.columns.get(name, kind)
            kept = next((k for k, (field, as_kind) in aside.items() if (field, as_kind) == (name, kind)), None)
            if name not in real:
                fresh.add(name)
                if kept is not None:
                    del aside[kept]
                    self._step("restore_column", name, kept)
                else:
                    self._step("add_column", name)
            elif was != kind:
                fresh.add(name)
                moved = self._aside(name, [*real, *aside])
                aside[moved] = [name, was]
                self._step("change_column", name, moved, was=was, rows=self.rows)
        return fresh

    def _indexes(self, wanted: Shape, have: set[str], fresh: set[str]) -> None:
        names = set(_index_names(self.entity, wanted))
        for name in sorted(have):
            if name.startswith(("ix_", "ux_")) and name not in names:
                self._step("drop_index", name)
        for unique, group in ((False, wanted.indexes), (True, wanted.unique)):
            for columns in group:
                name = index_name(self.entity, tuple(columns), unique)
                if name not in have or fresh & set(columns):
                    if name in have:
                        self._step("drop_index", name)
                    if unique and not fresh & set(columns) and self.rows:
                        self._duplicates(tuple(columns))
                    later = self.connection.dialect.name == "postgresql" and self.rows > BUILT_AT_ONCE
                    self._step("create_index", name, columns=tuple(columns), unique=unique, rows=self.rows, later=later)

    def _duplicates(self, columns: tuple[str, ...]) -> None:
        cells = [self.table.c[key] for key in columns]
        twice = (
            select(*cells).where(self.table.c.deleted_at.is_(None), *(cell.is_not(None) for cell in cells))
            .group_by(*cells).having(func.count() > bindparam("one", 1)).limit(1)
        )  # fmt: skip
        found = self.connection.execute(twice).first()
        if found is not None:
            names = "、".join(columns)
            values = ", ".join(str(value) for value in found)
            words = text(
                f"“{self.label.zh}”的“{names}”要求不重复，但已有重复的数据：{values}",
                f'"{names}" of {self.label.en} must be unique, but there are duplicates: {values}',
            )
            fix = text("先合并或修改重复的记录", "Merge or change the duplicate records first")
            self.problems.append(Problem("sync.duplicates", words, f"$.unique.{columns[0]}", fix=fix))

    def _closures(self, before: Shape | None, wanted: Shape) -> None:
        known = before.closures if before else []
        for field in wanted.closures:
            if field not in known:
                self._step("create_closure", field, rows=self.rows)

    def _aside(self, name: str, taken: Iterable[str]) -> str:
        return _free_name(f"_dropped_{name}_{self.today:%Y%m%d}", taken)

    def _step(
        self, kind: StepKind, name: str, aside: str = "", was: str = "", columns: tuple[str, ...] = (),
        unique: bool = False, rows: int = 0, later: bool = False,
    ) -> None:  # fmt: skip
        self.steps.append(Step(kind, self.entity, self.label, name, aside, was, columns, unique, rows, later))
