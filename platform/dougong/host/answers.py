"""Answers kept in memory, each for one exact request and one state of the data; bounded in bytes, oldest use goes first.

What may be kept is said by the endpoint that makes the answer (`keep_until`); nothing is kept unasked.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from starlette.requests import Request

MOST_BYTES = 32 << 20
_LARGEST = 1 << 20
_OVERHEAD = 1000  # key, headers and bookkeeping of an answer, about


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was sent, and for the log whose it is and by which route it came."""

    state: str
    until: datetime
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    person: str | None
    route: object


class Answers:
    """The answers of one workspace in this process."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def every(self) -> list[Kept]:
        """What is kept, the least recently used first."""
        with self._lock:
            return list(self._kept.values())

    def find(self, key: Hashable, state: str, now: datetime) -> Kept | None:
        """The answer that is still true in that state at that time."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found.state != state or now >= found.until:
                return None
            self._kept.move_to_end(key)
            return found

    def keep(self, key: Hashable, answer: Kept) -> None:
        """Keeps it in place of an earlier one; too large ones are not kept."""
        if len(answer.body) > _LARGEST:
            return
        with self._lock:
            earlier = self._kept.pop(key, None)
            self._bytes += _size(answer) - (_size(earlier) if earlier else 0)
            self._kept[key] = answer
            while self._bytes > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= _size(oldest)


def keep_until(request: Request, until: datetime | None) -> None:
    """Lets the answer to this request serve equal ones before that time, as long as the data stay; None forbids it."""
    request.state.keep_until = until


def _size(answer: Kept) -> int:
    return len(answer.body) + _OVERHEAD
