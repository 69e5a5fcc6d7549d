"""An entity: its fields, keys, indexes, pipeline and switches."""

from typing import Annotated, Literal

from pydantic import Field as Info

from .any_field import AnyField
from .base import Definition, Key, Source, Value
from .text import LocalText


class Features(Value):
    """Switches of an entity."""

    activities: bool = False
    """Other records may be about this one; adds `last_activity_at`."""
    history: bool = True
    recycle_bin: bool = True
    tags: bool = False
    sharing: bool = True


class Gate(Value):
    """What a record must fulfil to enter a stage."""

    require: tuple[Key, ...] = ()
    when: Source | None = None
    message: LocalText | None = None


class StageInfo(Value):
    """What a stage (an option of the pipeline's field) means."""

    probability: Annotated[int, Info(ge=0, le=100)] | None = None
    outcome: Literal["open", "won", "lost"] = "open"
    stale_days: Annotated[int, Info(ge=1)] | None = None


class Pipeline(Value):
    """Stages of a record: which moves are allowed (`*` = any stage) and what gates ask. No moves = all allowed."""

    field: Key
    stages: dict[Key, StageInfo] = {}
    moves: tuple[tuple[str, str], ...] = ()
    gates: dict[Key, Gate] = {}


class Log(Value):
    """Records of this entity tell what was done, or is to be done, about another: the page of the record that `about`
    (a link with a reverse) names shows them in its stream and offers to write one."""

    about: Key
    at: Key | None = None
    """The instant it happened; without it, when it was written down."""
    kind: Key | None = None
    """The choice whose options are offered as ways to begin (a call, a visit ...); without it the entity is one way."""
    text: Key | None = None
    """The long text; its first line also becomes the title."""
    ask: tuple[Key, ...] = ()
    """Fields that are asked beside the text."""
    next: Key | None = None
    """The day of what comes next."""
    files: Key | None = None
    open: Source | None = None
    """Which of them are still to be done; the one due first is the record's next step."""
    done: dict[Key, str] = {}
    """What ticking one off writes."""


class Entity(Definition):
    """One kind of record."""

    key: Key
    label: LocalText
    plural: LocalText | None = None
    description: LocalText | None = None
    icon: str = "table"
    colour: str = ""
    title: Key
    """The field whose value names a record."""
    subtitle: Key | None = None
    number: str | None = None
    """Pattern of the automatic number, e.g. `QT-{yyyy}{mm}-{seq:4}`."""
    owned_by: Key | None = None
    """The link field to the record these rows belong to (child rows)."""
    features: Features = Features()
    fields: tuple[AnyField, ...] = ()
    pipeline: Pipeline | None = None
    log: Log | None = None
    unique: tuple[Annotated[tuple[Key, ...], Info(min_length=1, max_length=4)], ...] = ()
    indexes: tuple[Annotated[tuple[Key, ...], Info(min_length=1, max_length=4)], ...] = ()
    extends: Key | None = None
    """Adds fields to another app's entity instead of making one; then `key` equals it."""
