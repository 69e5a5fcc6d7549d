"""The command `dougong`, as an operator uses it."""

import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from dougong.host.cli import COMMANDS, job, main
from dougong.host.jobs.kinds import KINDS
from dougong.host.jobs.sealing import seal_history
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.records.system_tables import history

from tests.host.conftest import LIBRARY
from tests.host.test_change_sets import english
from tests.host.test_templates import released


@pytest.fixture
def run(home: Settings, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setenv("DOUGONG_HOME", str(home.home))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return Run()


class Run:
    def __call__(self, *arguments: str, ok: bool = True) -> Result:
        found = CliRunner().invoke(main, list(arguments))
        assert (found.exit_code == 0) is ok, found.output
        return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps(run: Run, name: str) -> None:
    assert "Usage" in run(name, "--help").output


def test_an_apps_life(run: Run, tmp_path: Path) -> None:
    app = str(LIBRARY)
    assert "no problem" in run("app", "check", app).output
    assert "11 sample records" in run("app", "install", app).output
    assert "library" in run("app", "list").output
    assert "installed already" in run("app", "install", app, ok=False).output
    run("app", "export", "library", str(tmp_path / "out"))
    assert "Nothing was changed" in run("app", "upgrade", str(tmp_path / "out"), "--dry-run").output
    assert "kept" in run("app", "uninstall", "library").output


def test_an_apps_versions_are_compared_and_sides_taken(run: Run, home: Settings, tmp_path: Path) -> None:
    run("app", "install", str(LIBRARY), "--no-samples")
    workspace = open_workspace(home, DEFAULT)
    released(workspace, english("price", "Cost"))
    workspace.close()
    package, own = tmp_path / "library.zip", tmp_path / "ours.zip"
    run("app", "export", "library", str(package))
    assert "Cost" in run("app", "diff", str(LIBRARY)).output, "own changes are told"
    assert "This workspace changed" in run("app", "diff", str(package)).output
    newer = tmp_path / "newer"
    shutil.copytree(LIBRARY, newer)
    book = newer / "entities" / "book.json"
    book.write_text(book.read_text("utf-8").replace('"Price"', '"Sum"'), "utf-8")
    told = run("app", "diff", str(newer)).output
    assert "Conflict 0" in told
    assert 'ours: Entity "Book" · field "Cost"' in told
    assert 'theirs: Entity "Book" · field "Sum"' in told
    run("app", "template", "shop", str(own), "--zh", "店", "--en", "Shop")
    assert "upgraded" in run("app", "upgrade", str(newer), "--theirs", "0").output
    assert "Conflict" not in run("app", "diff", str(newer)).output
    assert "installed shop" in run("app", "install", str(own)).output
    assert "Other apps need" in run("app", "uninstall", "library", "--dry-run").output
    run("app", "uninstall", "library", ok=False)


def test_an_app_is_tried_without_a_trace(run: Run) -> None:
    assert "passed" in run("app", "test", str(LIBRARY)).output
    assert "library" not in run("app", "list").output


def test_a_history_changed_behind_the_products_back_is_found(run: Run, home: Settings) -> None:
    workspace = open_workspace(home, DEFAULT)
    seal_history(workspace)
    assert "as it was sealed" in run("workspace", "verify").output
    with workspace.writer.begin() as connection:
        connection.execute(update(history).values(note="other words"))
    workspace.close()
    assert "differs from its seal" in run("workspace", "verify", ok=False).output


def test_jobs_are_listed_with_what_came_of_them(run: Run, home: Settings) -> None:
    assert set(job.KINDS) == set(KINDS), "every kind has its words"
    run("app", "install", str(LIBRARY))
    assert "compared, 0 values put right" in run("job", "recheck").output
    listed = run("job", "list").output
    assert "Nightly check of formulas  done" in listed
    assert '"wrong": {}' in run("job", "show", listed.split()[0]).output
    assert "no job" in run("job", "show", "01890000-0000-7000-8000-000000000000", ok=False).output


def test_schemas_for_editors(run: Run, tmp_path: Path) -> None:
    run("app", "schema", "--folder", str(tmp_path))
    assert (tmp_path / "entity.schema.json").exists()
    assert "draft/2020-12" in run("app", "schema", "view").output


def test_a_problem_is_told_in_words_with_a_fix(run: Run) -> None:
    output = run("app", "install", "nowhere", ok=False).output
    assert 'There is no app "nowhere"' in output
    assert "Traceback" not in output


def test_workspaces(run: Run, home: Settings, tmp_path: Path) -> None:
    run("workspace", "create", "second", "--name", "Second")
    assert run("workspace", "list").output.split() == [DEFAULT, "second"]
    assert "lower-case" in run("workspace", "create", "../x", ok=False).output
    file = str(tmp_path / "second.zip")
    run("workspace", "backup", "second", file)
    run("workspace", "delete", "second", "--yes")
    assert run("workspace", "list").output.split() == [DEFAULT]
    run("workspace", "restore", file, "third")
    assert run("workspace", "list").output.split() == [DEFAULT, "third"]
    assert not (home.home / "workspaces" / "second").exists()


def test_people_and_tokens(run: Run) -> None:
    run("user", "create", "kim", "--name", "Kim", "--role", "admin", "--password", "correct horse battery")
    assert "already" in run("user", "create", "kim", "--password", "correct horse battery", ok=False).output.lower()
    assert "No such role" in run("user", "create", "lee", "--role", "x", "--password", "correct horse", ok=False).output
    assert "at least" in run("user", "password", "kim", "--password", "short", ok=False).output
    secret = run("token", "create", "--user", "kim", "--name", "shop").output.strip()
    assert secret.startswith("dgt_")
    listed = run("token", "list").output
    assert secret not in listed
    assert "kim" in listed
    run("token", "revoke", listed.split()[0])
    assert run("token", "list").output == ""
    assert "Nobody" in run("token", "create", "--user", "nobody", ok=False).output


def test_a_setting_that_cannot_be_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUGONG_TIMEZONE", "Mars/Olympus")
    output = run("workspace", "list", ok=False).output
    assert "DOUGONG_TIMEZONE" in output
    assert "Traceback" not in output


def test_demo_mode_is_refused_on_an_open_address(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUGONG_HOST", "0.0.0.0")
    assert "DOUGONG_DEMO" in run("start", "--demo", ok=False).output


def test_start_serves_beside_a_taken_port_and_says_so(home: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = {
            "DOUGONG_HOME": str(home.home),
            "DOUGONG_PORT": str(port),
            "LC_ALL": "C",
            "PYTHONUNBUFFERED": "1",
        }
        with subprocess.Popen(
            [sys.executable, "-m", "dougong.host.cli", "start", "--no-samples"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=home.home,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            try:
                said = []
                for line in process.stdout:
                    said.append(line)
                    if "startup complete" in line:
                        break
                assert f"Port {port} is taken" in "".join(said)
                address = next(line.split()[-1] for line in said if "is ready" in line)
                with urllib.request.urlopen(f"{address}/readyz") as answer:
                    assert answer.status == 200
            finally:
                process.terminate()


def test_a_lost_phone(run: Run, home: Settings) -> None:
    from dougong.host.access import people, second_factor, totp
    from dougong.host.store.cipher import cipher_of

    workspace = open_workspace(home, DEFAULT)
    with workspace.writer.begin() as connection:
        admin = people.by_login(connection, workspace.store, "admin")
        assert admin is not None
        secret, now = totp.new_secret(), workspace.clock()
        code = totp.code_at(secret, totp.step_of(now))
        assert second_factor.enrol(connection, cipher_of(home, DEFAULT), admin.id, secret, code, now)
    assert "admin" in run("user", "second-factor-remove", "admin").output
    run("user", "second-factor-remove", "nobody", ok=False)
    with workspace.engine.connect() as connection:
        assert not second_factor.has(connection, admin.id)
    workspace.close()
