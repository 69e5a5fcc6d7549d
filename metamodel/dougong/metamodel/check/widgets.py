"""Checks the tiles of a page: what they ask of which entity, and what their shape cannot do without."""

from collections.abc import Iterator

from ..documents import Document
from ..places import step
from ..problem import Problem
from ..text import LocalText, text
from ..widget import WITHOUT_RECORDS, Widget
from .subject import Subject, twice
from .views import sort_problems

_WORDS = {
    "needs_entity": text("小组件要写明 entity、view 或 text", "A tile needs an entity, a view or a text"),
    "needs_text": text("文字小组件要写 text", "A text tile needs a text"),
    "needs_group": text("这种小组件要写 group 或 series", "A tile of this type needs a group or series"),
    "needs_series": text("预测小组件要写 series", "A forecast needs series"),
    "needs_period": text("compare 要和 period 一起用", "compare needs a period"),
}


def widget_problems(subject: Subject, document: Document, place: str, widget: Widget) -> Iterator[Problem]:
    """Everything wrong with one tile; its expressions are looked at elsewhere."""
    model = subject.model
    if widget.view is not None:
        yield from subject.known(document, f"{place}.view", "view", widget.view, model.views)
    view = model.views.get(widget.view or "")
    entity = widget.entity or (view.entity if view else None)
    if entity is None:
        if widget.type in WITHOUT_RECORDS:
            if widget.text is None:
                yield _problem(document, "needs_text", place)
        elif widget.view is None:
            yield _problem(document, "needs_entity", place)
        return
    yield from subject.entity(document, f"{place}.entity", entity)
    for where, path in _paths(widget):
        yield from subject.path(document, f"{place}.{where}", entity, path)
    yield from _dates(subject, document, place, entity, widget)
    yield from _people(subject, document, place, entity, widget)
    yield from _goal(subject, document, place, widget)
    for key in widget.tick:
        yield from subject.field(document, f"{place}.tick{step(key)}", entity, key)
    yield from twice(document, ((f"{place}.series[{n}].key", one.key) for n, one in enumerate(widget.series)))
    if widget.type == "list":  # elsewhere a sort may name the measure
        yield from sort_problems(subject, document, entity, f"{place}.sort", widget.sort)
    yield from (_problem(document, code, place) for code in _missing(widget))


def _missing(widget: Widget) -> Iterator[str]:
    if widget.type in ("ranking", "funnel") and not widget.group:
        yield "needs_group"
    if widget.type == "chart" and not (widget.group or widget.series):
        yield "needs_group"
    if widget.type == "forecast" and not widget.series:
        yield "needs_series"
    if widget.compare is not None and widget.period is None:
        yield "needs_period"


def _paths(widget: Widget) -> Iterator[tuple[str, str]]:
    for part, paths in (("group", widget.group), ("fields", widget.fields)):
        for number, path in enumerate(paths):
            yield f"{part}[{number}]", path
    for part in ("period", "person", "start", "end", "time", "remind", "call"):
        path = getattr(widget, part)
        if path is not None:
            yield part, path


def _dates(subject: Subject, document: Document, place: str, entity: str, widget: Widget) -> Iterator[Problem]:
    asked = [(part, getattr(widget, part)) for part in ("period", "start", "end")]
    if widget.bucket is not None and widget.group:
        asked.append(("group[0]", widget.group[0]))
    for part, path in asked:
        field = subject.find(entity, path) if path is not None else None
        if field is not None and field.value_type.name not in ("date", "datetime"):
            words = text(f"“{path}”不是日期", f'"{path}" is not a date')
            yield document.problem("not_a_date", words, f"{place}.{part}")


def _people(subject: Subject, document: Document, place: str, entity: str, widget: Widget) -> Iterator[Problem]:
    asked = [(entity, part, getattr(widget, part)) for part in ("person", "remind")]
    if widget.target is not None:
        asked.append((widget.target.entity or entity, "target.person", widget.target.person))
    for of, part, path in asked:
        field = subject.find(of, path) if path is not None else None
        if field is not None and (field.relation is None or field.relation.target != "person"):
            yield document.problem(
                "not_a_person", text(f"“{path}”不是人员", f'"{path}" is not a person'), f"{place}.{part}"
            )
    phone = subject.find(entity, widget.call) if widget.call is not None else None
    if phone is not None and phone.type.widget != "phone":
        words = text(f"“{widget.call}”不是电话", f'"{widget.call}" is not a phone number')
        yield document.problem("not_a_phone", words, f"{place}.call")


def _goal(subject: Subject, document: Document, place: str, widget: Widget) -> Iterator[Problem]:
    goal = widget.target
    if goal is None or goal.entity is None:
        return
    yield from subject.entity(document, f"{place}.target.entity", goal.entity)
    if goal.group is not None:
        yield from subject.path(document, f"{place}.target.group", goal.entity, goal.group)
    if goal.person is not None:
        yield from subject.path(document, f"{place}.target.person", goal.entity, goal.person)


def _problem(document: Document, code: str, place: str) -> Problem:
    words: LocalText = _WORDS[code]
    return document.problem(code, words, place)
