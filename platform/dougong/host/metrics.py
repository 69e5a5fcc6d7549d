"""Measures of this process in Prometheus' format: requests by route and status, their seconds, the process itself."""

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Histogram, generate_latest

MEDIA = CONTENT_TYPE_LATEST

REQUESTS = Counter("dougong_requests", "Answered requests", ["method", "route", "status"])
SECONDS = Histogram(
    "dougong_request_seconds",
    "Seconds until the answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """`route` is the route's pattern, never the address, so that there are few of them."""
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def exposed() -> bytes:
    return generate_latest(REGISTRY)
