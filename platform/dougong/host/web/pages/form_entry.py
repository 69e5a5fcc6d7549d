"""What a form sent: field values and child rows out of flat names (`f.amount`, `f.lines[r3].price`), normalised.

`filled` (`f.price=12.5`) names what the form itself had put in: where it still stands so, nobody has given it, and it is
worked out anew.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.datastructures import FormData

from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.problem import Problem, ValueProblem

from .controls import raw_value

_ROW = re.compile(r"f\.([a-z0-9_]+)\[([A-Za-z0-9_-]{1,60})\]\.([a-z0-9_]+)")
PREFIX = "f."


@dataclass(slots=True)
class Entry:
    """`values` canonical; `raw` what was typed, by path, where it could not be taken; `keys` the names of the child rows
    in `values`; `places` those of all rows as they stood, new ones without anything in them included."""

    values: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    keys: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)


def read_entry(model: Model, entity: EntityModel, form: FormData, now: datetime) -> Entry:
    """Every field the form sent, read at the reader's `now`; unknown names are ignored, what cannot be taken becomes a Problem."""
    entry = Entry()
    filled = {str(one) for one in form.getlist("filled")}
    names = list(dict.fromkeys(form.keys()))
    for name in names:
        key = name.removeprefix(PREFIX).removesuffix("[]")
        found = entity.fields.get(key)
        if not name.startswith(PREFIX) or found is None or "[" in key:
            continue
        if name.endswith("[]"):
            _lines(model, found, names, form, now, entry, filled)
            continue
        sent = [str(one) for one in form.getlist(name)]
        if f"{name}={'|'.join(sent)}" not in filled:
            entry.values[key] = _taken(found, sent, now, key, entry)
    return entry


def _taken(found: FieldModel, sent: list[str], now: datetime, path: str, entry: Entry) -> Any:
    raw = raw_value(found, sent, now)
    try:
        return found.type.normalise(found.field, raw)
    except ValueProblem as problem:
        entry.raw[path] = sent[-1] if sent else ""
        entry.problems.append(Problem(problem.code, problem.message, path))
        return None


def _lines(
    model: Model, found: FieldModel, names: list[str], form: FormData, now: datetime, entry: Entry, filled: set[str]
) -> None:
    """Child rows in the order they stand in the form; a new row with nothing in it is none."""
    assert found.relation is not None
    child = model.entities[found.relation.target]
    sent: dict[str, dict[str, list[str]]] = {}
    for name in names:
        match = _ROW.fullmatch(name)
        if not match or match[1] != found.key:
            continue
        cells = sent.setdefault(match[2], {})
        texts = [str(one) for one in form.getlist(name)]
        if f"{name}={'|'.join(texts)}" not in filled:
            cells[match[3]] = texts
    rows: list[dict[str, Any]] = []
    keys: list[str] = []
    for key, cells in sent.items():
        identity = (cells.pop("id", [""]) or [""])[-1]
        if not identity and not any(one for part in cells.values() for one in part if one and one != "false"):
            continue
        row: dict[str, Any] = {"id": identity} if identity else {}
        for column, texts in cells.items():
            if column in child.fields:
                row[column] = _taken(child.fields[column], texts, now, f"{found.key}[{len(rows)}].{column}", entry)
        rows.append(row)
        keys.append(key)
    order = getattr(found.field, "order", None)
    if order:
        rows = [{**row, order: number} for number, row in enumerate(rows, 1)]
    entry.values[found.key] = rows
    entry.keys[found.key] = keys
    entry.places[found.key] = list(sent)


def path_of(entry: Entry, name: str) -> str:
    """The path of a control by its name: `f.lines[n1].price` -> `lines[0].price`."""
    match = _ROW.fullmatch(name)
    if match and match[2] in entry.keys.get(match[1], ()):
        return f"{match[1]}[{entry.keys[match[1]].index(match[2])}].{match[3]}"
    return name.removeprefix(PREFIX)


def changed_only(values: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from the stored record; child rows always go along when they were in the form."""
    return {key: value for key, value in values.items() if isinstance(value, list) or value != stored.get(key)}
