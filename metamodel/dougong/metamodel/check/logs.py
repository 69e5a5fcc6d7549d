"""Checks logs: what they are about is a link with a reverse, every named field exists and is of its kind."""

from collections.abc import Iterator

from ..documents import Document
from ..entity import Entity, Log
from ..model import EntityModel
from ..places import step
from ..problem import Problem
from ..text import LocalText, text
from .subject import Subject

_KINDS: tuple[tuple[str, frozenset[str], LocalText], ...] = (
    ("at", frozenset({"datetime"}), text("这里要一个时刻字段", "This must be a date and time")),
    ("kind", frozenset({"choice"}), text("这里要一个单选字段", "This must be a choice")),
    ("text", frozenset({"long_text", "text"}), text("这里要一个文字字段", "This must be a text")),
    ("next", frozenset({"date"}), text("这里要一个日期字段", "This must be a date")),
    ("files", frozenset({"files"}), text("这里要一个文件字段", "This must hold files")),
)
"""Part of a log, the widgets its field may have, what to say otherwise."""


def check(subject: Subject) -> Iterator[Problem]:
    """The log of each entity."""
    for document, entity in subject.of(Entity):
        here = subject.model.entities.get(entity.extends or entity.key)
        if entity.log is not None and here is not None:
            yield from _log(subject, document, here, entity.log)


def _log(subject: Subject, document: Document, here: EntityModel, log: Log) -> Iterator[Problem]:
    yield from subject.field(document, "$.log.about", here.key, log.about)
    about = here.fields.get(log.about)
    if about is not None and (about.relation is None or not getattr(about.field, "reverse", None)):
        words = text("记录的对象要用带反向名称的关联", "What it is about must be a link with a reverse")
        yield document.problem("log_about", words, "$.log.about")
    for part, widgets, words in _KINDS:
        key = getattr(log, part)
        if key is None:
            continue
        yield from subject.field(document, f"$.log.{part}", here.key, key)
        field = here.fields.get(key)
        if field is not None and field.type.widget not in widgets:
            yield document.problem("log_field", words, f"$.log.{part}")
    for number, key in enumerate(log.ask):
        yield from subject.field(document, f"$.log.ask[{number}]", here.key, key)
    for key in log.done:
        yield from subject.field(document, f"$.log.done{step(key)}", here.key, key)
