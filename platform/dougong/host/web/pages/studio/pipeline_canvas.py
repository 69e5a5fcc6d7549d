"""The canvas of the pipeline designer: each stage with the head its column has on a board, what it asks, what is wrong with
it; and the matrix of moves."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dougong.host.studio.draft_store import DraftStore
from dougong.host.studio.entity_tree import Tree
from dougong.host.studio.field_palette import type_icon, type_words
from dougong.host.studio.pipeline_gates import askable
from dougong.host.studio.pipeline_moves import OUTCOMES
from dougong.host.studio.pipeline_names import in_force
from dougong.host.studio.pipeline_problems import WHOLE, pipeline_problems
from dougong.host.studio.pipeline_tree import PipelinePlace, Stage
from dougong.host.studio.pipeline_ways import allows
from dougong.host.web.pages.arrangements import kanban
from dougong.host.web.pages.form_condition import condition_words
from dougong.host.web.pages.list_state import read_state, views_for
from dougong.host.web.pages.look import Look
from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.system_fields import WRITABLE_SYSTEM_KEYS
from dougong.records.context import Context

from .control import words_in
from .pipeline_page import Aside, AskedField, Cell, StageColumn, Ways


def drafted(scope: Scope, context: Context, model: Model) -> Context:
    """The context reading records as the draft has them; its plans are kept while the draft stays as it is."""
    known: list[DraftStore] = scope.workspace.caches.setdefault("stages of drafts", [])
    found = next((one for one in known if one.model is model), None)
    if found is None:
        found = DraftStore(model, context.store)
        known[:] = [found, *known[:3]]
    return replace(context, store=found)


def columns_of(
    context: Context, place: PipelinePlace, tree: Tree, now: Tree, look: Look
) -> tuple[tuple[StageColumn, ...], tuple[str, ...], tuple[int, int]]:
    """The stages in order with live figures, what is wrong with the pipeline as a whole, and how many records there are,
    and are in no stage.

    `context` reads as the draft does: a board of every record the designer sees.
    """
    model = context.store.model
    entity, field = model.entities[place.entity.key], model.entities[place.entity.key].fields[place.field.key]
    state = read_state(views_for(model, entity, context.viewer), entity, {})
    state = replace(state, filter="", search="")
    found = kanban.figures(context, entity, state, field)
    slots = [slot for slot in kanban.slots(entity, field, found, look) if slot.value is not None]
    board = kanban.board_of(context, entity, state, look, field, slots, found, {})
    heads = {one.slot.key: one for one in board.columns}
    problems = pipeline_problems(model, place, tree[place.file])
    begins = str(place.field.raw.get("default") or "")
    known = in_force(now, entity.key)
    drawn = tuple(
        _column(
            context,
            look,
            entity,
            one,
            heads[one.key],
            problems.get(one.key, ()),
            one.key == begins,
            one.key not in known,
        )
        for one in place.stages
        if one.key in heads
    )
    whole = tuple(_said(one, look) for _, one in problems.get(WHOLE, ()))
    counts = {key: int(row.get("n") or 0) for key, row in found.items()}
    return drawn, whole, (sum(counts.values()), counts.get(None, 0))


def _column(
    context: Context, look: Look, entity: EntityModel, stage: Stage, head: kanban.Column,
    problems: Iterable[tuple[str, Problem]], begins: bool, fresh: bool,
) -> StageColumn:  # fmt: skip
    gate, info = stage.gate, stage.info
    source = str(gate.get("when") or "")
    message = words_in(gate["message"], "").in_(look.language) if isinstance(gate.get("message"), dict) else ""
    probability, stale = info.get("probability"), info.get("stale_days")
    return StageColumn(
        stage.key, words_in(stage.option.get("label"), stage.key).in_(look.language),
        str(stage.option.get("colour") or "gray"), stage.outcome, OUTCOMES[stage.outcome].in_(look.language),
        replace(head, folded=False, new_href="", more=""), probability if isinstance(probability, int) else None,
        stale if isinstance(stale, int) else None,
        tuple(_asked(entity, str(key), look.language) for key in gate.get("require", ())),
        _in_words(context, entity, source, look) if source else "", message, begins, fresh,
        tuple((one.severity, _said(one, look), part) for part, one in problems),
    )  # fmt: skip


def fields_of(model: Model, place: PipelinePlace, language: str) -> tuple[AskedField, ...]:
    """What a stage can ask for: the object's own fields, then those of the system that people fill in."""
    entity = model.entities[place.entity.key]
    own = [key for key, one in entity.fields.items() if not one.system and not _far(entity, key)]
    every = [*own, *(key for key in entity.fields if key in WRITABLE_SYSTEM_KEYS)]
    return tuple(_asked(entity, key, language) for key in every if askable(place, key))


def ways_of(place: PipelinePlace, language: str) -> Ways:
    """The matrix: from the stage of the row to that of the column."""
    moves: Any = place.raw.get("moves") or []
    heads = tuple(aside_of(one, language) for one in place.stages)
    rows = tuple(
        (head, tuple(Cell(head.key, to.key, allows(moves, head.key, to.key), head is to) for to in heads))
        for head in heads
    )
    return Ways(not moves, heads, rows, sum(cell.on and not cell.same for _, row in rows for cell in row))


def aside_of(stage: Stage, language: str) -> Aside:
    """A stage by its name and colour."""
    label = words_in(stage.option.get("label"), stage.key).in_(language)
    return Aside(stage.key, label, str(stage.option.get("colour") or "gray"))


def _asked(entity: EntityModel, key: str, language: str) -> AskedField:
    found = entity.fields.get(key)
    if found is None:
        return AskedField(key, key, "alert-triangle", "", True)
    of = found.field.type
    return AskedField(key, found.label.in_(language), type_icon(of), type_words(of).in_(language))


def _far(entity: EntityModel, key: str) -> bool:
    """The far end of somebody's link: nothing that is filled in here."""
    relation = entity.fields[key].relation
    return relation is not None and relation.kind == "many" and not relation.owned and not relation.far


def _in_words(context: Context, entity: EntityModel, source: str, look: Look) -> str:
    try:
        return condition_words(context, entity, source, look) or source
    except (ProblemsFound, ValueError, LookupError):
        return source


def _said(one: Problem, look: Look) -> str:
    fix = f" {one.fix.in_(look.language)}" if one.fix else ""
    return f"{one.message.in_(look.language)}{fix}"


def named(raw: Mapping[str, Any], key: str, language: str) -> str:
    """A definition's name in a language."""
    return words_in(raw.get("label"), key).in_(language)
