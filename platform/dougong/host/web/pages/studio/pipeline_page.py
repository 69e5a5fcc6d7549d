"""What the pages of the pipeline designer show: objects with stages and without; the stages of one, its moves, its trial."""

from dataclasses import dataclass

from dougong.host.studio.entity_tree import Tree, entities_of
from dougong.host.studio.pipeline_begin import choices_of
from dougong.host.studio.pipeline_tree import PipelinePlace, pipelines_of
from dougong.host.web.pages.arrangements.kanban import Column
from dougong.host.web.pages.stage_path import Stage

from .control import words_in
from .pipeline_panel import Chosen
from .shell import Around


@dataclass(frozen=True, slots=True)
class Pearl:
    """A stage in a row of stages."""

    label: str
    colour: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Has:
    """An object with stages; `gates` is how many of them ask for something."""

    key: str
    label: str
    icon: str
    field: str
    stages: tuple[Pearl, ...]
    gates: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class HasNone:
    """An object without; `choices` are fields that stages could stand on as (key, label)."""

    key: str
    label: str
    icon: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pipelines:
    """What templates/studio/pipelines.html shows."""

    around: Around
    having: tuple[Has, ...]
    without: tuple[HasNone, ...]


@dataclass(frozen=True, slots=True)
class AskedField:
    """A field that can be asked for; `gone`: the object has it no more."""

    key: str
    label: str
    icon: str
    type: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class StageColumn:
    """One stage: `column` as the board draws its head, then what it means and asks, and what is wrong with it as (severity,
    words, property)."""

    key: str
    label: str
    colour: str
    outcome: str
    outcome_words: str
    column: Column
    probability: int | None
    stale_days: int | None
    asked: tuple[AskedField, ...]
    when: str
    message: str
    begins: bool
    fresh: bool
    problems: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A stage that is not offered any more."""

    key: str
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One move of the matrix; `same`: from a stage to itself."""

    before: str
    after: str
    on: bool
    same: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """The moves: `free` where any is allowed; `rows` are (stage, its cells), `heads` the stages they go to."""

    free: bool
    heads: tuple[Aside, ...]
    rows: tuple[tuple[Aside, tuple[Cell, ...]], ...]
    allowed: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The path of a real record, as the record's page draws it (`href`, `rev`, `stages`); nothing done there is kept.
    `refused` says why there is nothing to try; `offered` are records, `roles` those it can be seen as."""

    href: str
    rev: str
    stages: tuple[Stage, ...]
    record: str
    title: str
    offered: tuple[tuple[str, str], ...]
    role: str
    roles: tuple[tuple[str, str], ...]
    refused: str


@dataclass(frozen=True, slots=True)
class PipelinePage:
    """What templates/studio/pipeline.html shows; `at` is the stage chosen, `outside` how many records are in none."""

    around: Around
    key: str
    label: str
    icon: str
    field: str
    shared: str
    sharing: tuple[str, ...]
    records: int
    outside: int
    stages: tuple[StageColumn, ...]
    aside: tuple[Aside, ...]
    kinds: tuple[tuple[str, str, str], ...]
    fields: tuple[AskedField, ...]
    ways: Ways
    trial: Trial
    at: str
    chosen: Chosen | None
    problems: tuple[str, ...]
    device: str


def pipelines(tree: Tree, now: Tree, language: str) -> tuple[tuple[Has, ...], tuple[HasNone, ...]]:
    """Objects with stages, and those that could have some: rows of others stand in none of their own."""
    places, known = pipelines_of(tree), pipelines_of(now)
    having = tuple(_has(place, key not in known, language) for key, place in places.items())
    without = tuple(
        HasNone(
            key, words_in(one.raw.get("label"), key).in_(language), str(one.raw.get("icon") or "table"),
            tuple((f.key, words_in(f.raw.get("label"), f.key).in_(language)) for f in choices_of(one)),
        )
        for key, one in entities_of(tree).items()
        if key not in places and not one.raw.get("owned_by")
    )  # fmt: skip
    return having, without


def _has(place: PipelinePlace, fresh: bool, language: str) -> Has:
    entity = place.entity
    pearls = tuple(
        Pearl(
            words_in(one.option.get("label"), one.key).in_(language),
            str(one.option.get("colour") or "gray"),
            one.outcome,
        )
        for one in place.stages
    )
    return Has(
        entity.key, words_in(entity.raw.get("label"), entity.key).in_(language), str(entity.raw.get("icon") or "table"),
        words_in(place.field.raw.get("label"), place.field.key).in_(language), pearls,
        sum(bool(one.gate) for one in place.stages), fresh,
    )  # fmt: skip
