"""Signing in by an OpenID Connect provider: discovery, authorisation code with PKCE, state and nonce, a verified token.

Two steps: `begin` gives the address to go to and a sealed note for a cookie; `finish` takes what the provider sent back.
The libraries are imported when somebody signs in so: most workspaces have no provider.
"""

import hmac
import logging
import secrets
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

import httpx

from dougong.host.preferences import SignInProvider
from dougong.host.store.cipher import cipher_of
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText, text

from . import tickets

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client

    from dougong.host.workspaces import Workspace

_LOG = logging.getLogger("dougong.access")
_PURPOSE = "provider"
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Never `none`, and never one where the secret signs."""
_TIMEOUT = 10.0  # seconds
_KNOWN_FOR = 600.0  # seconds that what was discovered is trusted
_SKEW = 60  # seconds two clocks may differ


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who the provider says somebody is; `email` is empty unless it says it has verified it."""

    issuer: str
    subject: str
    email: str
    after: str


def begin(workspace: "Workspace", provider: SignInProvider, redirect: str, after: str) -> tuple[str, str] | Problem:
    """The provider's address to go to and the note to keep in a cookie until somebody comes back."""
    metadata = _discovered(workspace, provider)
    if metadata is None:
        return _unreachable()
    nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    with _client(workspace, provider, redirect) as client:
        url, state = client.create_authorization_url(
            metadata["authorization_endpoint"], nonce=nonce, code_verifier=verifier, response_mode="query"
        )
    values = {"state": state, "nonce": nonce, "verifier": verifier, "after": after, "issuer": provider.issuer}
    return str(url), tickets.seal(workspace, _PURPOSE, values)


def finish(
    workspace: "Workspace", provider: SignInProvider, redirect: str, note: str, state: str, code: str
) -> Claimed | Problem:
    """The answer to `begin`, checked: our state, our nonce, the provider's signature, meant for us, not too old."""
    kept = tickets.read(workspace, _PURPOSE, note)
    if (
        kept is None
        or kept["issuer"] != provider.issuer
        or not hmac.compare_digest(kept["state"].encode(), state.encode())
    ):
        return _refused("expired", text("登录已超时，请再试一次", "This took too long; try again"))
    metadata = _discovered(workspace, provider)
    if metadata is None:
        return _unreachable()
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    try:
        with _client(workspace, provider, redirect) as client:
            answer = client.fetch_token(
                metadata["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=kept["verifier"]
            )
        claims = _verified(workspace, provider, metadata, str(answer["id_token"]), kept["nonce"])
    except (httpx.HTTPError, JoseError, KeyError, ValueError, AuthlibBaseError) as error:
        return _refused(
            "provider", text("登录提供方的回答无法核实", "What the sign-in provider answered cannot be verified"), error
        )
    verified = claims.get("email_verified") in (True, "true")
    return Claimed(
        provider.issuer, str(claims["sub"]), str(claims.get("email") or "") if verified else "", kept["after"]
    )


def _verified(
    workspace: "Workspace", provider: SignInProvider, metadata: dict[str, Any], token: str, nonce: str
) -> dict[str, Any]:
    """The claims of an ID token; JoseError or ValueError for one that is not for us, now."""
    from joserfc import jwt
    from joserfc.jwk import KeySet

    keys = KeySet.import_key_set(_get(metadata["jwks_uri"]))
    claims: dict[str, Any] = dict(jwt.decode(token, keys, algorithms=_ALGORITHMS).claims)
    audience = claims.get("aud")
    meant_for = audience if isinstance(audience, list) else [audience]
    now = workspace.clock().timestamp()
    if claims.get("iss") != metadata["issuer"] or provider.client_id not in meant_for:
        raise ValueError("issuer or audience")
    if len(meant_for) > 1 and claims.get("azp") != provider.client_id:
        raise ValueError("authorised party")
    if float(claims["exp"]) < now - _SKEW or float(claims["iat"]) > now + _SKEW:
        raise ValueError("time")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise ValueError("nonce")
    if not claims.get("sub"):
        raise ValueError("subject")
    return claims


def _discovered(workspace: "Workspace", provider: SignInProvider) -> dict[str, Any] | None:
    """The provider's metadata, asked for every ten minutes; None when it cannot be had or speaks of another issuer."""
    known = workspace.caches.setdefault("providers", {})
    found: tuple[float, dict[str, Any]] | None = known.get(provider.issuer)
    if found is not None and monotonic() - found[0] < _KNOWN_FOR:
        return found[1]
    try:
        metadata: dict[str, Any] = _get(f"{provider.issuer}/.well-known/openid-configuration")
        if str(metadata["issuer"]).rstrip("/") != provider.issuer:
            return None
        if not all(
            isinstance(metadata.get(key), str) for key in ("authorization_endpoint", "token_endpoint", "jwks_uri")
        ):
            return None
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return None
    known[provider.issuer] = (monotonic(), metadata)
    return metadata


def _get(address: str) -> Any:
    answer = httpx.get(address, timeout=_TIMEOUT, follow_redirects=False)
    answer.raise_for_status()
    return answer.json()


def _client(workspace: "Workspace", provider: SignInProvider, redirect: str) -> "OAuth2Client":
    from authlib.integrations.httpx_client import OAuth2Client

    secret = cipher_of(workspace.settings, workspace.key).open(provider.secret) if provider.secret else None
    return OAuth2Client(
        provider.client_id, secret, scope="openid email profile", redirect_uri=redirect, code_challenge_method="S256",
        timeout=_TIMEOUT, token_endpoint_auth_method="client_secret_basic" if secret else "none",
    )  # fmt: skip


def _unreachable() -> Problem:
    return _refused("provider", text("登录提供方此刻无法访问", "The sign-in provider cannot be reached at the moment"))


def _refused(code: str, words: LocalText, error: Exception | None = None) -> Problem:
    if error is not None:
        _LOG.warning("sign-in provider refused", extra={"why": f"{type(error).__name__}: {error}"[:300]})
    return Problem(code, words, "login")
