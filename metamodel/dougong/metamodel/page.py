"""A page: a record's page, or a workbench or dashboard of widgets."""

from typing import Annotated, Literal

from pydantic import Field as Info

from .base import Definition, Key, Source, Value
from .text import LocalText
from .view import Path


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


class RecordPage(Value):
    """Highlights (stats in the head), chips under the title, groups of fields, related lists, tabs."""

    chips: tuple[Path, ...] = ()
    meta: tuple[Path, ...] = ()
    stats: tuple[Path, ...] = ()
    groups: tuple[FieldGroup, ...] = ()
    related: tuple[Related, ...] = ()


class Widget(Value):
    """One tile of a workbench or dashboard on a 12-column grid."""

    key: Key
    type: Literal["metric", "list", "chart", "funnel", "progress", "calendar", "text"]
    label: LocalText
    entity: Key | None = None
    filter: Source | None = None
    group: tuple[Path, ...] = ()
    measure: Source | None = None
    fields: tuple[Path, ...] = ()
    sort: tuple[str, ...] = ()
    limit: Annotated[int, Info(ge=1, le=100)] = 5
    view: Key | None = None
    text: LocalText | None = None
    width: Annotated[int, Info(ge=1, le=12)] = 4


class Page(Definition):
    """`entity` with `record` makes a record's page; `widgets` make a workbench or dashboard."""

    key: Key
    label: LocalText
    entity: Key | None = None
    record: RecordPage | None = None
    widgets: tuple[Widget, ...] = ()
    roles: tuple[Key, ...] = ()
