"""Checks entities: what names a record, keys, numbers, owners of child rows."""

from collections.abc import Iterator

from ..documents import Document
from ..entity import Entity
from ..model import EntityModel
from ..problem import Problem
from ..storage import Kind
from ..text import text
from .patterns import pattern_problem
from .subject import Subject, twice

RESERVED = frozenset(
    [
        "and",
        "or",
        "not",
        "in",
        "true",
        "false",
        "blank",
        "null",
        "if",
        "user",
        "old",
        "today",
        "now",
        "id",
        "new",
        "all",
        "none",
        "self",
        "record",
        "type",
        "key",
    ]
)
"""Words that have a meaning in formulas or addresses."""

ADDRESSES = frozenset([
    "admin", "api", "favourites", "files", "guide", "healthz", "help", "keys", "menu", "metrics", "notices", "offline", "page", "studio",
    "palette", "profile", "readyz", "search", "static", "undo", "visits", "w", "welcome", "workspace",
])  # fmt: skip
"""First words of the product's own addresses: records of an entity called so could not be reached."""


def check(subject: Subject) -> Iterator[Problem]:
    """Each entity document; an extension is looked at together with what it extends."""
    for document, entity in subject.of(Entity):
        here = subject.model.entities.get(entity.extends or entity.key)
        if here is None:
            continue
        if entity.extends is not None and entity.key != entity.extends:
            words = text("扩展对象时 key 应与 extends 相同", "The key of an extension must equal what it extends")
            yield document.problem("extension_key", words, "$.key")
        if entity.key in RESERVED | ADDRESSES or "__" in entity.key:
            words = text(f"“{entity.key}”是保留字，请换一个", f'"{entity.key}" is reserved; choose another key')
            yield document.problem("reserved", words, "$.key")
        if entity.number and (wrong := pattern_problem(entity.number)):
            yield document.problem("pattern", wrong, "$.number")
        yield from _keys(subject, document, entity, here)
        if entity.extends is None:
            yield from _title(document, here)
            yield from _owner(document, here)


def _keys(subject: Subject, document: Document, entity: Entity, here: EntityModel) -> Iterator[Problem]:
    for part, lists in (("unique", entity.unique), ("indexes", entity.indexes)):
        for number, keys in enumerate(lists):
            yield from twice(document, ((f"$.{part}[{number}][{n}]", key) for n, key in enumerate(keys)))
            for inner, key in enumerate(keys):
                place = f"$.{part}[{number}][{inner}]"
                yield from subject.field(document, place, here.key, key)
                field = here.fields.get(key)
                if field is not None and (field.storage is None or field.storage.kind in (Kind.JSON, Kind.LIST)):
                    words = text(f"“{key}”不能用在键或索引里", f'"{key}" cannot be part of a key or an index')
                    yield document.problem("not_indexable", words, place)


def _title(document: Document, here: EntityModel) -> Iterator[Problem]:
    field = here.fields.get(here.definition.title)
    if field is not None and (field.storage is None or field.storage.kind in (Kind.JSON, Kind.LIST, Kind.BOOLEAN)):
        words = text(
            f"“{field.key}”不能作标题字段，请选文字、编号、日期或关联",
            f'"{field.key}" cannot name a record; choose text, a number, a date or a link',
        )
        yield document.problem("title", words, "$.title")


def _owner(document: Document, here: EntityModel) -> Iterator[Problem]:
    if here.owner_link is None or here.owner_link not in here.fields:
        return
    relation = here.fields[here.owner_link].relation
    if relation is None or relation.kind == "many":
        words = text(f"“{here.owner_link}”不是关联字段", f'"{here.owner_link}" is not a link')
        yield document.problem("not_a_link", words, "$.owned_by")
    elif relation.target == here.key:
        words = text("明细不能属于自己", "Rows cannot be owned by their own entity")
        yield document.problem("owned_by", words, "$.owned_by")
