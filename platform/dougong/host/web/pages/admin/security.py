"""How people sign in: who must have a second factor, and the provider they may come from."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form
from fastapi.responses import Response
from pydantic import ValidationError
from sqlalchemy import func, select

from dougong.host import preferences
from dougong.host.access import people
from dougong.host.access.events import note_settings
from dougong.host.preferences import Preferences, SecondFactor, SignInProvider
from dougong.host.settings import is_loopback
from dougong.host.store.cipher import cipher_of
from dougong.host.store.tables import second_factor
from dougong.metamodel.text import LocalText, text

from .folk import Choice, role_choices
from .shell import Administering, draw_page, said

router = APIRouter(prefix="/admin/sign-in", include_in_schema=False)
Text = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """What templates/admin/security.html shows; `redirect` is what the provider has to be told."""

    base: str
    csrf: str
    required: str
    roles: tuple[Choice, ...]
    enrolled: int
    people: int
    provider: SignInProvider
    redirect: str
    notice: str
    problem: str


@router.get("")
def security_page(scope: Administering) -> Response:
    return _page(scope)


def _page(
    scope: Administering, notice: LocalText | None = None, problem: str = "", provider: SignInProvider | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    with scope.workspace.reading(scope.viewer) as context:
        kept = preferences.load(context.connection)
        roles = role_choices(context.store.model, scope.language, kept.second_factor.roles)
        enrolled = context.connection.execute(select(func.count()).select_from(second_factor)).scalar_one()
        count = len(people.everyone(context.connection, context.store))
    content = SecurityPage(
        f"{scope.base_path}/admin/sign-in", scope.csrf, kept.second_factor.required, roles, enrolled, count,
        provider or kept.provider, f"{str(scope.request.base_url).rstrip('/')}/sign-in/provider/back", said(scope, notice),
        problem,
    )  # fmt: skip
    return draw_page(scope, "sign-in", "admin/security.html", content, status=status)


@router.post("/second-factor")
def set_policy(scope: Administering, required: Text, roles: Annotated[tuple[str, ...], Form()] = ()) -> Response:
    """Whoever has to have one and has none sets it up at the next sign-in."""
    choice: Any = required if required in ("nobody", "roles", "everyone") else "nobody"
    known = scope.workspace.store.model.roles
    _save(scope, "second_factor", SecondFactor(required=choice, roles=tuple(key for key in roles if key in known)))
    return _page(scope, text("已保存，下次登录起生效", "Saved; it holds from the next sign-in on"))


@router.post("/provider")
def set_provider(
    scope: Administering,
    issuer: Text = "",
    client_id: Text = "",
    secret: Text = "",
    label: Text = "",
    trusted: Text = "",
) -> Response:
    """An empty secret keeps the one there is; an empty issuer switches the provider off."""
    with scope.workspace.reading(scope.viewer) as context:
        before = preferences.load(context.connection).provider
    issuer = issuer.strip().rstrip("/")
    cipher = cipher_of(scope.workspace.settings, scope.workspace.key)
    sealed = cipher.seal(secret.strip()) if secret.strip() else before.secret
    given = {
        "issuer": issuer, "client_id": client_id.strip(), "secret": sealed if issuer else "", "label": label.strip(),
        "trusted": bool(trusted),
    }  # fmt: skip
    try:
        provider = SignInProvider.model_validate(given)
    except ValidationError:
        words = text("内容太长", "This is too long")
        return _page(scope, problem=words.in_(scope.language), status=422)
    if issuer and not _is_safe(issuer):
        words = text("发行方地址必须以 https:// 开头", "The issuer's address begins with https://")
        return _page(scope, problem=words.in_(scope.language), provider=provider, status=422)
    if issuer and not client_id.strip():
        words = text("请填写应用 ID（Client ID）", "Give the client id")
        return _page(scope, problem=words.in_(scope.language), provider=provider, status=422)
    _save(scope, "provider", provider)
    return _page(scope, text("单点登录已保存", "Single sign-on is saved"))


def _is_safe(issuer: str) -> bool:
    """Over TLS, or on this machine."""
    parts = urlsplit(issuer)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    )


def _save(scope: Administering, part: str, value: SecondFactor | SignInProvider) -> None:
    with scope.workspace.writing(scope.viewer) as context:
        before = preferences.load(context.connection)
        preferences.save(context.connection, Preferences.model_validate({**dict(before), part: value}))
        old, new = (_words(one) for one in (getattr(before, part), value))
        if old != new:
            note_settings(context, {part: (old, new)})
    preferences.forget(scope.workspace)


def _words(value: SecondFactor | SignInProvider) -> str:
    """For the history, without the secret."""
    shown = value.model_dump(exclude={"secret"}, exclude_defaults=True)
    return ", ".join(f"{key}: {'/'.join(v) if isinstance(v, tuple) else v}" for key, v in shown.items())
