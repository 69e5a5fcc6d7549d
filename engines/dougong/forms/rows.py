"""Child rows in a form: their columns and the state of each cell."""

from collections.abc import Iterable, Mapping
from typing import Any

from dougong.metamodel.lists import Option
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.problem import Problem
from dougong.records.rights import FieldRight, Viewer

from .state import ColumnState, FieldState, RowState

MOST_COLUMNS = 8


def child_columns(
    model: Model, field: FieldModel, keys: tuple[str, ...], viewer: Viewer, read_only: bool
) -> tuple[ColumnState, ...]:
    """The columns of owned rows: those the form names, else the child's first fields. Empty for any other field, links to
    many among them: they are filled in as a set of records.

    Rights on the child entity's fields hide and lock columns; the parent's read-only state locks them all.
    """
    relation = field.relation
    if relation is None or not relation.owned or relation.far:
        return ()
    child = model.entities[relation.target]
    rights = viewer.on(child.key)
    found = []
    for key in keys or _first_columns(child, relation.via):
        column = child.fields[key]
        right = rights.field(key)
        if right is FieldRight.HIDDEN:
            continue
        locked = read_only or right < FieldRight.EDIT or column.field.read_only or column.formula is not None
        found.append(
            ColumnState(key, column, column.label, column.type.widget, column.field.required and not locked, locked)
        )
    return tuple(found)


def _first_columns(child: EntityModel, via: str) -> list[str]:
    keys = [
        field.key
        for field in child.fields.values()
        if not field.system and field.key != via and (field.storage is not None or field.formula is not None)
    ]
    return keys[:MOST_COLUMNS]


def child_rows(
    field: FieldModel, columns: tuple[ColumnState, ...], value: Any, problems: Iterable[Problem]
) -> tuple[RowState, ...]:
    """One state per row of `value` (mappings by the child's keys); a Problem at `lines[2].price` stands in its cell."""
    every = list(problems)
    return tuple(_row(field.key, number, columns, row, every) for number, row in enumerate(value or ()))


def _row(
    key: str, number: int, columns: tuple[ColumnState, ...], row: Mapping[str, Any], problems: list[Problem]
) -> RowState:
    place = f"{key}[{number}]"
    cells = tuple(_cell(column, row.get(column.key), f"{place}.{column.key}", problems) for column in columns)
    shown = {f"{place}.{column.key}" for column in columns}
    mine = tuple(
        one for one in problems if (one.path == place or one.path.startswith(place + ".")) and one.path not in shown
    )
    return RowState(number, str(row.get("id") or ""), cells, mine)


def _cell(column: ColumnState, value: Any, place: str, problems: list[Problem]) -> FieldState:
    options: tuple[Option, ...] = getattr(column.field.field, "options", ())
    held = value if isinstance(value, list) else [value]
    return FieldState(
        key=column.key,
        field=column.field,
        label=column.label,
        widget=column.widget,
        width=12,
        value=value,
        required=column.required,
        read_only=column.read_only,
        hint=column.field.field.hint,
        choices=tuple(option for option in options if not option.retired or option.key in held),
        filter=getattr(column.field.field, "choices", None),
        problems=tuple(one for one in problems if one.path == place),
    )
