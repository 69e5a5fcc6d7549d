"""Tables as they stand, with what was set aside in them and those set aside whole: for whoever must carry everything."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, delete, insert, select
from sqlalchemy.schema import CreateTable

from dougong.expressions.sql.types import Id, column_type

from ..store import RecordStore
from ..system_tables import entity_shape
from ..tables import NEVER_NULL
from .ddl import AddColumn
from .shape import Shape, shape_from_json, storage_of, wanted_shape


def shapes(connection: Connection) -> dict[str, Shape]:
    """What is remembered of each entity, those set aside included."""
    return {key: shape_from_json(raw) for key, raw in connection.execute(select(entity_shape))}


def standing(store: RecordStore, known: Mapping[str, Shape]) -> Iterator[Table]:
    """A table per entity of the model or set aside, with all its columns and no constraints."""
    for key in store.model.entities:
        table = store.table(key)
        plain = [Column(column.name, column.type) for column in table.columns]
        yield Table(table.name, MetaData(), *plain, *_aside(known.get(key, Shape())))
    yield from _gone(known)


def make(connection: Connection, store: RecordStore, known: Mapping[str, Shape]) -> None:
    """Adds to freshly made tables of the model what other tables like them had set aside, and remembers it."""
    after: dict[str, Shape] = {}
    for key in store.model.entities:
        was = known.get(key, Shape())
        for column in _aside(was):
            connection.execute(AddColumn(store.table(key), column))
        after[key] = replace(wanted_shape(store, key), aside=was.aside)
    for table in _gone(known):
        connection.execute(CreateTable(table))
    # Trees of what is set aside are made anew when it comes back.
    after |= {key: replace(shape, closures=[]) for key, shape in known.items() if shape.table}
    connection.execute(delete(entity_shape))
    connection.execute(
        insert(entity_shape), [{"entity": key, "shape": shape.to_json()} for key, shape in after.items()]
    )


def _gone(known: Mapping[str, Shape]) -> Iterator[Table]:
    """Tables of entities that were set aside."""
    for shape in known.values():
        if shape.table:
            yield Table(shape.table, MetaData(), *_columns(shape), *_aside(shape))


def _columns(shape: Shape) -> Iterator[Column[Any]]:
    for name, kind in shape.columns.items():
        if name == "id":
            yield Column("id", Id(), primary_key=True)
        else:
            yield Column(name, column_type(storage_of(kind)), nullable=name not in NEVER_NULL)


def _aside(shape: Shape) -> list[Column[Any]]:
    return [Column(name, column_type(storage_of(kind))) for name, (_, kind) in shape.aside.items()]
