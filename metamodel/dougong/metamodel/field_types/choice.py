"""One of a set of options; the option's key is stored."""

from typing import Literal

from ..base import Key
from ..field import Field, FieldType
from ..lists import Option
from ..storage import Kind, Storage
from ..value_type import ValueType
from .options import find_option
from .reading import read_text


class ChoiceField(Field):
    type: Literal["choice"]
    options: tuple[Option, ...] = ()
    options_from: Key | None = None
    """Key of a shared option list."""


def _normalise(field: ChoiceField, raw: object) -> str | None:
    words = read_text(raw, 200)
    return words and find_option(field.options, words)


FIELD_TYPE = FieldType(
    config=ChoiceField,
    icon="circle-dot",
    widget="choice",
    storage=lambda field: Storage(Kind.TEXT),
    value_type=lambda field: ValueType(
        "choice", options=tuple(o.key for o in field.options) if field.options else None
    ),
    normalise=_normalise,
)
