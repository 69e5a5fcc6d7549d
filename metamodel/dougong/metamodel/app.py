"""An app: the manifest of a folder of definitions."""

from typing import Annotated

from pydantic import StringConstraints

from .base import Definition, Key
from .text import LocalText

Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]


class App(Definition):
    """`depends_on` names apps (or `platform`) with a least version, as `">=1.0"`."""

    key: Key
    version: Version
    label: LocalText
    description: LocalText | None = None
    icon: str = "apps"
    depends_on: dict[str, str] = {}
    extends: Key | None = None
    languages: tuple[str, ...] = ("zh-CN", "en")
