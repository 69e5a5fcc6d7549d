"""Releases: what each changed, in words; as a file for another workspace, and from such a file into a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import orjson
from sqlalchemy import Connection, select

from dougong.host.store import documents
from dougong.host.store.tables import release
from dougong.metamodel.diff import Change, apply_where_possible, compare, wording
from dougong.metamodel.diff.compare import same
from dougong.metamodel.layers import changes_from_json, changes_to_json
from dougong.metamodel.overlay import MISSING, Patch, value_at
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from .draft import tree_at
from .repairs import Repair, from_json, of_release

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

_FORMAT = "dougong/release/1"
State = Literal["fits", "there", "differs", "no_place"]


@dataclass(frozen=True, slots=True)
class Release:
    """`person` None: the product itself, or a shell."""

    number: int
    at: datetime
    person: str | None
    action: str
    app: str
    version: str
    note: str


@dataclass(frozen=True, slots=True)
class Item:
    """One change of a file and what it meets here: it `fits`, is `there` already, `differs` from what the file began
    with, or has `no_place`."""

    number: int
    change: Change
    words: LocalText
    state: State


def list_releases(connection: Connection, most: int = 100) -> list[Release]:
    """The newest first."""
    rows = connection.execute(select(release).order_by(release.c.number.desc()).limit(most))
    return [Release(row.number, row.at, row.person, row.action, row.app, row.version, row.note) for row in rows]


def changes_of(connection: Connection, workspace: "Workspace", number: int) -> list[tuple[Change, LocalText]]:
    """What a release changed, each with a sentence about it."""
    before, after = (tree_at(connection, workspace, at) for at in (number - 1, number))
    return [(one, wording(one, before, after)) for one in compare(before, after)]


def to_file(connection: Connection, workspace: "Workspace", number: int) -> bytes:
    """A release as JSON, for git or for another workspace; ProblemsFound when there is none of that number."""
    found = connection.execute(select(release).where(release.c.number == number)).one_or_none()
    if found is None:
        raise ProblemsFound([Problem("no_release", text(f"没有第 {number} 次发布", f"There is no release {number}"))])
    changes = [one for one, _ in changes_of(connection, workspace, number)]
    content: dict[str, Any] = {
        "$schema": _FORMAT,
        "number": number,
        "note": found.note,
        "changes": changes_to_json(changes),
    }
    content["repairs"] = [one.to_json() for one in of_release(connection, number)[0]]
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_file(content: bytes) -> tuple[str, Patch]:
    """The note and the changes of a file; ProblemsFound when it is none of ours."""
    try:
        raw: Any = orjson.loads(content)
        if raw["$schema"] != _FORMAT:
            raise ValueError
        return str(raw["note"]), changes_from_json(raw["changes"])
    except (ValueError, KeyError, TypeError, AttributeError):
        words = text("这不是发布文件", "This is not the file of a release")
        fix = text("用“导出”得到的 .json 文件", "Take the .json file that an export gave")
        raise ProblemsFound([Problem("not_a_release", words, fix=fix)]) from None


def repairs_in(content: bytes) -> list[Repair]:
    """What the release of a file did to values, to be done where its changes are taken too; none where it says nothing."""
    try:
        return from_json(orjson.loads(content).get("repairs"))
    except (ValueError, TypeError, AttributeError):
        return []


def plan(connection: Connection, workspace: "Workspace", changes: Sequence[Change]) -> list[Item]:
    """What each change of a file would meet here; reads only."""
    now = tree_at(connection, workspace, documents.current_revision(connection))
    after, found = now, []
    for number, one in enumerate(changes):
        following, left = apply_where_possible(after, [one])
        state: State = "no_place" if left else _state(one, after, following)
        after = following
        found.append(Item(number, one, wording(one, now, after), state))
    return found


def _state(change: Change, before: Any, after: Any) -> State:
    if same(before, after):
        return "there"
    was = value_at(before, change)
    expected = change.old if change.operation != "add" else MISSING
    if change.operation == "order" or (was is MISSING and change.operation in ("add", "put")):
        return "fits"
    return "fits" if was is not MISSING and expected is not MISSING and same(was, expected) else "differs"
