"""A workspace's first moments: tables, the base app and an administrator; at later starts, nothing to do.

One transaction: a workspace is either empty or complete.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, inspect, select, update

from dougong.host.access import people
from dougong.host.store import documents
from dougong.host.store.migrate import migrate
from dougong.host.store.tables import workspace_meta
from dougong.metamodel.compile import compile_model
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.store import RecordStore
from dougong.records.values import Create
from dougong.records.write import write

from .apps import install_in
from .bundles import base_bundle

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

ADMIN = "admin"
"""Sign-in name of the administrator every workspace begins with; a password is set by `dougong user password`."""

CURRENCIES = {"zh-CN": "CNY", "en": "USD"}
"""What a new workspace counts in, until its administrator says otherwise."""
_NAME = text("我的工作区", "My workspace")


def prepare(workspace: "Workspace", name: str = "") -> bool:
    """Makes the workspace usable; returns whether it was new. Raises migrate.NewerDatabase."""
    with workspace.writer.begin() as connection:
        migrate(connection)
        if connection.execute(select(workspace_meta.c.id)).first() is not None:
            return False
        now = workspace.clock()
        connection.execute(
            insert(workspace_meta).values(
                id=1,
                key=workspace.key,
                name=name or _NAME.in_(workspace.settings.language),
                revision=0,
                demo=False,
                preferences={"currency": CURRENCIES[workspace.settings.language]},
                created_at=now,
            )
        )
        install_in(connection, workspace, base_bundle(), with_samples=False)
        store = RecordStore(compile_model(documents.load_documents(connection)))
        label = text("管理员", "Administrator").in_(workspace.settings.language)
        values = {"name": label, "login": ADMIN, "roles": ["admin"]}
        written = write(workspace.context(connection, store, SYSTEM), [Create("person", values)], Cause("install"))
        if not written.written:
            raise ProblemsFound(written.problems)
    workspace.forget()
    return True


def rename(workspace: "Workspace", name: str) -> None:
    with workspace.writer.begin() as connection:
        rename_in(connection, name)


def rename_in(connection: Connection, name: str) -> None:
    """Within the caller's transaction."""
    connection.execute(update(workspace_meta).values(name=name))


def is_prepared(workspace: "Workspace") -> bool:
    """Whether `prepare` has been done at some time; the tables may still be older than the code."""
    with workspace.engine.connect() as connection:
        if not inspect(connection).has_table(workspace_meta.name):
            return False
        return connection.execute(select(workspace_meta.c.id)).first() is not None


def administrator(workspace: "Workspace") -> people.Person | None:
    """The person with the administrator's sign-in name."""
    store = workspace.store
    with workspace.engine.connect() as connection:
        return people.by_login(connection, store, ADMIN)
