"""What pages, API and command line do with imports: upload, inspect, check, start, watch, undo.

Each function checks the right to import; nothing here is specific to one of the three callers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dougong.host import jobs
from dougong.host.access.viewer import viewer_for
from dougong.host.store import blobs
from dougong.host.web.errors import Refused
from dougong.host.workspaces import Workspace
from dougong.metamodel.model import FieldModel
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.lookup import lookup
from dougong.records.rights import SYSTEM, Viewer
from dougong.records.undo import undo as undo_writes

from . import batches
from .dry_run import Progress, Report, dry_run
from .error_file import error_file
from .file import open_file
from .guess import guess, importable
from .links import title_field
from .plan import ColumnPlan, ImportPlan
from .reading import read_table
from .run import open_batch


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file just uploaded: its columns with sample values, and the mapping guessed."""

    batch: str
    entity: str
    file_name: str
    columns: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    rows: int
    encoding: str
    repaired: int
    damaged: int
    plan: ImportPlan


def require_right(viewer: Viewer, entity: str) -> None:
    """Raises Refused 403 unless the viewer may import records of the entity."""
    if not viewer.admin and "import" not in viewer.on(entity).actions:
        words = text("你没有导入的权限", "You may not import these records")
        raise Refused(
            403, [Problem("import_denied", words, fix=text("请联系管理员开通", "Ask an administrator for the right"))]
        )


def upload(workspace: Workspace, viewer: Viewer, entity: str, content: bytes, name: str) -> Inspected:
    """Keeps the file and guesses its mapping; raises ProblemsFound for a file that is no table."""
    require_right(viewer, entity)
    model = workspace.store.model.entities.get(entity)
    if model is None:
        raise Refused(404, [Problem("unknown_entity", text(f"没有对象“{entity}”", f'There is no entity "{entity}"'))])
    table = read_table(content, name)
    file = blobs.put(workspace, content)
    with workspace.writing(viewer) as context:
        batch = batches.add(context.connection, entity, viewer.person, file, name, context.now)

        def resolve(field: FieldModel, values: Sequence[str]) -> Mapping[str, str]:
            assert field.relation is not None
            target = field.relation.target
            if target not in context.store.model.entities:
                return {}
            found = lookup(context, target, title_field(context, target), values)
            return {title: ids[0] for title, ids in found.items()}

        remembered = batches.remembered(context.connection, entity, table.columns)
        columns = guess(model, table.columns, table.rows[:5000], resolve, remembered)
        plan = ImportPlan(
            entity=entity, columns=tuple(columns), match=_match_guess(context.store.model.entities[entity], columns)
        )
        batches.change(context.connection, batch, plan=plan)
    lines = list(table.lines())
    return Inspected(
        batch, entity, name, table.columns, tuple(line.cells for line in lines[:8]), len(lines), table.encoding,
        sum(line.repaired for line in lines), sum(line.problem is not None for line in lines), plan,
    )  # fmt: skip


def _match_guess(entity: Any, columns: Sequence[ColumnPlan]) -> tuple[str, ...]:
    """A unique key that the file fills."""
    mapped = {column.field for column in columns if column.field}
    single = [field.key for field in importable(entity) if field.field.unique and field.key in mapped]
    whole = [key for key in entity.definition.unique if set(key) <= mapped]
    return (single[0],) if single else whole[0] if whole else ()


def check(
    workspace: Workspace, viewer: Viewer, batch: str, plan: ImportPlan, progress: Progress = lambda done, total: True
) -> Report:
    """The dry run of a plan, which is kept with the batch."""
    require_right(viewer, plan.entity)
    found, table = open_batch(workspace, batch)
    _own(viewer, found)
    problems = plan_problems(workspace, plan, table.columns)
    if problems:
        raise ProblemsFound(problems)
    report = dry_run(workspace, viewer, open_file(batch, workspace.store.model, plan, table), progress)
    with workspace.writing(viewer) as context:
        if found.state in ("uploaded", "checked"):
            batches.change(context.connection, batch, plan=plan, state="checked")
    return report


def start(workspace: Workspace, viewer: Viewer, batch: str, plan: ImportPlan | None = None) -> str:
    """Puts the run into the background; the job's id. A batch that ran already is refused, a stopped one goes on."""
    found, table = open_batch(workspace, batch)
    require_right(viewer, found.entity)
    _own(viewer, found)
    state = found.state_at(workspace.clock())
    if state in ("queued", "running", "done", "undone"):
        words = text("这次导入已经开始过了", "This import was started before")
        raise Refused(409, [Problem("import_started", words)])
    plan = plan if plan is not None and state != "stopped" else found.plan
    if plan is None or (problems := plan_problems(workspace, plan, table.columns)):
        raise ProblemsFound(
            problems if plan else [Problem("no_plan", text("请先确定列的对应关系", "Map the columns first"))]
        )
    with workspace.writing(viewer) as context:
        batches.change(context.connection, batch, plan=plan, state="queued")
    job = jobs.enqueue(workspace, "import", {"batch": batch}, viewer.person)
    with workspace.writing(viewer) as context:
        batches.change(context.connection, batch, job=job)
    return job


def undo(workspace: Workspace, viewer: Viewer, batch: str) -> Any:
    """Takes back exactly what the batch wrote; what was changed since is kept and reported."""
    found, _ = open_batch(workspace, batch)
    require_right(viewer, found.entity)
    _own(viewer, found)
    with workspace.writing(viewer) as context:
        undone = undo_writes(context, batch)
        batches.change(context.connection, batch, state="undone", finished_at=context.now)
    return undone


def refused_file(workspace: Workspace, viewer: Viewer, batch: str, language: str) -> bytes:
    """The rows that did not go in, with reasons, as CSV."""
    found, table = open_batch(workspace, batch)
    require_right(viewer, found.entity)
    _own(viewer, found)
    with workspace.engine.connect() as connection:
        refused = batches.refused_rows(connection, batch)
    return error_file(table, table.lines(found.plan.repair_rows if found.plan else True), refused, language)


def viewer_now(workspace: Workspace, person: str | None) -> Viewer:
    """Who an import runs as, with the rights of now: somebody who left meanwhile imports nothing."""
    if person is None:
        return SYSTEM
    viewer = viewer_for(workspace, person)
    if viewer is None:
        words = text("发起人已停用", "The person who started this is no longer active")
        raise ProblemsFound([Problem("person_gone", words)])
    return viewer


def plan_problems(workspace: Workspace, plan: ImportPlan, columns: Sequence[str]) -> list[Problem]:
    """What is wrong with a plan before any row is looked at."""
    entity = workspace.store.model.entities.get(plan.entity)
    if entity is None:
        return [Problem("unknown_entity", text(f"没有对象“{plan.entity}”", f'There is no entity "{plan.entity}"'))]
    allowed = {field.key for field in importable(entity)}
    found: list[Problem] = []
    seen: set[str] = set()
    for number, one in enumerate(plan.columns):
        path = f"$.columns[{number}]"
        if one.column not in columns:
            found.append(
                Problem(
                    "unknown_column",
                    text(f"文件里没有“{one.column}”列", f'The file has no column "{one.column}"'),
                    path,
                )
            )
        if one.field is None:
            continue
        if one.field not in allowed:
            words = text(f"“{one.field}”不能导入", f'"{one.field}" cannot be imported')
            found.append(Problem("unknown_field", words, path + ".field"))
        if one.field in seen:
            words = text(f"两列都对应到“{one.field}”", f'Two columns are mapped to "{one.field}"')
            found.append(Problem("mapped_twice", words, path + ".field"))
        seen.add(one.field)
    if not seen:
        found.append(
            Problem("nothing_mapped", text("没有一列对应到字段", "No column is mapped to a field"), "$.columns")
        )
    for key in plan.match:
        if key not in seen:
            words = text(f"用来匹配的“{key}”没有对应的列", f'"{key}", which finds existing records, has no column')
            found.append(Problem("match_not_mapped", words, "$.match"))
    for key in plan.set_values:
        if key not in allowed:
            found.append(
                Problem("unknown_field", text(f"没有字段“{key}”", f'There is no field "{key}"'), f"$.set_values.{key}")
            )
    return found


def _own(viewer: Viewer, batch: batches.Batch) -> None:
    """Imports of others are the administrator's only."""
    if not viewer.admin and batch.person != viewer.person:
        raise Refused(404, [Problem("unknown_import", text("没有这次导入", "There is no such import"))])
