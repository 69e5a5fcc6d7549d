"""Passwords, sessions, tokens and the brake on guessing, on both databases."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters

from dougong.host.access import passwords, people, sessions, sign_in, throttle, tokens
from dougong.host.access.sign_in import SignedIn
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import Workspace
from dougong.metamodel.problem import Problem, ProblemsFound

PASSWORD = "correct horse battery"
WRONG = "wrong horse battery"


@pytest.fixture
def admin(workspace: Workspace) -> people.Person:
    store = workspace.store
    with workspace.writer.begin() as connection:
        person = people.by_login(connection, store, "ADMIN ")
        assert person is not None
        passwords.put(connection, person.id, PASSWORD, workspace.clock())
    return person


def attempt(workspace: Workspace, password: str, address: str = "10.0.0.1") -> SignedIn | Problem:
    return sign_in.sign_in(workspace, "admin", password, address)


def test_the_right_password_begins_a_session(workspace: Workspace, admin: people.Person) -> None:
    found = attempt(workspace, PASSWORD)
    assert isinstance(found, SignedIn)
    with workspace.engine.connect() as connection:
        known = sessions.look_up(connection, found.token, workspace.clock())
        assert known is not None
        assert known[0].person == admin.id
        assert sessions.look_up(connection, found.token + "x", workspace.clock()) is None
        assert found.token not in str(connection.execute(sessions.session.select()).all())


def test_a_stolen_hash_is_dear_to_guess(product_hasher: PasswordHasher) -> None:
    """At least what OWASP asks of argon2id."""
    made = product_hasher.hash(PASSWORD)
    cost = extract_parameters(made)
    assert cost.type.name == "ID" and cost.memory_cost >= 19 * 1024 and cost.time_cost >= 2
    assert passwords.matches(made, PASSWORD)
    assert not passwords.matches(made, WRONG)


def test_wrong_name_and_wrong_password_read_the_same(workspace: Workspace, admin: people.Person) -> None:
    wrong = attempt(workspace, WRONG)
    nobody = sign_in.sign_in(workspace, "nobody", WRONG, "10.0.0.1")
    assert isinstance(wrong, Problem)
    assert wrong == nobody


def test_after_five_failures_even_the_right_password_waits(
    workspace: Workspace, admin: people.Person, clock: FixedClock
) -> None:
    for _ in range(throttle.FAILURES):
        assert isinstance(attempt(workspace, WRONG), Problem)
        clock.advance(seconds=30)
    refused = attempt(workspace, PASSWORD)
    assert isinstance(refused, Problem)
    assert refused.code == "too_many_attempts"
    clock.advance(minutes=15)
    assert isinstance(attempt(workspace, PASSWORD), SignedIn)
    assert isinstance(attempt(workspace, PASSWORD), SignedIn), "a success begins the count anew"


def test_an_address_waits_whatever_names_it_tries(
    workspace: Workspace, admin: people.Person, clock: FixedClock
) -> None:
    for number in range(workspace.settings.rate_limit):
        sign_in.sign_in(workspace, f"name{number}", WRONG, "10.0.0.9")
    refused = attempt(workspace, PASSWORD, "10.0.0.9")
    assert isinstance(refused, Problem)
    assert refused.code == "too_many_attempts"
    assert isinstance(attempt(workspace, PASSWORD, "10.0.0.8"), SignedIn)
    clock.advance(minutes=1)
    assert isinstance(attempt(workspace, PASSWORD, "10.0.0.9"), SignedIn)


def test_a_session_rotates_and_ends(workspace: Workspace, admin: people.Person, clock: FixedClock) -> None:
    found = attempt(workspace, PASSWORD)
    assert isinstance(found, SignedIn)
    clock.advance(hours=2)
    with workspace.writer.begin() as connection:
        fresh = sessions.touch(connection, found.token, clock(), 14)
        assert fresh is not None
        assert sessions.look_up(connection, fresh, clock()) is not None
        assert sessions.look_up(connection, found.token, clock()) is not None, "requests on their way still pass"
        later = clock() + timedelta(minutes=2)
        assert sessions.look_up(connection, found.token, later) is None
        assert sessions.look_up(connection, fresh, clock() + timedelta(days=15)) is None
        other, _ = sessions.begin(connection, admin.id, clock(), 14)
        assert len(sessions.list_of(connection, admin.id, clock())) == 2
        assert sessions.end(connection, admin.id, keep=found.session.id) == 1
        assert sessions.look_up(connection, other, clock()) is None


def test_a_token_is_shown_once_and_can_be_revoked(
    workspace: Workspace, admin: people.Person, clock: FixedClock
) -> None:
    with workspace.writer.begin() as connection:
        secret, token = tokens.create(connection, admin.id, "shop", clock(), clock() + timedelta(days=1))
        assert secret not in str(connection.execute(tokens.api_token.select()).all())
        found = tokens.look_up(connection, secret, clock())
        assert found is not None
        assert found[0].person == admin.id
        assert tokens.look_up(connection, secret, clock() + timedelta(days=2)) is None
        assert tokens.revoke(connection, token.id, clock())
        assert tokens.look_up(connection, secret, clock()) is None
        assert tokens.list_of(connection) == []


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaa", ""])
def test_a_plain_password_is_refused(workspace: Workspace, admin: people.Person, password: str) -> None:
    with workspace.writer.begin() as connection, pytest.raises(ProblemsFound):
        passwords.put(connection, admin.id, password, workspace.clock())


def test_demo_people_need_demo_mode(workspace: Workspace, admin: people.Person) -> None:
    assert sign_in.demo_people(workspace) == []
    assert isinstance(sign_in.sign_in_demo(workspace, admin.id, "127.0.0.1"), Problem)
