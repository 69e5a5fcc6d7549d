"""The list of people: who is here, how they sign in, and inviting somebody."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from fastapi.responses import Response

from dougong.host.access import invitations, people
from dougong.host.access.events import note_access
from dougong.host.access.people import roles_now
from dougong.host.web.format import dates
from dougong.host.web.pages import door
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.context import Cause
from dougong.records.values import Create, Query

from .folk import ACTIVE, FIELDS, Choice, department_choices, role_choices, sign_of, state_of
from .shell import Administering, draw_page, look

router = APIRouter(prefix="/admin/people", include_in_schema=False)
Text = Annotated[str, Form()]
_LIMIT = 50
_ENTRIES = ("name", "login", "email", "department", "days")
_STATES = {"": ACTIVE, "left": "active = false", "all": ""}


@dataclass(frozen=True, slots=True)
class ShownPerson:
    id: str
    name: str
    position: str
    login: str
    department: str
    roles: tuple[str, ...]
    last: str
    factor: bool
    state: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """What templates/admin/people.html shows; `next` is the query of the next page."""

    base: str
    tabs: tuple[tuple[str, str, int], ...]
    state: str
    q: str
    rows: tuple[ShownPerson, ...]
    next: str


@router.get("")
def people_page(scope: Administering, state: str = "", q: str = "", cursor: str = "") -> Response:
    """50 a page; `state` is empty (active), `left` or `all`."""
    state = state if state in _STATES else ""
    with scope.workspace.reading(scope.viewer) as context:
        query = Query("person", FIELDS, _STATES[state], q[:100], ("name",), _LIMIT, cursor=cursor)
        found = door.find(context, query)
        signs = sign_of(context, (str(row["id"]) for row in found.rows))
        counts = {
            key: door.find(context, replace(query, filter=words, cursor="", search="", limit=1, total="exact")).total
            or 0
            for key, words in _STATES.items()
        }
        model, reader = context.store.model, look(scope)
    rows = []
    for row in found.rows:
        sign, roles = (
            signs[str(row["id"])],
            [model.roles[key] for key in roles_now(model.roles, row["roles"] or ()) if key in model.roles],
        )
        last = dates.relative(sign.last, reader.now, reader.zone, reader.language) if sign.last else ""
        rows.append(
            ShownPerson(
                str(row["id"]), str(row["name"]), row["position"] or "", row["login"] or row["email"] or "",
                str(row.get("department.$title") or ""), tuple(role.label.in_(scope.language) for role in roles), last,
                sign.factor is not None, state_of(row, sign),
            )
        )  # fmt: skip
    tabs = tuple((key, name, counts[key]) for key, name in (("", "active"), ("left", "left"), ("all", "all")))
    after = urlencode({"state": state, "q": q, "cursor": found.next}) if found.next else ""
    return draw_page(scope, "people", "admin/people.html", PeoplePage(_here(scope), tabs, state, q, tuple(rows), after))


@dataclass(frozen=True, slots=True)
class InvitePage:
    """What templates/admin/invite.html shows; the entries come back with the problem."""

    base: str
    csrf: str
    roles: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    entered: dict[str, str]
    problems: dict[str, str]


@router.get("/invite")
def invite_page(scope: Administering) -> Response:
    return _invite(scope, {}, (), {})


def _invite(
    scope: Administering, entered: dict[str, str], chosen: tuple[str, ...], problems: dict[str, str], status: int = 200
) -> Response:
    with scope.workspace.reading(scope.viewer) as context:
        roles, departments = role_choices(context.store.model, scope.language, chosen), department_choices(context)
    said = {key: problems.get(key, "") for key in ("name", "login", "email", "roles")}
    filled = {key: entered.get(key, "3" if key == "days" else "") for key in _ENTRIES}
    content = InvitePage(_here(scope), scope.csrf, roles, departments, filled, said)
    return draw_page(scope, "people", "admin/invite.html", content, text("邀请", "Invite"), status)


@router.post("/invite")
def invite(
    scope: Administering,
    name: Text = "",
    login: Text = "",
    email: Text = "",
    department: Text = "",
    days: Text = "3",
    roles: Annotated[tuple[str, ...], Form()] = (),
) -> Response:
    """Makes the person and a link to be handed to them."""
    entered = {"name": name, "login": login, "email": email, "department": department, "days": days}
    try:
        with scope.workspace.writing(scope.viewer) as context:
            wanted = (login.strip() or email.strip()).lower()
            if not wanted:
                words = text("登录名和邮箱至少填一个", "Give a sign-in name or an e-mail address")
                raise ProblemsFound([Problem("required", words, "login")])
            if people.by_login(context.connection, context.store, wanted) is not None:
                words = text("已有人用这个登录名", "Somebody has this sign-in name already")
                raise ProblemsFound([Problem("unique", words, "login")])
            known = [key for key in roles if key in context.store.model.roles]
            values = {
                "name": name,
                "login": wanted,
                "roles": known,
                "email": email or None,
                "department": department or None,
            }
            written = door.write(context, [Create("person", values)], Cause("user"))
            if not written.written:
                raise ProblemsFound(written.problems)
            person = written.outcomes[0].id
            secret, made = invitations.create(
                context.connection, person, "invite", context.now, _days(days), scope.viewer.person
            )
            note_access(context, person, "invited")
    except ProblemsFound as refused:
        said = {p.path.rpartition(".")[2] or "name": p.message.in_(scope.language) for p in refused.problems}
        return _invite(scope, entered, roles, said, 422)
    return link_page(scope, person, name, secret, made.expires_at, "invite")


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What templates/admin/link.html shows, this once."""

    base: str
    person: str
    name: str
    link: str
    until: str
    kind: str


def link_page(scope: Administering, person: str, name: str, secret: str, until: datetime, kind: str) -> Response:
    """The link to copy; it is not shown again."""
    link = f"{str(scope.request.base_url).rstrip('/')}/welcome/{secret}"
    content = LinkPage(_here(scope), person, name, link, dates.instant(until, scope.viewer.zone), kind)
    title = text("邀请链接", "Invitation") if kind == "invite" else text("重设密码链接", "Reset link")
    return draw_page(scope, "people", "admin/link.html", content, title)


def _days(words: str) -> int:
    return int(words) if words in ("1", "3", "7", "14") else 3


def _here(scope: Administering) -> str:
    return f"{scope.base_path}/admin/people"
