"""What is wrong with a formula: Problems with a place in the text, and the one exception that carries them."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

ENDING = LocalText(zh="", en="")


@dataclass(frozen=True, slots=True)
class FormulaProblem(Problem):
    """A Problem at the characters start..end (code points); `replacement` is the whole text as it should read."""

    start: int = 0
    end: int = 0
    replacement: str | None = None


class ExpressionError(ProblemsFound):
    """A formula that cannot be used; `problems` says why, in both languages."""


def problem(
    code: str, zh: str, en: str, start: int, end: int, fix: LocalText | None = None, replacement: str | None = None
) -> FormulaProblem:
    """One finding; `code` is prefixed with `expression.`."""
    return FormulaProblem(
        f"expression.{code}", text(zh[:2000], en[:2000]), fix=fix, start=start, end=end, replacement=replacement
    )


def warning(code: str, zh: str, en: str, start: int, end: int) -> FormulaProblem:
    """A finding that does not stop the formula."""
    return FormulaProblem(f"expression.{code}", text(zh, en), severity="warning", start=start, end=end)


def did_you_mean(name: str, known: Iterable[str]) -> tuple[str | None, LocalText]:
    """The closest known name and the sentence that proposes it (empty when nothing is close)."""
    folded: dict[str, str] = {}
    for one in known:
        folded.setdefault(one.casefold(), one)
    found = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    if not found:
        return None, ENDING
    best = folded[found[0]]
    return best, text(f"是不是想写“{best}”？", f' Did you mean "{best}"?')
