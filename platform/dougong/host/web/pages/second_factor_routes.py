"""A person's own second factor: setting it up, new recovery codes, taking it away; ending one's other sessions."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from dougong.host import preferences
from dougong.host.access import people, second_factor, sessions, throttle, tickets, totp
from dougong.host.access.events import note_access
from dougong.host.store.cipher import cipher_of
from dougong.host.web.format import dates
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.text import LocalText, text

from .frame import Crumb, frame
from .render import page
from .sign_in_steps import from_where, qr_code, spaced

router = APIRouter(prefix="/profile", include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
Text = Annotated[str, Form()]
_PURPOSE = "own second factor"


@dataclass(frozen=True, slots=True)
class FactorPage:
    """What templates/admin/second_factor.html shows; `codes` this once."""

    base: str
    csrf: str
    since: str
    demanded: bool
    left: int
    ticket: str
    secret: str
    drawing: Markup | str
    codes: tuple[str, ...]
    problem: str


@router.get("/second-factor")
def factor_page(scope: Signed) -> Response:
    return _page(scope)


def _page(
    scope: Scope, problem: LocalText | None = None, codes: tuple[str, ...] = (), ticket: str = "", status: int = 200
) -> Response:
    person = scope.viewer.person or ""
    with scope.workspace.reading(scope.viewer) as context:
        since = second_factor.since_of(context.connection, [person]).get(person)
        left = second_factor.codes_left(context.connection, person)
        demanded = preferences.load(context.connection).second_factor.demanded_of(tuple(scope.viewer.roles))
        me = people.by_id(context.connection, context.store, person)
    note = tickets.read(scope.workspace, _PURPOSE, ticket) or {}
    secret = "" if since else str(note.get("secret") or totp.new_secret())
    sealed = tickets.seal(scope.workspace, _PURPOSE, {"person": person, "secret": secret}) if secret else ""
    login = (me.login or me.name) if me else ""
    content = FactorPage(
        scope.base_path, scope.csrf, dates.instant(since, scope.viewer.zone) if since else "", demanded, left, sealed,
        spaced(secret), qr_code(scope, secret, login) if secret else "", codes, problem.in_(scope.language) if problem else "",
    )  # fmt: skip
    title = text("双重验证", "Second factor").in_(scope.language)
    crumbs = (
        Crumb(text("个人与安全", "Profile and security").in_(scope.language), f"{scope.base_path}/profile"),
        Crumb(title),
    )
    return page(
        scope, "admin/second_factor.html", frame(scope, scope.workspace.store.model, title, crumbs), content, status
    )


@router.post("/second-factor")
def set_up(scope: Signed, ticket: Text, code: Text = "") -> Response:
    """The code shows that the app has the secret; the recovery codes follow."""
    person, note = scope.viewer.person or "", tickets.read(scope.workspace, _PURPOSE, ticket)
    if note is None or note["person"] != person:
        return _page(scope, text("页面已过期，请重新扫码", "This page has expired; read the code again"), status=422)
    with scope.workspace.writing(scope.viewer) as context:
        if second_factor.has(context.connection, person):
            return RedirectResponse(f"{scope.base_path}/profile/second-factor", 303)
        cipher = cipher_of(scope.workspace.settings, scope.workspace.key)
        codes = second_factor.enrol(context.connection, cipher, person, note["secret"], code, context.now)
        if codes is not None:
            note_access(context, person, "second_factor_on")
    if codes is None:
        return _page(scope, text("验证码不对", "The code is not right"), ticket=ticket, status=422)
    return _page(scope, codes=codes)


@router.post("/second-factor/codes")
def new_codes(scope: Signed, code: Text = "") -> Response:
    """Ten new recovery codes, against a code of the app."""
    if (problem := _checked(scope, code)) is not None:
        return _page(scope, problem, status=422)
    with scope.workspace.writing(scope.viewer) as context:
        codes = second_factor.renew_codes(context.connection, scope.viewer.person or "")
    return _page(scope, codes=codes)


@router.post("/second-factor/remove")
def remove(scope: Signed, code: Text = "") -> Response:
    """Against a code; not where it is demanded."""
    person = scope.viewer.person or ""
    with scope.workspace.engine.connect() as connection:
        demanded = preferences.load(connection).second_factor.demanded_of(tuple(scope.viewer.roles))
    if demanded:
        return _page(scope, text("管理员要求使用双重验证", "An administrator demands a second factor"), status=422)
    if (problem := _checked(scope, code)) is not None:
        return _page(scope, problem, status=422)
    with scope.workspace.writing(scope.viewer) as context:
        second_factor.remove(context.connection, person)
        note_access(context, person, "second_factor_off")
    return RedirectResponse(f"{scope.base_path}/profile/second-factor", 303)


@router.post("/sessions/end-others")
def end_others(scope: Signed) -> Response:
    """Signs the person out in every other browser."""
    with scope.workspace.writing(scope.viewer) as context:
        sessions.end(context.connection, scope.viewer.person or "", keep=scope.session.id if scope.session else None)
    return RedirectResponse(f"{scope.base_path}/profile", 303)


def _checked(scope: Scope, code: str) -> LocalText | None:
    """What is wrong with a code; wrong ones are counted like wrong passwords."""
    person, now = scope.viewer.person or "", scope.workspace.clock()
    address, agent = from_where(scope)
    with scope.workspace.writer.begin() as connection:
        store = scope.workspace.store_seen_by(connection)
        me = people.by_id(connection, store, person)
        login = (me.login or me.name) if me else ""
        wait = throttle.wait_for(connection, login, address, now, scope.workspace.settings.rate_limit)
        if wait:
            return text(f"尝试太多次，请 {wait} 秒后再试", f"Too many attempts; try again in {wait} seconds")
        cipher = cipher_of(scope.workspace.settings, scope.workspace.key)
        if second_factor.passes(connection, cipher, person, code, now):
            return None
        throttle.note(
            connection, login, address, now, succeeded=False, person=person, agent=agent, means="password+code"
        )
    return text("验证码不对", "The code is not right")
