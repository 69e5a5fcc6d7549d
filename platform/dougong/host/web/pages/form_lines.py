"""Child rows of a form as controls: those there are, new ones still empty where they stand, and one more at the end."""

from collections.abc import Callable
from dataclasses import replace

from dougong.forms import FieldState, RowState
from dougong.records.ids import new_id

from .controls import Control, LineRow, control
from .form_entry import PREFIX, Entry
from .form_now import literal_of
from .look import Look

Cell = Callable[[FieldState, str, str], Control]
"""(state of a cell, its name, its path) -> its control."""


def line_rows(
    field: FieldState, entry: Entry | None, look: Look, draw: Cell, said: Callable[[RowState], tuple[str, ...]]
) -> tuple[LineRow, ...]:
    """Every row in its place. The last one of a table that may be filled in is always a new, empty one."""
    keys = entry.keys.get(field.key, []) if entry else []
    places = entry.places.get(field.key, []) if entry else []
    named = {keys[row.number] if row.number < len(keys) else row.id[-12:]: row for row in field.rows}
    found = []
    for key in dict.fromkeys([*(places or named), *named]):
        row = named.get(key)
        found.append(_row(field, key, row, draw, said) if row else blank_row(field, key, look))
    if not field.read_only and (not found or found[-1].key in named):
        found.append(blank_row(field, f"n{new_id()[-12:]}", look))
    return tuple(found)


def _row(
    field: FieldState, key: str, row: RowState, draw: Cell, said: Callable[[RowState], tuple[str, ...]]
) -> LineRow:
    cells = tuple(
        draw(cell, f"{PREFIX}{field.key}[{key}].{cell.key}", f"{field.key}[{row.number}].{cell.key}")
        for cell in row.fields
    )
    return LineRow(key, row.id, cells, said(row))


def blank_row(field: FieldState, key: str, look: Look) -> LineRow:
    """A new child row with the defaults that need no working out; its first cell says what typing there does."""
    first = next((column.key for column in field.columns if not column.read_only), "")
    return LineRow(
        key, "",
        tuple(
            replace(
                control(
                    column.field, f"{PREFIX}{field.key}[{key}].{column.key}", literal_of(column.field), look, {},
                    f"{look.base}/{column.field.entity}/pick/{column.key}", label=column.label.in_(look.language),
                    hint=look.words("Type here to add a row") if column.key == first else "",
                    required=column.required, read_only=column.read_only,
                    options=tuple(o for o in getattr(column.field.field, "options", ()) if not o.retired),
                ),
                filled=column.field.field.default is not None and not column.read_only, make=field.create_in_place,
            )
            for column in field.columns
        ),
    )  # fmt: skip
