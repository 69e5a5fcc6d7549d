"""A web address."""

from typing import Literal
from urllib.parse import urlsplit

from ..field import Field, FieldType
from ..problem import ValueProblem
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_text


class UrlField(Field):
    type: Literal["url"]


def _normalise(field: UrlField, raw: object) -> str | None:
    words = read_text(raw, 2000)
    if words is None:
        return None
    if "://" not in words:
        words = "https://" + words
    parts = urlsplit(words)
    if parts.scheme.lower() not in ("http", "https") or "." not in parts.netloc or any(ch.isspace() for ch in words):
        raise ValueProblem("url", f"“{words[:60]}”不是网址", f'"{words[:60]}" is not a web address')
    return words


FIELD_TYPE = FieldType(
    config=UrlField,
    icon="link",
    widget="url",
    storage=lambda field: Storage(Kind.TEXT),
    value_type=lambda field: ValueType("text"),
    normalise=_normalise,
)
