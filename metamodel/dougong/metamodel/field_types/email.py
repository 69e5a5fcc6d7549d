"""An e-mail address, lower-cased."""

import re
from typing import Literal

from ..field import Field, FieldType
from ..problem import ValueProblem
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_text

_FULL_WIDTH = {0xFF20: "@", 0xFF0E: ".", 0x3002: "."}
_SHAPE = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s.,;<>\"]+(\.[^@\s.,;<>\"]+)+")


class EmailField(Field):
    type: Literal["email"]


def _normalise(field: EmailField, raw: object) -> str | None:
    words = read_text(raw, 254)
    if words is None:
        return None
    words = words.translate(_FULL_WIDTH).lower()
    if not _SHAPE.fullmatch(words):
        raise ValueProblem("email", f"“{words[:60]}”不是邮箱地址", f'"{words[:60]}" is not an e-mail address')
    return words


FIELD_TYPE = FieldType(
    config=EmailField,
    icon="mail",
    widget="email",
    storage=lambda field: Storage(Kind.TEXT),
    value_type=lambda field: ValueType("text"),
    normalise=_normalise,
)
