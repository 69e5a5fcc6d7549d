"""Checks rule files: their entity, unique keys, fields that can be set."""

from collections.abc import Iterator

from ..problem import Problem
from ..rule import Default, Rules, Validate
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
            if rule.field is None:
                continue
            yield from subject.field(document, f"{place}.field", rules.entity, rule.field)
            field = here.fields.get(rule.field)
            if field is not None and not isinstance(rule, Validate):
                if field.storage is None or field.formula is not None:
                    words = text(
                        f"“{rule.field}”由系统得出,规则不能写入", f'"{rule.field}" is worked out and cannot be set'
                    )
                    yield document.problem("not_stored", words, f"{place}.field")
                elif field.system and field.key not in ("owner", "department"):
                    words = text(f"“{rule.field}”是系统字段,规则不能写入", f'"{rule.field}" is set by the system only')
                    yield document.problem("system_field", words, f"{place}.field")
            if isinstance(rule, Default):
                for n, key in enumerate(rule.on_change):
                    yield from subject.field(document, f"{place}.on_change[{n}]", rules.entity, key)
