"""Time-based one-time passwords (RFC 6238): SHA-1, six digits, thirty seconds, as every authenticator app does them."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

STEP = 30
_DIGITS = 6
_DRIFT = 1  # steps a clock may be off


def new_secret() -> str:
    """160 random bits in base32, as typed into an app."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_of(now: datetime) -> int:
    """The number of the half minute that `now` lies in."""
    return int(now.timestamp()) // STEP


def code_at(secret: str, step: int) -> str:
    """The code of a step."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1)
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def matching_step(secret: str, code: str, now: datetime, after: int = -1) -> int | None:
    """The step whose code was given, one before or after the present one too; None for a wrong code or one of a step up
    to `after`, which has been used."""
    given, here = "".join(code.split()), step_of(now)
    found = None
    for step in range(here - _DRIFT, here + _DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), given.encode()) and step > after:
            found = step
    return found


def uri(secret: str, person: str, workspace: str) -> str:
    """What the QR code says to an app."""
    label = quote(f"{workspace}:{person}", safe="")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(workspace, safe='')}&digits={_DIGITS}&period={STEP}"
