"""A telephone number; spaces and dashes are dropped, `+86` before a Chinese mobile too."""

import re
from typing import Literal

from ..field import Field, FieldType
from ..problem import ValueProblem
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_text

_DIGITS = {0xFF10 + i: str(i) for i in range(10)} | {0xFF0B: "+", 0xFF0D: "-"}
_NOISE = re.compile(r"[\s\-()（）.·]")


class PhoneField(Field):
    type: Literal["phone"]
    mobile: bool = False
    """Only 11-digit mobile numbers of mainland China."""


def _normalise(field: PhoneField, raw: object) -> str | None:
    words = read_text(raw, 60)
    if words is None:
        return None
    words = _NOISE.sub("", words.translate(_DIGITS))
    words = re.sub(r"^(\+?86|0086)(?=1[3-9]\d{9}$)", "", words)
    if field.mobile and not re.fullmatch(r"1[3-9]\d{9}", words):
        raise ValueProblem("mobile", "手机号应为 1 开头的 11 位数字", "A mobile number has 11 digits and begins with 1")
    if not re.fullmatch(r"\+?[\d]{3,20}(?:[x#*]\d{1,8})?", words):
        raise ValueProblem("phone", f"“{words[:40]}”不是电话号码", f'"{words[:40]}" is not a telephone number')
    return words


FIELD_TYPE = FieldType(
    config=PhoneField,
    icon="phone",
    widget="phone",
    storage=lambda field: Storage(Kind.TEXT),
    value_type=lambda field: ValueType("text"),
    normalise=_normalise,
)
