"""A browser without a screen: signs demo people in and opens every page of every entity."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fastapi import FastAPI
from httpx import Response
from sqlalchemy import update
from starlette.testclient import TestClient

from dougong.host.clock import Clock, system_clock
from dougong.host.main import create_app
from dougong.host.store.tables import workspace_meta
from dougong.host.workspaces import DEFAULT, Workspace
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

PAGES_OF_A_RECORD = ("", "/edit", "/history", "/why", "/delete")


@contextmanager
def visitor(workspace: Workspace, login: str, clock: Clock = system_clock) -> Iterator[TestClient]:
    """Signed in as a person of the workspace."""
    with visitors(workspace, clock) as at:
        yield at(login)


@contextmanager
def visitors(workspace: Workspace, clock: Clock = system_clock) -> Iterator[Callable[[str], TestClient]]:
    """The product over a workspace, whose demo sign-in is switched on for it: `at(login)` is the browser of a person,
    signed in once. A broken page answers 500."""
    with workspace.writer.begin() as connection:
        connection.execute(update(workspace_meta).values(demo=True))
    settings = workspace.settings.model_copy(update={"demo": True, "allowed_hosts": ("localhost",), "rate_limit": 0})
    app = create_app(settings, clock, work=False)
    known: dict[str, TestClient] = {}
    with _browser(app) as running:

        def at(login: str) -> TestClient:
            if login not in known:
                known[login] = _browser(app)
                known[login].portal = running.portal  # one loop for all
                _sign_in(known[login], workspace, login)
            return known[login]

        yield at


def _browser(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://localhost", follow_redirects=False, raise_server_exceptions=False)


def _sign_in(client: TestClient, workspace: Workspace, login: str) -> None:
    with workspace.reading(SYSTEM) as context:
        person = find(context, Query("person", ("id",), filter=f'login = "{login}"')).rows[0]["id"]
    token = csrf(client.get(f"{base_of(workspace)}/sign-in").text)
    answer = client.post(f"{base_of(workspace)}/sign-in/demo", data={"person": person, "_csrf": token})
    assert answer.status_code == 303, answer.text


def base_of(workspace: Workspace) -> str:
    """What stands before every address of a workspace that is not the default one."""
    return "" if workspace.key == DEFAULT else f"/w/{workspace.key}"


def csrf(page: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="_csrf" value="([^"]+)"', page) or re.search(r'"X-CSRF-Token": "([^"]+)"', page)
    assert found, page[:2000]
    return found[1]


def post(client: TestClient, path: str, page: str = "/profile", **data: object) -> Response:
    """A form sent as a page sends it: with the token that stands on `page`."""
    return client.post(path, data={"_csrf": csrf(client.get(page).text), **data})


def made(workspace: Workspace, entity: str, **values: object) -> str:
    """A new record, written by the system; its id."""
    with workspace.writing(SYSTEM) as context:
        written = write(context, [Create(entity, values)], Cause("user"))
        assert written.written, written.problems
        return written.outcomes[0].id


def walk(
    workspace: Workspace,
    client: TestClient,
    records: int = 2,
    pages: tuple[str, ...] = PAGES_OF_A_RECORD,
    besides: tuple[str, ...] = ("/new", "/import", "/recycle"),
) -> dict[str, int]:
    """Opens the list of each entity, what stands beside it, and some records with these pages: path -> status."""
    answers: dict[str, int] = {}
    for entity in workspace.store.model.entities.values():
        if entity.implicit:
            continue
        with workspace.reading(SYSTEM) as context:
            rows = find(context, Query(entity.key, ("id",), limit=records)).rows
        paths = ["", *besides, *(f"/{row['id']}{page}" for row in rows for page in pages)]
        for path in paths:
            answers[f"/{entity.key}{path}"] = client.get(f"/{entity.key}{path}").status_code
    return answers
