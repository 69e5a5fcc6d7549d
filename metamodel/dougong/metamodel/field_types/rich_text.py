"""Formatted text: a small safe subset of HTML."""

from typing import Literal

import nh3

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_text

TAGS = {"a", "b", "blockquote", "br", "code", "em", "h3", "h4", "i", "li", "ol", "p", "pre", "s", "strong", "u", "ul"}


class RichTextField(Field):
    type: Literal["rich_text"]
    max_length: int = 100_000


def _normalise(field: RichTextField, raw: object) -> str | None:
    words = read_text(raw, field.max_length)
    return words and (
        nh3.clean(words, tags=TAGS, attributes={"a": {"href", "title"}}, url_schemes={"http", "https", "mailto", "tel"})
        or None
    )


FIELD_TYPE = FieldType(
    config=RichTextField,
    icon="text-size",
    widget="rich_text",
    storage=lambda field: Storage(Kind.TEXT),
    value_type=lambda field: ValueType("text"),
    normalise=_normalise,
)
