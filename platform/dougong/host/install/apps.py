"""Installing, upgrading, removing and exporting an app in a workspace.

The caller's transaction holds all of it: documents, tables, samples, the release that makes it visible.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import ColumnClause, Connection, func, select, update
from sqlalchemy import column as lightweight_column
from sqlalchemy import table as lightweight_table

from dougong.host.jobs import indexing
from dougong.host.store import documents
from dougong.host.store.tables import workspace_meta
from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import Bundle, Document
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text
from dougong.records import sync
from dougong.records.names import table_name
from dougong.records.rights import SYSTEM
from dougong.records.store import RecordStore
from dougong.records.sync import Step, SyncPlan

from . import formulas, gate, samples
from .bundles import manifest, needs
from .samples import Told

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Installed:
    """An app that is there."""

    key: str
    version: str
    label: LocalText
    documents: int


@dataclass(frozen=True, slots=True)
class Report:
    """What was done: steps of the tables in words, rows of samples, what was kept aside, warnings."""

    app: str
    version: str
    revision: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    kept: tuple[tuple[Step, int], ...] = ()
    """Data out of sight but not away, with the number of values or rows."""
    rows: dict[str, int] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()


def list_installed(workspace: "Workspace") -> list[Installed]:
    """Installed apps, in the order of their dependencies' keys."""
    with workspace.engine.connect() as connection:
        every = documents.load_documents(connection)
    model = workspace.store.model
    return [
        Installed(app.key, app.version, app.label, sum(one.app == app.key for one in every))
        for app in model.apps.values()
    ]


def install(
    workspace: "Workspace",
    bundle: Bundle,
    *,
    with_samples: bool = True,
    person: str | None = None,
    told: Told | None = None,
) -> Report:
    """Adds an app that is not there; raises ProblemsFound when the gate refuses it or it is there already."""
    with workspace.writer.begin() as connection:
        found = install_in(connection, workspace, bundle, with_samples=with_samples, person=person, told=told)
    workspace.forget()
    return found


def install_in(
    connection: Connection,
    workspace: "Workspace",
    bundle: Bundle,
    *,
    with_samples: bool,
    person: str | None = None,
    told: Told | None = None,
) -> Report:
    """`install` within a transaction that the caller holds."""
    present = documents.load_documents(connection)
    if any(one.app == bundle.app for one in present):
        words = text(f"应用“{bundle.app}”已安装", f'The app "{bundle.app}" is installed already')
        fix = text("用 dougong app upgrade 升级", "Use `dougong app upgrade`")
        raise ProblemsFound([Problem("installed", words, fix=fix)])
    return _switch(connection, workspace, bundle, present, "install", person, with_samples=with_samples, told=told)


def upgrade(
    workspace: "Workspace",
    bundle: Bundle,
    *,
    allow_drop: bool = False,
    dry_run: bool = False,
    person: str | None = None,
) -> Report:
    """Replaces an app by a newer (or any other) version of itself.

    Raises ProblemsFound when values would be taken out of sight, counted, unless `allow_drop`.
    """
    with workspace.writer.connect() as connection, connection.begin() as transaction:
        present = documents.load_documents(connection)
        if not any(one.app == bundle.app for one in present):
            raise ProblemsFound([_not_installed(bundle.app)])
        found = _switch(connection, workspace, bundle, present, "upgrade", person, allow_drop=allow_drop or dry_run)
        if dry_run:
            transaction.rollback()
    workspace.forget()
    return found


def uninstall(workspace: "Workspace", app: str, *, person: str | None = None) -> Report:
    """Takes an app away; its records stay in tables put aside, listed in `kept`. Refused while others need it."""
    with workspace.writer.begin() as connection:
        present = documents.load_documents(connection)
        if app == "base" or not any(one.app == app for one in present):
            raise ProblemsFound([_not_installed(app)])
        _refuse_needed(app, present)
        found = _switch(connection, workspace, Bundle(app, ()), present, "uninstall", person, allow_drop=True)
    workspace.forget()
    return found


def export(workspace: "Workspace", app: str, folder: Path) -> list[Path]:
    """Writes an app's documents as files, one property per line, keys in their order; returns the files."""
    with workspace.engine.connect() as connection:
        mine = [one for one in documents.load_documents(connection) if one.app == app]
    if not mine:
        raise ProblemsFound([_not_installed(app)])
    written = []
    for one in mine:
        path = folder / one.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(orjson.dumps(one.raw, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        written.append(path)
    return written


def _switch(
    connection: Connection,
    workspace: "Workspace",
    bundle: Bundle,
    present: Sequence[Document],
    action: str,
    person: str | None,
    *,
    with_samples: bool = False,
    allow_drop: bool = False,
    told: Told | None = None,
) -> Report:
    """From what is present to the bundle's documents: check, compile, change tables, load samples, release."""
    others = [one for one in present if one.app != bundle.app]
    gone = not bundle.documents
    warnings = () if gone else tuple(gate.refuse_errors(gate.check(bundle, present)))
    store = RecordStore(compile_model([*others, *bundle.documents]))
    now = workspace.clock()
    plan = sync.plan(connection, store, now.astimezone(workspace.settings.zone).date())
    kept = _kept(connection, plan)
    if not allow_drop:
        _refuse_drop(kept)
    sync.apply(connection, store, plan)
    indexing.later(workspace, connection, plan.later)
    revision = documents.current_revision(connection) + 1
    documents.replace_app(connection, bundle.app, bundle.documents, revision)
    rows = {}
    context = workspace.context(connection, store, SYSTEM)
    formulas.bring_up_to_date(context, workspace, compile_model(present))
    if with_samples and bundle.samples:
        rows = samples.load(context, bundle.samples_in(workspace.settings.language), told)
        connection.execute(update(workspace_meta).values(demo=True))
    app = manifest(bundle)
    version = app.version if app else ""
    documents.record_release(connection, revision, now, action=action, app=bundle.app, version=version, person=person)
    old, new = ({one.file: one.raw for one in every if one.app == bundle.app} for every in (present, bundle.documents))
    return Report(
        bundle.app,
        version,
        revision,
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(file for file in old.keys() & new.keys() if old[file] != new[file])),
        steps=plan.steps,
        kept=kept,
        rows=rows,
        warnings=warnings,
    )


def _kept(connection: Connection, plan: SyncPlan) -> tuple[tuple[Step, int], ...]:
    """Destructive steps with how many values (of a column) or rows (of a table) they touch, counted exactly."""
    found = []
    for step in plan.steps:
        if step.destructive:
            whole = step.kind == "set_table_aside"
            source = lightweight_table(step.name if whole else table_name(step.entity), lightweight_column("id"))
            value: ColumnClause[Any] = lightweight_column("id" if whole else step.name)
            count = connection.execute(select(func.count(value)).select_from(source)).scalar_one()
            found.append((step, count))
    return tuple(found)


def _refuse_drop(kept: Iterable[tuple[Step, int]]) -> None:
    problems = [
        Problem(
            "data_at_stake",
            text(f"{step.words.zh}(涉及 {count} 条)", f"{step.words.en} ({count} at stake)"),
            f"{step.entity}.{step.name}" if step.kind != "set_table_aside" else step.entity,
            fix=text("确认后加 --allow-drop；数据会改名保留", "Confirm with --allow-drop; the data is kept aside"),
        )
        for step, count in kept
        if count
    ]
    if problems:
        raise ProblemsFound(problems)


def _refuse_needed(app: str, present: Sequence[Document]) -> None:
    keys = dict.fromkeys(one.app for one in present)
    users = [key for key in keys if app in needs(Bundle(key, tuple(one for one in present if one.app == key)))]
    if users:
        names = ", ".join(users)
        words = text(f"其他应用需要“{app}”：{names}", f'Other apps need "{app}": {names}')
        raise ProblemsFound([Problem("needed", words, fix=text("先卸载它们", "Uninstall them first"))])


def _not_installed(app: str) -> Problem:
    words = text(f"应用“{app}”没有安装，或不能这样改动", f'The app "{app}" is not installed, or not to be changed so')
    return Problem("not_installed", words, fix=text("用 dougong app list 查看", "See `dougong app list`"))
