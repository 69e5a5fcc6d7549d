"""Installing, upgrading, removing and exporting an app in a workspace.

The caller's transaction holds all of it: documents, tables, samples, the release that makes it visible.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import Connection, update

from dougong.host.store import documents
from dougong.host.store.documents import Layers
from dougong.host.store.tables import workspace_meta
from dougong.host.studio.own_app import OWN
from dougong.metamodel.documents import Bundle, Document
from dougong.metamodel.layers import Own, carried
from dougong.metamodel.overlay import Conflict
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text
from dougong.records.sync import Step

from . import gate, samples
from .bundles import manifest, needs
from .samples import Told
from .switch import Kept, switch

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
    kept: Kept = ()
    """Data out of sight but not away."""
    rows: dict[str, int] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    conflicts: tuple[tuple[str, Conflict], ...] = ()
    """Changes of the workspace's own that met a change of the app's, each with its file."""


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
    layers = documents.load_layers(connection)
    if bundle.app == OWN:
        words = text(f"“{OWN}”是工作区自建内容的名字", f'"{OWN}" is what the workspace itself adds')
        raise ProblemsFound([Problem("reserved", words, fix=text("给应用换一个 key", "Give the app another key"))])
    if any(app == bundle.app for app, _ in layers.base):
        words = text(f"应用“{bundle.app}”已安装", f'The app "{bundle.app}" is installed already')
        fix = text("用 dougong app upgrade 升级", "Use `dougong app upgrade`")
        raise ProblemsFound([Problem("installed", words, fix=fix)])
    return _switch(connection, workspace, bundle, layers, "install", person, with_samples=with_samples, told=told)


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
        layers = documents.load_layers(connection)
        if not any(app == bundle.app for app, _ in layers.base):
            raise ProblemsFound([_not_installed(bundle.app)])
        found = _switch(connection, workspace, bundle, layers, "upgrade", person, allow_drop=allow_drop or dry_run)
        if dry_run:
            transaction.rollback()
    workspace.forget()
    return found


def uninstall(workspace: "Workspace", app: str, *, person: str | None = None) -> Report:
    """Takes an app away; its records stay in tables put aside, listed in `kept`. Refused while others need it."""
    with workspace.writer.begin() as connection:
        layers = documents.load_layers(connection)
        present = layers.documents()
        if app == "base" or not any(one.app == app for one in present):
            raise ProblemsFound([_not_installed(app)])
        _refuse_needed(app, present)
        found = _switch(connection, workspace, Bundle(app, ()), layers, "uninstall", person, allow_drop=True)
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
    layers: Layers,
    action: str,
    person: str | None,
    *,
    with_samples: bool = False,
    allow_drop: bool = False,
    told: Told | None = None,
) -> Report:
    """From what is present to the bundle's documents with the workspace's own changes over them: check, tables,
    samples, release."""
    present = layers.documents()
    own, conflicts = _carried(layers, bundle)
    brought = {(one.app, one.file): one for one in bundle.documents}
    places = {place: part for place, part in layers.own.items() if place[0] != bundle.app}
    others = {place: one for place, one in layers.base.items() if place[0] != bundle.app}
    after = Layers({**others, **brought}, {**places, **{(bundle.app, file): part for file, part in own.items()}})
    wanted = after.documents()
    mine = tuple(one for one in wanted if one.app == bundle.app)
    gone = not bundle.documents
    warnings = () if gone else tuple(gate.refuse_errors(gate.check(replace(bundle, documents=mine), present)))
    switched = switch(connection, workspace, present, wanted, allow_drop=allow_drop)
    revision = documents.current_revision(connection) + 1
    documents.replace_app(connection, bundle.app, bundle.documents, revision)
    documents.replace_own(connection, bundle.app, own, revision)
    rows = {}
    if with_samples and bundle.samples:
        rows = samples.load(switched.context, bundle.samples_in(workspace.settings.language), told)
        connection.execute(update(workspace_meta).values(demo=True))
    app = manifest(bundle)
    version = app.version if app else ""
    now = workspace.clock()
    documents.record_release(connection, revision, now, action=action, app=bundle.app, version=version, person=person)
    old, new = ({one.file: one.raw for one in every if one.app == bundle.app} for every in (present, mine))
    return Report(
        bundle.app,
        version,
        revision,
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(file for file in old.keys() & new.keys() if old[file] != new[file])),
        steps=switched.steps,
        kept=switched.kept,
        rows=rows,
        warnings=warnings,
        conflicts=conflicts,
    )


def _carried(layers: Layers, bundle: Bundle) -> tuple[dict[str, Own], tuple[tuple[str, Conflict], ...]]:
    """The workspace's own changes of an app's documents, by file, over the app as the bundle has it."""
    own: dict[str, Own] = {}
    conflicts: list[tuple[str, Conflict]] = []
    if not bundle.documents:
        return own, ()
    brought = {one.file: one.raw for one in bundle.documents}
    for (app, file), part in layers.own.items():
        if app == bundle.app:
            before = layers.base.get((app, file))
            kept, met = carried(part, before.raw if before else None, brought.get(file))
            conflicts += [(file, one) for one in met]
            if kept is not None:
                own[file] = kept
    return own, tuple(conflicts)


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
