"""What a gesture of the pipeline designer asks for, as changes of the draft: one entry for each thing a hand can do there."""

from collections.abc import Callable
from dataclasses import dataclass

from dougong.host.studio import pipeline_begin, pipeline_gates, pipeline_moves, pipeline_names
from dougong.host.studio.entity_tree import Tree
from dougong.host.studio.pipeline_tree import pipeline_in
from dougong.host.studio.repairs import Repair, map_options
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope
from dougong.metamodel.diff import Change
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.query import count
from dougong.records.values import Query

from .pipeline_panel import set_property


@dataclass(frozen=True, slots=True)
class Asked:
    """A gesture (`do`) on the stage `stage`; `after` is the stage it goes behind or to."""

    do: str
    stage: str = ""
    after: str = ""
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """The changes, the stage chosen afterwards (None: as before), and what becomes of records."""

    changes: list[Change]
    at: str | None = None
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class On:
    """The object whose stages a gesture is made on."""

    scope: Scope
    tree: Tree
    now: Tree
    entity: str


def made(on: On, asked: Asked) -> Made:
    """ProblemsFound where it cannot be done, Refused for what is no gesture."""
    known = _GESTURES.get(asked.do)
    if known is None:
        raise Refused(404)
    return known(on, asked)


def records_in(scope: Scope, tree: Tree, entity: str, stage: str) -> int:
    """How many records stand in a stage now."""
    place = pipeline_in(tree, entity)
    field = place.field.key
    with scope.workspace.reading(scope.viewer) as context:
        here = context.store.model.entities.get(entity)
        options = here.fields[field].value_type.options if here and field in here.fields else None
        if stage not in (options or ()):
            return 0
        return count(context, Query(entity, filter=f'{field} = "{stage}"'))


def _add(on: On, asked: Asked) -> Made:
    if asked.value not in pipeline_moves.OUTCOMES:
        raise Refused(404)
    return Made(*pipeline_moves.add(on.tree, on.entity, asked.value, asked.after))


def _move(on: On, asked: Asked) -> Made:
    return Made(pipeline_moves.move(on.tree, on.entity, asked.stage, asked.after), asked.stage)


def _rename(on: On, asked: Asked) -> Made:
    language = "zh-CN" if on.scope.language == "zh-CN" else "en"
    return Made(*pipeline_names.rename(on.tree, on.now, on.entity, asked.stage, language, asked.value))


def _remove(on: On, asked: Asked) -> Made:
    """Where records stand in it, `value` is the stage they go to."""
    changes = pipeline_moves.remove(on.tree, on.entity, asked.stage)
    records = records_in(on.scope, on.tree, on.entity, asked.stage)
    if not records:
        return Made(changes, asked.after)
    place = pipeline_in(on.tree, on.entity)
    if asked.value not in [one.key for one in place.stages if one.key != asked.stage]:
        words = text(f"有 {records} 条记录停在这个阶段", f"{records} records stand in this stage")
        fix = text("先说它们去哪个阶段，或把它收起来", "Say which stage they go to, or put it aside")
        raise ProblemsFound([Problem("stage_in_use", words, fix=fix)])
    return Made(changes, asked.after, (map_options(on.entity, place.field.key, {asked.stage: asked.value}),))


def _aside(on: On, asked: Asked) -> Made:
    return Made(pipeline_moves.put_aside(on.tree, on.entity, asked.stage), asked.after)


def _back(on: On, asked: Asked) -> Made:
    return Made(pipeline_moves.bring_back(on.tree, on.entity, asked.stage, asked.after), asked.stage)


def _ask(on: On, asked: Asked) -> Made:
    return Made(pipeline_gates.ask(on.tree, on.entity, asked.stage, asked.value), asked.stage)


def _ask_no_more(on: On, asked: Asked) -> Made:
    return Made(pipeline_gates.ask_no_more(on.tree, on.entity, asked.stage, asked.value), asked.stage)


def _set(on: On, asked: Asked) -> Made:
    return Made(*set_property(on.tree, on.now, on.entity, asked.stage, asked.name, asked.value))


def _allow(on: On, asked: Asked) -> Made:
    return Made(pipeline_moves.allow(on.tree, on.entity, asked.stage, asked.after))


_GESTURES: dict[str, Callable[[On, Asked], Made]] = {
    "add": _add, "move": _move, "rename": _rename, "remove": _remove, "aside": _aside, "back": _back, "ask": _ask,
    "ask_no_more": _ask_no_more, "set": _set, "allow": _allow,
    "begin": lambda on, asked: Made(pipeline_moves.begin_in(on.tree, on.entity, asked.stage)),
    "free": lambda on, asked: Made(pipeline_moves.allow_all(on.tree, on.entity)),
    "steps": lambda on, asked: Made(pipeline_moves.allow_steps(on.tree, on.entity)),
    "end": lambda on, asked: Made(pipeline_begin.end(on.tree, on.entity)),
}  # fmt: skip
