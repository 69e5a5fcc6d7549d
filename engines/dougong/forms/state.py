"""The state of a form: everything a page or a phone needs to draw it, as values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dougong.metamodel.lists import Option
from dougong.metamodel.model import FieldModel
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText

Device = Literal["desktop", "phone"]
Use = Literal["create", "edit"]


@dataclass(frozen=True, slots=True)
class ColumnState:
    """A column of child rows."""

    key: str
    field: FieldModel
    label: LocalText
    widget: str
    required: bool
    read_only: bool


@dataclass(frozen=True, slots=True)
class RowState:
    """A child row: its id ("" for a new one), one FieldState per column, and Problems of the row as a whole."""

    number: int
    id: str
    fields: tuple["FieldState", ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldState:
    """A field as it stands now. `width` in columns of a 12-column grid; `value` canonical; `choices` what may be
    chosen (the current value always among them); `filter` the expression the offered records of a link fulfil."""

    key: str
    field: FieldModel
    label: LocalText
    widget: str
    width: int
    value: Any
    visible: bool = True
    required: bool = False
    read_only: bool = False
    masked: bool = False
    hint: LocalText | None = None
    choices: tuple[Option, ...] = ()
    filter: str | None = None
    create_in_place: bool = False
    problems: tuple[Problem, ...] = ()
    columns: tuple[ColumnState, ...] = ()
    rows: tuple[RowState, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section: rows of fields. It is not visible when its condition `when` fails or nothing in it is visible."""

    key: str
    label: LocalText
    visible: bool
    collapsed: bool
    tab: str | None
    rows: tuple[tuple[FieldState, ...], ...]
    when: str | None = None
    layout: Literal["fields", "totals"] = "fields"


@dataclass(frozen=True, slots=True)
class TabState:
    """A tab; `problems` counts the Problems of its fields."""

    key: str
    label: LocalText
    visible: bool
    problems: int = 0


@dataclass(frozen=True, slots=True)
class FormState:
    """A form with a record in it. `problems` are those that belong to no field that is shown."""

    form: str
    entity: str
    use: Use
    tabs: tuple[TabState, ...]
    sections: tuple[SectionState, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def fields(self) -> Iterator[FieldState]:
        """Every field placed, hidden ones included; a field in a hidden section has `visible` False."""
        for section in self.sections:
            for row in section.rows:
                yield from row

    def field(self, key: str) -> FieldState | None:
        """The state of a field, None when the form does not have it."""
        return next((field for field in self.fields if field.key == key), None)
