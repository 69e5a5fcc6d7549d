"""The page behind a one-time link: a person sets name and password, is signed in, and the link is spent."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response

from dougong.host.access import invitations, passwords, people, sessions
from dougong.host.access.events import note_access
from dougong.host.access.invitations import Invitation
from dougong.host.access.people import Person
from dougong.host.access.second_step import step_for
from dougong.host.access.sign_in import begin
from dougong.host.web.cookies import set_session
from dougong.host.web.scope import Scope, anonymous
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Update

from . import door
from .gate_page import gate_page
from .sign_in_steps import from_where, step_page

router = APIRouter(prefix="/welcome/{secret}", include_in_schema=False)
Anyone = Annotated[Scope, Depends(anonymous)]
Text = Annotated[str, Form()]


@router.get("")
def welcome(scope: Anyone, secret: str) -> Response:
    found = _found(scope, secret)
    return _page(scope, secret, *found) if found else _gone(scope)


@router.post("")
def join(scope: Anyone, secret: str, password: Text = "", again: Text = "", name: Text = "") -> Response:
    """Sets the password and, at the first time, the name; what else signing in asks comes next."""
    found = _found(scope, secret)
    if found is None:
        return _gone(scope)
    invitation, person = found
    if password != again:
        words = text("两次输入的密码不一样", "The two passwords differ")
        return _page(scope, secret, invitation, person, words.in_(scope.language), 422)
    try:
        with scope.workspace.writing(SYSTEM) as context:
            if not invitations.use(context.connection, invitation, context.now):
                return _gone(scope)
            passwords.put(context.connection, person.id, password, context.now)
            sessions.end(context.connection, person.id)
            if invitation.kind == "invite" and name.strip() and name.strip() != person.name:
                written = door.write(context, [Update("person", person.id, {"name": name.strip()})], Cause("user"))
                if not written.written:
                    raise ProblemsFound(written.problems)
            note_access(context, person.id, "joined" if invitation.kind == "invite" else "password_changed")
    except ProblemsFound as refused:
        said = refused.problems[0]
        words_said = said.message.in_(scope.language) + (f" {said.fix.in_(scope.language)}" if said.fix else "")
        return _page(scope, secret, invitation, person, words_said, 422)
    with scope.workspace.engine.connect() as connection:
        step = step_for(connection, scope.workspace, person, person.login or person.name, "invitation")
    if step is not None:
        return step_page(scope, step, f"{scope.base_path}/")
    set_session(scope.request, begin(scope.workspace, person, *from_where(scope), "invitation").token)
    return RedirectResponse(f"{scope.base_path}/", 303)


def _found(scope: Scope, secret: str) -> tuple[Invitation, Person] | None:
    store = scope.workspace.store
    with scope.workspace.engine.connect() as connection:
        invitation = invitations.look_up(connection, secret, scope.workspace.clock())
        person = people.by_id(connection, store, invitation.person) if invitation else None
    return (invitation, person) if invitation and person is not None and person.active else None


def _page(
    scope: Scope, secret: str, invitation: Invitation, person: Person, problem: str = "", status: int = 200
) -> Response:
    return gate_page(
        scope, "admin/welcome.html", status, secret=secret, kind=invitation.kind, name=person.name, login=person.login or "",
        problem=problem, shortest=passwords.SHORTEST,
    )  # fmt: skip


def _gone(scope: Scope) -> Response:
    return gate_page(scope, "admin/link_gone.html", 404)
