"""One person as administration sees them: roles, ways in, sessions; signing them out, resetting, letting them go."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from dougong.host.access import invitations, leaving, passwords, second_factor, sessions, throttle, tokens
from dougong.host.access.events import note_access
from dougong.host.access.leaving import MOST_AT_ONCE, belongings, deactivate, hand_over
from dougong.host.access.people import roles_now
from dougong.host.jobs import enqueue
from dougong.host.web.errors import Refused
from dougong.host.web.format import dates
from dougong.host.web.pages import door
from dougong.host.web.pages.agents import agent_words
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.query.titles import titles
from dougong.records.values import Row, Update

from .folk import FIELDS, Choice, chosen_person, name_of, role_choices, sign_of, state_of
from .people import Text, link_page
from .shell import Administering, draw_page, look

router = APIRouter(prefix="/admin/people/{id}", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A session, a sign-in or a token: what, where, when."""

    id: str
    words: str
    place: str
    when: str
    good: bool = True
    means: str = ""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What templates/admin/person.html shows."""

    base: str
    csrf: str
    id: str
    row: Row
    state: str
    password: bool
    factor: str
    last: str
    link_until: str
    roles: tuple[Choice, ...]
    sessions: tuple[Line, ...]
    attempts: tuple[Line, ...]
    tokens: tuple[Line, ...]
    oneself: bool
    problem: str
    notice: str


@router.get("")
def person_page(scope: Administering, id: str) -> Response:  # noqa: A002
    return _person(scope, id)


def _person(scope: Administering, id: str, problem: str = "", notice: str = "", status: int = 200) -> Response:  # noqa: A002
    reader = look(scope)

    def near(moment: Any) -> str:
        return dates.relative(moment, reader.now, reader.zone, reader.language) if moment else ""

    with scope.workspace.reading(scope.viewer) as context:
        row, connection = _row(context, id), context.connection
        sign = sign_of(context, [id])[id]
        live = sessions.list_of(connection, id, context.now)
        tried = throttle.attempts_of(connection, id, 10)
        held = tokens.list_of(connection, id)
        held_now = roles_now(context.store.model.roles, row["roles"] or ())
        roles = role_choices(context.store.model, scope.language, held_now)
    content = PersonPage(
        f"{scope.base_path}/admin/people", scope.csrf, id, row, state_of(row, sign), sign.password, near(sign.factor),
        near(sign.last), dates.instant(sign.invitation.expires_at, reader.zone) if sign.invitation else "", roles,
        tuple(Line(one.id, agent_words(one.agent), one.address, near(one.seen_at)) for one in live),
        tuple(Line("", agent_words(a.agent), a.address, near(a.at), a.succeeded, a.means) for a in tried),
        tuple(Line(one.id, one.name, f"{one.hint}…", near(one.used_at or one.created_at)) for one in held),
        id == scope.viewer.person, problem, notice,
    )  # fmt: skip
    return draw_page(scope, "people", "admin/person.html", content, str(row["name"]), status)


def _row(context: Context, id: str) -> Row:  # noqa: A002
    found = door.get(context, "person", id, FIELDS)
    if found is None:
        raise Refused(404)
    return found


@router.post("/roles")
def set_roles(scope: Administering, id: str, roles: Annotated[tuple[str, ...], Form()] = ()) -> Response:  # noqa: A002
    """The roles that are ticked, and no others."""
    try:
        with scope.workspace.writing(scope.viewer) as context:
            _row(context, id)
            model = context.store.model
            wanted = [key for key in roles if key in model.roles]
            if not any(model.roles[key].admin for key in wanted):
                leaving.refuse_last_administrator(context, id)
            written = door.write(context, [Update("person", id, {"roles": wanted})], Cause("user"))
            if not written.written:
                raise ProblemsFound(written.problems)
    except ProblemsFound as refused:
        return _refused(scope, id, refused)
    return _person(
        scope, id, notice=text("角色已保存，立即生效", "The roles are saved and hold at once").in_(scope.language)
    )


@router.post("/link")
def make_link(scope: Administering, id: str, days: Text = "1") -> Response:  # noqa: A002
    """A new invitation for somebody who never signed in; for others a reset: their password is good no more."""
    with scope.workspace.writing(scope.viewer) as context:
        row = _row(context, id)
        if row.get("active") is False:
            raise Refused(422, detail=text("已停用的人不能登录", "Somebody deactivated cannot sign in"))
        known = passwords.has_one(context.connection, id)
        kind: invitations.Kind = "reset" if known else "invite"
        if known:
            passwords.remove(context.connection, id)
            sessions.end(context.connection, id)
        secret, made = invitations.create(
            context.connection, id, kind, context.now, int(days) if days in ("1", "3", "7") else 1, scope.viewer.person
        )
        note_access(context, id, "password_reset" if known else "invited")
    return link_page(scope, id, str(row["name"]), secret, made.expires_at, kind)


@router.post("/sign-out")
def sign_out(scope: Administering, id: str) -> Response:  # noqa: A002
    """Ends all their sessions, but not the one that asks."""
    with scope.workspace.writing(scope.viewer) as context:
        _row(context, id)
        keep = scope.session.id if scope.session and id == scope.viewer.person else None
        count = sessions.end(context.connection, id, keep=keep)
        note_access(context, id, "signed_out")
    words = text(f"已结束 {count} 个会话", f"{count} sessions ended")
    return _person(scope, id, notice=words.in_(scope.language))


@router.post("/second-factor/remove")
def remove_factor(scope: Administering, id: str) -> Response:  # noqa: A002
    """For somebody who lost their phone: they set it up anew where it is demanded."""
    with scope.workspace.writing(scope.viewer) as context:
        _row(context, id)
        second_factor.remove(context.connection, id)
        sessions.end(context.connection, id, keep=scope.session.id if scope.session else None)
        note_access(context, id, "second_factor_off")
    words = text("双重验证已移除，会话已结束", "The second factor is removed, sessions are ended")
    return _person(scope, id, notice=words.in_(scope.language))


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """What templates/admin/leaving.html shows."""

    base: str
    csrf: str
    id: str
    name: str
    counts: tuple[tuple[str, str, int], ...]
    total: int
    reports: int
    departments: tuple[str, ...]
    tokens: int
    problem: str
    receiver: str
    receiver_name: str


@router.get("/deactivate")
def leaving_page(scope: Administering, id: str) -> Response:  # noqa: A002
    """What they own, before anything happens."""
    return _leaving(scope, id)


def _leaving(scope: Administering, id: str, problem: str = "", receiver: str = "", status: int = 200) -> Response:  # noqa: A002
    with scope.workspace.reading(scope.viewer) as context:
        row, left, entities = _row(context, id), belongings(context, id), context.store.model.entities
        headed = titles(context, "department", list(left.departments)) if left.departments else {}
        receiver = receiver or str(row["manager"] or "")
        named = name_of(context, receiver)
    counts = tuple(
        (f"{scope.base_path}/{key}?{_owner_query(id)}", entities[key].plural.in_(scope.language), count)
        for key, count in sorted(left.records.items(), key=lambda pair: -pair[1])
    )
    content = LeavingPage(
        f"{scope.base_path}/admin/people", scope.csrf, id, str(row["name"]), counts, left.count, len(left.reports),
        tuple(str(title) for title in headed.values()), left.tokens, problem, receiver, named,
    )  # fmt: skip
    return draw_page(scope, "people", "admin/leaving.html", content, text("停用并交接", "Deactivate"), status)


def _owner_query(person: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"filter": f'owner = "{person}"'})


@router.post("/deactivate")
def leave(
    scope: Administering,
    id: str,  # noqa: A002
    receiver: Text = "",
    receiver_named: Annotated[str | None, Form()] = None,
    keep: Text = "",
) -> Response:
    """Signed out at once; what they own goes to the receiver now, or as a job when it is much. `keep`: it stays theirs."""
    if id == scope.viewer.person:
        return _leaving(
            scope, id, text("不能停用自己", "You cannot deactivate yourself").in_(scope.language), status=422
        )
    try:
        with scope.workspace.reading(scope.viewer) as context:
            receiver = chosen_person(context, receiver, receiver_named)
    except ProblemsFound as refused:
        return _leaving(scope, id, refused.problems[0].message.in_(scope.language), status=422)
    if receiver == id:
        return _leaving(scope, id, text("请选择另一个人", "Choose somebody else").in_(scope.language), status=422)
    if not receiver and not keep:
        words = text("请选择接收人，或勾选暂不交接", "Choose who receives it, or tick to leave it")
        return _leaving(scope, id, words.in_(scope.language), status=422)
    try:
        with scope.workspace.writing(scope.viewer) as context:
            _row(context, id)
            if receiver and _row(context, receiver).get("active") is False:
                raise Refused(422, detail=text("接收人已停用", "The receiver is deactivated"))
            deactivate(context, id)
            count = belongings(context, id).count
            if receiver and count <= MOST_AT_ONCE:
                hand_over(context, id, receiver)
            elif receiver:
                payload = {"person": id, "receiver": receiver}
                enqueue(scope.workspace, "hand_over", payload, scope.viewer.person, context.connection)
    except ProblemsFound as refused:
        return _leaving(scope, id, refused.problems[0].message.in_(scope.language), receiver, 422)
    after = "work" if receiver and count > MOST_AT_ONCE else f"people/{id}"
    return RedirectResponse(f"{scope.base_path}/admin/{after}", 303)


@router.post("/activate")
def activate(scope: Administering, id: str) -> Response:  # noqa: A002
    """They may sign in again; what was handed over stays where it is."""
    with scope.workspace.writing(scope.viewer) as context:
        _row(context, id)
        door.write(context, [Update("person", id, {"active": True})], Cause("user"))
        note_access(context, id, "activated")
    return RedirectResponse(f"{scope.base_path}/admin/people/{id}", 303)


def _refused(scope: Administering, id: str, refused: ProblemsFound) -> Response:  # noqa: A002
    first = refused.problems[0]
    words = first.message.in_(scope.language) + (f" {first.fix.in_(scope.language)}" if first.fix else "")
    return _person(scope, id, words, status=422)
