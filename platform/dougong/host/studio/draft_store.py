"""The records of a workspace as a draft's definitions read them: what is not published yet is there, and blank."""

from typing import Any

from sqlalchemy import Table, cast, false, null, select

from dougong.expressions.sql.types import column_type
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
        there = self._now.read(entity) if known else None
        missing = [
            field for field in wanted.columns
            if known is None or field.key not in known.fields or known.fields[field.key].storage != field.storage
        ]  # fmt: skip
        if there is not None and not missing:
            return there
        blanks = [cast(null(), column_type(field.storage)).label(field.key) for field in missing if field.storage]
        gone = {field.key for field in missing}
        if there is None:
            size = null().label("rowid")  # what SQLite counts by
            return select(*blanks, size).where(false()).subquery(f"draft_{entity}")
        kept = [column for column in there.columns if column.name not in gone]
        return select(*kept, *blanks).subquery(f"draft_{entity}")
