"""The API's rate limit: who is too quick waits, others do not, and waiting helps."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dougong.host.settings import Settings
from dougong.host.web.middleware.rate import RateLimit


def client(per_minute: int, now: list[float]) -> TestClient:
    async def page(_: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    routes = [Route("/api/v1/site", page), Route("/site", page)]
    app = Starlette(routes=routes, middleware=[Middleware(RateLimit, per_minute=per_minute, clock=lambda: now[0])])
    app.state.settings = Settings()
    return TestClient(app)


def test_a_caller_who_is_too_quick_waits_and_others_do_not() -> None:
    now = [0.0]
    with client(60, now) as asking:
        quick, other = {"Authorization": "Bearer a"}, {"Authorization": "Bearer b"}
        assert [asking.get("/api/v1/site", headers=quick).status_code for _ in range(11)] == [200] * 10 + [429]
        refused = asking.get("/api/v1/site", headers={**quick, "Accept-Language": "en"})
        assert refused.headers["retry-after"] == "1"
        assert refused.json()["errors"][0]["code"] == "rate_limit"
        assert "try again in 1 s" in refused.json()["errors"][0]["message"]
        assert asking.get("/api/v1/site", headers=other).status_code == 200
        assert asking.get("/site", headers=quick).status_code == 200
        now[0] += 2
        assert [asking.get("/api/v1/site", headers=quick).status_code for _ in range(3)] == [200, 200, 429]


def test_zero_switches_it_off() -> None:
    with client(0, [0.0]) as asking:
        assert {asking.get("/api/v1/site").status_code for _ in range(50)} == {200}
