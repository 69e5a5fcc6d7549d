"""The FROM clause of one query: tables joined as paths ask for them, each path once.

A record that the viewer may not read is not joined, so that whatever is asked through the link to it is blank.
"""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, UnaryExpression, and_, null
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.sql.selectable import NamedFromClause

from dougong.metamodel.model import FieldModel

from ..context import Context
from ..formulas import virtual_value
from ..scope import passing, reading, reads_everything
from ..tables import PEOPLE

Path = tuple[str, ...]


class Joins:
    """`clause` is the FROM clause as far as it was needed; `root` the entity's own table.

    `leading` is a link whose table is gone along, with the rows that link to each of its records: there are no others.
    """

    def __init__(self, ctx: Context, entity: str, name: str | None = "r", leading: str = "") -> None:
        self.ctx = ctx
        self.entity = entity
        self._name = name
        self.volatile = False
        """A formula put in holds values of this request only; the statement must not be kept."""
        self.root: NamedFromClause = ctx.store.read(entity).alias(name)
        self.clause: FromClause = self.root
        self._reached: dict[tuple[Path, bool], tuple[str, FromClause]] = {}
        if leading:
            self._begin_at(leading)

    def at(self, links: Path, titles: bool = False) -> tuple[str, FromClause]:
        """The entity and table that links point to, joined when they are asked for first.

        `titles` True joins people and departments whatever the viewer's rights on them: their names are no secret.
        """
        if not links:
            return self.entity, self.root
        entity, table = self.at(links[:-1])
        relation = self.ctx.store.entity(entity).fields[links[-1]].relation
        assert relation is not None
        free = titles_free(self.ctx, relation.target) if titles else reads_everything(self.ctx, relation.target)
        found = self._reached.get((links, free))
        if found is None:
            there = self.ctx.store.read(relation.target).alias(self._name and f"j{len(self._reached)}")
            on: ColumnElement[bool] = there.c.id == table.c[links[-1]]
            if not free:
                on = and_(on, reading(self.ctx, relation.target, there))
            self.clause = self.clause.outerjoin(there, on)
            found = self._reached[links, free] = (relation.target, there)
        return found

    def _begin_at(self, link: str) -> None:
        relation = self.ctx.store.entity(self.entity).fields[link].relation
        assert relation is not None
        there = self.ctx.store.read(relation.target).alias(self._name and "j0")
        plain = self.ctx.connection.dialect.name == "sqlite"  # which might begin at the other end
        on: ColumnElement[bool] = self.root.c[link] == (unhelped(there.c.id) if plain else there.c.id)
        free = titles_free(self.ctx, relation.target)
        if not free:
            on = and_(on, passing(self.ctx, relation.target, there))
        self.clause = there.join(self.root, on)
        self._reached[(link,), free] = (relation.target, there)

    def value(self, links: Path, field: FieldModel) -> ColumnElement[Any]:
        """A field's value as SQL: its column, or the formula of a virtual field."""
        _, table = self.at(links)
        if field.storage is not None:
            return table.c[field.key]
        if field.formula is None:
            return null()
        return virtual_value(self.ctx, field, links, self)

    def column(self, path: Path) -> ColumnElement[Any]:
        """The column at a path, for formulas."""
        entity, table = self.at(path[:-1])
        field = self.ctx.store.entity(entity).fields[path[-1]]
        return table.c[path[-1]] if field.storage is not None else self.value(path[:-1], field)


def titles_free(ctx: Context, entity: str) -> bool:
    """Whether the viewer sees the title of each of the entity's records: names of people are no secret."""
    return entity in PEOPLE or reads_everything(ctx, entity)


def unhelped(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same value, of which SQLite knows no index."""
    return UnaryExpression(value, operator=custom_op("+"), type_=value.type)
