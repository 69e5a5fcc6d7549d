"""docs/reference/settings.md: every setting with its type, default and meaning."""

from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from dougong.host.settings import Settings

_HEAD = """# Settings

<!-- Generated from platform/dougong/host/settings.py by `make docs`. -->

Set as environment variables, or in a file `.env` in the working directory; the environment wins.

| variable | values | default | meaning |
|---|---|---|---|
"""


def settings_page() -> str:
    return _HEAD + "".join(_row(name, field) for name, field in Settings.model_fields.items())


def _row(name: str, field: FieldInfo) -> str:
    return f"| `DOUGONG_{name.upper()}` | {_values(field)} | {_default(field)} | {field.description} |\n"


def _values(field: FieldInfo) -> str:
    annotation = field.annotation
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(annotation))
    names = {"int": "number", "bool": "`true`, `false`", "Path": "folder", "SecretStr": "secret text"}
    return names.get(getattr(annotation, "__name__", ""), "text") if get_origin(annotation) is None else "list"


def _default(field: FieldInfo) -> str:
    value = field.default
    text = ",".join(value) if isinstance(value, tuple) else str(value)
    if isinstance(value, bool):
        text = text.lower()
    return f"`{text}`" if text else "empty"
