"""Checks rule files: their entity, unique keys, fields that can be set and compared."""

from collections.abc import Iterator

from ..documents import Document
from ..model import EntityModel
from ..problem import Problem
from ..rule import Default, Match, Rules, Validate
from ..text import text
from .subject import Subject, twice


def check(subject: Subject) -> Iterator[Problem]:
    """Each rule of each file."""
    for document, rules in subject.of(Rules):
        yield from subject.entity(document, "$.entity", rules.entity)
        yield from twice(document, ((f"$.rules[{n}].key", one.key) for n, one in enumerate(rules.rules)))
        here = subject.model.entities.get(rules.entity)
        if here is None:
            continue
        for number, rule in enumerate(rules.rules):
            place = f"$.rules[{number}]"
            if isinstance(rule, Match):
                for n, key in enumerate(rule.fields):
                    yield from subject.field(document, f"{place}.fields[{n}]", rules.entity, key)
                    yield from _compared(document, here, key, f"{place}.fields[{n}]")
                continue
            if isinstance(rule, Validate) and rule.fix_value is not None and rule.field is None:
                words = text(
                    "“fix_value”要写入“field”，但规则没有说是哪个字段", '"fix_value" needs "field" to put it into'
                )
                yield document.problem("fix_without_field", words, f"{place}.fix_value")
            if rule.field is None:
                continue
            yield from subject.field(document, f"{place}.field", rules.entity, rule.field)
            if not isinstance(rule, Validate):
                yield from _set(document, here, rule.field, f"{place}.field")
            elif rule.fix_value is not None:
                yield from _set(document, here, rule.field, f"{place}.fix_value")
            if isinstance(rule, Default):
                for n, key in enumerate(rule.on_change):
                    yield from subject.field(document, f"{place}.on_change[{n}]", rules.entity, key)


def _set(document: Document, here: EntityModel, key: str, place: str) -> Iterator[Problem]:
    field = here.fields.get(key)
    if field is None:
        return
    if field.storage is None or field.formula is not None:
        words = text(f"“{key}”由系统得出，规则不能写入", f'"{key}" is worked out and cannot be set')
        yield document.problem("not_stored", words, place)
    elif field.system and key not in ("owner", "department"):
        words = text(f"“{key}”是系统字段，规则不能写入", f'"{key}" is set by the system only')
        yield document.problem("system_field", words, place)


def _compared(document: Document, here: EntityModel, key: str, place: str) -> Iterator[Problem]:
    field = here.fields.get(key)
    if field is not None and (field.storage is None or field.value_type.name not in ("text", "ref")):
        words = text(
            f"“{key}”不是文本或关联，不能用来查重", f'"{key}" is neither text nor a link and tells no duplicates'
        )
        yield document.problem("not_compared", words, place)
