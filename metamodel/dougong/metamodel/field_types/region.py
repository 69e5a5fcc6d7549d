"""Province, city, district: names joined by `/`."""

from typing import Literal

from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import as_words, read_text


class RegionField(Field):
    type: Literal["region"]


def _normalise(field: RegionField, raw: object) -> str | None:
    if isinstance(raw, list | tuple):
        raw = "/".join(as_words(part) for part in raw)
    words = read_text(raw, 120)
    return words and ("/".join(part.strip() for part in words.replace("／", "/").split("/") if part.strip()) or None)


FIELD_TYPE = FieldType(
    config=RegionField,
    icon="map-pin",
    widget="region",
    storage=lambda field: Storage(Kind.TEXT),
    value_type=lambda field: ValueType("text"),
    normalise=_normalise,
)
