"""Filters of tiles and of the lists behind them, as expression text that the list shows as chips where it can."""

from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from dougong.metamodel.model import FieldModel

from .ask import Ask
from .span import Span


def both(*conditions: str) -> str:
    """All of them; blank ones are left out."""
    wanted = [one.strip() for one in conditions if one.strip()]
    if len(wanted) == 1:
        return wanted[0]
    return " AND ".join(f"({one})" if " or " in f" {one.lower()} " else one for one in wanted)


def base(ask: Ask) -> str:
    """What the definition says, the view's filter and the tile's own, of the people chosen; without a period."""
    people = ask.people.condition(ask.widget.person) if ask.widget.person else ""
    return both((ask.view.filter if ask.view else None) or "", ask.widget.filter or "", people)


def within(ask: Ask, path: str, span: Span) -> str:
    """That a date or an instant lies in a span; days begin where the workspace is."""
    field = ask.field(path)
    first, after = (_literal(field, day, ask.context.zone) for day in (span.start, span.end))
    return f'{path} >= "{first}" AND {path} < "{after}"'


def narrowed(ask: Ask, span: Span | None = None) -> str:
    """The definition's filter within a span, or within the page's period where the tile has one."""
    path = ask.widget.period
    return both(base(ask), within(ask, path, span or ask.span) if path else "")


def equals(ask: Ask, path: str, value: Any) -> str:
    """That a field has a group's value."""
    kind = ask.field(path).value_type.name
    if value is None or value == "":
        return f"ISBLANK({path})"
    if kind == "bool":
        return path if value else f"NOT {path}"
    if kind in ("date", "datetime"):
        return f'{path} = "{_iso(value)}"'
    if kind in ("number", "money", "percent", "duration"):
        return f"{path} = {value}"
    return f"{path} = {quoted(str(value))}"


def among(path: str, values: list[str]) -> str:
    """That a choice has one of some values."""
    return f"{path} IN ({', '.join(quoted(one) for one in values)})"


def quoted(words: str) -> str:
    """A text as the expression language writes it."""
    return '"' + words.replace('"', '""') + '"'


def list_href(ask: Ask, filter_: str | None = None, sort: tuple[str, ...] = ()) -> str:
    """The list of the records behind a figure; the tile's own where no filter is given."""
    wanted = narrowed(ask) if filter_ is None else filter_
    view = ask.view or ask.plain_view
    pairs = {"view": view.key} if view else {}
    if wanted != ((view.filter if view else None) or ""):
        pairs["filter"] = wanted
    if sort and (view is None or sort != view.sort):
        pairs["sort"] = ",".join(sort)
    return f"{ask.look.base}/{ask.entity.key}" + (f"?{urlencode(pairs)}" if pairs else "")


def _literal(field: FieldModel, day: date, zone: str) -> str:
    if field.value_type.name == "date":
        return day.isoformat()
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _iso(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value.isoformat() if isinstance(value, date) else value)
