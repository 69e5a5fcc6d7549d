"""The workspace the guide shows: a made-up boatyard in a folder that is thrown away, at a moment that never passes."""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import update
from starlette.applications import Starlette

from dougong.host.access import people, sessions
from dougong.host.install import install, prepare
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.store.tables import workspace_meta
from dougong.host.workspaces import Workspace, Workspaces, open_workspace
from dougong.metamodel.documents import Bundle, load_folder
from dougong.records.rights import SYSTEM

KEY = "guide"
BASE = f"/w/{KEY}"
MOMENT = datetime(2026, 3, 18, 1, 30, tzinfo=UTC)
"""A Wednesday, 09:30 in Shanghai."""
_making = Lock()


def bundle() -> Bundle:
    """The example app, with samples."""
    return load_folder(Path(__file__).with_name("yard"))


def fill(workspace: Workspace) -> None:
    """The example in an empty workspace; people may be chosen at sign-in where the settings say demo."""
    prepare(workspace, "Boatyard")
    install(workspace, bundle())
    with workspace.writer.begin() as connection:
        connection.execute(update(workspace_meta).values(demo=True))


def example(app: Starlette) -> Workspace:
    """The example beside the application's own workspaces, made at the first call (about a second)."""
    workspaces: Workspaces = app.state.workspaces
    with _making:
        found = workspaces.known(KEY)
        if found is None:
            folder = tempfile.TemporaryDirectory(prefix=f"dougong-guide-{os.getpid()}-")
            app.state.guide_folder = folder  # goes when the application goes
            own: Settings = app.state.settings
            settings = own.model_copy(update={"home": Path(folder.name), "database_url": ""})
            engines.make_place(settings, KEY)
            found = open_workspace(settings, KEY, lambda: MOMENT)
            fill(found)
            workspaces.adopt(found)
    return found


def token_of(workspace: Workspace, who: str, language: str) -> str:
    """A session of `lin`, who may do everything, or `mae`, from whom values are masked and hidden, in a language."""
    login = f"{who}_{language[:2]}"
    known: dict[str, str] = workspace.caches.setdefault("guide", {})
    if login not in known:
        with workspace.writing(SYSTEM) as context:
            person = people.by_login(context.connection, context.store, login)
            assert person is not None
            known[login], _ = sessions.begin(context.connection, person.id, context.now, 365)
    return known[login]
