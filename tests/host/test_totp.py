"""Second factors: the codes of RFC 6238, each good once; sign-in in two steps; guessing is slowed down; policy."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from dougong.host import preferences
from dougong.host.access import passwords, people, second_factor, second_step, totp
from dougong.host.access.second_step import SecondStep
from dougong.host.access.sign_in import SignedIn, sign_in
from dougong.host.main import create_app
from dougong.host.preferences import Preferences, SecondFactor
from dougong.host.settings import Settings
from dougong.host.store.cipher import cipher_of
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.problem import Problem

from tests.support.pages import csrf, visitor

GOOD = "four plain little words"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # of the RFC: 12345678901234567890


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_vectors_of_the_rfc(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_at(SECRET, totp.step_of(now)) == code
    assert totp.matching_step(SECRET, f"{code[:3]} {code[3:]}", now) == totp.step_of(now)
    assert totp.matching_step(SECRET, code, now + timedelta(seconds=30)) is not None, "a clock may be half a minute off"
    assert totp.matching_step(SECRET, code, now + timedelta(seconds=90)) is None
    assert totp.matching_step(SECRET, code, now, after=totp.step_of(now)) is None, "a used code is used"


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "287082\n287082"])
def test_what_is_no_code(code: str) -> None:
    assert totp.matching_step(SECRET, code, datetime.fromtimestamp(59, UTC)) is None


@pytest.fixture
def admin(workspace: Workspace) -> people.Person:
    with workspace.writer.begin() as connection:
        found = people.by_login(connection, workspace.store, "admin")
        assert found is not None
        passwords.put(connection, found.id, GOOD, workspace.clock())
    return found


def enrolled(workspace: Workspace, person: str) -> tuple[str, tuple[str, ...]]:
    secret = totp.new_secret()
    cipher, now = cipher_of(workspace.settings, workspace.key), workspace.clock()
    with workspace.writer.begin() as connection:
        codes = second_factor.enrol(connection, cipher, person, secret, totp.code_at(secret, totp.step_of(now)), now)
    assert codes is not None
    return secret, codes


def demand(workspace: Workspace, **policy: object) -> None:
    with workspace.writer.begin() as connection:
        preferences.save(connection, Preferences(second_factor=SecondFactor.model_validate(policy)))


@pytest.mark.database
def test_codes_are_good_once(workspace: Workspace, admin: people.Person, clock: FixedClock) -> None:
    secret, codes = enrolled(workspace, admin.id)
    cipher = cipher_of(workspace.settings, workspace.key)

    def passes(code: str) -> bool:
        with workspace.writer.begin() as connection:
            return second_factor.passes(connection, cipher, admin.id, code, workspace.clock())

    assert len(set(codes)) == 10
    assert not passes(totp.code_at(secret, totp.step_of(workspace.clock()))), "the code that enrolled is used"
    clock.advance(minutes=1)
    assert passes(totp.code_at(secret, totp.step_of(workspace.clock())))
    assert not passes(totp.code_at(secret, totp.step_of(workspace.clock())))
    assert passes(codes[0].upper().replace("-", " "))
    assert not passes(codes[0])
    with workspace.engine.connect() as connection:
        assert second_factor.codes_left(connection, admin.id) == 9
        stored = connection.exec_driver_sql("SELECT secret FROM platform_second_factor").scalar_one()
        assert secret not in stored


@pytest.mark.database
def test_the_password_alone_opens_nothing(workspace: Workspace, admin: people.Person, clock: FixedClock) -> None:
    secret, _ = enrolled(workspace, admin.id)
    clock.advance(minutes=1)
    step = sign_in(workspace, "admin", GOOD, "1.1.1.1")
    assert isinstance(step, SecondStep)
    assert step.secret == ""
    code = totp.code_at(secret, totp.step_of(workspace.clock()))
    for _ in range(5):
        assert isinstance(second_step.finish(workspace, step.ticket, "000000", "1.1.1.1", ""), Problem)
        assert isinstance(sign_in(workspace, "admin", GOOD, "1.1.1.2"), SecondStep | Problem)
    slow = second_step.finish(workspace, step.ticket, code, "1.1.1.3", "")
    assert isinstance(slow, Problem)
    assert slow.code == "too_many_attempts", "the right password does not forgive wrong codes"
    clock.advance(minutes=16)
    late = second_step.finish(workspace, step.ticket, code, "1.1.1.1", "")
    assert isinstance(late, Problem)
    assert late.code == "expired"
    step = sign_in(workspace, "admin", GOOD, "1.1.1.1")
    assert isinstance(step, SecondStep)
    code = totp.code_at(secret, totp.step_of(workspace.clock()))
    done = second_step.finish(workspace, step.ticket, code, "1.1.1.1", "")
    assert not isinstance(done, Problem)
    assert done[0].person.id == admin.id


@pytest.mark.database
def test_demanded_by_role(workspace: Workspace, admin: people.Person) -> None:
    demand(workspace, required="roles", roles=["somebody_else"])
    assert isinstance(sign_in(workspace, "admin", GOOD, "1.1.1.1"), SignedIn)
    demand(workspace, required="roles", roles=["admin"])
    step = sign_in(workspace, "admin", GOOD, "1.1.1.1")
    assert isinstance(step, SecondStep)
    assert step.secret, "whoever has none sets it up first"
    code = totp.code_at(step.secret, totp.step_of(workspace.clock()))
    done = second_step.finish(workspace, step.ticket, code, "1.1.1.1", "")
    assert not isinstance(done, Problem)
    assert len(done[1]) == 10


def test_a_ticket_cannot_be_made_up(workspace: Workspace, admin: people.Person) -> None:
    enrolled(workspace, admin.id)
    step = sign_in(workspace, "admin", GOOD, "1.1.1.1")
    assert isinstance(step, SecondStep)
    for ticket in (
        "",
        "v1:",
        "v1:AAAA",
        step.ticket[:-4] + "AAA=",
        cipher_of(workspace.settings, workspace.key).seal("{}"),
    ):
        found = second_step.finish(workspace, ticket, "000000", "1.1.1.1", "")
        assert isinstance(found, Problem)
        assert found.code == "expired"


@pytest.fixture
def main(home: Settings, clock: FixedClock) -> Iterator[Workspace]:
    found = open_workspace(home, DEFAULT, clock)
    with found.writer.begin() as connection:
        admin = people.by_login(connection, found.store, "admin")
        assert admin is not None
        passwords.put(connection, admin.id, GOOD, clock())
    yield found
    found.close()


@pytest.fixture
def browser(home: Settings, clock: FixedClock) -> Iterator[TestClient]:
    app = create_app(home.model_copy(update={"rate_limit": 0}), clock, work=False)
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        yield client


def shown_codes(page: str) -> list[str]:
    found = re.search(r'<pre class="codes" id="codes">(.*?)</pre>', page, re.DOTALL)
    assert found
    return found[1].split()


def test_by_pages_from_demand_to_recovery(main: Workspace, browser: TestClient) -> None:
    workspace = main
    demand(workspace, required="everyone")
    page = browser.post(
        "/sign-in", data={"_csrf": csrf(browser.get("/sign-in").text), "login": "admin", "password": GOOD}
    )
    assert page.status_code == 200
    assert "<svg" in page.text
    assert browser.get("/profile").status_code == 303, "no session yet"
    secret = re.search(r'class="key">([A-Z2-7 ]+)<', page.text)
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.text)
    assert secret and ticket
    code = totp.code_at(secret[1].replace(" ", ""), totp.step_of(workspace.clock()))
    form = {"_csrf": csrf(page.text), "ticket": ticket[1], "next": "/profile"}
    assert browser.post("/sign-in/code", data={**form, "code": "000000"}).status_code == 401
    shown = browser.post("/sign-in/code", data={**form, "code": code})
    assert shown.status_code == 200
    codes = shown_codes(shown.text)
    assert len(codes) == 10
    assert browser.get("/profile").status_code == 200
    refused = browser.post(
        "/profile/second-factor/remove", data={"_csrf": csrf(browser.get("/profile").text), "code": codes[0]}
    )
    assert refused.status_code == 422, "it is demanded"
    browser.cookies.clear()
    page = browser.post(
        "/sign-in", data={"_csrf": csrf(browser.get("/sign-in").text), "login": "admin", "password": GOOD}
    )
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.text)
    assert ticket
    form = {"_csrf": csrf(page.text), "ticket": ticket[1], "next": "//evil.example", "code": codes[1]}
    answer = browser.post("/sign-in/code", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_one_sets_it_up_oneself(main: Workspace) -> None:
    with visitor(main, "admin") as client:
        page = client.get("/profile/second-factor").text
        secret = re.search(r'class="key">([A-Z2-7 ]+)<', page)
        ticket = re.search(r'name="ticket" value="([^"]+)"', page)
        assert secret and ticket
        code = totp.code_at(secret[1].replace(" ", ""), totp.step_of(datetime.now(UTC)))
        wrong = client.post("/profile/second-factor", data={"_csrf": csrf(page), "ticket": ticket[1], "code": "1"})
        assert wrong.status_code == 422
        assert secret[1] in wrong.text, "the same key again, so that what was read stays good"
        done = client.post("/profile/second-factor", data={"_csrf": csrf(page), "ticket": ticket[1], "code": code})
        codes = shown_codes(done.text)
        assert len(codes) == 10
        gone = client.post("/profile/second-factor/remove", data={"_csrf": csrf(done.text), "code": codes[0]})
        assert gone.status_code == 303
        assert 'name="ticket"' in client.get("/profile/second-factor").text
