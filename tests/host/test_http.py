"""The edge of the product: sign-in over HTTP, CSRF, headers, error shapes, workspaces by path, health."""

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from fastapi import Depends
from starlette.testclient import TestClient

from dougong.host.access import passwords, people, tokens
from dougong.host.main import create_app
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.web.cookies import set_session
from dougong.host.web.scope import Scope, anonymous, api_scope, signed_in
from dougong.host.workspaces import Workspace, open_workspace

Known = Annotated[Scope, Depends(signed_in)]
ForApi = Annotated[Scope, Depends(api_scope)]
Anyone = Annotated[Scope, Depends(anonymous)]
PASSWORD = "correct horse battery"


@pytest.fixture
def client(home: Settings) -> Iterator[TestClient]:
    """With a few endpoints of the test's own, so that what is tested is the edge."""
    app = create_app(home, work=False)

    @app.get("/t/who")
    def who(scope: Known) -> Any:
        return {
            "name": scope.viewer.name,
            "csrf": scope.csrf,
            "base": scope.base_path,
            "nonce": scope.request.state.nonce,
        }

    @app.post("/t/change")
    def change(scope: Known) -> Any:
        return {"by": scope.viewer.person}

    @app.get("/api/t")
    def api(scope: ForApi) -> Any:
        return {"by": scope.viewer.name, "workspace": scope.workspace.key}

    @app.post("/api/t")
    def api_change(scope: ForApi) -> Any:
        return {"by": scope.viewer.name}

    @app.post("/t/open")
    def open_form(scope: Anyone) -> Any:
        return {"by": scope.viewer.person}

    @app.get("/t/csrf")
    def csrf(scope: Anyone) -> Any:
        return {"csrf": scope.csrf}

    @app.post("/t/login")
    def login(scope: Anyone) -> Any:
        from dougong.host.access.sign_in import SignedIn, sign_in

        found = sign_in(scope.workspace, "admin", PASSWORD, "testclient")
        assert isinstance(found, SignedIn)
        set_session(scope.request, found.token)
        return {}

    @app.get("/api/broken")
    def broken() -> Any:
        raise RuntimeError("secret inside")

    routes = app.router.routes
    mine = [route for route in routes if getattr(route, "path", "").startswith(("/t/", "/api/t", "/api/broken"))]
    app.router.routes[:] = [*mine, *(route for route in routes if route not in mine)]
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as found:
        yield found


@pytest.fixture
def admin(home: Settings) -> str:
    """The administrator's password is set; returns a bearer token of theirs."""
    workspace = open_workspace(home, "main")
    secret = _token(workspace)
    workspace.close()
    return secret


def _token(workspace: Workspace) -> str:
    store = workspace.store
    with workspace.writer.begin() as connection:
        person = people.by_login(connection, store, "admin")
        assert person is not None
        passwords.put(connection, person.id, PASSWORD, workspace.clock())
        return tokens.create(connection, person.id, "", workspace.clock())[0]


def sign_in(client: TestClient) -> str:
    """Returns the session's CSRF token."""
    token = client.get("/t/csrf").json()["csrf"]
    assert client.post("/t/login", headers={"X-CSRF-Token": token}).status_code == 200
    return str(client.get("/t/who").json()["csrf"])


def test_a_page_sends_strangers_to_sign_in_and_back(client: TestClient) -> None:
    answer = client.get("/t/who?x=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Ft%2Fwho%3Fx%3D1"


def test_the_session_cookie_is_kept_from_scripts(client: TestClient, admin: str) -> None:
    token = client.get("/t/csrf").json()["csrf"]
    answer = client.post("/t/login", headers={"X-CSRF-Token": token})
    cookies = answer.headers.get_list("set-cookie")
    assert any(cookie.startswith("dougong_main=") for cookie in cookies)
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Secure" not in cookie, "only over https"


@pytest.mark.parametrize(
    ("headers", "data", "status"),
    [
        ({}, {}, 403),
        ({"X-CSRF-Token": "wrong"}, {}, 403),
        ({"X-CSRF-Token": "TOKEN"}, {}, 200),
        ({}, {"_csrf": "TOKEN"}, 200),
        ({"X-CSRF-Token": "TOKEN", "Origin": "http://evil.example"}, {}, 403),
        ({"X-CSRF-Token": "TOKEN", "Sec-Fetch-Site": "cross-site"}, {}, 403),
        ({"X-CSRF-Token": "TOKEN", "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, {}, 200),
    ],
)
def test_csrf(client: TestClient, admin: str, headers: dict[str, str], data: dict[str, str], status: int) -> None:
    token = sign_in(client)
    headers = {key: value.replace("TOKEN", token) for key, value in headers.items()}
    data = {key: value.replace("TOKEN", token) for key, value in data.items()}
    assert client.post("/t/change", headers=headers, data=data).status_code == status
    assert client.post("/api/t", headers=headers, data=data).status_code == status


def test_an_open_form_needs_the_cookies_token(client: TestClient) -> None:
    token = client.get("/t/csrf").json()["csrf"]
    assert client.post("/t/open", data={"_csrf": token}).status_code == 200
    client.cookies.clear()
    assert client.post("/t/open", data={"_csrf": token}).status_code == 403


def test_a_bearer_token_needs_no_csrf(client: TestClient, admin: str) -> None:
    headers = {"Authorization": f"Bearer {admin}"}
    assert client.post("/api/t", headers=headers).status_code == 200
    assert client.get("/api/t", headers={"Authorization": "Bearer dgt_nothing"}).status_code == 401
    assert client.get("/api/t", headers={"Authorization": "Basic eDp5"}).status_code == 401


def test_the_shape_of_errors(client: TestClient) -> None:
    answer = client.get("/api/t", headers={"Accept-Language": "en"})
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body == {
        "type": "about:blank",
        "title": "Please sign in",
        "status": 401,
        "request_id": answer.headers["x-request-id"],
        "errors": [
            {
                "path": "$",
                "code": "unauthorized",
                "message": "A valid access token is needed",
                "fix": "Make one with `dougong token create` and send it as Authorization: Bearer <token>",
            }
        ],
    }
    assert client.get("/api/t", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).json()["title"] == "请先登录"


def test_what_broke_inside_is_not_told(client: TestClient) -> None:
    answer = client.get("/api/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_headers_and_nonce(client: TestClient, admin: str) -> None:
    sign_in(client)
    answer = client.get("/t/who")
    policy = answer.headers["content-security-policy"]
    assert f"'nonce-{answer.json()['nonce']}'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert client.get("/t/who").json()["nonce"] != answer.json()["nonce"]


def test_an_unknown_host_is_refused(client: TestClient) -> None:
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    answer = client.post("/api/t", headers={"Content-Length": str(1 << 40)})
    assert answer.status_code == 413


def test_workspaces_by_path_share_nothing(client: TestClient, home: Settings, admin: str) -> None:
    from dougong.host.install import prepare

    engines.make_place(home, "second")
    other = open_workspace(home, "second")
    prepare(other)
    theirs = _token(other)
    other.close()
    assert client.get("/w/second/api/t", headers={"Authorization": f"Bearer {theirs}"}).json()["workspace"] == "second"
    assert client.get("/w/second/api/t", headers={"Authorization": f"Bearer {admin}"}).status_code == 401
    assert client.get("/api/t", headers={"Authorization": f"Bearer {theirs}"}).status_code == 401
    sign_in(client)
    assert client.get("/t/who").status_code == 200
    answer = client.get("/w/second/t/who")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/w/second/sign-in")
    assert client.get("/w/nothing/t/who").status_code == 404


def test_health_and_measures(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ready"
    client.get("/api/t")
    assert 'dougong_requests_total{method="GET",route="/api/t",status="401"}' in client.get("/metrics").text


def test_unknown_paths_have_the_same_shape(client: TestClient) -> None:
    assert client.get("/api/v1/nothing/there/at/all").headers["content-type"] == "application/problem+json"
