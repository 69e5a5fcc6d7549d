"""The records of a workspace as a draft's definitions read them: what is not published yet is there, and blank."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Table, cast, false, null, select

from dougong.metamodel.model import Model
from dougong.records.store import RecordStore
from dougong.records.tables import tree_fields


class DraftStore(RecordStore):
    """For reading only. `now` is the store in force: its tables are the ones there are."""

    def __init__(self, model: Model, now: RecordStore) -> None:
        super().__init__(model)
        self._now = now
        if model.entities is now.model.entities:  # nothing but menus, forms and views differ: plans are the same
            self._plans, self._tables, self._read, self._closures = now._plans, now._tables, now._read, now._closures
            self._lock = now._lock

    def read(self, entity: str) -> Any:
        """What questions take for the entity's table: columns that are not there yet are blank, a new object has no rows."""
        if entity not in self._read:
            self._read[entity] = self._in_place(entity)
        return self._read[entity]

    def table(self, entity: str) -> Table:
        """The table there is; of a new object an empty one, whose size may be asked for."""
        found: Table = self._now.table(entity) if entity in self._now.model.entities else self.read(entity)
        return found

    def has_branches(self, entity: str) -> bool:
        """Whether who stands above whom can be asked: what makes the object's tree is in force."""
        known = self._now.model.entities.get(entity)
        there = {field.key for field in tree_fields(known)} if known else set()
        return all(field.key in there for field in tree_fields(self.model.entities[entity]))

    def _in_place(self, entity: str) -> Any:
        wanted, known = self.model.entities[entity], self._now.model.entities.get(entity)
        if known is wanted:
            return self._now.read(entity)
        whole = super().table(entity)  # as it will be: every column with its type
        if known is None:
            size = null().label("rowid")  # what SQLite counts by
            return select(*map(_blank, whole.columns), size).where(false()).subquery(f"draft_{entity}")
        there = self._now.read(entity)
        before = {field.key: field.storage for field in known.columns}
        changed = {one.key for one in wanted.columns if one.key in before and before[one.key] != one.storage}
        kept = {one.name for one in there.columns} - changed
        if all(one.name in kept for one in whole.columns):
            return there
        columns = [there.c[one.name] if one.name in kept else _blank(one) for one in whole.columns]
        return select(*columns).subquery(f"draft_{entity}")


def _blank(column: Column[Any]) -> ColumnElement[Any]:
    return cast(null(), column.type).label(column.name)
