"""The output columns of a query: values, titles of links, marks for masked ones. Hidden fields are not selected at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy import Row as SqlRow

from ..masking import MASKED
from ..names import entity_column
from ..rights import FieldRight
from ..tables import PEOPLE
from ..values import Row
from .joins import Joins, Path
from .paths import Resolved, field_right, resolve
from .readers import ENTITY, TITLE


@dataclass(slots=True)
class Columns:
    """What is selected: `keys` name the values of a result row in order; `any_links` are links whose entity is beside
    them; `ends` links to many, which no column has."""

    keys: list[str] = field(default_factory=list)
    values: list[ColumnElement[Any]] = field(default_factory=list)
    masked: dict[str, Any] = field(default_factory=dict)
    any_links: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)

    def add(self, key: str, value: ColumnElement[Any]) -> None:
        if key not in self.keys:
            self.keys.append(key)
            self.values.append(value.label(f"c{len(self.keys)}"))

    def row(self, found: "SqlRow[Any] | Sequence[Any]") -> Row:
        """A result row as key -> canonical value."""
        row: Row = dict(zip(self.keys, found, strict=False))
        row.update(self.masked)
        for key in self.any_links:
            entity = row.pop(key + ENTITY)
            row[key] = {"entity": entity, "id": row[key]} if row[key] is not None else None
        return row


def select_fields(joins: Joins, paths: Iterable[str]) -> Columns:
    """Columns for dotted paths of the query's entity; a link brings its title along."""
    ctx, entity = joins.ctx, joins.entity
    found = Columns()
    for key in ("id", "rev"):
        found.add(key, joins.root.c[key])
    for path in paths:
        resolved = resolve(ctx, entity, path.removesuffix(TITLE), "fields")
        if resolved.right is FieldRight.MASKED:
            found.masked[resolved.key] = MASKED
        elif resolved.right >= FieldRight.READ:
            _add(found, joins, resolved)
    return found


def all_fields(joins: Joins) -> list[str]:
    """Keys of the fields that have one value."""
    model = joins.ctx.store.entity(joins.entity)
    return [one.key for one in model.fields.values() if one.storage is not None or one.formula is not None]


def _add(found: Columns, joins: Joins, resolved: Resolved) -> None:
    model = resolved.field
    if model.relation is not None and model.relation.kind == "many":
        if model.relation.far and not resolved.links and model.key not in found.ends:
            found.ends.append(model.key)
        return
    key = resolved.key
    found.add(key, joins.value(resolved.links, model))
    if model.relation is None:
        return
    if model.relation.kind == "any":
        _, table = joins.at(resolved.links)
        found.add(key + ENTITY, table.c[entity_column(model.key)])
        found.any_links.append(key)
        return
    title = title_value(joins, (*resolved.links, model.key))
    if title is None:
        found.masked[key + TITLE] = None
    else:
        found.add(key + TITLE, title)


def title_value(joins: Joins, links: Path, depth: int = 0) -> ColumnElement[Any] | None:
    """The title of the record that links point to; None when the viewer may not read titles there."""
    entity, table = joins.at(links, titles=True)
    title = joins.ctx.store.entity(entity).title
    if field_right(joins.ctx, title) < FieldRight.READ:
        return None
    if title.relation is not None and title.relation.kind == "one" and depth < 2:
        return title_value(joins, (*links, title.key), depth + 1)
    if entity in PEOPLE and title.storage is not None:
        return table.c[title.key]
    return joins.value(links, title)
