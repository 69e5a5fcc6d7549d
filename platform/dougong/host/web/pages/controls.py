"""A field as a control: its value as the text an input holds, and what a browser sends back as raw values.

Normalising what comes back is the field types' business; here only times get the reader's zone.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from dougong.host.web.format import dates, numbers
from dougong.host.web.format.date_entry import day_of, moment_of, time_of
from dougong.metamodel.lists import Option
from dougong.metamodel.model import FieldModel
from dougong.records.masking import Masked

from .look import Look
from .show import is_figure, show

ADDRESS = ("region", "detail", "postcode", "lng", "lat")
"""The parts of an address in the order in which its inputs stand."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A button that mends: `put` is `<control name>=<text>`."""

    words: str
    put: str


@dataclass(frozen=True, slots=True)
class LineColumn:
    key: str
    label: str
    widget: str
    figure: bool
    required: bool
    read_only: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """`key` names the row in the form; `id` is empty for a new one; `problems` are those of the row as a whole."""

    key: str
    id: str
    cells: tuple["Control", ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """What a widget's macro `edit` gets. `text` is the input's value; `title` a link's words; `shown` the read view;
    `filled`: nobody typed it; `make`: the picker may offer to make a new record."""

    name: str
    id: str
    label: str
    widget: str
    text: str = ""
    values: tuple[str, ...] = ()
    title: str = ""
    shown: Markup | str = ""
    required: bool = False
    read_only: bool = False
    hint: str = ""
    problems: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    pick: str = ""
    unit: str = ""
    most: int = 5
    figure: bool = False
    width: int = 6
    files: tuple[dict[str, Any], ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    targets: tuple[tuple[str, str], ...] = ()
    columns: tuple[LineColumn, ...] = ()
    rows: tuple[LineRow, ...] = ()
    ordered: bool = False
    """Child rows may be moved."""
    blank: LineRow | None = None
    """A new child row as it begins; its key is `__KEY__`."""
    fixes: tuple[Fix, ...] = ()
    warnings: tuple[str, ...] = ()
    filled: bool = False
    make: bool = True
    alike: tuple[Any, ...] = ()


def control(
    found: FieldModel,
    name: str,
    value: Any,
    look: Look,
    titles: dict[str, str],
    pick: str,
    raw: Any = None,
    **given: Any,
) -> Control:
    """A control for a field's value; `raw` is what was typed when it could not be taken."""
    if isinstance(value, Masked):
        return _masked(found, name, value, **given)
    text, values = input_text(value, look), ()
    if found.type.widget == "duration" and isinstance(value, int) and value >= 0:
        text = dates.length(value, look.language)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        values, text = tuple(value), ", ".join(value)
    if isinstance(raw, str):
        text = raw
    title = raw.removeprefix("?") if isinstance(raw, str) else titles.get(text.rpartition(":")[2], "")
    files = value if isinstance(value, list) else [value] if value else []
    pairs = tuple(
        (str(one["id"]), str(one.get("title") or titles.get(str(one["id"]), "")))
        for one in (value if isinstance(value, list) else ())
        if isinstance(one, dict) and "id" in one
    )
    row = {found.key: value, f"{found.key}.$title": titles.get(str(value), "")}
    return Control(
        name=name, id=name.replace("[", "-").replace("]", "").replace(".", "-"), widget=found.type.widget, text=text,
        values=values, title=title if found.value_type.name == "ref" else "", pick=pick,
        parts=tuple((part, str(value.get(part) or "")) for part in ADDRESS) if found.type.widget == "address" and isinstance(value, dict)
        else tuple((part, "") for part in ADDRESS),
        shown=show(found, found.key)(value, row, look), unit=_unit(found, look), most=int(getattr(found.field, "max", 5) or 5)
        if found.type.widget == "rating" else 5, figure=is_figure(found),
        files=tuple(one for one in files if isinstance(one, dict) and "hash" in one), pairs=pairs, **given,
    )  # fmt: skip


def _masked(found: FieldModel, name: str, value: Masked, **given: Any) -> Control:
    """What may not be seen has no input: a switch or a list of choices would say something."""
    identity = name.replace("[", "-").replace("]", "").replace(".", "-")
    kept = {key: given[key] for key in ("label", "hint", "width") if key in given}
    return Control(name, identity, widget="computed", shown=value, read_only=True, figure=is_figure(found), **kept)


def _unit(found: FieldModel, look: Look) -> str:
    if found.type.widget == "money":
        return numbers.symbol(str(getattr(found.field, "currency", "")) or look.currency)
    return str(getattr(found.field, "unit", "") or "")


def input_text(value: Any, look: Look) -> str:
    """A canonical value as an input's text: numbers bare, days ISO, instants in the reader's zone."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.astimezone(ZoneInfo(look.zone)).strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case Decimal():
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        case {"entity": str() as entity, "id": str() as identity}:
            return f"{entity}:{identity}"
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return str(value)


def raw_value(found: FieldModel, sent: list[str], now: datetime) -> Any:
    """What a browser sent for a field -> what `normalise` takes; `now` is the reader's, for `tomorrow` and the like.

    Raises ValueProblem nowhere: it only unpacks, and what it does not understand goes on as it came.
    """
    kind, last = found.type.widget, sent[-1] if sent else ""
    if kind in ("multichoice", "roles", "many_links"):
        return [one for one in sent if one]
    if kind == "bool":
        return "true" in sent
    if kind == "address":
        parts = {part: words for part, words in zip(ADDRESS, sent, strict=False) if words.strip()}
        return parts or None
    if kind in ("files", "image", "signature", "json"):
        try:
            return json.loads(last) if last else None
        except ValueError:
            return last
    reader = _READERS.get(kind)
    understood = reader(last, now) if reader and last.strip() else None
    return last if understood is None else understood


_READERS: dict[str, Callable[[str, datetime], Any]] = {
    "date": lambda words, now: day_of(words, now.date()),
    "datetime": moment_of,
    "time": lambda words, _now: None if (found := time_of(words)) is None else f"{found:%H:%M}",
}
"""Widgets whose input takes words of people: what they mean, None when not understood."""


def plain_text(found: FieldModel, value: Any, row: dict[str, Any], look: Look) -> str:
    """A value in words, for history, problems and conflicts."""
    if value is None or value == "":
        return look.words("Empty")
    if isinstance(value, datetime):
        return dates.instant(value, look.zone)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        each = (str(show(found, found.key)([one], row, look).striptags()) for one in value)
        return ("、" if look.language.startswith("zh") else ", ").join(each)
    title = row.get(f"{found.key}.$title")
    return str(title) if title else show(found, found.key)(value, row, look).striptags()
