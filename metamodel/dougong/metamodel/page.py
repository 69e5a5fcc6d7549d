"""A page: a record's page, or a workbench or dashboard of widgets."""

from typing import Annotated

from pydantic import Field as Info

from .base import Definition, Key, Source, Value
from .text import LocalText
from .view import Path
from .widget import Period, Widget


class Related(Value):
    """A to-many field shown as a list on a record's page."""

    field: Key
    columns: tuple[Path, ...] = ()
    filter: Source | None = None
    sort: tuple[str, ...] = ()
    limit: Annotated[int, Info(ge=1, le=50)] = 5
    label: LocalText | None = None


class FieldGroup(Value):
    key: Key
    label: LocalText
    fields: tuple[Path, ...]
    visible_when: Source | None = None


class Tab(Value):
    """A part of a record's page behind a name: figures and facts in groups over lists of related records.

    The one with `stream` stands for the stream of what was done and said, which else is a tab before them.
    """

    key: Key
    label: LocalText
    stream: bool = False
    groups: tuple[FieldGroup, ...] = ()
    related: tuple[Related, ...] = ()


class RecordPage(Value):
    """Highlights (stats in the head), chips under the title, tabs in the middle between groups of fields and lists of
    related records."""

    chips: tuple[Path, ...] = ()
    meta: tuple[Path, ...] = ()
    stats: tuple[Path, ...] = ()
    next: tuple[Path, ...] = ()
    """What comes next when no log is open: the words and their day."""
    groups: tuple[FieldGroup, ...] = ()
    related: tuple[Related, ...] = ()
    tabs: tuple[Tab, ...] = ()


class Page(Definition):
    """`entity` with `record` makes a record's page; `widgets` make a workbench or dashboard.

    `periods` are what its switch offers, `period` is the one it opens with.
    """

    key: Key
    label: LocalText
    entity: Key | None = None
    record: RecordPage | None = None
    widgets: tuple[Widget, ...] = ()
    periods: tuple[Period, ...] = ()
    period: Period = "quarter"
    roles: tuple[Key, ...] = ()
