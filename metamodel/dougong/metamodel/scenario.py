"""A scenario: people of an app at work, step by step, and what must come of it; run by `dougong app test`."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime
from pydantic import Field as Info

from .base import Definition, Key, Source, Value
from .text import LocalText

BEGIN = datetime.fromisoformat("2026-01-05T10:00:00+08:00")
ADMIN = "admin"
"""Who acts where a step names nobody: an administrator."""


class Department(Value):
    """A place in the organisation, below `parent`."""

    parent: Key | None = None


class Actor(Value):
    """A person who takes part, with roles, a manager (another of them) and a department (of the scenario's)."""

    roles: tuple[Key, ...] = ()
    manager: Key | None = None
    department: Key | None = None


class Step(Value):
    """What every step may say. In values, `"@name"` is the id of a record or person the scenario names."""

    as_: str = ADMIN
    """One of `people`, or the sign-in name of a person of the samples."""
    note: LocalText | None = None
    """Why, for whoever reads a failure."""

    model_config = {**Value.model_config, "alias_generator": lambda name: "as" if name == "as_" else name}


class Refusable(Step):
    refused: tuple[str, ...] = ()
    """Codes of problems, each of which must be among the reasons of a refusal; without any the step must succeed."""


class CreateStep(Refusable):
    """Makes a record, which later steps call by its name."""

    do: Literal["create"]
    entity: Key
    values: dict[Key, Any] = {}
    record: Key | None = None


class UpdateStep(Refusable):
    do: Literal["update"]
    record: Key
    values: dict[Key, Any]


class DeleteStep(Refusable):
    do: Literal["delete"]
    record: Key


class RestoreStep(Refusable):
    """Brings a deleted record back."""

    do: Literal["restore"]
    record: Key


class SeeStep(Step):
    """What the person sees of a record: these values, and nothing of the `hidden` fields; or, `sees` false, no record."""

    do: Literal["see"]
    record: Key
    sees: bool = True
    values: dict[str, Any] = {}
    """Dotted path -> value; decimals as text or number, days and instants as ISO text."""
    hidden: tuple[Key, ...] = ()


class QueryStep(Refusable):
    """A list as the person gets it: how many, or exactly which of the records the scenario names."""

    do: Literal["query"]
    entity: Key
    filter: Source | None = None
    count: int | None = None
    records: tuple[Key, ...] | None = None


class FigureStep(Step):
    """One figure over the records the person sees."""

    do: Literal["figure"]
    entity: Key
    measure: Source
    filter: Source | None = None
    value: Any = None


class WaitStep(Step):
    """Time goes by."""

    do: Literal["wait"]
    days: int = 0
    hours: int = 0


AnyStep = Annotated[
    CreateStep | UpdateStep | DeleteStep | RestoreStep | SeeStep | QueryStep | FigureStep | WaitStep,
    Info(discriminator="do"),
]


class Scenario(Definition):
    """It runs in a workspace of its own with nothing in it but the app and those it needs."""

    key: Key
    label: LocalText
    samples: bool = False
    """With the app's sample records."""
    now: AwareDatetime = BEGIN
    """When it begins, with its offset."""
    departments: dict[Key, Department] = {}
    people: dict[Key, Actor] = {}
    steps: tuple[AnyStep, ...] = Info(min_length=1)
