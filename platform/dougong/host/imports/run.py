"""The run: chunks of rows, each one transaction with the progress it makes, until the end, a stop or a crash.

A run that was cut off goes on after its last committed chunk.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dougong.host.store import blobs
from dougong.host.workspaces import Workspace
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.rights import Viewer

from . import batches
from .chunk import ROWS, Result, write_chunk
from .dry_run import Progress
from .file import File, open_file
from .later_links import lines_with_links, set_links
from .links import Links
from .reading import Table, read_table
from .tally import BUCKETS, Tally, stored


def open_batch(workspace: Workspace, batch: str) -> tuple[batches.Batch, Table]:
    """A batch and its file; raises ProblemsFound when either is gone."""
    with workspace.engine.connect() as connection:
        found = batches.get(connection, batch)
    if found is None:
        raise ProblemsFound([Problem("unknown_import", text("没有这次导入", "There is no such import"))])
    with blobs.open(workspace, found.file) as source:
        return found, read_table(source.read(), found.file_name)


def run(
    workspace: Workspace, viewer: Viewer, batch: str, progress: Progress = lambda done, total: True
) -> dict[str, Any]:
    """Runs (or goes on with) a batch; its counts at the end. `progress` returning False stops after a chunk."""
    found, table = open_batch(workspace, batch)
    if found.plan is None:
        raise ProblemsFound([Problem("no_plan", text("还没有确定列的对应关系", "The columns are not mapped yet"))])
    file = open_file(batch, workspace.store.model, found.plan, table)
    counts: dict[str, Any] = {
        "rows": len(file.lines),
        "done": 0,
        "links": 0,
        **dict.fromkeys(BUCKETS, 0),
        **found.counts,
    }
    links = Links()
    later = lines_with_links(file)
    total = len(file.lines) + len(later)
    if counts["done"] == 0:
        with workspace.writing(viewer) as context:
            batches.clear_rows(context.connection, batch)
            counts["at"] = context.now.isoformat()
            batches.change(context.connection, batch, state="running", counts=counts)
    for start in range(counts["done"], len(file.lines), ROWS):
        counts = _chunk(workspace, viewer, file, start, counts, links)
        if not progress(counts["done"], total):
            return _end(workspace, viewer, batch, "stopped", counts)
    for start in range(counts["links"], len(later), ROWS):
        counts = _links(workspace, viewer, file, later[start : start + ROWS], counts, links)
        if not progress(len(file.lines) + counts["links"], total):
            return _end(workspace, viewer, batch, "stopped", counts)
    return _end(workspace, viewer, batch, "done", counts)


def _chunk(
    workspace: Workspace, viewer: Viewer, file: File, start: int, counts: dict[str, Any], links: Links
) -> dict[str, Any]:
    lines = file.lines[start : start + ROWS]
    with workspace.writing(viewer) as context:
        _require_ours(context, file, counts)
        results = write_chunk(context, file, lines, links, Cause("import", file.batch))
        tally = Tally()
        tally.add(results)
        new = {**counts, "done": start + len(lines), "repaired": counts.get("repaired", 0) + tally.repaired}
        new["at"] = context.now.isoformat()
        for bucket in BUCKETS:
            new[bucket] = counts[bucket] + tally.buckets[bucket]
        _keep_refused(context.connection, file.batch, results)
        batches.change(context.connection, file.batch, counts=new)
    links.commit()
    return new


def _links(
    workspace: Workspace, viewer: Viewer, file: File, lines: Sequence[Any], counts: dict[str, Any], links: Links
) -> dict[str, Any]:
    with workspace.writing(viewer) as context:
        _require_ours(context, file, counts)
        refused = set_links(context, file, lines, links, Cause("import", file.batch))
        known = batches.refused_rows(context.connection, file.batch)
        _keep_refused(context.connection, file.batch, [r for r in refused if r.line.number not in known])
        new = {**counts, "links": counts["links"] + len(lines), "at": context.now.isoformat()}
        batches.change(context.connection, file.batch, counts=new)
    return new


def _require_ours(context: Context, file: File, counts: Mapping[str, Any]) -> None:
    """Two runs of one batch: the slower one ends."""
    if not batches.still_ours(context.connection, file.batch, counts):
        words = text("这次导入已在别处继续", "This import goes on elsewhere")
        raise ProblemsFound([Problem("taken_over", words)])


def _keep_refused(connection: Any, batch: str, results: Sequence[Result]) -> None:
    batches.add_rows(
        connection,
        batch,
        [
            {"number": result.line.number, "bucket": result.bucket, "problems": stored(result) or None}
            for result in results
            if result.bucket in ("problem", "duplicate")
        ],
    )


def _end(
    workspace: Workspace, viewer: Viewer, batch: str, state: batches.State, counts: dict[str, Any]
) -> dict[str, Any]:
    with workspace.writing(viewer) as context:
        batches.change(context.connection, batch, state=state, counts=counts, finished_at=context.now)
    return counts
