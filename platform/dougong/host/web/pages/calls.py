"""Whom a record's page offers to call, and where it offers to go: from its own fields and the people beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dougong.metamodel.model import EntityModel
from dougong.records.masking import Masked
from dougong.records.values import Row

from .dialled import dialled
from .look import Look
from .related_lists import RelatedList
from .show import show

_MOST = 8


@dataclass(frozen=True, slots=True)
class Call:
    """`name` is a person's, or the label of the record's own number."""

    name: str
    number: str
    person: bool = True


def calls(
    entity: EntityModel, row: Row, seen: frozenset[str], lists: Iterable[RelatedList], look: Look
) -> tuple[Call, ...]:
    """People of the related lists first, then the record's own numbers."""
    found = [Call(one.title, one.phone) for listed in lists for one in listed.rows if one.phone]
    for key, field in entity.fields.items():
        number = row.get(key)
        if field.type.widget == "phone" and key in seen and dialled(number):
            found.append(Call(field.label.in_(look.language), dialled(number), person=False))
    return tuple(found[:_MOST])


def place_of(entity: EntityModel, row: Row, seen: frozenset[str], look: Look) -> str:
    """The first address the viewer sees, in words a map understands; empty where there is none."""
    for key, field in entity.fields.items():
        value: Any = row.get(key)
        if field.type.widget == "address" and key in seen and value and not isinstance(value, Masked):
            return show(field, key)(value, row, look).striptags()
    return ""
