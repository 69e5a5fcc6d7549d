"""The record store: one compiled model's tables and query plans, shared by all requests of a workspace.

Tables are built when first asked for, about half a millisecond each; nothing here reads the database.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any

from sqlalchemy import MetaData, Table

from dougong.metamodel.model import EntityModel, Model

from .tables import build_closure, build_table, tree_fields, without_constraints

MOST_PLANS = 2000


class RecordStore:
    """Tables by entity key and compiled plans of one model; immutable but for its caches, safe between threads."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.metadata = MetaData()
        self._lock = RLock()
        self._tables: dict[str, Table] = {}
        self._read: dict[str, Table] = {}
        self._closures: dict[tuple[str, str], Table] = {}
        self._plans: OrderedDict[Hashable, Any] = OrderedDict()

    def entity(self, key: str) -> EntityModel:
        """The entity's model; KeyError when there is none."""
        return self.model.entities[key]

    def table(self, entity: str) -> Table:
        """The entity's table; KeyError when there is no such entity."""
        found = self._tables.get(entity)
        if found is None:
            with self._lock:
                found = self._tables.get(entity)
                if found is None:
                    found = build_table(self.metadata, self.model, self.entity(entity))
                    self._tables[entity] = found
        return found

    def read(self, entity: str) -> Table:
        """The entity's table as questions name it, by aliases: without constraints."""
        found = self._read.get(entity)
        if found is None:
            found = self._read[entity] = without_constraints(self.table(entity))
        return found

    def columns(self, entity: str) -> list[str]:
        """Names of the table's columns, those of polymorphic links' entities included."""
        return [str(column.name) for column in self.table(entity).columns]

    def closure(self, entity: str, field: str) -> Table:
        """The closure table of a tree link: `ancestor`, `descendant`, `depth` (the record itself at 0)."""
        key = (entity, field)
        found = self._closures.get(key)
        if found is None:
            with self._lock:
                found = self._closures.get(key)
                if found is None:
                    found = build_closure(self.metadata, entity, field)
                    self._closures[key] = found
        return found

    def closures(self, entity: str) -> dict[str, Table]:
        """All closure tables of an entity by link field."""
        return {field.key: self.closure(entity, field.key) for field in tree_fields(self.entity(entity))}

    def with_targets(self, entity: str) -> Table:
        """The entity's table with those its foreign keys point to, as CREATE TABLE needs them."""
        table = self.table(entity)
        for field in self.entity(entity).columns:
            if field.storage and field.storage.target in self.model.entities:
                self.table(field.storage.target)
        return table

    def build_all(self) -> MetaData:
        """Builds every table; for tests and first installs."""
        for key in self.model.entities:
            self.table(key)
            self.closures(key)
        return self.metadata

    def plan(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The cached value for a key, made once; the least recently used ones are forgotten."""
        found = self.known(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return found

    def known(self, key: Hashable) -> Any:
        """What was kept under a key, or None."""
        with self._lock:
            if key not in self._plans:
                return None
            self._plans.move_to_end(key)
            return self._plans[key]

    def keep(self, key: Hashable, value: Any) -> None:
        """Keeps a plan for later requests."""
        with self._lock:
            self._plans[key] = value
            while len(self._plans) > MOST_PLANS:
                self._plans.popitem(last=False)
