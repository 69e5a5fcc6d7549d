"""When a record happens: its fields of time, the rows of a stretch of days, their days in the reader's zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dougong.host.web.pages.columns import editable, may_read
from dougong.host.web.pages.look import Look
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.view import View
from dougong.records.context import Context
from dougong.records.rights import FieldRight
from dougong.records.values import Row


@dataclass(frozen=True, slots=True)
class Span:
    """`end` None: a record is one day or one moment. `held` is the field for which records stay where they are; None: they
    may be moved."""

    start: FieldModel
    end: FieldModel | None
    held: FieldModel | None = None

    @property
    def may_move(self) -> bool:
        return self.held is None

    def stays(self, look: Look) -> str:
        """Why nothing moves; empty where it does."""
        if self.held is None:
            return ""
        words, field = look.words, self.held.label.in_(look.language)
        if editable(self.held):
            return words("You may not change “{field}”", field=field)
        return words("“{field}” is not set by hand", field=field)

    @property
    def timed(self) -> bool:
        return self.start.value_type.name == "datetime"

    def within(self, source: str, first: date, last: date, zone: str) -> str:
        """The filter narrowed to records that touch the days from `first` to before `last`."""
        start, end = self.start.key, (self.end or self.start).key
        early, late = _literal(self.start, last, zone), _literal(self.end or self.start, first, zone)
        mine = f"{start} < {early} AND ({end} >= {late}"
        if self.end is not None:
            mine += f" OR (ISBLANK({end}) AND {start} >= {_literal(self.start, first, zone)})"
        return f"({source}) AND {mine})" if source else f"{mine})"

    def of(self, row: Row, look: Look) -> tuple[date | datetime, date | datetime] | None:
        """First and last moment in the reader's zone; None without a start."""
        start = _here(row.get(self.start.key), look)
        end = _here(row.get(self.end.key), look) if self.end else None
        if start is None:
            return None
        if isinstance(start, datetime) and end is not None and not isinstance(end, datetime):
            end = datetime.combine(end, time(23, 59))
        if end is not None and not isinstance(start, datetime) and isinstance(end, datetime):
            end = end.date()
        return start, start if end is None or end < start else end


def dates_of(entity: EntityModel) -> list[str]:
    """Fields that are a day or a moment of the entity's own, kept in its table."""
    return [
        key
        for key, field in entity.fields.items()
        if not field.system and field.value_type.name in ("date", "datetime") and field.storage is not None
    ]


def span_of(context: Context, entity: EntityModel, view: View) -> Span | None:
    """The view's fields of time; without them the first day or moment that the viewer reads."""
    model, viewer = context.store.model, context.viewer
    named = [view.start] if view.start else dates_of(entity)
    start = next((key for key in named if key in entity.fields and may_read(model, entity.key, key, viewer)), None)
    if start is None:
        return None
    last = view.end if view.start else None
    ends = last is not None and last in entity.fields and may_read(model, entity.key, last, viewer)
    rights, fields = viewer.on(entity.key), [entity.fields[start], *([entity.fields[last]] if ends and last else [])]

    def free(field: FieldModel) -> bool:
        may = not rights.update.nothing and rights.field(field.key) is FieldRight.EDIT
        return editable(field) and (viewer.admin or may)

    return Span(fields[0], fields[1] if fields[1:] else None, next((one for one in fields if not free(one)), None))


def day_in(words: str, otherwise: date) -> date:
    """An ISO day of an address."""
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return otherwise


def _literal(field: FieldModel, day: date, zone: str) -> str:
    if field.value_type.name == "date":
        return f'"{day.isoformat()}"'
    midnight = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    return f'"{midnight:%Y-%m-%dT%H:%M:%SZ}"'


def _here(value: object, look: Look) -> date | datetime | None:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(look.zone)).replace(tzinfo=None)
    return value if isinstance(value, date) else None


def after(day: date) -> date:
    """The next day; the last of all days stays."""
    return day + timedelta(days=1) if day < date.max else day
