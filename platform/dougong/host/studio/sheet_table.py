"""A spreadsheet's sheets as plain tables: where the header stands, over how many rows, and the rows below it.

Titles above the header are left out; header cells that are merged are read as their owner meant them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from dougong.host.imports.reading import Leaf, Table, unique_names
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

MOST_SHEETS = 20
MOST_CELLS = 5_000_000
_HEAD = 12
"""Rows among which a header is looked for."""
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"})
Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`headers` are all different, `rows` as wide as they are and none of them blank; `errors` cells hold what a formula
    could not work out (#N/A), and are blank here."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    errors: int = 0


def sheets_of(leaves: Sequence[Leaf]) -> tuple[Sheet, ...]:
    """The tables of a file, those without a row left out; ProblemsFound where there are too many, or none."""
    if len(leaves) > MOST_SHEETS:
        words = text(
            f"有 {len(leaves)} 个工作表，最多 {MOST_SHEETS} 个", f"{len(leaves)} sheets, at most {MOST_SHEETS}"
        )
        raise _refused("too_many_sheets", words, "请删去不需要的工作表", "Delete the sheets you do not need")
    if (cells := sum(len(one.rows) * max(map(len, one.rows), default=0) for one in leaves)) > MOST_CELLS:
        words = text(f"有 {cells:,} 个单元格，最多 {MOST_CELLS:,} 个", f"{cells:,} cells, at most {MOST_CELLS:,}")
        raise _refused("too_large", words, "请拆成几个文件", "Split the file")
    found = tuple(sheet for one in leaves if (sheet := sheet_of(one)) is not None)
    if not found:
        words = text("没有一个工作表既有表头又有数据", "No sheet has both a header and rows")
        raise _refused(
            "no_rows",
            words,
            "第一行写列名，下面每行一条记录",
            "Names of columns in the first row, a record in each row below",
        )
    return found


def sheet_of(leaf: Leaf) -> Sheet | None:
    """One sheet; None where it has no rows below a header."""
    rows = [*_spread(leaf)]
    filled = [sum(map(bool, row)) for row in rows if any(row)]
    if len(filled) < 2:
        return None
    usual = median(filled[:30])
    first = next((n for n, row in enumerate(rows[:_HEAD]) if _heads(row, usual)), None)
    if first is None:
        return None
    last = _bottom(leaf, first)
    below = [row for row in leaf.rows[last + 1 :] if any(row)]
    names = _names(rows[first : last + 1])
    width = max(len(names), max(map(len, below), default=0))
    places = [n for n in range(width) if (n < len(names) and names[n]) or any(n < len(row) and row[n] for row in below)]
    if not places or not below:
        return None
    headers = unique_names(tuple(names[n] if n < len(names) else "" for n in places))
    headers += tuple(f"列 {n + 1}" for n in range(len(headers), len(places)))
    fitted = tuple(tuple(row[n] if n < len(row) else "" for n in places) for row in below)
    whole = tuple(line.cells for line in Table(headers, fitted, "", ",").lines())
    errors = sum(cell in _ERRORS for row in whole for cell in row)
    if errors:
        whole = tuple(tuple("" if cell in _ERRORS else cell for cell in row) for row in whole)
    return Sheet(leaf.name, headers, whole, errors)


def _heads(row: tuple[str, ...], usual: float) -> bool:
    """Whether it names about as many columns as rows have cells; a title over all of them says one thing."""
    filled = [cell for cell in row if cell]
    return len(filled) >= 0.6 * usual and (len(set(filled)) > 1 or usual <= 1)


def _spread(leaf: Leaf) -> Rows:
    """The rows, with what a merged cell of the head says in all of its places."""
    head = [list(row) for row in leaf.rows[:_HEAD]]
    for (top, left), (bottom, right) in leaf.merged:
        if top < len(head) and left < len(head[top]):
            for row in head[top : bottom + 1]:
                for n in range(left, min(right + 1, len(row))):
                    row[n] = head[top][left]
    return [*map(tuple, head), *leaf.rows[_HEAD:]]


def _bottom(leaf: Leaf, first: int) -> int:
    """The last row of a header that begins at `first`: a cell merged across names a group, the next row its columns."""
    last = first
    for (top, left), (bottom, right) in sorted(leaf.merged):
        if first <= top <= last:
            last = max(last, bottom, bottom + 1 if right > left else bottom)
    return min(last, len(leaf.rows) - 1, _HEAD - 1)


def _names(head: Rows) -> list[str]:
    """The lowest word of each column; with what stands above it where two columns would be called the same."""
    width = max(map(len, head), default=0)
    stacks = [list(dict.fromkeys(row[n] for row in head if n < len(row) and row[n])) for n in range(width)]
    lowest = [one[-1] if one else "" for one in stacks]
    return [
        " ".join(one) if len(one) > 1 and lowest.count(one[-1]) > 1 else name
        for one, name in zip(stacks, lowest, strict=True)
    ]


def _refused(code: str, words: object, fix_zh: str, fix_en: str) -> ProblemsFound:
    return ProblemsFound([Problem(code, words, fix=text(fix_zh, fix_en))])  # type: ignore[arg-type]
