"""People as administration shows them: their record with what sign-in knows of them, a page of them in six statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dougong.host.access import invitations, second_factor, throttle
from dougong.host.access.invitations import Invitation
from dougong.host.access.passwords import with_one
from dougong.host.web.pages import door
from dougong.host.web.pages.typed_links import resolved_link
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.records.context import Context
from dougong.records.query.titles import titles
from dougong.records.values import Query

FIELDS = ("name", "login", "email", "position", "department", "manager", "roles", "active", "language")
ACTIVE = "ISBLANK(active) OR active"


@dataclass(frozen=True, slots=True)
class Sign:
    """What sign-in knows of a person."""

    password: bool
    factor: datetime | None
    last: datetime | None
    invitation: Invitation | None


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: str
    on: bool = False
    about: str = ""


def sign_of(context: Context, ids: Iterable[str]) -> Mapping[str, Sign]:
    """For each of these people."""
    every, connection = list(ids), context.connection
    passwords, factors = with_one(connection, every), second_factor.since_of(connection, every)
    last, links = throttle.last_successes(connection, every), invitations.open_of(connection, every, context.now)
    return {one: Sign(one in passwords, factors.get(one), last.get(one), links.get(one)) for one in every}


def state_of(row: Mapping[str, Any], sign: Sign) -> str:
    """`left`, `invited`, `ready`, or `waiting` for somebody who has no way in yet."""
    if row.get("active") is False:
        return "left"
    if sign.invitation is not None and sign.invitation.kind == "invite":
        return "invited"
    return "ready" if sign.password or sign.last else "waiting"


def role_choices(model: Model, language: str, chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Roles a person may be given; everyone has `member` anyway."""
    there = set(chosen)
    return tuple(
        Choice(key, role.label.in_(language), key in there, role.description.in_(language) if role.description else "")
        for key, role in model.roles.items()
        if key != "member"
    )


def chosen_person(context: Context, known: str, named: str | None) -> str:
    """The id a picker of people holds, "" for nobody: `known` as a script left it, else the one so `named` (None: not asked).

    Raises ProblemsFound for a name that nobody has, or several."""
    if named is None:
        return known
    found, wrong, code = resolved_link(context, "person", named.strip(), known.removeprefix("?"), "")
    if wrong is not None:
        raise ProblemsFound([Problem(code, wrong)])
    return found


def name_of(context: Context, person: str) -> str:
    """What a picker shows for an id."""
    return str(titles(context, "person", [person]).get(person) or "") if person else ""


def department_choices(context: Context) -> tuple[Choice, ...]:
    rows = door.find(context, Query("department", ("name",), sort=("name",), limit=500)).rows
    return tuple(Choice(str(r["id"]), str(r["name"])) for r in rows)
