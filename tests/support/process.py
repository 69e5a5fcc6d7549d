"""The product as its own processes: a command, a server on a free port; for tests of what only whole processes show."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

DOUGONG = str(Path(sys.executable).with_name("dougong"))


@dataclass(frozen=True)
class Product:
    """A home (and database) of its own. `run` gives a finished command; `start` one that is still at work."""

    home: Path
    database_url: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            "DOUGONG_HOME": str(self.home), "DOUGONG_DATABASE_URL": self.database_url, "DOUGONG_LANGUAGE": "en",
            "DOUGONG_RATE_LIMIT": "0",
        }  # fmt: skip
        return {**os.environ, **ours, **self.extra}

    def run(self, *words: str | Path, code: int = 0) -> str:
        """What the command printed; AssertionError with all of it unless it ends with `code`."""
        done = subprocess.run(
            [DOUGONG, *map(str, words)], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self, *words: str | Path, stdout: int = subprocess.DEVNULL) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [DOUGONG, *map(str, words)], env=self.environment, stdout=stdout, stderr=subprocess.DEVNULL, text=True
        )

    def token(self, user: str = "admin") -> str:
        return self.run("token", "create", "--user", user).strip().splitlines()[-1]

    @contextmanager
    def serving(self, command: str = "serve") -> Iterator[str]:
        """The address of a server of this home; ended with the block."""
        process = self.start(command, "--port", "0", stdout=subprocess.PIPE)
        try:
            yield address_of(process)
        finally:
            process.terminate()
            process.wait(30)


def address_of(process: "subprocess.Popen[str]") -> str:
    """The address a starting server prints; what it prints later is thrown away."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"https?://[^\s]+", line):
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return found[0].rstrip("/")
    raise AssertionError("the server ended before it was ready")


@dataclass(frozen=True)
class Api:
    """Requests as one person, over HTTP or straight into the application; answers are JSON."""

    client: httpx.Client
    token: str

    def __call__(self, method: str, path: str, *, status: int = 200, **given: Any) -> Any:
        answer = self.raw(method, path, **given)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text[:2000]}"
        return json.loads(answer.content) if answer.content else None

    def raw(self, method: str, path: str, **given: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", **given.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **given)

    def groups(self, entity: str, group: str, measure: str, where: str = "") -> dict[Any, Any]:
        """One measure by one group: group value (a link's title) -> value."""
        body = {"group": [group], "measures": {"value": measure}, "filter": where}
        rows = self("POST", f"/api/v1/{entity}:aggregate", json=body)["data"]
        return {_title(row[group]): row["value"] for row in rows}

    def figure(self, entity: str, measure: str, where: str = "") -> Any:
        """One measure over all records of a filter."""
        body = {"measures": {"value": measure}, "filter": where}
        return self("POST", f"/api/v1/{entity}:aggregate", json=body)["data"][0]["value"]


def _title(value: Any) -> Any:
    return value["title"] if isinstance(value, dict) else value
