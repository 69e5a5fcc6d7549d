"""The spreadsheet a person is making an app from: its files and what they changed of the guesses, kept until it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from dougong.host.imports.guess import importable
from dougong.host.imports.reading import read_leaves
from dougong.host.store import blobs
from dougong.host.store.tables import preference
from dougong.host.studio.sheet_links import Target
from dougong.host.studio.sheet_proposal import Read, read_sheet
from dougong.host.studio.sheet_table import MOST_SHEETS, sheets_of
from dougong.host.web.pages import door
from dougong.host.web.scope import Scope
from dougong.host.workspaces import Workspace
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.context import Context
from dougong.records.lookup import fold
from dougong.records.values import Query

_KEY, _KEPT, _TITLES = "sheet", 3, 2000


@dataclass(frozen=True, slots=True)
class Opened:
    """`files` are (hash, name); `answers` as `sheet_proposal.propose` takes them; `making` the job that brings the rows."""

    files: tuple[tuple[str, str], ...]
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def names(self) -> str:
        return "、".join(name for _, name in self.files)

    @property
    def stem(self) -> str:
        """What it is called without its ending."""
        return self.files[0][1].rpartition(".")[0] or self.files[0][1]

    @property
    def mark(self) -> str:
        """Tells it from another file opened meanwhile."""
        return self.files[0][0][:12]


def opened(connection: Connection, person: str, *, held: bool = False) -> Opened | None:
    """What the person has open; `held` against others until the transaction ends."""
    query = select(preference.c.value).where(preference.c.person == person, preference.c.key == _KEY)
    raw = connection.execute(query.with_for_update() if held else query).scalar()
    if not isinstance(raw, dict) or not raw.get("files"):
        return None
    return Opened(tuple((str(one), str(name)) for one, name in raw["files"]), raw.get("answers") or {})


def keep(connection: Connection, person: str, found: Opened | None) -> None:
    """In place of what was kept; None forgets it."""
    connection.execute(delete(preference).where(preference.c.person == person, preference.c.key == _KEY))
    if found is not None:
        raw = {"files": [list(one) for one in found.files], "answers": found.answers}
        connection.execute(insert(preference).values(person=person, key=_KEY, value=raw))


def open_files(scope: Scope, files: Sequence[tuple[bytes, str]]) -> Opened:
    """Takes uploaded files up; ProblemsFound for one that is no table, and nothing is kept."""
    reads = [one for content, name in files for one in _read(content, name)]
    if len(reads) > MOST_SHEETS:
        words = text(
            f"一共 {len(reads)} 个工作表，最多 {MOST_SHEETS} 个", f"{len(reads)} sheets in all, at most {MOST_SHEETS}"
        )
        fix = text("分几次来", "Take them in several goes")
        raise ProblemsFound([Problem("too_many_sheets", words, fix=fix)])
    found = Opened(tuple((blobs.put(scope.workspace, content), name[:120]) for content, name in files))
    _remember(scope.workspace, found, tuple(reads))
    with scope.workspace.writer.begin() as connection:
        keep(connection, str(scope.viewer.person), found)
    return found


def reads_of(workspace: Workspace, found: Opened) -> tuple[Read, ...]:
    """Its sheets, read and judged once while the process lasts."""
    known: dict[object, tuple[Read, ...]] = workspace.caches.setdefault("sheets", {})
    if found.files not in known:
        reads: list[Read] = []
        for digest, name in found.files:
            with blobs.open(workspace, digest) as source:
                reads += _read(source.read(), name)
        _remember(workspace, found, tuple(reads))
    return known[found.files]


def known_targets(context: Context, language: str) -> list[Target]:
    """Objects that are there, with the names of their records as far as the viewer may read them."""
    found = []
    for key, entity in context.store.model.entities.items():
        rights = context.viewer.on(key)
        if entity.implicit or entity.owner_link is not None or (not context.viewer.admin and rights.read.nothing):
            continue
        title = entity.definition.title
        rows = door.find(context, Query(key, fields=(title,), limit=_TITLES)).rows
        names = frozenset(fold(row[title]) for row in rows if row.get(title) not in (None, ""))
        asked = [one.key for one in importable(entity) if one.field.required and one.key != title]
        found.append(Target(key, entity.label.in_(language), names, makes=not asked))
    return found


def _read(content: bytes, name: str) -> list[Read]:
    stem = name.rpartition(".")[0] or name
    try:
        return [read_sheet(sheet, stem) for sheet in sheets_of(read_leaves(content, name))]
    except ProblemsFound as refused:
        first = refused.problems[0]
        words = text(f"{name}：{first.message.zh}", f"{name}: {first.message.en}")
        raise ProblemsFound([Problem(first.code, words, fix=first.fix)]) from None


def _remember(workspace: Workspace, found: Opened, reads: tuple[Read, ...]) -> None:
    known: dict[object, tuple[Read, ...]] = workspace.caches.setdefault("sheets", {})
    known[found.files] = reads
    for old in list(known)[:-_KEPT]:
        known.pop(old, None)
