"""One record on its way through the write path: what was, what is to be, what stands against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText

from ..context import Cause
from ..values import Conflict

Action = Literal["created", "updated", "deleted", "restored"]


@dataclass(slots=True)
class RowState:
    """The working copy of one record. `old` and `new` are by column name; `old` None for a new record.

    `index` is the place of the change it belongs to; child rows have their parent's, with `parent` and a `place`
    (`lines[2]`) that begins the path of their problems.
    """

    index: int
    entity: str
    id: str
    action: Action
    given: Mapping[str, Any]
    rev: int | None = None
    cause: Cause | None = None
    """Its own, if it is not the batch's."""
    old: dict[str, Any] | None = None
    new: dict[str, Any] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    conflict: Conflict | None = None
    parent: "RowState | None" = None
    place: str = ""
    children: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Child rows given with this record, by field."""
    ends: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    """Links to many given with this record, by field: the other ends as they were and as they are to be."""
    given_id: bool = False
    """The caller chose the id of a new record."""
    trusted: bool = False
    """A consequence (a child row, a cascade): rights were asked of the record it follows from."""
    lost: bool = False
    """Refused for what it is rather than for a value: nothing more can be said about it."""
    touched: bool = False
    """Child rows changed, so the record counts as changed though no column did."""

    @property
    def top(self) -> "RowState":
        """The record of the change itself."""
        return self if self.parent is None else self.parent.top

    @property
    def refused(self) -> bool:
        return bool(self.problems) or self.conflict is not None

    @property
    def idle(self) -> bool:
        """Nothing would be written."""
        return self.action == "updated" and not self.changed and not self.touched

    @property
    def alive(self) -> bool:
        return self.action != "deleted"

    def set(self, column: str, value: Any) -> None:
        """Puts a value and keeps `changed` true to the difference with `old`."""
        self.new[column] = value
        if self.old is not None and self.old.get(column) == value:
            self.changed.discard(column)
        else:
            self.changed.add(column)

    def refuse(self, code: str, message: LocalText, path: str = "$", fix: LocalText | None = None) -> None:
        self.add(Problem(code, message, path, fix=fix))

    def add(self, problem: Problem) -> None:
        """Files a problem, or a warning, under this record."""
        kept = self.problems if problem.severity == "error" else self.warnings
        kept.append(problem)

    def outward(self, problem: Problem) -> Problem:
        """The problem with its path seen from the record of the change."""
        if not self.place or self.parent is None:
            return problem
        path = self.place if problem.path == "$" else f"{self.place}.{problem.path}"
        return self.parent.outward(replace(problem, path=path))


States = dict[str, dict[str, RowState]]
"""Entity -> id -> the record in this batch."""
