"""Signing in: name and password, or in demo mode one of the sample people without a password. And signing out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from dougong.host.store.tables import workspace_meta
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text

from . import passwords, people, sessions, throttle
from .people import Person
from .second_step import SecondStep, step_for
from .sessions import Session

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` goes into the cookie (`web.cookies.set_session`)."""

    token: str
    session: Session
    person: Person


def sign_in(
    workspace: "Workspace", login: str, password: str, address: str, agent: str = ""
) -> SignedIn | SecondStep | Problem:
    """By sign-in name or e-mail address. The Problem never tells whether the name or the password was wrong.

    A SecondStep counts as no success yet, so that whoever has the password cannot guess codes without end.
    """
    now, store = workspace.clock(), workspace.store
    with workspace.engine.connect() as connection:
        wait = throttle.wait_for(connection, login, address, now, workspace.settings.rate_limit)
        person = people.by_login(connection, store, login)
        stored = passwords.hash_of(connection, person.id if person else None)
    if wait:
        words = text(f"尝试太多次，请 {wait} 秒后再试", f"Too many attempts; try again in {wait} seconds")
        return Problem("too_many_attempts", words, "login")
    good = passwords.matches(stored, password) and person is not None and person.active
    known = person.id if person is not None else None
    with workspace.writer.begin() as connection:
        if good and person is not None and (step := step_for(connection, workspace, person, login, "password")):
            return step
        throttle.note(connection, login, address, now, succeeded=good, person=known, agent=agent)
        if good and person is not None:
            sessions.sweep(connection, now)
            token, session = sessions.begin(connection, person.id, now, workspace.settings.session_days, address, agent)
            return SignedIn(token, session, person)
    return Problem(
        "wrong_login",
        text("登录名或密码不对", "The sign-in name or the password is wrong"),
        "login",
        fix=text(
            "忘记密码时请管理员在「人员」里发一个重设链接",
            "Forgotten? An administrator can make a reset link under People",
        ),
    )


def demo_people(workspace: "Workspace") -> list[Person]:
    """Who may be chosen on the sign-in page: nobody unless demo mode is on and the workspace holds samples."""
    if not workspace.settings.demo:
        return []
    store = workspace.store
    with workspace.engine.connect() as connection:
        if not connection.execute(select(workspace_meta.c.demo)).scalar():
            return []
        return people.everyone(connection, store)


def sign_in_demo(workspace: "Workspace", person_id: str, address: str, agent: str = "") -> SignedIn | Problem:
    """As one of `demo_people`."""
    person = next((one for one in demo_people(workspace) if one.id == person_id), None)
    if person is None:
        return Problem("demo_off", text("演示登录没有打开", "Demo sign-in is off"), "login")
    return begin(workspace, person, address, agent, "demo")


def begin(workspace: "Workspace", person: Person, address: str, agent: str, means: str) -> SignedIn:
    """A session for a person who has proved by `means` who they are."""
    now = workspace.clock()
    with workspace.writer.begin() as connection:
        throttle.note(
            connection, person.login or person.name, address, now, succeeded=True, person=person.id, agent=agent,
            means=means,
        )  # fmt: skip
        token, session = sessions.begin(connection, person.id, now, workspace.settings.session_days, address, agent)
    return SignedIn(token, session, person)


def sign_out(workspace: "Workspace", session: Session) -> None:
    with workspace.writer.begin() as connection:
        sessions.end(connection, session.person, id=session.id)
