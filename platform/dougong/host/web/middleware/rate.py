"""How often one caller may ask the API: a bucket of tokens per access token, or per address, that fills steadily.

Counted in this process only; several processes allow as many times the rate. Sign-in has its own, stricter count.
"""

import hashlib
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from dougong.host.web.errors import Refused, answer
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text

MOST_CALLERS = 10_000
_BURST = 10  # seconds' worth that may come at once


@dataclass(slots=True)
class Bucket:
    """`level` requests may still come; `at` is when that was true."""

    level: float
    at: float


class RateLimit:
    """`per_minute` requests to /api/ from one caller; 0 switches it off."""

    def __init__(self, app: ASGIApp, per_minute: int, clock: Callable[[], float] = monotonic) -> None:
        self._app = app
        self._rate = per_minute / 60
        self._most = max(1.0, self._rate * _BURST)
        self._clock = clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._rate and "/api/" in scope["path"]:
            wait = self._wait(_caller(scope))
            if wait:
                response = await answer(Request(scope, receive), _refusal(wait))
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _wait(self, caller: str) -> int:
        """0 when the request may go on, else the seconds until one may."""
        now = self._clock()
        bucket = self._buckets.get(caller)
        if bucket is None:
            bucket = self._buckets[caller] = Bucket(self._most, now)
            if len(self._buckets) > MOST_CALLERS:
                self._buckets.popitem(last=False)
        else:
            bucket.level = min(self._most, bucket.level + (now - bucket.at) * self._rate)
            bucket.at = now
            self._buckets.move_to_end(caller)
        if bucket.level < 1:
            return math.ceil((1 - bucket.level) / self._rate)
        bucket.level -= 1
        return 0


def _caller(scope: Scope) -> str:
    """Who is counted; a token is never kept in clear."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            return hashlib.blake2b(value, digest_size=16).hexdigest()
    client = scope.get("client")
    return str(client[0]) if client else ""


def _refusal(wait: int) -> Refused:
    words = text(f"请求太频繁，请 {wait} 秒后再试", f"Too many requests; try again in {wait} s")
    fix = text("用数组一次写入多条，或放慢速度", "Send arrays of records, or slow down")
    return Refused(429, [Problem("rate_limit", words, fix=fix)], headers={"Retry-After": str(wait)})
