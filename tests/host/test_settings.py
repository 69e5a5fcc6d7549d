"""Every setting is documented, is read from the environment, and is used by the product."""

import ast
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from dougong.host.logs import configure_logs
from dougong.host.reference import PAGES
from dougong.host.settings import Settings, derive_key

from tests.architecture.tree import ROOT, modules

VALUES = {
    "home": ("elsewhere", Path("elsewhere")),
    "database_url": ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
    "host": ("0.0.0.0", "0.0.0.0"),
    "port": ("8123", 8123),
    "demo": ("true", True),
    "language": ("en", "en"),
    "timezone": ("Europe/Berlin", "Europe/Berlin"),
    "secret_key": ("x" * 40, "x" * 40),
    "allowed_hosts": ("a.example, b.example", ("a.example", "b.example")),
    "upload_limit_mb": ("5", 5),
    "rate_limit": ("0", 0),
    "api_rate_limit": ("60", 60),
    "session_days": ("3", 3),
    "log_level": ("debug", "debug"),
    "log_format": ("json", "json"),
    "guide": ("true", True),
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No .env and no variable of the developer's own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"DOUGONG_{name.upper()}", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.chdir(tmp_path)
    root, level = logging.getLogger(), logging.getLogger().level
    handlers = root.handlers[:]
    yield
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("page", PAGES)
def test_the_reference_is_up_to_date(page: str) -> None:
    assert (ROOT / "docs" / "reference" / page).read_text("utf-8") == PAGES[page](), "run `make docs`"


def test_every_setting_is_documented() -> None:
    page = PAGES["settings.md"]()
    for name, field in Settings.model_fields.items():
        assert f"| `DOUGONG_{name.upper()}` |" in page
        assert field.description


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_read_from_the_environment_and_from_a_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, value = VALUES[name]
    Path(".env").write_text(f"DOUGONG_{name.upper()}={text}\n")
    assert plain(getattr(Settings(), name)) == value
    Path(".env").unlink()
    monkeypatch.setenv(f"DOUGONG_{name.upper()}", text)
    assert plain(getattr(Settings(), name)) == value


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_used(name: str) -> None:
    """Somewhere in the product its value is read: a setting that changes nothing is a lie."""
    readers = {"zone": "timezone", "upload_limit": "upload_limit_mb"}
    read = {
        readers.get(node.attr, node.attr)
        for module, tree in modules("platform")
        if "/reference/" not in module
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("settings")
    }
    assert name in read


@pytest.mark.parametrize(
    "wrong",
    [
        {"demo": True, "host": "0.0.0.0"},
        {"demo": True, "host": "crm.example.com"},
        {"timezone": "Mars/Olympus"},
        {"secret_key": "short"},
        {"language": "fr"},
        {"port": 70000},
        {"log_level": "loud"},
    ],
)
def test_a_wrong_setting_is_refused_at_start(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_keys_last_and_differ_by_purpose(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "new")
    key = derive_key(settings, "sessions")
    assert len(key) == 32
    assert derive_key(settings, "sessions") == key
    assert derive_key(settings, "secrets") != key
    file = tmp_path / "new" / "secret.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]
    assert derive_key(Settings(home=tmp_path / "new", secret_key="k" * 32), "sessions") != key


def test_a_secret_is_not_shown() -> None:
    assert "k" * 32 not in repr(Settings(secret_key="k" * 32))


def test_logs_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(Settings(log_format="json", log_level="warning"))
    logging.getLogger("a.b").warning("%d rows", 3, extra={"workspace": "main"})
    logging.getLogger("a.b").info("not this one")
    (line,) = capsys.readouterr().err.splitlines()
    assert (
        json.loads(line).items()
        >= {"level": "warning", "logger": "a.b", "message": "3 rows", "workspace": "main"}.items()
    )


def plain(value: object) -> object:
    return value.get_secret_value() if hasattr(value, "get_secret_value") else value


def test_the_port_that_a_hosting_platform_sets_counts_unless_ours_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8124")
    assert Settings().port == 8124
    monkeypatch.setenv("DOUGONG_PORT", "8123")
    assert Settings().port == 8123
