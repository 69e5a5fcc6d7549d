"""What a workspace's administrator sets on the screen, as one frozen value kept beside the workspace's name.

Other processes see a change within a few seconds; what guards sign-in is read from the connection at hand.
"""

from datetime import date
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError
from sqlalchemy import Connection, select, update

from dougong.expressions.workdays import write_workdays
from dougong.host.store.tables import workspace_meta
from dougong.metamodel.base import Value

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

ACCENTS = ("blue", "green", "teal", "violet", "orange", "red", "graphite")
"""Accent colours; each has a light and a dark form in static/css/accents.css."""
Accent = Literal["blue", "green", "teal", "violet", "orange", "red", "graphite"]
_TRUSTED_FOR = 5.0  # seconds


class SpecialDay(Value):
    """A day that is not what its weekday says: a holiday, or a weekend day made up for one (调休)."""

    work: bool
    name: str = Field("", max_length=40)


class WorkCalendar(Value):
    """Days people work: `weekdays` counts from 1, Monday; `days` are the exceptions."""

    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    opens: str = Field("09:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    closes: str = Field("18:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    days: dict[date, SpecialDay] = {}

    @cached_property
    def written(self) -> str:
        """As formulas know it."""
        return write_workdays(self.weekdays, {day: one.work for day, one in self.days.items()})

    def works(self, day: date) -> bool:
        special = self.days.get(day)
        return special.work if special is not None else day.isoweekday() in self.weekdays


class SecondFactor(Value):
    """Who must have a second factor; whoever has one is asked for it in any case."""

    required: Literal["nobody", "roles", "everyone"] = "nobody"
    roles: tuple[str, ...] = ()

    def demanded_of(self, roles: tuple[str, ...]) -> bool:
        return self.required == "everyone" or (self.required == "roles" and bool(set(self.roles) & set(roles)))


class SignInProvider(Value):
    """Where people may sign in besides here (OpenID Connect). `secret` is sealed."""

    label: str = Field("", max_length=40)
    issuer: str = Field("", max_length=300)
    client_id: str = Field("", max_length=300)
    secret: str = ""
    trusted: bool = False
    """It asks for a second factor itself, so that we need not."""

    @property
    def on(self) -> bool:
        return bool(self.issuer and self.client_id)


class Preferences(Value):
    """`logo` is the hash of a picture in the file store; `week_start` 1 Monday to 7 Sunday."""

    accent: Accent = "blue"
    logo: str = ""
    currency: str = Field("CNY", pattern=r"^[A-Z]{3}$")
    week_start: Literal[1, 6, 7] = 1
    calendar: WorkCalendar = WorkCalendar()
    second_factor: SecondFactor = SecondFactor()
    provider: SignInProvider = SignInProvider()


def load(connection: Connection) -> Preferences:
    """As they are now; what an older version wrote and we cannot read counts as not set."""
    return _read(connection.execute(select(workspace_meta.c.preferences)).scalar())


def save(connection: Connection, preferences: Preferences) -> None:
    """Within the caller's transaction; call `forget` after it. Marks of others beside them stay (first_start)."""
    kept = connection.execute(select(workspace_meta.c.preferences)).scalar() or {}
    marks = {key: value for key, value in kept.items() if key not in Preferences.model_fields}
    raw = preferences.model_dump(mode="json", exclude_defaults=True)
    connection.execute(update(workspace_meta).values(preferences={**marks, **raw}))


def preferences_of(workspace: "Workspace") -> Preferences:
    """For drawing: at most a few seconds old."""
    known: tuple[float, Preferences] | None = workspace.caches.get("preferences")
    if known is None or monotonic() - known[0] > _TRUSTED_FOR:
        with workspace.engine.connect() as connection:
            known = workspace.caches["preferences"] = (monotonic(), load(connection))
    return known[1]


def forget(workspace: "Workspace") -> None:
    """For the process that has just saved."""
    workspace.caches.pop("preferences", None)
    workspace.caches.pop("name", None)
    workspace.forget()


def _read(raw: object) -> Preferences:
    try:
        return Preferences.model_validate(raw or {})
    except ValidationError as error:
        whole = dict(raw) if isinstance(raw, dict) else {}
        kept = {key: value for key, value in whole.items() if key not in {str(e["loc"][0]) for e in error.errors()}}
        return Preferences.model_validate(kept)
