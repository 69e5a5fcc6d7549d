"""Checks pages: fields of a record's page, roles, and each tile of a workbench."""

from collections.abc import Iterator

from ..documents import Document
from ..page import Page, RecordPage, Related, Tab
from ..problem import Problem
from ..text import text
from .subject import Subject, twice
from .views import sort_problems
from .widgets import widget_problems


def check(subject: Subject) -> Iterator[Problem]:
    """Each page."""
    for document, page in subject.of(Page):
        for number, role in enumerate(page.roles):
            yield from subject.known(document, f"$.roles[{number}]", "role", role, subject.model.roles)
        if page.record is not None:
            if page.entity is None:
                words = text("记录页要写明 entity", "A record's page needs an entity")
                yield document.problem("needs_entity", words, "$.record")
            else:
                yield from subject.entity(document, "$.entity", page.entity)
                yield from _record(subject, document, page.entity, page.record)
        elif page.entity is not None:
            yield from subject.entity(document, "$.entity", page.entity)
        if page.record is None and not page.widgets:
            yield document.problem("empty", text("页面是空的", "The page is empty"))
        yield from twice(document, ((f"$.widgets[{n}].key", one.key) for n, one in enumerate(page.widgets)))
        for number, widget in enumerate(page.widgets):
            yield from widget_problems(subject, document, f"$.widgets[{number}]", widget)


def _record(subject: Subject, document: Document, entity: str, page: RecordPage) -> Iterator[Problem]:
    for part, paths in (("chips", page.chips), ("meta", page.meta), ("stats", page.stats), ("next", page.next)):
        for number, path in enumerate(paths):
            yield from subject.path(document, f"$.record.{part}[{number}]", entity, path)
    yield from _parts(subject, document, entity, "$.record", page)
    yield from twice(document, ((f"$.record.tabs[{n}].key", one.key) for n, one in enumerate(page.tabs)))
    for number, tab in enumerate(page.tabs):
        yield from _parts(subject, document, entity, f"$.record.tabs[{number}]", tab)
        if tab.stream and any(one.stream for one in page.tabs[:number]):
            words = text("只能有一个页签放动态", "Only one tab can stand for the stream")
            yield document.problem("second_stream", words, f"$.record.tabs[{number}].stream")


def _parts(subject: Subject, document: Document, entity: str, place: str, part: RecordPage | Tab) -> Iterator[Problem]:
    """The groups and related lists of the page itself or of one of its tabs."""
    yield from twice(document, ((f"{place}.groups[{n}].key", one.key) for n, one in enumerate(part.groups)))
    for number, group in enumerate(part.groups):
        for n, path in enumerate(group.fields):
            yield from subject.path(document, f"{place}.groups[{number}].fields[{n}]", entity, path)
    for number, related in enumerate(part.related):
        yield from _related(subject, document, entity, f"{place}.related[{number}]", related)


def _related(subject: Subject, document: Document, entity: str, place: str, related: Related) -> Iterator[Problem]:
    yield from subject.field(document, f"{place}.field", entity, related.field)
    field = subject.find(entity, related.field)
    if field is None:
        return
    if field.relation is None or field.relation.kind != "many":
        words = text(f"“{related.field}”不是一对多", f'"{related.field}" does not hold many records')
        yield document.problem("not_many", words, f"{place}.field")
        return
    for n, path in enumerate(related.columns):
        yield from subject.path(document, f"{place}.columns[{n}]", field.relation.target, path)
    yield from sort_problems(subject, document, field.relation.target, f"{place}.sort", related.sort)
