"""Documents of apps: JSON as it came, with the file it came from.

Reading a folder is left to the host (and to `load_folder` below, which only reads); nothing here checks meaning.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .kinds import KINDS, DocumentKind
from .problem import Problem, Severity
from .text import LocalText, text


@dataclass(frozen=True, slots=True)
class Document:
    """`kind` is a key of KINDS; `app` the key of the app whose folder holds the file."""

    app: str
    kind: str
    file: str
    raw: Any

    def problem(
        self,
        code: str,
        message: LocalText,
        path: str = "$",
        fix: LocalText | None = None,
        severity: Severity = "error",
    ) -> Problem:
        """A finding in this document."""
        return Problem(code, message, path, self.file, fix, severity, self.app)


@dataclass(frozen=True, slots=True)
class Bundle:
    """An app as read: its documents, its sample tables and what could not be read.

    A sample table stands under its entity, or under `<language>/<entity>` when it is only for that language.
    """

    app: str
    documents: tuple[Document, ...]
    samples: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def samples_in(self, language: str) -> dict[str, str]:
        """Entity -> CSV text: the tables of that language, and those of no language where it has none."""
        own = language + "/"
        plain = {entity: table for entity, table in self.samples.items() if "/" not in entity}
        return plain | {
            place.removeprefix(own): table for place, table in self.samples.items() if place.startswith(own)
        }


def kind_of(file: str) -> DocumentKind | None:
    """The kind that stands at a path relative to the app's folder, None if nothing of ours does."""
    for kind in KINDS.values():
        if file == kind.place or (kind.place.endswith("/") and file.startswith(kind.place) and file.endswith(".json")):
            return kind
    return None


def bundle_from_files(files: Iterable[tuple[str, bytes]]) -> Bundle:
    """A bundle from (relative path, content) pairs; unreadable and unknown files become Problems."""
    found: list[tuple[str, str, Any]] = []
    samples: dict[str, str] = {}
    problems: list[Problem] = []
    for file, content in sorted(files):
        kind = kind_of(file)
        if file.startswith("samples/") and file.endswith(".csv"):
            samples[file.removeprefix("samples/").removesuffix(".csv")] = content.decode("utf-8-sig", "replace")
            continue
        if kind is None:
            if not file.startswith(("tests/", "docs/")) and file != "README.md":
                problems.append(
                    Problem("unknown_file", text("这个位置不该有这个文件", "No file of an app stands here"), file=file)
                )
            continue
        try:
            raw = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
        except (UnicodeDecodeError, ValueError, RecursionError) as error:
            problems.append(
                Problem("not_json", text(f"不是有效的 JSON:{error}", f"This is not valid JSON: {error}"), file=file)
            )
            continue
        found.append((kind.key, file, raw))
    app = next((raw.get("key") for kind_key, _, raw in found if kind_key == "app" and isinstance(raw, dict)), None)
    if not isinstance(app, str):
        app = ""
        if not any(p.file == "app.json" for p in problems):
            problems.append(
                Problem(
                    "no_app",
                    text("缺少 app.json，或其中没有 key", "app.json is missing or has no key"),
                    file="app.json",
                )
            )
    return Bundle(
        app, tuple(Document(app, kind_key, file, raw) for kind_key, file, raw in found), samples, tuple(problems)
    )


def load_folder(folder: Path) -> Bundle:
    """Reads an app folder."""
    return bundle_from_files(
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
