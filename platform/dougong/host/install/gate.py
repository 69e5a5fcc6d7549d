"""The gate before an installation: shape, references and expressions of an app beside what is installed."""

from collections.abc import Iterable, Sequence

from dougong.expressions import ExpressionError, Schema
from dougong.expressions import check as check_expression
from dougong.metamodel.check import check_app
from dougong.metamodel.check.expressions import Site
from dougong.metamodel.documents import Bundle, Document
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem, ProblemsFound


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


def check_expressions(model: Model, sites: Sequence[Site]) -> list[Problem]:
    """The metamodel's port to the expression language."""
    found: list[Problem] = []
    for site in sites:
        if site.use == "measure":
            continue  # aggregates are read by the records engine
        try:
            check_expression(site.source, Schema(model, site.entity, blanks=site.blanks), site.expected)
        except ExpressionError as error:
            for problem in error.problems:
                found.append(site.document.problem(problem.code, problem.message, site.path, problem.fix))
    return found
