"""The product as a user starts it: its own processes, an empty workspace with the stock app, a token."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from .load import memory_mb

DOUGONG = str(Path(sys.executable).with_name("dougong"))


@dataclass(frozen=True, slots=True)
class Product:
    """`cold_start` seconds from the command to the first answer; `memory` MB after it."""

    base: str
    token: str
    pid: int
    cold_start: float
    memory: float


def dougong(settings: dict[str, str], *words: str) -> str:
    """What a command of the shell wrote; AssertionError with its complaint if it failed."""
    done = subprocess.run(
        [DOUGONG, *words], check=False, env={**os.environ, **settings}, capture_output=True, text=True
    )
    assert done.returncode == 0, f"dougong {' '.join(words)}: {done.stderr or done.stdout}"
    return done.stdout


@contextmanager
def running(home: Path, database_url: str = "") -> Iterator[Product]:
    """Installs the stock app without samples, then serves; stopped at the end."""
    settings = {"DOUGONG_HOME": str(home), "DOUGONG_DATABASE_URL": database_url, "DOUGONG_API_RATE_LIMIT": "0"}
    dougong(settings, "app", "install", "crm", "--no-samples")
    token = dougong(settings, "token", "create", "--user", "admin").strip().splitlines()[-1]
    start = time.perf_counter()
    server = subprocess.Popen(
        [DOUGONG, "serve", "--port", "0"],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        base = _address(server)
        _wait(base)
        yield Product(base, token, server.pid, round(time.perf_counter() - start, 2), memory_mb(server.pid))
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def serving(home: Path, database_url: str = "") -> Iterator[tuple[str, int]]:
    """A workspace with people to choose at sign-in, served; its address and the server's process."""
    settings = {
        "DOUGONG_HOME": str(home),
        "DOUGONG_DATABASE_URL": database_url,
        "DOUGONG_RATE_LIMIT": "0",
        "DOUGONG_DEMO": "true",
    }
    command = [DOUGONG, "serve", "--port", "0"]
    server = subprocess.Popen(
        command, env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        base = _address(server)
        _wait(base)
        yield base, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _address(server: "subprocess.Popen[str]") -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if found := re.search(r"https?://[^\s]+", line):
            return found[0].rstrip("/")
    raise RuntimeError("the server ended before it was ready")


def _wait(base: str) -> None:
    until = time.perf_counter() + 30
    while True:
        try:
            with urlopen(f"{base}/healthz", timeout=5):
                return
        except (URLError, ConnectionError):
            if time.perf_counter() > until:
                raise
            time.sleep(0.02)  # not a test of time: the port is not open yet
