"""Single sign-on against a provider on this machine: who gets in, and every way a token can be wrong."""

import re
import time
from collections.abc import Iterator

import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from dougong.host import preferences
from dougong.host.main import create_app
from dougong.host.preferences import Preferences, SecondFactor, SignInProvider
from dougong.host.settings import Settings
from dougong.host.store.cipher import cipher_of
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Update
from dougong.records.write import write

from tests.host.provider import CLIENT, SECRET, Provider, running
from tests.support.pages import csrf, visitor


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as found:
        yield found


@pytest.fixture
def main(home: Settings, provider: Provider) -> Iterator[Workspace]:
    found = open_workspace(home, DEFAULT)
    wu(found)
    configure(found, provider)
    yield found
    found.close()


@pytest.fixture
def browser(home: Settings, main: Workspace) -> Iterator[TestClient]:
    app = create_app(home.model_copy(update={"rate_limit": 0}), work=False)
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        yield client


def configure(workspace: Workspace, provider: Provider, **more: object) -> None:
    secret = cipher_of(workspace.settings, workspace.key).seal(SECRET)
    value = SignInProvider(issuer=provider.address, client_id=CLIENT, secret=secret, label="Company")
    with workspace.writer.begin() as connection:
        preferences.save(connection, Preferences.model_validate({"provider": value, **more}))


def wu(workspace: Workspace, email: str = "Wu@a.example") -> str:
    with workspace.writing(SYSTEM) as context:
        written = write(context, [Create("person", {"name": "Wu", "email": email})], Cause("user"))
        assert written.written
        return written.outcomes[0].id


def through(browser: TestClient, provider: Provider, path: str = "/sign-in/provider?next=/profile"):
    there = browser.get(path)
    assert there.status_code == 303, there.text
    return browser.get(f"/sign-in/provider/back?{provider.authorise(there.headers['location'])}")


def test_a_verified_address_gets_in(main: Workspace, browser: TestClient, provider: Provider) -> None:
    assert "Company" in browser.get("/sign-in").text
    answer = through(browser, provider)
    assert provider.faults == []
    assert (answer.status_code, answer.headers["location"]) == (303, "/profile")
    assert "Wu" in browser.get("/profile").text


def test_known_by_its_subject_from_then_on(main: Workspace, browser: TestClient, provider: Provider) -> None:
    assert through(browser, provider).status_code == 303
    browser.cookies.clear()
    provider.claims = {"email": "other@a.example"}
    assert through(browser, provider).status_code == 303
    assert "Wu" in browser.get("/profile").text


WRONG = {
    "another nonce": {"nonce": "x"},
    "another audience": {"aud": "somebody else"},
    "a second audience": {"aud": [CLIENT, "somebody else"]},
    "another issuer": {"iss": "https://evil.example"},
    "too old": {"exp": int(time.time()) - 3600},
    "from the future": {"iat": int(time.time()) + 3600},
    "nobody": {"sub": ""},
    "an address not verified": {"email_verified": False},
    "an unknown address": {"email": "nobody@a.example"},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_token_opens_nothing(
    main: Workspace, browser: TestClient, provider: Provider, claims: dict[str, object]
) -> None:
    provider.claims = claims
    answer = through(browser, provider)
    assert answer.status_code == 401
    assert browser.get("/profile").status_code == 303


def test_a_signature_of_somebody_else(main: Workspace, browser: TestClient, provider: Provider) -> None:
    provider.published = RSAKey.generate_key(2048, {"kid": "one"})
    assert through(browser, provider).status_code == 401


def test_state_cookie_and_answer_belong_together(main: Workspace, browser: TestClient, provider: Provider) -> None:
    there = browser.get("/sign-in/provider")
    query = provider.authorise(there.headers["location"])
    forged = re.sub(r"state=[^&]+", "state=forged", query)
    assert browser.get(f"/sign-in/provider/back?{forged}").status_code == 401
    browser.cookies.clear()
    assert browser.get(f"/sign-in/provider/back?{query}").status_code == 401, "another browser's answer"
    assert browser.get("/sign-in/provider/back?error=access_denied&state=x").status_code == 401


def test_two_people_with_one_address_are_nobody(main: Workspace, browser: TestClient, provider: Provider) -> None:
    wu(main)
    assert through(browser, provider).status_code == 401


def test_somebody_who_left_stays_out(main: Workspace, browser: TestClient, provider: Provider) -> None:
    assert through(browser, provider).status_code == 303
    with main.writing(SYSTEM) as context:
        person = context.connection.exec_driver_sql("SELECT person FROM platform_identity").scalar_one()
        write(context, [Update("person", person, {"active": False})], Cause("user"))
    assert browser.get("/profile").status_code == 303
    browser.cookies.clear()
    assert through(browser, provider).status_code == 401


def test_the_second_factor_is_asked_for_unless_the_provider_is_trusted(
    main: Workspace, browser: TestClient, provider: Provider
) -> None:
    configure(main, provider, second_factor=SecondFactor(required="everyone"))
    answer = through(browser, provider)
    assert answer.status_code == 200
    assert 'name="ticket"' in answer.text
    assert browser.get("/profile").status_code == 303


def test_off_without_settings_and_kept_sealed(home: Settings, provider: Provider) -> None:
    found = open_workspace(home, DEFAULT)
    with visitor(found, "admin") as client:
        token = csrf(client.get("/admin/sign-in").text)
        assert client.get("/sign-in/provider").status_code == 404
        plain = {"_csrf": token, "issuer": "http://evil.example", "client_id": "c", "secret": "hush hush"}
        assert client.post("/admin/sign-in/provider", data=plain).status_code == 422
        good = {**plain, "issuer": provider.address + "/"}
        assert client.post("/admin/sign-in/provider", data=good).status_code == 200
        page = client.get("/admin/sign-in").text
        assert provider.address in page
        assert "hush hush" not in page
        kept = {"_csrf": token, "issuer": provider.address, "client_id": "c2", "secret": ""}
        assert client.post("/admin/sign-in/provider", data=kept).status_code == 200
    with found.engine.connect() as connection:
        value = preferences.load(connection).provider
        assert (value.client_id, cipher_of(home, DEFAULT).open(value.secret)) == ("c2", "hush hush")
        assert "hush" not in str(connection.exec_driver_sql("SELECT changes FROM history").fetchall())
    found.close()
