"""Rows as the driver gives them, made into records by one function per list of columns, which is generated once.

Two forms: canonical values, or JSON as it goes outside, read straight from what SQLite keeps: a list of 50 rows has
thousands of cells, and each step more per cell is a millisecond per list.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.types import TypeEngine

from dougong.expressions.sql.types import DateText, ScaledDecimal

from ..values import Row

TITLE = ".$title"
ENTITY = ".$entity"
Process = Callable[[Any], Any] | None
"""None: the driver's value is the value."""
Reader = Callable[[Sequence[Sequence[Any]]], list[Row]]


def reader(keys: Sequence[str], processes: Sequence[Process], fixed: Mapping[str, Any], outside: bool) -> Reader:
    """Makes records of rows whose first values are `keys`; more values may follow. `fixed` stand in every record.

    `<key>.$entity` joins its polymorphic link; outside `<key>.$title` does so with every link.
    """
    names: dict[str, Any] = {f"p{n}": process for n, process in enumerate(processes) if process is not None}
    names |= {f"f{n}": value for n, value in enumerate(fixed.values())}
    cells = {key: f"f{n}" for n, key in enumerate(fixed)}
    cells |= {key: _cell(f"c{n}", f"p{n}", processes[n]) for n, key in enumerate(keys)}
    for key in [key.removesuffix(ENTITY) for key in keys if key.endswith(ENTITY)]:
        more = ", 'title': None" if outside else ""
        cells[key] = _link(cells[key], f"'entity': {cells.pop(key + ENTITY)}, 'id'", more)
    if outside:
        for key in [key.removesuffix(TITLE) for key in cells if key.endswith(TITLE)]:
            cells[key] = _link(cells[key], "'id'", f", 'title': {cells.pop(key + TITLE)}")
    members = ", ".join(f"{key!r}: {cell}" for key, cell in cells.items())
    given = "".join(f"c{n}, " for n in range(len(processes)))
    made: Reader = eval(f"lambda rows: [{{{members}}} for {given} in rows]", names)  # noqa: S307 - keys of the model only
    return made


def _cell(value: str, process: str, made: Process) -> str:
    """Python text of one cell; what most decimals are, is written out in place."""
    if made is None:
        return value
    cell = f"None if {value} is None else {process}({value})"
    if isinstance(made, ScaledText):
        scale = made.scale
        plain = f"str({value})[:-{scale}] + '.' + str({value})[-{scale}:]" if scale else f"str({value})"
        cell = f"{plain} if type({value}) is int and {value} >= {10**scale} else {cell}"
    return f"({cell})"


def processes_of(
    kinds: Sequence[TypeEngine[Any]], codes: Sequence[Any], dialect: Dialect, outside: bool
) -> list[Process]:
    """What makes a value of what the driver gives for each column; None: it is the value. Blanks are not asked."""
    make = _outside if outside else _canonical
    return [make(kind, code, dialect) for kind, code in zip(kinds, codes, strict=True)]


def _link(cell: str, before: str, after: str) -> str:
    return f"({{{before}: {cell}{after}}} if {cell} is not None else None)"


def _canonical(kind: TypeEngine[Any], code: Any, dialect: Dialect) -> Process:
    return kind.result_processor(dialect, code)


def _outside(kind: TypeEngine[Any], code: Any, dialect: Dialect) -> Process:
    """Decimals become text; days and instants may stay as they are, the encoder knows them."""
    if isinstance(kind, ScaledDecimal):
        return ScaledText(kind.scale) if dialect.name == "sqlite" else "{:f}".format
    if isinstance(kind, DateText) and dialect.name == "sqlite":
        return None
    return kind.result_processor(dialect, code)


@dataclass(frozen=True, slots=True)
class ScaledText:
    """The decimal text of SQLite's whole numbers of 10**-scale."""

    scale: int

    def __call__(self, value: Any) -> str:
        if type(value) is int and value >= 0:
            digits = str(value).zfill(self.scale + 1)
            return f"{digits[: -self.scale]}.{digits[-self.scale :]}" if self.scale else digits
        return format(Decimal(value).scaleb(-self.scale), "f")
