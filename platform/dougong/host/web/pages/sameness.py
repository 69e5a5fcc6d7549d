"""When two records may be one: by which fields, and what two spellings may differ in. Forms, records' pages, data quality
and merging all go by it; an import matches by what its reader chooses.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.rule import Match

_APART = re.compile(r"[\W_]+")
_SPACES = (" ", "　", "-", "·")
"""What formulas leave out of a text, besides capitals."""


def keys_of(entity: EntityModel) -> tuple[tuple[str, ...], ...]:
    """Fields in which records that may be one are alike, by each way in turn: unique keys, then those of match rules;
    without such rules the title within the links it must have, and each e-mail address and telephone number."""
    return tuple(dict.fromkeys(_keys(entity)))


def _keys(entity: EntityModel) -> Iterator[tuple[str, ...]]:
    if entity.owner_link is not None or entity.implicit:
        return
    for field in entity.fields.values():
        if field.field.unique:
            yield (field.key,)
    yield from entity.definition.unique
    rules = [rule.fields for rule in entity.rules if isinstance(rule, Match)]
    yield from rules
    if rules:
        return
    own = [field for field in entity.fields.values() if field.storage is not None and not field.system]
    title = entity.fields[entity.definition.title]
    if title.type.widget == "text" and title.storage is not None:
        yield (
            *(f.key for f in own if f.field.required and f.relation is not None and f.relation.kind == "one"),
            title.key,
        )
    for field in own:
        if field.type.widget in ("email", "phone"):
            yield (field.key,)


def folded(value: Any) -> str:
    """What is compared of a value while it is typed: letters and digits, no capitals."""
    return _APART.sub("", str(value or "").casefold())


def spelled(field: FieldModel) -> str:
    """The formula that makes the spellings of a value equal."""
    if field.value_type.name != "text":
        return field.key
    words = field.key
    for one in _SPACES:
        words = f'SUBSTITUTE({words}, {literal(one)}, "")'
    return f"LOWER({words})"


def spell(field: FieldModel, value: Any) -> str:
    """What the formula of a value comes to."""
    words = str(value)
    if field.value_type.name == "text":
        words = words.lower()
        for one in _SPACES:
            words = words.replace(one, "")
    return words


def same(entity: EntityModel, keys: tuple[str, ...], values: Iterable[str]) -> str | None:
    """The filter that finds the records spelled like `values` in `keys`; None when they may not be one by these."""
    given = tuple(values)
    if keys not in keys_of(entity) or len(keys) != len(given):
        return None
    pairs = zip(keys, given, strict=True)
    return " AND ".join(f"{spelled(entity.fields[key])} = {literal(value)}" for key, value in pairs)


def literal(words: str) -> str:
    """A text as formulas write it."""
    return '"' + words.replace('"', '""') + '"'
