"""Several of a set of options."""

from typing import Literal

from ..base import Key
from ..field import Field, FieldType
from ..lists import Option
from ..storage import Kind, Storage
from ..value_type import ValueType
from .options import find_option
from .reading import as_words, read_list


class MultichoiceField(Field):
    type: Literal["multichoice"]
    options: tuple[Option, ...] = ()
    options_from: Key | None = None


def _normalise(field: MultichoiceField, raw: object) -> list[str] | None:
    found = dict.fromkeys(find_option(field.options, as_words(part)) for part in read_list(raw))
    return list(found) or None


FIELD_TYPE = FieldType(
    config=MultichoiceField,
    icon="checks",
    widget="multichoice",
    storage=lambda field: Storage(Kind.LIST),
    value_type=lambda field: ValueType(
        "multichoice", options=tuple(o.key for o in field.options) if field.options else None
    ),
    normalise=_normalise,
)
