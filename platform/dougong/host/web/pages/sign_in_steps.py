"""What signing in may ask after the first proof: a code, or setting an authenticator app up; then the session begins."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from dougong.host.access import second_step, totp
from dougong.host.access.second_step import SecondStep
from dougong.host.web.cookies import set_session
from dougong.host.web.scope import Scope, anonymous
from dougong.metamodel.problem import Problem

from .gate_page import gate_page
from .workspace import workspace_name

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form()]


def step_page(scope: Scope, step: SecondStep, after: str, problem: str = "", status: int = 200) -> Response:
    """Asks for the code; with the QR code when the app has to be set up first."""
    drawing = qr_code(scope, step.secret, step.person.login or step.person.name) if step.secret else ""
    return gate_page(
        scope, "admin/second_step.html", status, ticket=step.ticket, name=step.person.name, secret=spaced(step.secret),
        drawing=drawing, next=after, problem=problem,
    )  # fmt: skip


def qr_code(scope: Scope, secret: str, login: str) -> Markup:
    """An SVG that an authenticator app reads; always dark on white, whatever the theme."""
    import segno

    words = totp.uri(secret, login, workspace_name(scope.workspace))
    svg = segno.make(words, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff", omitsize=True)
    return Markup(svg)  # noqa: S704  (drawn by segno from modules, holds no text)


def spaced(secret: str) -> str:
    """In fours, for typing."""
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


def from_where(scope: Scope) -> tuple[str, str]:
    """Address and browser of a request."""
    client = scope.request.client
    return client.host if client else "", scope.request.headers.get("user-agent", "")


def local(scope: Scope, after: str) -> str:
    """Where to go on; never another site."""
    safe = after.startswith("/") and not after.startswith(("//", "/\\")) and "\\" not in after
    return after if safe else f"{scope.base_path}/"


@router.post("/sign-in/code")
def give_code(
    scope: Annotated[Scope, Depends(anonymous)],
    ticket: Text,
    code: Text = "",
    next: Text = "",  # noqa: A002
) -> Response:
    """The second step; recovery codes are shown when the app was just set up."""
    found = second_step.finish(scope.workspace, ticket, code, *from_where(scope))
    if isinstance(found, Problem):
        words = found.message.in_(scope.language) + (f" {found.fix.in_(scope.language)}" if found.fix else "")
        step = second_step.opened(scope.workspace, ticket)
        if step is None:
            return RedirectResponse(f"{scope.base_path}/sign-in", 303)
        return step_page(scope, step, next, words, 429 if found.code == "too_many_attempts" else 401)
    signed, codes = found
    set_session(scope.request, signed.token)
    if codes:
        return gate_page(scope, "admin/recovery_codes.html", codes=codes, next=local(scope, next))
    return RedirectResponse(local(scope, next), 303)
