"""Checks scenarios: every entity, field, role, person and record they name is there."""

from collections.abc import Iterator

from ..closest import closest
from ..documents import Document
from ..places import step as place_of
from ..problem import Problem
from ..scenario import ADMIN, AnyStep, CreateStep, FigureStep, QueryStep, Scenario, SeeStep, UpdateStep, WaitStep
from ..text import text
from .subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Each scenario; people of samples are known when it runs only."""
    for document, scenario in subject.of(Scenario):
        yield from _people(subject, document, scenario)
        made: dict[str, str] = {}
        for number, step in enumerate(scenario.steps):
            place = f"$.steps[{number}]"
            if not scenario.samples:
                yield from _one_of(document, f"{place}.as", step.as_, {*scenario.people, ADMIN})
            yield from _step(subject, document, place, step, made)


def _people(subject: Subject, document: Document, scenario: Scenario) -> Iterator[Problem]:
    for key, actor in scenario.people.items():
        place = f"$.people{place_of(key)}"
        for role in actor.roles:
            yield from subject.known(document, f"{place}.roles", "role", role, subject.model.roles)
        if actor.manager is not None:
            yield from _one_of(document, f"{place}.manager", actor.manager, set(scenario.people))
        if actor.department is not None:
            yield from _one_of(document, f"{place}.department", actor.department, set(scenario.departments))
    for key, department in scenario.departments.items():
        if department.parent is not None:
            known = set(scenario.departments)
            yield from _one_of(document, f"$.departments{place_of(key)}.parent", department.parent, known)


def _step(subject: Subject, document: Document, place: str, step: AnyStep, made: dict[str, str]) -> Iterator[Problem]:
    """`made` are the records so far, name -> entity."""
    if isinstance(step, CreateStep | QueryStep | FigureStep):
        yield from subject.entity(document, f"{place}.entity", step.entity)
    if isinstance(step, CreateStep):
        yield from _fields(subject, document, place, step.entity, step.values)
        if step.record is not None:
            made[step.record] = step.entity
    elif isinstance(step, QueryStep):
        for name in step.records or ():
            yield from _one_of(document, f"{place}.records", name, set(made))
    elif not isinstance(step, FigureStep | WaitStep):
        yield from _one_of(document, f"{place}.record", step.record, set(made))
        entity = made.get(step.record, "")
        if isinstance(step, UpdateStep):
            yield from _fields(subject, document, place, entity, step.values)
        elif isinstance(step, SeeStep):
            for path in step.values:
                yield from subject.path(document, f"{place}.values{place_of(path)}", entity, path)
            for key in step.hidden:
                yield from subject.field(document, f"{place}.hidden", entity, key)


def _fields(
    subject: Subject, document: Document, place: str, entity: str, values: dict[str, object]
) -> Iterator[Problem]:
    for key in values:
        yield from subject.field(document, f"{place}.values{place_of(key)}", entity, key)


def _one_of(document: Document, place: str, wanted: str, known: set[str]) -> Iterator[Problem]:
    if wanted not in known:
        words = text(f"剧本里没有“{wanted}”", f'The scenario has no "{wanted}"')
        yield document.problem("unknown_name", words, place, closest(wanted, sorted(known)))
