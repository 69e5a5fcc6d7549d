"""SQLAlchemy Core tables of entities: columns, foreign keys and indexes, made from the compiled model.

Deleted rows stay in the table (`deleted_at`), so indexes cover the living ones only, but for that of titles.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, MetaData, Table
from sqlalchemy.sql.elements import ColumnElement

from dougong.expressions.sql.types import Id, Text, column_type
from dougong.metamodel.model import EntityModel, FieldModel, Model

from .blanks import blanks_first
from .indexes import indexed, title_index
from .names import closure_name, entity_column, index_name, physical, table_name

NEVER_NULL = frozenset({"id", "rev", "created_at", "updated_at"})
PEOPLE = frozenset({"person", "department"})


def build_table(metadata: MetaData, model: Model, entity: EntityModel) -> Table:
    """The table of an entity with constraints and indexes; foreign keys name their target, which may be built later."""
    table = Table(table_name(entity.key), metadata, *_columns(entity))
    for key, target, deferred in foreign_keys(model, entity):
        table.append_constraint(
            ForeignKeyConstraint(
                [key],
                [f"{table_name(target)}.id"],
                name=physical(f"fk_{entity.key}__{key}"),
                ondelete=None if deferred else "RESTRICT",
                deferrable=deferred or None,
                initially="DEFERRED" if deferred else None,
                link_to_name=True,
            )
        )
    for columns in unique_keys(entity):
        _index(table, entity, columns, unique=True)
    titles = title_index(model, entity)
    for columns in indexed(model, entity, unique_keys(entity)):
        _index(table, entity, columns, deleted_too=columns == titles)
    return table


def without_constraints(table: Table) -> Table:
    """The same columns and nothing else: an alias of it costs a tenth, since foreign keys are copied one by one."""
    columns = (Column(one.name, one.type, primary_key=one.primary_key, nullable=one.nullable) for one in table.columns)
    return Table(table.name, MetaData(), *columns)


def build_closure(metadata: MetaData, entity: str, field: str) -> Table:
    """Who stands above whom along a tree link: one row per pair, the record itself at depth 0."""
    name = closure_name(entity, field)
    return Table(
        name,
        metadata,
        Column("ancestor", Id(), primary_key=True),
        Column("descendant", Id(), primary_key=True),
        Column("depth", Integer(), nullable=False),
        Index(physical(f"ix_{name}__descendant"), "descendant", "ancestor"),
    )


def tree_fields(entity: EntityModel) -> list[FieldModel]:
    """Links to the own entity that make a tree."""
    return [field for field in entity.fields.values() if getattr(field.field, "tree", False)]


def _columns(entity: EntityModel) -> Iterator[Column[Any]]:
    for field in entity.columns:
        assert field.storage is not None
        if field.key == "id" and field.system:
            yield Column("id", Id(), primary_key=True)
            continue
        required = field.system and field.key in NEVER_NULL
        yield Column(field.key, column_type(field.storage), nullable=not required)
        if field.storage.polymorphic:
            yield Column(entity_column(field.key), Text())


def foreign_keys(model: Model, entity: EntityModel) -> Iterator[tuple[str, str, bool]]:
    """(column, target entity, checked at commit) of every link whose target exists.

    Deferred where one batch may well write both ends in any order: inside one entity and among people and departments.
    """
    for field in entity.columns:
        target = field.storage.target if field.storage else ""
        if target and target in model.entities:
            yield field.key, target, target == entity.key or {target, entity.key} <= PEOPLE


def unique_keys(entity: EntityModel) -> list[tuple[str, ...]]:
    """Unique keys, single fields first."""
    single = [(field.key,) for field in entity.columns if field.field.unique]
    return list(dict.fromkeys([*single, *entity.definition.unique]))


def _index(
    table: Table, entity: EntityModel, columns: tuple[str, ...], unique: bool = False, deleted_too: bool = False
) -> None:
    living = None if deleted_too else table.c.deleted_at.is_(None)
    Index(
        index_name(entity.key, columns, unique),
        *(_ordered(table.c[key]) for key in columns),
        unique=unique,
        sqlite_where=living,
        postgresql_where=living,
    )


def _ordered(column: Column[Any]) -> ColumnElement[Any]:
    return blanks_first(column) if column.nullable else column
