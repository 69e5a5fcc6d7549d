"""The gates of a pipeline: which moves between stages are allowed and what a record needs to enter one."""

from collections.abc import Sequence

from dougong.expressions import Env
from dougong.metamodel.entity import Pipeline
from dougong.metamodel.lists import Option
from dougong.metamodel.model import EntityModel
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText, text

from .rule_set import RuleRow, RuleSet, is_blank


def gates(rules: RuleSet, rows: Sequence[RuleRow], env: Env) -> list[list[Problem]]:
    """Per row why it may not enter the stage it moves to; empty for rows that stay where they are.

    A record may begin in any stage, so that history can be brought in: gates and moves bind existing records only.
    """
    pipeline = rules.pipeline
    if pipeline is None:
        return [[] for _ in rows]
    return [_row(rules, pipeline, row, env) for row in rows]


def _row(rules: RuleSet, pipeline: Pipeline, row: RuleRow, env: Env) -> list[Problem]:
    stage = row.values.get(pipeline.field)
    before = row.old.get(pipeline.field) if row.old is not None else None
    if row.is_new or stage is None or stage == before:
        return []
    here = rules.entity
    if before is not None and not allowed(pipeline, before, stage):
        return [_refused_move(here, pipeline, before, stage)]
    gate = pipeline.gates.get(stage)
    if gate is None:
        return []
    found = [
        Problem("gate.required", _missing(here, key, stage_label(here, pipeline, stage)), key)
        for key in gate.require
        if is_blank(row.values.get(key))
    ]
    condition = rules.gates.get(stage)
    if condition is not None and not condition.evaluate(row.values, row.env(env)):
        label = stage_label(here, pipeline, stage)
        message = gate.message or text(
            f"还不满足进入“{label.zh}”的条件", f'The conditions for "{label.en}" are not met yet'
        )
        found.append(Problem("gate.condition", message, pipeline.field))
    return found


def allowed(pipeline: Pipeline, before: str, after: str) -> bool:
    """Whether a move is listed; with no moves listed every move is allowed."""
    return not pipeline.moves or any(
        source in (before, "*") and target in (after, "*") for source, target in pipeline.moves
    )


def stage_label(entity: EntityModel, pipeline: Pipeline, stage: str) -> LocalText:
    """A stage in words."""
    field = entity.fields.get(pipeline.field)
    options: tuple[Option, ...] = getattr(field.field, "options", ()) if field is not None else ()
    return next((option.label for option in options if option.key == stage), text(stage, stage))


def _missing(entity: EntityModel, key: str, stage: LocalText) -> LocalText:
    label = entity.fields[key].label if key in entity.fields else text(key, key)
    return text(f"进入“{stage.zh}”前请填写“{label.zh}”", f'Fill in "{label.en}" before moving to "{stage.en}"')


def _refused_move(entity: EntityModel, pipeline: Pipeline, before: str, after: str) -> Problem:
    source, target = stage_label(entity, pipeline, before), stage_label(entity, pipeline, after)
    known = [key for key in _offered(entity, pipeline) if allowed(pipeline, before, key)]
    names = [stage_label(entity, pipeline, key) for key in known if key != before]
    message = text(f"不能从“{source.zh}”直接到“{target.zh}”", f'It cannot move from "{source.en}" to "{target.en}"')
    fix = text(
        "可以到：" + "、".join(name.zh for name in names) if names else "这个阶段之后没有别的阶段",
        "Allowed: " + ", ".join(name.en for name in names) if names else "No stage follows this one",
    )
    return Problem("gate.move", message, pipeline.field, fix=fix)


def _offered(entity: EntityModel, pipeline: Pipeline) -> list[str]:
    """The stages that are offered, in the order of the options."""
    field = entity.fields.get(pipeline.field)
    options: tuple[Option, ...] = getattr(field.field, "options", ()) if field is not None else ()
    return [one.key for one in options if not one.retired and (not pipeline.stages or one.key in pipeline.stages)]
