"""Which columns of a sheet name records: rows of another sheet, or of an object that is there already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dougong.records.lookup import fold

from .sheet_guess import Column

_ENOUGH, _WITH_NAME = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Target:
    """What rows may point to: `key` of an object, or `#2` for the sheet of that number, whose column `by` names its rows.

    `makes`: whether a record can be made of its name alone."""

    key: str
    label: str
    values: frozenset[str]
    by: int = -1
    makes: bool = True


def sheet_targets(number: int, label: str, columns: Sequence[Column]) -> list[Target]:
    """The columns of a sheet by which others may name its rows: every row is different there."""
    found = []
    for by, column in enumerate(columns):
        if column.differs and column.filled >= 2 and column.share(_a_name) > 0.8:
            found.append(Target(f"#{number}", label, frozenset(map(fold, column.counted)), by))
    return found


def target_of(column: Column, targets: Iterable[Target]) -> Target | None:
    """What most of the column's values name; the one whose name the header has goes first."""
    values = {fold(one): count for one, count in column.counted.items() if _a_name(one)}
    if not values or sum(values.values()) < 0.5 * column.filled:
        return None
    best: tuple[float, Target] | None = None
    for one in targets:
        share = sum(count for value, count in values.items() if value in one.values) / column.filled
        named = alike(column.header, one.label)
        if (share >= _ENOUGH and len(values) > 1) or (named and share >= _WITH_NAME):
            score = share + 0.5 * named
            if best is None or score > best[0]:
                best = (score, one)
    return best[1] if best else None


def unknown_in(column: Column, target: Target) -> int:
    """How many rows name something that is not there."""
    return sum(count for value, count in column.counted.items() if fold(value) not in target.values)


def alike(header: str, label: str) -> bool:
    """Whether one is within the other: `部门名称` and `部门`, `product_id` and `products`."""
    one, other = (fold(words).replace("_", " ").replace("-", " ").rstrip("s") for words in (header, label))
    return len(one) >= 2 and len(other) >= 2 and (one in other or other in one)


def _a_name(value: str) -> bool:
    """Short numbers name nothing: they are there by chance."""
    return not value.replace(".", "").isdigit() or len(value) >= 5
