"""Trying a move of the draft on a real record, as anybody: the path, and the gate as it would be met. Nothing is written."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dougong.host.access.viewer import EVERYONE
from dougong.host.web.pages import door
from dougong.host.web.pages.form_now import behind_links, stored_record
from dougong.host.web.pages.list_page import look_of
from dougong.host.web.pages.live import worked_out
from dougong.host.web.pages.stage_path import stages
from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.context import Context
from dougong.records.environment import env_of
from dougong.records.rights import FieldRight, Viewer
from dougong.records.values import Query
from dougong.records.write.plan import rules_of
from dougong.rules import RuleRow, gates, validate

from .form_canvas import viewer_as
from .pipeline_page import Trial

MYSELF = "-"
"""Stands for the role of whoever designs, in an address."""
_OFFERED = 12


def trial_of(scope: Scope, context: Context, entity: EntityModel, home: str, record: str, role: str) -> Trial:
    """The path of `record` (empty: the one changed last) as `role` would get it; `context` reads as the draft does."""
    model, language = context.store.model, scope.language
    look = look_of(scope, context)
    roles = tuple((key, one.label.in_(language)) for key, one in model.roles.items() if key != EVERYONE)
    role = role if role in model.roles else ""
    title = entity.definition.title
    rows = door.find(context, Query(entity.key, (title,), sort=("-updated_at",), limit=_OFFERED)).rows
    offered = tuple((str(one["id"]), str(one[title] or "")) for one in rows)
    chosen = record or (offered[0][0] if offered else "")
    row = door.get(context, entity.key, chosen) if chosen else None
    viewer = viewer_as(scope.viewer, model, role) if role else scope.viewer
    assert entity.pipeline is not None
    reads = viewer.admin or viewer.on(entity.key).field(entity.pipeline.field) >= FieldRight.READ
    refused = ""
    if row is None:
        refused = look.words("There is no record to try it on yet.")
    elif not reads or (not viewer.admin and viewer.on(entity.key).read.nothing):
        refused = look.words("This role does not see these stages.")
    if row is None or refused:
        return Trial("", "", (), chosen, "", offered, role, roles, refused)
    path = stages(context, entity, row, look, may_move(viewer, entity))
    href = f"{home}/try/{chosen}/{role or MYSELF}"
    return Trial(href, str(row["rev"]), path, chosen, str(row[title] or ""), offered, role, roles, "")


def may_move(viewer: Viewer, entity: EntityModel) -> bool:
    """Whether somebody may change the stage of any record."""
    rights = viewer.on(entity.key)
    assert entity.pipeline is not None
    return viewer.admin or (not rights.update.nothing and rights.field(entity.pipeline.field) is FieldRight.EDIT)


def tried(
    scope: Scope, context: Context, entity: EntityModel, identity: str, stage: str, role: str, given: Mapping[str, Any]
) -> tuple[list[Problem], dict[str, Any] | None]:
    """What stands in the way of the move with the answers `given`, and the record as it is (None: not there).

    Asks the gates, moves and validations of the draft over the record; ProblemsFound where they cannot be read.
    """
    assert entity.pipeline is not None
    model = context.store.model
    viewer = viewer_as(scope.viewer, model, role) if role in model.roles else scope.viewer
    row = stored_record(context, entity, identity)
    if row is None:
        return [], None
    if not may_move(viewer, entity):
        words = text("这个角色不能改阶段", "This role may not change the stage")
        return [Problem("not_allowed", words, entity.pipeline.field)], row
    rules = rules_of(context.store, entity.key)
    env = env_of(replace(context, viewer=viewer))
    wanted = worked_out(context, entity, {**row, **given, entity.pipeline.field: stage}, replace(env, old=row))
    behind_links(context, entity, wanted, rules.dependencies)
    changed = frozenset({entity.pipeline.field, *given})
    asked = [RuleRow(wanted, row, changed)]
    refused = [one for one in validate(rules, asked, env)[0] if one.severity == "error"]
    return [*refused, *gates(rules, asked, env)[0]], row
