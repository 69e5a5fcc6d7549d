"""API tokens of everybody: making one that acts as somebody, seeing which are used, revoking."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from dougong.host.access import tokens
from dougong.host.access.events import note_access
from dougong.host.web.errors import Refused
from dougong.host.web.format import dates
from dougong.host.web.pages import door
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import LocalText, text
from dougong.records.query.titles import titles

from .folk import chosen_person, name_of
from .shell import Administering, draw_page, look, said

router = APIRouter(prefix="/admin/tokens", include_in_schema=False)
Text = Annotated[str, Form()]
Name = Annotated[str | None, Form()]
DAYS = ("30", "90", "365", "")
"""How long a token may be good for; empty: until it is revoked."""


@dataclass(frozen=True, slots=True)
class ShownToken:
    id: str
    name: str
    hint: str
    person: str
    person_id: str
    scope: str
    made: str
    used: str
    until: str
    over: bool


@dataclass(frozen=True, slots=True)
class TokensPage:
    """What templates/admin/tokens.html shows; `secret` is a token just made, shown once."""

    base: str
    csrf: str
    rows: tuple[ShownToken, ...]
    days: tuple[str, ...]
    secret: str
    notice: str
    entered: dict[str, str]
    """What was typed when it was refused: `name`, `person`, `person_name`."""
    problem: str


@router.get("")
def tokens_page(scope: Administering) -> Response:
    return _page(scope)


def _page(
    scope: Administering, secret: str = "", notice: LocalText | None = None, name: str = "", person: str = "",
    problem: LocalText | None = None,
) -> Response:  # fmt: skip
    reader = look(scope)
    with scope.workspace.reading(scope.viewer) as context:
        every = tokens.list_of(context.connection)
        names = titles(context, "person", sorted({one.person for one in every})) if every else {}
        given = {"name": name, "person": person, "person_name": name_of(context, person)}
    rows = tuple(
        ShownToken(
            one.id, one.name, one.hint, str(names.get(one.person) or "—"), one.person, one.scope,
            dates.relative(one.created_at, reader.now, reader.zone, reader.language),
            dates.relative(one.used_at, reader.now, reader.zone, reader.language) if one.used_at else "",
            dates.instant(one.expires_at, reader.zone)[:10] if one.expires_at else "",
            one.expires_at is not None and one.expires_at <= reader.now,
        )
        for one in reversed(every)
    )  # fmt: skip
    content = TokensPage(
        f"{scope.base_path}/admin/tokens",
        scope.csrf,
        rows,
        DAYS,
        secret,
        said(scope, notice),
        given,
        said(scope, problem),
    )
    return draw_page(scope, "tokens", "admin/tokens.html", content, status=422 if problem else 200)


@router.post("")
def make(
    scope: Administering, name: Text = "", person: Text = "", person_named: Name = None, reach: Text = "full", days: Text = "90"
) -> Response:  # fmt: skip
    """A token that acts as the person; `reach` is `full` or `read`."""
    try:
        with scope.workspace.reading(scope.viewer) as context:
            person = chosen_person(context, person, person_named)
            row = door.get(context, "person", person, ("active",)) if person else None
    except ProblemsFound as refused:
        return _page(scope, name=name, problem=refused.problems[0].message)
    if row is None or row["active"] is False:
        return _page(
            scope, name=name, person=person, problem=text("请选择一位在职人员", "Choose somebody who is active")
        )
    with scope.workspace.writing(scope.viewer) as context:
        secret, made = tokens.create(
            context.connection, person, name.strip() or "API", context.now,
            context.now + timedelta(days=int(days)) if days in DAYS and days else None, "read" if reach == "read" else "full",
        )  # fmt: skip
        note_access(context, person, "token_made", f"{made.name} {made.hint}…")
    return _page(scope, secret)


@router.post("/{id}/revoke")
def revoke(scope: Administering, id: str) -> Response:  # noqa: A002
    """It is good no more, at once."""
    with scope.workspace.writing(scope.viewer) as context:
        found = next((one for one in tokens.list_of(context.connection) if one.id == id), None)
        if found is None:
            raise Refused(404)
        tokens.revoke(context.connection, id, context.now)
        note_access(context, found.person, "token_revoked", f"{found.name} {found.hint}…")
    return _page(scope, notice=text("令牌已撤销", "The token is revoked"))
