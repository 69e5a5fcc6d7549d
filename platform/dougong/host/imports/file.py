"""What all rows of one import share, worked out once per run from the file and the plan.

Everything here follows from the file alone, so a run that is resumed after a crash sees the same.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dougong.metamodel.model import EntityModel, Model
from dougong.records.lookup import fold

from .plan import ImportPlan
from .reading import Line, Table


@dataclass(frozen=True, slots=True)
class File:
    """`places`: column -> position. `repeated`: line numbers whose match key stood further up. `own_titles`: folded
    titles the file brings, when rows link to rows of their own kind."""

    batch: str
    model: Model
    entity: EntityModel
    plan: ImportPlan
    lines: tuple[Line, ...]
    places: Mapping[str, int]
    repeated: frozenset[int]
    own_titles: Mapping[str, int]

    def row_id(self, number: int) -> str:
        """The id a row's new record gets: the same on every try; in line order within the batch (a UUIDv7's shape)."""
        tail = int.from_bytes(hashlib.sha256(f"{self.batch}:{number}".encode()).digest()[:6]) & ((1 << 42) - 1)
        bits = number & 0xFFFFFFFF
        value = (int(self.batch[:8] + self.batch[9:13], 16) << 80) | (7 << 76) | ((bits >> 20) << 64)
        value |= (2 << 62) | ((bits & 0xFFFFF) << 42) | tail
        words = f"{value:032x}"
        return f"{words[:8]}-{words[8:12]}-{words[12:16]}-{words[16:20]}-{words[20:]}"


def open_file(batch: str, model: Model, plan: ImportPlan, table: Table) -> File:
    """The file of a run; `batch` is the batch's UUIDv7."""
    entity = model.entities[plan.entity]
    lines = tuple(table.lines(plan.repair_rows))
    places = {name: place for place, name in enumerate(table.columns)}
    return File(
        batch,
        model,
        entity,
        plan,
        lines,
        places,
        _repeated(plan, places, lines),
        _own_titles(entity, plan, places, lines),
    )


def _repeated(plan: ImportPlan, places: Mapping[str, int], lines: Sequence[Line]) -> frozenset[int]:
    columns = [places[c.column] for key in plan.match for c in plan.mapped if c.field == key and c.column in places]
    if not columns or len(columns) != len(plan.match):
        return frozenset()
    seen: set[tuple[str, ...]] = set()
    found: set[int] = set()
    for line in lines:
        key = tuple(fold(line.cells[place]) for place in columns)
        if all(key) and key in seen:
            found.add(line.number)
        seen.add(key)
    return frozenset(found)


def _own_titles(
    entity: EntityModel, plan: ImportPlan, places: Mapping[str, int], lines: Sequence[Line]
) -> dict[str, int]:
    relations = [entity.fields[c.field].relation for c in plan.mapped if c.field and c.field in entity.fields]
    if not any(relation is not None and relation.target == entity.key for relation in relations):
        return {}
    title = next(
        (places[c.column] for c in plan.mapped if c.field == entity.definition.title and c.column in places), None
    )
    return {} if title is None else {fold(line.cells[title]): line.number for line in reversed(lines)}
