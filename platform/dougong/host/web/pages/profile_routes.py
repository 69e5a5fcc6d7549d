"""A person's own page: language, theme, password, sessions, API tokens."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response

from dougong.host.access import passwords, sessions, tokens
from dougong.host.settings import is_zone
from dougong.host.web.format import dates
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.problem import ProblemsFound
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Update

from . import door
from .agents import agent_words
from .frame import frame
from .list_page import words_of
from .render import page
from .zones import zones

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
Text = Annotated[str, Form()]
_YEAR = 365 * 86400


@dataclass(frozen=True, slots=True)
class ShownSession:
    id: str
    agent: str
    address: str
    seen: str
    here: bool


@dataclass(frozen=True, slots=True)
class ShownToken:
    id: str
    name: str
    hint: str
    made: str
    used: str


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """What templates/pages/profile.html shows; `secret` is a token just made, shown once."""

    base: str
    csrf: str
    name: str
    zone: str
    zones: list[tuple[str, str]]
    has_password: bool
    sessions: tuple[ShownSession, ...]
    tokens: tuple[ShownToken, ...]
    problem: str
    notice: str
    secret: str


@router.get("/profile")
def profile(scope: Signed) -> Response:
    """The page."""
    return _profile(scope)


def _profile(scope: Scope, problem: str = "", notice: str = "", secret: str = "", status: int = 200) -> Response:
    person, zone, language = scope.viewer.person or "", scope.viewer.zone, scope.language
    with scope.workspace.reading(scope.viewer) as context:
        now = context.now
        live = sessions.list_of(context.connection, person, now)
        mine = tokens.list_of(context.connection, person)
        content = ProfilePage(
            scope.base_path, scope.csrf, scope.viewer.name, zone, zones(now, language, zone), passwords.has_one(context.connection, person),
            tuple(
                ShownSession(
                    one.id, agent_words(one.agent), one.address, dates.relative(one.seen_at, now, zone, language),
                    scope.session is not None and one.id == scope.session.id,
                )
                for one in live
            ),
            tuple(
                ShownToken(
                    one.id, one.name, one.hint, dates.relative(one.created_at, now, zone, language),
                    dates.relative(one.used_at, now, zone, language) if one.used_at else "",
                )
                for one in mine
            ),
            problem, notice, secret,
        )  # fmt: skip
        around = frame(scope, context.store.model, words_of(scope)("Profile and security"))
        return page(scope, "pages/profile.html", around, content, status)


@router.post("/profile/theme")
def set_theme(scope: Signed, theme: Text) -> Response:
    """Light or dark, kept in a cookie of this browser; anything else gives the choice back to the system."""
    response = _back(scope)
    if theme in ("light", "dark"):
        response.set_cookie("theme", theme, max_age=_YEAR, samesite="lax", httponly=True, path="/")
    else:
        response.delete_cookie("theme", path="/")
    return response


@router.post("/profile/language")
def set_language(scope: Signed, language: Text) -> Response:
    """Kept with the person, so that it follows them."""
    if language in ("zh-CN", "en") and scope.viewer.person:
        with scope.workspace.writing(SYSTEM) as context:
            door.write(context, [Update("person", scope.viewer.person, {"language": language})], Cause("user"))
    response = _back(scope)
    response.set_cookie(
        "dougong_language", language if language == "en" else "zh-CN", max_age=_YEAR, samesite="lax", path="/"
    )
    return response


@router.post("/profile/zone")
def set_zone(scope: Signed, zone: Text) -> Response:
    """The zone in which the person reads and enters times; kept with them. A name that is no zone changes nothing."""
    if is_zone(zone) and scope.viewer.person:
        with scope.workspace.writing(SYSTEM) as context:
            door.write(context, [Update("person", scope.viewer.person, {"zone": zone})], Cause("user"))
    return _back(scope)


def _back(scope: Scope) -> Response:
    """To the page the form stood on, if it is ours."""
    from urllib.parse import urlsplit

    came = urlsplit(scope.request.headers.get("referer", ""))
    here = scope.request.headers.get("host", "")
    path = came.path + (f"?{came.query}" if came.query else "") if came.netloc == here else f"{scope.base_path}/profile"
    return RedirectResponse(path, 303)


@router.post("/profile/password")
def set_password(scope: Signed, password: Text, again: Text, current: Text = "") -> Response:
    """A new password; the other sessions end."""
    person, words = scope.viewer.person or "", words_of(scope)
    with scope.workspace.reading(scope.viewer) as context:
        stored = passwords.hash_of(context.connection, person)
    if stored is not None and not passwords.matches(stored, current):
        return _profile(scope, words("The present password is not right"), status=422)
    if password != again:
        return _profile(scope, words("The two new passwords differ"), status=422)
    try:
        with scope.workspace.writing(scope.viewer) as context:
            passwords.put(context.connection, person, password, context.now)
            sessions.end(context.connection, person, keep=scope.session.id if scope.session else None)
    except ProblemsFound as weak:
        return _profile(scope, weak.problems[0].message.in_(scope.language), status=422)
    return _profile(scope, notice=words("The password is changed; other sessions are signed out"))


@router.post("/profile/session/{id}/end")
def end_session(scope: Signed, id: str) -> Response:  # noqa: A002
    """Signs one browser out."""
    with scope.workspace.writing(scope.viewer) as context:
        sessions.end(context.connection, scope.viewer.person or "", id=id)
    return _profile(scope, notice=words_of(scope)("That session is signed out"))


@router.post("/profile/token")
def make_token(scope: Signed, name: Text, reach: Text = "full", days: Text = "") -> Response:
    """A new API token, shown this once; `reach` is `full` or `read`, no days: until it is revoked."""
    with scope.workspace.writing(scope.viewer) as context:
        ends = context.now + timedelta(days=int(days)) if days in ("30", "90", "365") else None
        secret, _ = tokens.create(
            context.connection, scope.viewer.person or "", name.strip() or "API", context.now, ends,
            "read" if reach == "read" else "full",
        )  # fmt: skip
    return _profile(scope, secret=secret)


@router.post("/profile/token/{id}/revoke")
def revoke_token(scope: Signed, id: str) -> Response:  # noqa: A002
    """Ends a token of one's own."""
    with scope.workspace.writing(scope.viewer) as context:
        if any(one.id == id for one in tokens.list_of(context.connection, scope.viewer.person)):
            tokens.revoke(context.connection, id, context.now)
    return _profile(scope, notice=words_of(scope)("The token is revoked"))
