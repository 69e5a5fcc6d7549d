"""What an import is asked to do, as a value that is stored, shown and repeated."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

CREATE_NEW = "+"
"""In `values`: make a new record of this title."""
LEAVE_BLANK = ""
"""In `values`: leave the field blank."""


class ColumnPlan(BaseModel):
    """One column of the file. `field` None: not imported. For links `by` is the field of the target that is matched.

    `values` replaces cells before they are read: raw text -> option, title of an existing record, CREATE_NEW or
    LEAVE_BLANK.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str
    field: str | None = None
    by: str | None = None
    create_missing: bool = False
    values: dict[str, str] = Field(default_factory=dict)


class ImportPlan(BaseModel):
    """`match`: fields that find an existing record; `existing`: what then happens. `flows`: for the flow engine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entity: str
    columns: tuple[ColumnPlan, ...]
    match: tuple[str, ...] = ()
    existing: Literal["update", "skip"] = "update"
    repair_rows: bool = True
    """Take apart rows that sit quoted in their first cell (a spreadsheet's round trip)."""
    blank_words: tuple[str, ...] = ()
    """Cells that mean "nothing chosen", such as `Select`."""
    flows: Literal["run", "skip", "later"] = "run"
    decimal_comma: bool = False
    set_values: dict[str, str] = Field(default_factory=dict)
    """The same value for every row: field -> raw value."""

    @property
    def mapped(self) -> list[ColumnPlan]:
        return [column for column in self.columns if column.field]
