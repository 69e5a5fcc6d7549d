"""What is wrong with a definition or an input: a value with code, place, words and a fix, never an exception's text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from .text import LocalText, text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `path` is a JSON path (`$.fields[3].to`) in `file`, or the field's key for a record."""

    code: str
    message: LocalText
    path: str = "$"
    file: str = ""
    fix: LocalText | None = None
    severity: Severity = "error"
    app: str = ""
    """Key of the app whose folder holds `file`."""
    put: Any = None
    """The canonical value that the fix puts at `path`; None: the fix is words for a person to follow."""


class ValueProblem(ValueError):
    """A raw value that its field type cannot take."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.message = text(zh, en)


class ProblemsFound(Exception):
    """Carries Problems out of an operation that cannot go on."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.file}{p.path}: {p.message.en}" for p in self.problems[:5]))
