"""The gate before an installation: shape, references and expressions of an app beside what is installed."""

from collections.abc import Iterable

from dougong.metamodel.check import check_app
from dougong.metamodel.documents import Bundle, Document
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.rules.check_expressions import check_expressions


def check(bundle: Bundle, installed: Iterable[Document] = ()) -> list[Problem]:
    """Everything wrong with an app, warnings too."""
    return check_app(bundle, list(installed), check_expressions)


def refuse_errors(problems: Iterable[Problem]) -> list[Problem]:
    """The warnings; raises ProblemsFound when there are errors."""
    found = list(problems)
    errors = [problem for problem in found if problem.severity == "error"]
    if errors:
        raise ProblemsFound(errors)
    return found
