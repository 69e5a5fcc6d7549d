"""The shape of an entity in the database, as JSON: what its columns mean, its indexes, its closures.

It says more than the catalogue can: SQLite keeps decimals of every scale as integers.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from dougong.metamodel.storage import Kind, Storage

from ..indexes import indexed
from ..names import entity_column
from ..store import RecordStore
from ..tables import tree_fields, unique_keys


@dataclass(frozen=True, slots=True)
class Shape:
    """`columns`: name -> kind (`decimal:2`, `reference:person`); `indexes`: columns by kind of index; `aside`: columns
    set aside -> (field, kind); `table`: where the rows stand when the entity itself was set aside."""

    columns: dict[str, str] = field(default_factory=dict)
    indexes: list[list[str]] = field(default_factory=list)
    unique: list[list[str]] = field(default_factory=list)
    closures: list[str] = field(default_factory=list)
    aside: dict[str, list[str]] = field(default_factory=dict)
    table: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def shape_from_json(raw: dict[str, Any]) -> Shape:
    return Shape(**raw)


def wanted_shape(store: RecordStore, entity: str) -> Shape:
    """What the model asks for."""
    model = store.entity(entity)
    columns: dict[str, str] = {}
    for one in model.columns:
        assert one.storage is not None
        columns[one.key] = kind_word(one.storage)
        if one.storage.polymorphic:
            columns[entity_column(one.key)] = Kind.TEXT.value
    return Shape(
        columns,
        [list(one) for one in indexed(store.model, model, unique_keys(model))],
        [list(one) for one in unique_keys(model)],
        [one.key for one in tree_fields(model)],
    )


def kind_word(storage: Storage) -> str:
    """`text`, `decimal:2`, `reference:person`."""
    detail = storage.target if storage.kind is Kind.REFERENCE else str(storage.scale or "")
    return f"{storage.kind.value}:{detail}" if detail else storage.kind.value


def storage_of(word: str) -> Storage:
    """The storage a kind word means."""
    kind, _, detail = word.partition(":")
    if Kind(kind) is Kind.REFERENCE:
        return Storage(Kind.REFERENCE, target=detail)
    return Storage(Kind(kind), scale=int(detail or 0))
