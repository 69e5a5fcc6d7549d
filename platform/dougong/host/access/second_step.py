"""The step after the password: a code of the authenticator app, or setting the app up where that is demanded.

Until it is done there is no session; the browser carries a sealed note of who gave the right password.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from dougong.host import preferences
from dougong.host.store.cipher import cipher_of
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.rights import SYSTEM

from . import people, second_factor, sessions, throttle, tickets, totp
from .events import note_access
from .people import Person

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

    from .sign_in import SignedIn

_PURPOSE = "second step"


@dataclass(frozen=True, slots=True)
class SecondStep:
    """`ticket` goes into the form of the next page; `secret` is set when the person has to set the app up first."""

    ticket: str
    person: Person
    secret: str


def step_for(
    connection: Connection, workspace: "Workspace", person: Person, login: str, means: str
) -> SecondStep | None:
    """What a person who proved who they are by `means` has to do still; None: nothing."""
    demanded = preferences.load(connection).second_factor.demanded_of(person.roles)
    enrolled = second_factor.has(connection, person.id)
    if not demanded and not enrolled:
        return None
    secret = "" if enrolled else totp.new_secret()
    values = {"person": person.id, "login": login, "means": means, "secret": secret}
    return SecondStep(tickets.seal(workspace, _PURPOSE, values), person, secret)


def opened(workspace: "Workspace", ticket: str) -> SecondStep | None:
    """The step of a ticket, for drawing its page again."""
    note = tickets.read(workspace, _PURPOSE, ticket)
    store = workspace.store
    with workspace.engine.connect() as connection:
        person = people.by_id(connection, store, note["person"]) if note else None
    return SecondStep(ticket, person, note["secret"]) if note and person is not None and person.active else None


def finish(
    workspace: "Workspace", ticket: str, code: str, address: str, agent: str
) -> "tuple[SignedIn, tuple[str, ...]] | Problem":
    """A session and, when the app was just set up, the recovery codes; wrong codes count like wrong passwords."""
    from .sign_in import SignedIn

    note, found = tickets.read(workspace, _PURPOSE, ticket), opened(workspace, ticket)
    if note is None or found is None:
        return Problem(
            "expired", text("登录已超时，请重新输入密码", "This took too long; enter the password again"), "code"
        )
    now, login, person = workspace.clock(), str(note["login"]), found.person
    cipher = cipher_of(workspace.settings, workspace.key)
    with workspace.writing(SYSTEM) as context:
        connection = context.connection
        wait = throttle.wait_for(connection, login, address, now, workspace.settings.rate_limit)
        if wait:
            words = text(f"尝试太多次，请 {wait} 秒后再试", f"Too many attempts; try again in {wait} seconds")
            return Problem("too_many_attempts", words, "code")
        codes: tuple[str, ...] | None = ()
        if found.secret and not second_factor.has(connection, person.id):
            codes = second_factor.enrol(connection, cipher, person.id, found.secret, code, now)
            if codes is not None:
                note_access(context, person.id, "second_factor_on")
        elif not second_factor.passes(connection, cipher, person.id, code, now):
            codes = None
        good = codes is not None
        means = f"{note['means']}+code"
        throttle.note(connection, login, address, now, succeeded=good, person=person.id, agent=agent, means=means)
        if codes is not None:
            token, session = sessions.begin(connection, person.id, now, workspace.settings.session_days, address, agent)
            return SignedIn(token, session, person), codes
    words = text("验证码不对", "The code is not right")
    fix = text(
        "请输入应用中此刻显示的 6 位数字，或一个恢复码", "Enter the six digits the app shows now, or a recovery code"
    )
    return Problem("wrong_code", words, "code", fix=fix)
