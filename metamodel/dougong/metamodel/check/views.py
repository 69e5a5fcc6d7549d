"""Checks views: columns, sorts and groups name fields that can be shown, sorted and grouped."""

import re
from collections.abc import Iterator

from ..documents import Document
from ..problem import Problem
from ..storage import Kind
from ..text import text
from ..view import Card, Column, View
from .subject import Subject, twice

_NUMBERS = (Kind.DECIMAL, Kind.INTEGER)


def check(subject: Subject) -> Iterator[Problem]:
    """Each view."""
    for document, view in subject.of(View):
        yield from subject.entity(document, "$.entity", view.entity)
        if view.entity not in subject.model.entities:
            continue
        for place, path in _paths(view):
            yield from subject.path(document, place, view.entity, path)
        names = [column.field if isinstance(column, Column) else column for column in view.columns]
        yield from twice(document, ((f"$.columns[{n}]", name) for n, name in enumerate(names)), "duplicate_column")
        yield from sort_problems(subject, document, view.entity, "$.sort", view.sort)
        for number, path in enumerate(view.sums):
            yield from _number(subject, document, view, f"$.sums[{number}]", path)
        if view.weighted is not None:
            yield from _number(subject, document, view, "$.weighted", view.weighted)
        for number, column in enumerate(view.columns):
            if isinstance(column, Column) and column.summary in ("sum", "average"):
                yield from _number(subject, document, view, f"$.columns[{number}].summary", column.field)
        yield from _needs(subject, document, view)


def sort_problems(
    subject: Subject, document: Document, entity: str, place: str, sort: tuple[str, ...]
) -> Iterator[Problem]:
    """Sorting needs a value with an order: no lists, JSON or to-many fields."""
    for number, one in enumerate(sort):
        path, where = one.removeprefix("-"), f"{place}[{number}]"
        yield from subject.path(document, where, entity, path)
        field = subject.find(entity, path)
        if field is not None and (
            (field.storage is None and field.formula is None)
            or (field.storage is not None and field.storage.kind in (Kind.JSON, Kind.LIST))
        ):
            yield document.problem("not_sortable", text(f"不能按“{path}”排序", f'"{path}" has no order'), where)


def _paths(view: View) -> Iterator[tuple[str, str]]:
    for number, column in enumerate(view.columns):
        if isinstance(column, Column):
            yield f"$.columns[{number}].field", column.field
        else:
            yield f"$.columns[{number}]", column
    for part, path in (
        ("group", view.group), ("start", view.start), ("end", view.end), ("weighted", view.weighted),
    ):  # fmt: skip
        if path is not None:
            yield f"$.{part}", path
    for number, path in enumerate(view.sums):
        yield f"$.sums[{number}]", path
    for number, rule in enumerate(view.colours):
        if rule.field is not None:
            yield f"$.colours[{number}].field", rule.field
    if view.card is not None:
        yield from _card_paths(view.card)


def _card_paths(card: Card) -> Iterator[tuple[str, str]]:
    named = (
        ("title", card.title),
        ("avatar", card.avatar),
        ("image", card.image),
        ("next", card.next),
        ("due", card.due),
    )
    for part, path in named:
        if path is not None:
            yield f"$.card.{part}", path
    for number, path in enumerate(card.lines):
        yield f"$.card.lines[{number}]", path
    if card.alert_words is not None:
        words = card.alert_words.zh + card.alert_words.en
        yield from (("$.card.alert_words", path) for path in sorted(set(re.findall(r"{([^{}]+)}", words))))


def _number(subject: Subject, document: Document, view: View, place: str, path: str) -> Iterator[Problem]:
    field = subject.find(view.entity, path)
    if field is not None and field.value_type.name not in ("number", "money", "percent", "duration"):
        yield document.problem("not_a_number", text(f"“{path}”不是数字", f'"{path}" is not a number'), place)


def _needs(subject: Subject, document: Document, view: View) -> Iterator[Problem]:
    """What a type of view cannot do without."""
    if view.type == "kanban":
        if view.group is None:
            yield document.problem("needs_group", text("看板需要 group", "A board needs a group"), "$.type")
        else:
            field = subject.find(view.entity, view.group)
            if field is not None and field.value_type.name not in ("choice", "ref", "bool"):
                words = text("看板要按单选、关联或是否分组", "A board is grouped by a choice, a link or yes/no")
                yield document.problem("group", words, "$.group")
    if view.type in ("calendar", "timeline"):
        if view.start is None:
            yield document.problem("needs_start", text("日历需要 start", "A calendar needs a start"), "$.type")
        for part, path in (("start", view.start), ("end", view.end)):
            field = subject.find(view.entity, path) if path is not None else None
            if field is not None and field.value_type.name not in ("date", "datetime"):
                yield document.problem("not_a_date", text(f"“{path}”不是日期", f'"{path}" is not a date'), f"$.{part}")
    fields = subject.model.entities[view.entity].fields.values()
    if view.type == "tree" and not any(getattr(field.field, "tree", False) for field in fields):
        words = text("树形视图需要一个树形关联", "A tree needs a link marked as tree")
        yield document.problem("needs_tree", words, "$.type")
    if view.type == "map" and not any(field.type.key == "address" for field in fields):
        words = text("地图需要一个地址字段", "A map needs an address")
        yield document.problem("needs_address", words, "$.type")
