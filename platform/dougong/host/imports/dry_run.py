"""The dry run: every row goes through the real write path, and each chunk is rolled back.

So it says exactly what a run would say; only what one chunk leaves for the next (a number used twice, far apart) can
differ, and match keys cover that.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from dougong.host.workspaces import Workspace
from dougong.records.context import Cause, Context
from dougong.records.rights import Viewer

from .chunk import ROWS, write_chunk
from .file import File
from .links import Links
from .tally import Tally, suggestions

Progress = Callable[[int, int], bool]
"""(rows done, rows in all) -> False to stop."""


@dataclass(frozen=True, slots=True)
class Report:
    """`counts` as Tally.as_counts, `samples` per bucket, `unknown` values to map by hand."""

    rows: int
    counts: dict[str, Any]
    samples: dict[str, list[dict[str, Any]]]
    unknown: list[dict[str, Any]]


class _RollBack(Exception):
    """Ends a chunk's transaction without keeping it."""


def dry_run(workspace: Workspace, viewer: Viewer, file: File, progress: Progress = lambda done, total: True) -> Report:
    """What a run would do, row by row; nothing is kept."""
    tally, links = Tally(), Links()
    cause = Cause("import", file.batch)
    for start in range(0, len(file.lines), ROWS):
        lines = file.lines[start : start + ROWS]
        with _rolled_back(workspace, viewer) as context:
            tally.add(write_chunk(context, file, lines, links, cause))
        links.rollback()
        if not progress(start + len(lines), len(file.lines)):
            break
    with workspace.reading(viewer) as context:
        unknown = suggestions(context, file.entity, tally.unknown.most_common())
    return Report(len(file.lines), tally.as_counts(), tally.samples, unknown)


def _rolled_back(workspace: Workspace, viewer: Viewer) -> AbstractContextManager[Context]:
    from contextlib import contextmanager

    @contextmanager
    def scope() -> Iterator[Context]:
        try:
            with workspace.writing(viewer) as context:
                yield context
                raise _RollBack
        except _RollBack:
            pass

    return scope()
