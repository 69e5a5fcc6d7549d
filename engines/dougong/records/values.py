"""Questions and answers of the records engine: queries, aggregates, changes, results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from dougong.metamodel.problem import Problem

from .context import Cause

Row = dict[str, Any]
"""Dotted path -> canonical value. A link is its id under its own key; `<key>.$title` holds the title asked along."""


@dataclass(frozen=True, slots=True)
class Query:
    """`fields` and `sort` are dotted paths through links (`-amount` descends); `filter` is expression text.

    `cursor` (from a Page) continues in key order; `offset` skips. `total`: `exact`, `estimate` or `none`.
    A link among `fields` brings its title too, a link to many is a list of `{"id", "title"}`. `deleted` looks into the
    recycle bin instead. `outside`: rows in the form of the API, decimals as text and links as `{"id", "title"}`; instants
    and days are left to the encoder.
    """

    entity: str
    fields: tuple[str, ...] = ()
    filter: str = ""
    search: str = ""
    sort: tuple[str, ...] = ()
    limit: int = 50
    offset: int = 0
    cursor: str = ""
    total: Literal["exact", "estimate", "none"] = "none"
    ids: tuple[str, ...] | None = None
    deleted: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """`total` None when not asked for; `exact` False for an estimate; `next` the cursor of the next page or None.

    `volatile`: asked again, unchanged data may answer otherwise before the day is over (a formula reads the time).
    """

    rows: tuple[Row, ...]
    total: int | None = None
    exact: bool = True
    next: str | None = None
    volatile: bool = False


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Groups by paths (or `YEAR(close_date)`-like expressions); measures are name -> aggregate expression text.

    Measures: `COUNT()`, `SUM(x)`, `AVERAGE(x)`, `MIN(x)`, `MAX(x)`, `MEDIAN(x)` with x an expression over the record.
    `most`: at most so many records are met, whichever come first; 0 for all. Where `COUNT()` gives as many, there may be
    more, and the other figures mean nothing.
    """

    entity: str
    measures: Mapping[str, str]
    group: tuple[str, ...] = ()
    filter: str = ""
    search: str = ""
    sort: tuple[str, ...] = ()
    limit: int = 1000
    most: int = 0


@dataclass(frozen=True, slots=True)
class Create:
    """`id` may be given (offline clients, imports); values as `normalise` takes them.

    `cause` is the change's own where several requests are written as one batch; None: the batch's.
    """

    entity: str
    values: Mapping[str, Any]
    id: str = ""
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """Changes only the fields in `values`; `rev` None means "whatever it is now"; `cause` as for Create."""

    entity: str
    id: str
    values: Mapping[str, Any]
    rev: int | None = None
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    entity: str
    id: str
    rev: int | None = None


@dataclass(frozen=True, slots=True)
class Restore:
    """Brings a record back from the recycle bin."""

    entity: str
    id: str


Change = Create | Update | Delete | Restore


@dataclass(frozen=True, slots=True)
class RowChange:
    """What became of a child row: `action` is created, updated or deleted, `fields` {key: (old, new)} in JSON form."""

    id: str
    action: str
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else saved first: their changes since the caller's `rev`, field -> (old, theirs) in JSON form, of a link to
    many the ids of its other ends; `rows` are those of child rows, by the field that holds them."""

    entity: str
    id: str
    rev: int
    by: str | None
    fields: Mapping[str, tuple[Any, Any]]
    rows: Mapping[str, Sequence[RowChange]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one change; `problems` not empty means nothing of it was written."""

    index: int
    entity: str
    id: str
    rev: int = 0
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    conflict: Conflict | None = None

    @property
    def ok(self) -> bool:
        return not self.problems and self.conflict is None


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a write would make of one change. `worked_out` holds the values nobody gave, by path: `{"": {...}}` for the
    record itself, `lines[2]` for a child row; canonical, and without regard to what the viewer may see."""

    worked_out: Mapping[str, Mapping[str, Any]]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """One outcome per change, in order. `written` False: the whole batch was refused and nothing is written."""

    outcomes: Sequence[Outcome]
    written: bool

    @property
    def problems(self) -> list[Problem]:
        return [problem for outcome in self.outcomes for problem in outcome.problems]
