"""Checks pipelines: stages are options of a choice, moves join stages, gates ask fields that exist."""

from collections.abc import Iterator

from ..documents import Document
from ..entity import Entity, Pipeline
from ..model import EntityModel
from ..places import step
from ..problem import Problem
from ..text import text
from .subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """The pipeline of each entity."""
    for document, entity in subject.of(Entity):
        here = subject.model.entities.get(entity.extends or entity.key)
        if entity.pipeline is not None and here is not None:
            yield from _pipeline(subject, document, here, entity.pipeline)


def _pipeline(subject: Subject, document: Document, here: EntityModel, pipeline: Pipeline) -> Iterator[Problem]:
    yield from subject.field(document, "$.pipeline.field", here.key, pipeline.field)
    field = here.fields.get(pipeline.field)
    if field is None:
        return
    stages = getattr(field.field, "options", None)
    if field.value_type.name != "choice" or stages is None or field.formula is not None:
        words = text(f"“{field.key}”不是可以填写的单选字段", f'"{field.key}" is not a choice that can be set')
        yield document.problem("not_a_choice", words, "$.pipeline.field")
        return
    keys = [option.key for option in stages]
    for key in pipeline.stages:
        yield from subject.option(document, f"$.pipeline.stages{step(key)}", here.key, field.key, key)
    for number, move in enumerate(pipeline.moves):
        for side, key in enumerate(move):
            if key != "*":
                yield from subject.option(document, f"$.pipeline.moves[{number}][{side}]", here.key, field.key, key)
        if move[0] == move[1] != "*":
            words = text("不能从一个阶段移到它自己", "A stage cannot move to itself")
            yield document.problem("move", words, f"$.pipeline.moves[{number}]")
    for key, gate in pipeline.gates.items():
        place = f"$.pipeline.gates{step(key)}"
        yield from subject.option(document, place, here.key, field.key, key)
        for number, required in enumerate(gate.require):
            yield from subject.field(document, f"{place}.require[{number}]", here.key, required)
    if pipeline.moves and not any("*" in move for move in pipeline.moves):
        yield from _unreachable(document, pipeline, keys, str(field.field.default or ""))


def _unreachable(document: Document, pipeline: Pipeline, keys: list[str], first: str) -> Iterator[Problem]:
    reached = {first or (keys[0] if keys else "")}
    while grown := {target for source, target in pipeline.moves if source in reached} - reached:
        reached |= grown
    for key in keys:
        if key not in reached:
            words = text(f"没有移动能到达阶段“{key}”", f'No move reaches the stage "{key}"')
            yield document.problem("unreachable_stage", words, "$.pipeline.moves", severity="warning")
