"""Checks a whole workspace of documents: every reference, key, width, move and expression, before anything is installed.

Findings come in three waves, each only when the one before is clean of errors: the shape of each document, what the
documents say about each other, and the expressions (through a port, since the language lives a layer above).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ..compile import build
from ..documents import Bundle, Document
from ..parse import parse_all
from ..problem import Problem
from ..schemas import schema_problems
from ..stack import stacked
from . import (
    apps,
    changes,
    entities,
    fields,
    forms,
    labels,
    locales,
    logs,
    menus,
    pages,
    pipelines,
    roles,
    rules,
    samples,
    scenarios,
    views,
)
from .expressions import CheckExpressions, sites
from .subject import Subject

FAMILIES: tuple[Callable[[Subject], Iterable[Problem]], ...] = (
    apps.check,
    labels.check,
    locales.check,
    entities.check,
    fields.check,
    pipelines.check,
    logs.check,
    rules.check,
    forms.check,
    views.check,
    pages.check,
    menus.check,
    roles.check,
    scenarios.check,
    changes.check,
)


def check_model(
    documents: Iterable[Document],
    expressions: CheckExpressions | None = None,
    tables: Mapping[tuple[str, str], str] | None = None,
) -> list[Problem]:
    """Everything wrong with the documents of all apps together; empty or only warnings means it can be installed.

    `tables` are sample tables, (app, entity) -> CSV text. Without `expressions` their text is not looked at.
    """
    every = list(documents)
    parsed, problems = parse_all(every)
    covered = {(one.app, one.file) for one in problems}
    documents_read = [one.document for one in parsed if (one.document.app, one.document.file) not in covered]
    problems += [one for document in documents_read for one in schema_problems(document)]
    if _errors(problems):
        return problems
    model, problems = build(parsed)
    subject = Subject(model, tuple(parsed))
    problems += [one for family in FAMILIES for one in family(subject)]
    problems += samples.check(subject, tables or {})
    if not _errors(problems) and expressions is not None:
        problems += expressions(model, tuple(sites(subject)))
    return list(_once(problems))


def check_app(
    bundle: Bundle, installed: Sequence[Document] = (), expressions: CheckExpressions | None = None
) -> list[Problem]:
    """Everything wrong with an app beside the apps that are installed (its own older documents left out)."""
    others = [document for document in installed if document.app != bundle.app]
    tables = {(bundle.app, entity): csv for entity, csv in bundle.samples.items()}
    return [*bundle.problems, *check_model(stacked([*others, *bundle.documents]), expressions, tables)]


def _errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    seen = set()
    for one in problems:
        key = (one.app, one.file, one.path, one.code)
        if key not in seen:
            seen.add(key)
            yield one
