"""A workspace as one zip file: `workspace.json`, the data, the uploaded files. Made while the product is in use.

On SQLite the data is a copy of the database by its backup API; on PostgreSQL, or when it shall move, JSON lines of one
snapshot. Encrypted fields stay sealed: the key is in no backup.
"""

import shutil
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from sqlalchemy import select

from dougong.host.settings import Settings
from dougong.host.workspaces import Workspace, open_workspace
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from . import blobs, dump, engines
from .migrate import HEAD, migrate
from .tables import workspace_meta

FORMAT = 1
_DATABASE = "data.sqlite"


def backup(workspace: Workspace, file: Path, *, portable: bool = False) -> int:
    """Writes the zip and returns its size in bytes; the file appears when it is whole."""
    draft = file.with_name(f".{file.name}.part")
    file.parent.mkdir(parents=True, exist_ok=True)
    as_copy = not portable and not workspace.settings.database_url
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        if as_copy:
            _copy_database(workspace, archive)
        else:
            _dump_rows(workspace, archive)
        about = {"format": FORMAT, "schema": HEAD, "key": workspace.key, "at": workspace.clock().isoformat()}
        archive.writestr("workspace.json", orjson.dumps(about, option=orjson.OPT_INDENT_2))
        for name in blobs.names(workspace):
            archive.write(blobs.path_of(workspace, name), f"files/{name}")
    draft.replace(file)
    return file.stat().st_size


def copy(workspace: Workspace, key: str) -> None:
    """The workspace as it is at this moment as another one; uploaded files are shared, not copied, where the disk can."""
    settings = workspace.settings
    engines.make_place(settings, key)
    folder = engines.folder_of(settings, key)
    try:
        if not settings.database_url:
            with (
                closing(sqlite3.connect(workspace.home / _DATABASE)) as source,
                closing(sqlite3.connect(folder / _DATABASE)) as target,
            ):
                source.backup(target)
        made = open_workspace(settings, key)
        try:
            if settings.database_url:
                _copy_rows(workspace, made)
            with made.writer.begin() as connection:
                connection.execute(workspace_meta.update().values(key=key))
            for name in blobs.names(workspace):
                blobs.share(workspace, made, name)
        finally:
            made.close()
    except BaseException:
        remove(settings, key)
        raise


def restore(settings: Settings, file: Path, key: str) -> None:
    """Makes a new workspace from a backup; raises ProblemsFound when there is one of that key or the file is none."""
    if engines.exists(settings, key):
        words = text(f"工作区“{key}”已存在", f'There is a workspace "{key}" already')
        fix = text("换一个名字，或先删除它", "Choose another key, or delete it first")
        raise ProblemsFound([Problem("workspace_exists", words, fix=fix)])
    try:
        archive = zipfile.ZipFile(file)
        about = orjson.loads(archive.read("workspace.json"))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise ProblemsFound([_unreadable(file)]) from None
    if about.get("format") != FORMAT:
        raise ProblemsFound([_unreadable(file)])
    with archive:
        try:
            _restore(settings, archive, key)
        except BaseException:
            remove(settings, key)
            raise


def remove(settings: Settings, key: str) -> None:
    """Everything of a workspace, for good."""
    engines.drop_place(settings, key)
    shutil.rmtree(engines.folder_of(settings, key), ignore_errors=True)


def _restore(settings: Settings, archive: zipfile.ZipFile, key: str) -> None:
    is_copy = _DATABASE in archive.namelist()
    if is_copy and settings.database_url:
        words = text("这是 SQLite 的备份", "This is a backup of a SQLite workspace")
        fix = text("备份时加 --portable 才能换数据库", "Back up with --portable to change the database")
        raise ProblemsFound([Problem("other_database", words, fix=fix)])
    engines.make_place(settings, key)
    folder = engines.folder_of(settings, key)
    if is_copy:
        with archive.open(_DATABASE) as source, (folder / "data.sqlite.part").open("wb") as target:
            shutil.copyfileobj(source, target)
        (folder / "data.sqlite.part").replace(folder / "data.sqlite")
    workspace = open_workspace(settings, key)
    try:
        with workspace.writer.begin() as connection:
            migrate(connection)
            if not is_copy:
                dump.restore(connection, lambda name: _lines(archive, name))
            connection.execute(workspace_meta.update().values(key=key))
        for name in archive.namelist():
            if name.startswith("files/"):
                with archive.open(name) as source:
                    blobs.put(workspace, source)  # type: ignore[arg-type]  # an IO[bytes] is enough
    finally:
        workspace.close()


def _copy_database(workspace: Workspace, archive: zipfile.ZipFile) -> None:
    with TemporaryDirectory(dir=workspace.home, prefix=".backup-") as folder:
        copy = Path(folder) / _DATABASE
        with (
            closing(sqlite3.connect(workspace.home / _DATABASE)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        archive.write(copy, _DATABASE)


def _copy_rows(workspace: Workspace, made: Workspace) -> None:
    """By way of files, since rows come in an order other than that in which they are put in."""
    with TemporaryDirectory(dir=made.home, prefix=".copy-") as folder:
        for name, lines in _snapshot(workspace):
            with (Path(folder) / name).open("wb") as target:
                target.writelines(line + b"\n" for line in lines)
        with made.writer.begin() as connection:
            migrate(connection)
            dump.restore(connection, lambda name: _stored(Path(folder) / name))


def _stored(file: Path) -> Iterable[bytes]:
    if file.is_file():
        with file.open("rb") as source:
            yield from source


def _dump_rows(workspace: Workspace, archive: zipfile.ZipFile) -> None:
    for name, lines in _snapshot(workspace):
        with archive.open(f"rows/{name}.jsonl", "w", force_zip64=True) as target:
            for line in lines:
                target.write(line + b"\n")


def _snapshot(workspace: Workspace) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every table with its rows as lines, all of one moment."""
    engine = workspace.engine
    if engine.dialect.name == "postgresql":  # there readers have no transactions
        engine = workspace.writer.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        connection.execute(select(workspace_meta.c.id)).all()  # the snapshot begins here
        yield from dump.dump(connection)


def _lines(archive: zipfile.ZipFile, table: str) -> Iterable[bytes]:
    name = f"rows/{table}.jsonl"
    if name in archive.NameToInfo:
        with archive.open(name) as source:
            yield from source


def _unreadable(file: Path) -> Problem:
    return Problem("not_a_backup", text(f"{file} 不是本产品的备份", f"{file} is no backup of this product"))
