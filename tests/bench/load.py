"""Load on the REST API: keep-alive connections that send one operation's requests for some seconds."""

import asyncio
import json
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from .data import STAGES

Sent = tuple[str, str, bytes]
JOINED = (
    "name,stage,amount,close_date,probability,expected_revenue,account.name,account.industry,account.city,owner.name"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """Requests per second, latencies in ms, CPU ms of the server's processes per request, answers that were no 2xx."""

    operation: str
    connections: int
    rate: float
    p50: float
    p95: float
    cpu: float
    failed: int
    sample: str


class Operations:
    """Draws requests; ids are fetched once."""

    def __init__(self, base: str, token: str, seed: int = 7) -> None:
        self.base, self.token, self.draw = base, token, random.Random(seed)
        self.deals = fetch_ids(base, token, "opportunity", 2000)
        self.accounts = fetch_ids(base, token, "account", 500)

    def make(self, name: str) -> Callable[[], Sent]:
        found: Callable[[], Sent] = getattr(self, f"_{name}")
        return found

    def _get(self) -> Sent:
        return "GET", f"/api/v1/opportunity/{self.draw.choice(self.deals)}", b""

    def _list(self, more: str = "") -> Sent:
        chosen = quote(f'stage = "{self.draw.choice(list(STAGES))}"')
        return "GET", f"/api/v1/opportunity?filter={chosen}&sort=-amount&limit=50&total=exact{more}", b""

    def _list_join(self) -> Sent:
        return self._list(f"&fields={JOINED}")

    def _deep(self) -> Sent:
        return "GET", "/api/v1/opportunity?sort=id&limit=50&offset=50000&total=exact", b""

    def _create(self) -> Sent:
        body = {
            "name": f"Bench {self.draw.randrange(10**9)}", "stage": "proposal", "amount": self._amount(),
            "close_date": "2026-09-30", "probability": 50, "account": self.draw.choice(self.accounts),
        }  # fmt: skip
        return "POST", "/api/v1/opportunity", json.dumps(body).encode()

    def _update(self) -> Sent:
        body = {"amount": self._amount()}
        return "PATCH", f"/api/v1/opportunity/{self.draw.choice(self.deals)}", json.dumps(body).encode()

    def _aggregate(self) -> Sent:
        body = {"group": ["stage"], "measures": {"amount": "SUM(amount)"}}
        return "POST", "/api/v1/opportunity:aggregate", json.dumps(body).encode()

    def _amount(self) -> str:
        return f"{self.draw.randrange(100_000, 50_000_000) / 100:.2f}"


def measure(operations: Operations, name: str, connections: int, seconds: float, pid: int) -> Figure:
    """One operation under load, after half a second of warming up."""
    return asyncio.run(_measure(operations, name, connections, seconds, pid))


def send(base: str, token: str, method: str, path: str, body: Any = None) -> Any:
    """One request outside the measured load."""
    request = Request(
        base + path,
        None if body is None else json.dumps(body).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        method=method,
    )
    with urlopen(request, timeout=120) as answer:
        return json.load(answer)


def fetch_ids(base: str, token: str, entity: str, count: int) -> list[str]:
    """Ids of the first records."""
    found: list[str] = []
    while len(found) < count:
        page = send(base, token, "GET", f"/api/v1/{entity}?fields=id&limit=200&offset={len(found)}")["data"]
        if not page:
            break
        found += [row["id"] for row in page]
    return found


async def _measure(operations: Operations, name: str, connections: int, seconds: float, pid: int) -> Figure:
    make, latencies, failures, samples = operations.make(name), [], [0], [""]

    async def client(until: float) -> None:
        connection = _Connection(operations.base, operations.token)
        while time.perf_counter() < until:
            sent = make()
            start = time.perf_counter()
            status, body = await connection.request(*sent)
            if status < 300:
                latencies.append(time.perf_counter() - start)
            else:
                failures[0] += 1
                samples[0] = f"{status} {body[:200]!r}"
        connection.close()

    await client(time.perf_counter() + 0.5)
    latencies.clear()
    failures[0] = 0
    cpu, start = cpu_seconds(pid), time.perf_counter()
    await asyncio.gather(*(client(start + seconds) for _ in range(connections)))
    elapsed = time.perf_counter() - start
    latencies.sort()
    count = max(1, len(latencies))

    def at(share: float) -> float:
        return round(latencies[min(len(latencies) - 1, int(len(latencies) * share))] * 1000, 1) if latencies else 0.0

    cpu = round((cpu_seconds(pid) - cpu) / count * 1000, 2)
    return Figure(
        name, connections, round(len(latencies) / elapsed, 1), at(0.5), at(0.95), cpu, failures[0], samples[0]
    )


class _Connection:
    """One HTTP/1.1 keep-alive connection."""

    def __init__(self, base: str, token: str) -> None:
        self.url = urlsplit(base)
        self.head = f"Host: {self.url.netloc}\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n"
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def request(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(self.url.hostname, self.url.port, limit=2**24)
        assert self.reader is not None
        length = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        self.writer.write(f"{method} {path} HTTP/1.1\r\n{self.head}{length}\r\n".encode() + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        at = head.find(b"content-length:")
        size = int(head[at + 15 : head.index(b"\r", at)]) if at >= 0 else 0
        return int(head[9:12]), await self.reader.readexactly(size)

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()


def cpu_seconds(*pids: int) -> float:
    """CPU seconds of processes and their children, those that have ended too."""
    total, queue = 0, list(pids)
    while queue:
        one = queue.pop()
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
            total += sum(map(int, fields[11:15]))  # its own, and its ended children's
            for task in Path(f"/proc/{one}/task").iterdir():
                queue += [int(child) for child in (task / "children").read_text().split()]
        except FileNotFoundError:
            continue
    return total / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """Resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0
