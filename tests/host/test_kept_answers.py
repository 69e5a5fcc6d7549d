"""Answers from memory: the same bytes, and never older than what anybody has committed; tried on both databases."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from dougong.host.access import people, tokens
from dougong.host.answers import Answers, Kept
from dougong.host.main import create_app
from dougong.host.testing.clock import FixedClock
from dougong.host.testing.database import Database
from dougong.host.workspaces import Workspace, open_workspace
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Update
from dougong.records.write import write

LIST = "/api/v1/department?sort=name&total=exact&fields=name"
SUMS = ("/api/v1/department:aggregate", {"measures": {"n": "COUNT()"}})


@dataclass
class Server:
    """The product, and beside it another hold on the same data, as another process has it."""

    client: TestClient
    workspace: Workspace
    other: Workspace
    clock: FixedClock
    token: str
    token_id: str

    def ask(self, path: str = LIST, body: object = None) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}", "Host": "localhost"}
        answer = (
            self.client.get(path, headers=headers)
            if body is None
            else self.client.post(path, json=body, headers=headers)
        )
        assert answer.status_code == 200, answer.text
        return answer.content

    @property
    def kept(self) -> int:
        return len(self.workspace.answers)


@pytest.fixture
def server(database: Database, clock: FixedClock, workspace: Workspace) -> Iterator[Server]:
    """Over the prepared workspace of each database."""
    with workspace.writer.begin() as connection:
        person = people.by_login(connection, workspace.store, "admin")
        assert person is not None
        token, made = tokens.create(connection, person.id, "", clock())
    app = create_app(database.settings.model_copy(update={"allowed_hosts": ("*",)}), clock, work=False)
    with ExitStack() as stack:
        other = open_workspace(database.settings, database.key, clock)
        stack.callback(other.close)
        client = stack.enter_context(TestClient(app, base_url=f"http://localhost/w/{database.key}"))
        client.base_url = client.base_url.copy_with(path=f"/w/{database.key}/")
        found = Server(client, app.state.workspaces[database.key], other, clock, token, made.id)
        found.ask()  # notes the token's use
        yield found


def department(workspace: Workspace, name: str) -> str:
    with workspace.writing(SYSTEM) as context:
        written = write(context, [Create("department", {"name": name})], Cause())
        assert written.written, written.problems
        return written.outcomes[0].id


def test_the_same_question_on_the_same_data_is_answered_with_the_same_bytes(server: Server) -> None:
    for path, body in ((LIST, None), SUMS, (f"/api/v1/department/{department(server.other, 'A')}", None)):
        worked_out = server.ask(path, body)
        before = server.kept
        assert before, "nothing was kept"
        assert server.ask(path, body) == worked_out
        assert server.kept == before


def test_what_another_has_committed_is_in_the_next_answer(server: Server) -> None:
    for n in range(30):
        name = f"Department {n:02}"
        identity = department(server.other if n % 2 else server.workspace, name)
        assert name.encode() in server.ask()
        assert server.ask() == server.ask()
        with server.other.writing(SYSTEM) as context:
            assert write(context, [Update("department", identity, {"name": f"Other {n:02}"})], Cause()).written
        answer = server.ask()
        assert f"Other {n:02}".encode() in answer and name.encode() not in answer


def test_a_commit_between_the_state_and_the_reading_leaves_nothing_old_behind(server: Server) -> None:
    """The other writes after the request has seen the state and before it reads."""
    states, real = server.workspace.states, server.workspace.states.now

    async def state_then_write() -> str | None:
        seen = await real()
        await asyncio.to_thread(department, server.other, "Just before")
        return seen

    states.now = state_then_write  # type: ignore[method-assign]
    assert b"Just before" in server.ask()
    states.now = real  # type: ignore[method-assign]
    department(server.other, "Just after")
    assert b"Just after" in server.ask()


def test_another_process_counts_too(server: Server, database: Database) -> None:
    server.ask()
    script = (
        "import sys; from sqlalchemy import text; from dougong.host.settings import Settings; "
        "from dougong.host.store.engines import open_engine; "
        "engine = open_engine(Settings.model_validate_json(sys.argv[1]), sys.argv[2]); "
        "c = engine.begin(); k = c.__enter__(); k.execute(text(sys.argv[3])); c.__exit__(None, None, None)"
    )
    department(server.other, "Before")
    table = server.other.store.table("department").name
    change = f"UPDATE {table} SET name = 'By another process'"
    settings = database.settings.model_dump_json(include={"home", "database_url"})
    subprocess.run([sys.executable, "-c", script, settings, database.key, change], check=True)
    assert b"By another process" in server.ask()


def test_a_revoked_token_and_a_person_switched_off_are_refused_at_once(server: Server) -> None:
    server.ask()
    with server.other.writer.begin() as connection:
        assert tokens.revoke(connection, server.token_id, server.clock())
    answer = server.client.get(LIST, headers={"Authorization": f"Bearer {server.token}"})
    assert answer.status_code == 401


def test_nothing_is_kept_past_the_day_or_for_another_caller(server: Server) -> None:
    server.ask()
    kept = server.kept
    assert server.client.get(LIST, headers={"Authorization": "Bearer dgt_other"}).status_code == 401
    server.clock.advance(days=1)
    server.ask()
    assert server.kept == kept  # replaced, not served: see the state's own time
    found = next(iter(server.workspace.answers.every()))
    assert found.until > server.clock()


def test_what_reads_the_time_is_never_kept(server: Server) -> None:
    before = server.kept
    server.ask("/api/v1/department?filter=created_at%20%3C%20NOW()")
    assert server.kept == before


def test_memory_is_bounded(clock: FixedClock) -> None:
    answers = Answers(most_bytes=10_000)
    make: Callable[[int], Kept] = lambda size: Kept("s", clock() + timedelta(hours=1), (), b"x" * size, None, None)  # noqa: E731
    for n in range(10):
        answers.keep(n, make(3000))
    assert [n for n in range(10) if answers.find(n, "s", clock())] == [8, 9]
    answers.keep(9, make(2 << 20))
    assert answers.find(9, "s", clock()) is not None  # too large to be kept
    assert answers.find(8, "other state", clock()) is None
