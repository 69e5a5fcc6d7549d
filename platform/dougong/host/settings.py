"""What an operator may set: environment variables `DOUGONG_*`, or the same names in a file `.env`.

Not here: what a workspace's administrator sets on the screen. docs/reference/settings.md is generated from this class.
"""

import hashlib
import os
import secrets
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """One process's settings; frozen, read once at start and passed on."""

    model_config = SettingsConfigDict(
        env_prefix="DOUGONG_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    home: Path = Field(Path("var"), description="Folder of the databases, uploaded files and the key file.")
    database_url: str = Field(
        "",
        description="SQLAlchemy URL of a PostgreSQL database, such as `postgresql+psycopg://user@host/name`; "
        "each workspace is a schema in it. Empty: one SQLite file per workspace in the home folder.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(
        8000,
        ge=0,
        le=65535,
        validation_alias=AliasChoices("DOUGONG_PORT", "PORT"),
        description="Port to listen on; 0 takes a free one. `PORT`, which hosting platforms set, counts where this is not set.",
    )
    demo: bool = Field(
        False,
        description="Offer the sample people on the sign-in page, without passwords. Only on a loopback address.",
    )
    guide: bool = Field(
        False,
        description="For developers: serve the style guide at `/guide`, with every part of the pages in every state. "
        "Only on a loopback address.",
    )
    language: Literal["zh-CN", "en"] = Field(
        "zh-CN", description="Language of pages for people who have not chosen one: `zh-CN` or `en`."
    )
    timezone: str = Field("Asia/Shanghai", description="IANA time zone for people who have not chosen one.")
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Secret from which session and encryption keys are derived, at least 32 characters. "
        "Empty: `secret.key` in the home folder, made at the first start.",
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        ("localhost", "127.0.0.1", "[::1]"),
        description="Host names the product answers to, separated by commas; `*` allows any.",
    )
    upload_limit_mb: int = Field(20, ge=1, le=2048, description="Largest uploaded file, in MB.")
    rate_limit: int = Field(
        10, ge=0, description="Attempts per minute from one address at sign-in and public forms; 0 switches it off."
    )
    api_rate_limit: int = Field(
        120_000,
        ge=0,
        description="API requests per minute from one token or address, in one process; 0 switches it off.",
    )
    session_days: int = Field(14, ge=1, le=365, description="Days after which an unused session ends.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged.")
    log_format: Literal["text", "json"] = Field("text", description="`text` for people, `json` one object a line.")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if not is_zone(value):
            raise ValueError(f"{value!r} is not an IANA time zone")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < 32:
            raise ValueError("needs at least 32 characters")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.demo and not is_loopback(self.host):
            raise ValueError("DOUGONG_DEMO lets anyone in: it is refused unless DOUGONG_HOST is a loopback address")
        if self.guide and not is_loopback(self.host):
            raise ValueError("DOUGONG_GUIDE is for developers: it is refused unless DOUGONG_HOST is a loopback address")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def upload_limit(self) -> int:
        """Bytes."""
        return self.upload_limit_mb * 1024 * 1024


def is_zone(name: str) -> bool:
    """Whether the name is an IANA time zone that this machine knows."""
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError):  # a path out of the zones, nothing there, a folder of zones
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server listening on `host`."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def derive_key(settings: Settings, purpose: str) -> bytes:
    """32 bytes for one purpose ("sessions", "secrets"); makes the key file when neither it nor a secret is there."""
    secret = settings.secret_key.get_secret_value() or _key_file(settings.home / "secret.key")
    return hashlib.blake2b(purpose.encode(), key=hashlib.sha512(secret.encode()).digest(), digest_size=32).digest()


def _key_file(path: Path) -> str:
    """The content of the key file; written once, readable by its owner only; two first starts agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    if not path.exists():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # fails when another process was first; then its key is the one
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
