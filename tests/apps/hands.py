"""Short words for what the tests of the templates do: save, make, read, be somebody."""

from typing import Any

from dougong.host.access.viewer import viewer_for
from dougong.host.workspaces import Workspace
from dougong.records.context import Cause
from dougong.records.query import find, get
from dougong.records.rights import SYSTEM, Viewer
from dougong.records.values import Create, Query, Update, Written
from dougong.records.write import write


def save(workspace: Workspace, *changes: Create | Update, viewer: Viewer = SYSTEM) -> Written:
    with workspace.writing(viewer) as ctx:
        return write(ctx, list(changes), Cause("api"))


def make(workspace: Workspace, entity: str, **values: Any) -> str:
    written = save(workspace, Create(entity, values))
    assert written.written, written.problems
    return written.outcomes[0].id


def read(workspace: Workspace, entity: str, id_: str, *fields: str) -> dict[str, Any]:
    with workspace.reading(SYSTEM) as ctx:
        row = get(ctx, entity, id_, fields)
    assert row is not None
    return row


def codes(written: Written) -> dict[str, str]:
    return {problem.path: problem.code for problem in written.problems}


def person(workspace: Workspace, login: str) -> Viewer:
    with workspace.reading(SYSTEM) as ctx:
        row = find(ctx, Query("person", ("id",), filter=f'login = "{login}"')).rows[0]
    viewer = viewer_for(workspace, row["id"])
    assert viewer is not None
    return viewer
