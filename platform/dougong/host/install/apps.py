"""Installing, upgrading, removing and exporting an app in a workspace.

The caller's transaction holds all of it: documents, tables, samples, the release that makes it visible.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import Connection, update

from dougong.host.store import documents
from dougong.host.store.tables import workspace_meta
from dougong.host.studio.own_app import OWN
from dougong.metamodel.check import check_model
from dougong.metamodel.documents import Bundle, Document
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.three_way import ThreeWay
from dougong.records.sync import Step
from dougong.rules.check_expressions import check_expressions

from . import samples
from .bundles import manifest, needs
from .gate import refuse_errors
from .package import state_of
from .samples import Told
from .sides import Sides, joined, sides
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
    three: ThreeWay | None = None
    """What both sides changed and where they met."""


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
    expected: str = "",
) -> Report:
    """Adds an app that is not there; raises ProblemsFound when the gate refuses it or it is there already.

    `expected` is the state (`package.state_of`) whose consequence was looked at: a newer one is refused.
    """
    with workspace.writer.begin() as connection:
        _hold(connection, bundle, expected)
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
    refuse_reserved(bundle)
    if any(app == bundle.app for app, _ in layers.brought):
        words = text(f"应用“{bundle.app}”已安装", f'The app "{bundle.app}" is installed already')
        fix = text("可以改为升级", "It can be upgraded instead")
        raise ProblemsFound([Problem("installed", words, fix=fix)])
    found = sides(layers, bundle)
    return _switch(connection, workspace, found, "install", person, with_samples=with_samples, told=told)


def upgrade(
    workspace: "Workspace",
    bundle: Bundle,
    *,
    yielding: Collection[int] = (),
    left_out: Collection[int] = (),
    allow_drop: bool = False,
    dry_run: bool = False,
    person: str | None = None,
    expected: str = "",
) -> Report:
    """Replaces an app by a newer (or any other) version of itself.

    Where both sides changed something the workspace's own stands, but for the meetings numbered in `yielding`; changes
    of the new version in `left_out` are not taken. Raises ProblemsFound when values would be taken out of sight,
    counted, unless `allow_drop`.
    """
    with workspace.writer.connect() as connection, connection.begin() as transaction:
        _hold(connection, bundle, expected)
        refuse_reserved(bundle)
        layers = documents.load_layers(connection)
        if not any(app == bundle.app for app, _ in layers.brought):
            raise ProblemsFound([_not_installed(bundle.app)])
        found = _switch(
            connection, workspace, sides(layers, bundle), "upgrade", person, yielding=yielding, left_out=left_out,
            allow_drop=allow_drop or dry_run,
        )  # fmt: skip
        if dry_run:
            transaction.rollback()
    workspace.forget()
    return found


def uninstall(workspace: "Workspace", app: str, *, person: str | None = None, expected: str = "") -> Report:
    """Takes an app away; its records stay in tables put aside, listed in `kept`. Refused while others need it."""
    with workspace.writer.begin() as connection:
        bundle = Bundle(app, ())
        _hold(connection, bundle, expected)
        layers = documents.load_layers(connection)
        refuse_removal(app, layers.documents())
        found = _switch(connection, workspace, sides(layers, bundle), "uninstall", person, allow_drop=True)
    workspace.forget()
    return found


def installed_bundle(workspace: "Workspace", app: str) -> Bundle:
    """An app as it is in force, with the workspace's own changes; ProblemsFound when it is not there."""
    with workspace.engine.connect() as connection:
        mine = tuple(one for one in documents.load_documents(connection) if one.app == app)
    if not mine:
        raise ProblemsFound([_not_installed(app)])
    return Bundle(app, mine)


def export(workspace: "Workspace", app: str, folder: Path) -> list[Path]:
    """Writes an app's documents as files, one property per line, keys in their order; returns the files."""
    written = []
    for one in installed_bundle(workspace, app).documents:
        path = folder / one.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(orjson.dumps(one.raw, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        written.append(path)
    return written


def refuse_reserved(bundle: Bundle) -> None:
    """ProblemsFound for a package that has the name of what a workspace itself adds."""
    if bundle.app == OWN:
        words = text(f"“{OWN}”是工作区自建内容的名字", f'"{OWN}" is what the workspace itself adds')
        raise ProblemsFound([Problem("reserved", words, fix=text("给应用换一个 key", "Give the app another key"))])


def refuse_removal(app: str, present: Sequence[Document]) -> None:
    """ProblemsFound for an app that is not there, that the product needs, or that other apps are built upon."""
    if app in ("base", OWN) or not any(one.app == app for one in present):
        raise ProblemsFound([_not_installed(app)])
    keys = dict.fromkeys(one.app for one in present)
    users = [key for key in keys if app in needs(Bundle(key, tuple(one for one in present if one.app == key)))]
    if users:
        names = ", ".join(users)
        words = text(f"其他应用需要“{app}”：{names}", f'Other apps need "{app}": {names}')
        raise ProblemsFound([Problem("needed", words, fix=text("先卸载它们", "Uninstall them first"))])


def _hold(connection: Connection, bundle: Bundle, expected: str) -> None:
    documents.hold(connection)
    if expected and expected != state_of(documents.current_revision(connection), bundle):
        words = text(
            "刚刚有人发布了别的更改，或换了应用文件", "Something else was just published, or the package is another"
        )
        raise ProblemsFound(
            [Problem("moved_on", words, fix=text("重新看一遍影响再继续", "Look at the consequence again, then go on"))]
        )


def _switch(
    connection: Connection,
    workspace: "Workspace",
    given: Sides,
    action: str,
    person: str | None,
    *,
    yielding: Collection[int] = (),
    left_out: Collection[int] = (),
    with_samples: bool = False,
    allow_drop: bool = False,
    told: Told | None = None,
) -> Report:
    """From what is present to the bundle's documents with the workspace's own changes over them: check, tables,
    samples, release."""
    bundle, present = given.bundle, given.before.documents()
    after = joined(given, yielding, left_out)
    wanted = after.documents()
    tables = {(bundle.app, entity): table for entity, table in bundle.samples.items()}
    warnings = tuple(refuse_errors([*bundle.problems, *check_model(wanted, check_expressions, tables)]))
    switched = switch(connection, workspace, present, wanted, allow_drop=allow_drop)
    revision = documents.current_revision(connection) + 1
    documents.replace_app(connection, bundle.app, bundle.documents, revision)
    for key in sorted({key for key, _ in (*given.before.own, *after.own)}):
        own = {file: part for (app, file), part in after.own.items() if app == key}
        documents.replace_own(connection, key, own, revision)
    rows = {}
    if with_samples and bundle.samples:
        rows = samples.load(switched.context, bundle.samples_in(workspace.settings.language), told)
        connection.execute(update(workspace_meta).values(demo=True))
    described = manifest(bundle)
    version = described.version if described else ""
    now = workspace.clock()
    documents.record_release(connection, revision, now, action=action, app=bundle.app, version=version, person=person)
    old, new = ({one.file: one.raw for one in every if one.app == bundle.app} for every in (present, wanted))
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
        three=given.three,
    )


def _not_installed(app: str) -> Problem:
    words = text(f"应用“{app}”没有安装，或不能这样改动", f'The app "{app}" is not installed, or not to be changed so')
    return Problem("not_installed", words, fix=text("在应用目录里查看", "See the catalogue of apps"))
