"""Which columns of a sheet name records: rows of another sheet, or of an object that is there already."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from dougong.records.lookup import fold

from .sheet_guess import Column, is_name

_ENOUGH, _WITH_NAME = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Target:
    """What rows may point to: `key` of an object, or `#2` for the sheet of that number, whose column `by` names its rows.

    `makes`: whether a record can be made of its name alone."""

    key: str
    label: str
    values: Set[str]
    by: int = -1
    makes: bool = True


def sheet_targets(number: int, label: str, columns: Sequence[Column]) -> list[Target]:
    """The columns of a sheet by which others may name its rows: every row is different there."""
    found = []
    for by, column in enumerate(columns):
        if column.differs and column.filled >= 2 and column.naming > 0.8:
            found.append(Target(f"#{number}", label, column.folded.keys(), by))
    return found


def target_of(column: Column, targets: Iterable[Target]) -> Target | None:
    """What most of the column's values name; the one whose name the header has goes first."""
    if column.naming < 0.5:
        return None
    values = {one: count for one, count in column.folded.items() if is_name(one)}
    if not values:
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
    return sum(count for value, count in column.folded.items() if value not in target.values)


def alike(header: str, label: str) -> bool:
    """Whether one is within the other: `部门名称` and `部门`, `product_id` and `products`."""
    one, other = (fold(words).replace("_", " ").replace("-", " ").rstrip("s") for words in (header, label))
    return len(one) >= 2 and len(other) >= 2 and (one in other or other in one)
