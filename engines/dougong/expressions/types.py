"""How types of the language relate: families, which two have a common type, what may be null."""

from dataclasses import replace
from typing import Literal

from dougong.metamodel.text import LocalText, text
from dougong.metamodel.value_type import TypeName, ValueType

NUMBERS = frozenset({"number", "money", "percent"})
TEXTS = frozenset({"text", "choice"})
MAX_SCALE = 6
LIMIT = 10**12
"""Every number is smaller than this; a result that is not is blank."""

TEXT = ValueType("text")
BOOL = ValueType("bool")
DATE = ValueType("date")
DATETIME = ValueType("datetime")
BLANK = ValueType("blank")
DURATION = ValueType("duration", scale=MAX_SCALE)

_WORDS: dict[TypeName, LocalText] = {
    "number": text("数字", "a number"),
    "money": text("金额", "an amount of money"),
    "percent": text("百分数", "a percentage"),
    "text": text("文字", "text"),
    "choice": text("选项", "a choice"),
    "multichoice": text("多选", "several choices"),
    "bool": text("是/否", "yes or no"),
    "date": text("日期", "a date"),
    "datetime": text("时间", "a date and time"),
    "duration": text("时长", "a duration"),
    "ref": text("关联记录", "a link"),
    "many": text("多条记录", "many records"),
    "list": text("列表", "a list"),
    "json": text("结构数据", "structured data"),
    "blank": text("空", "blank"),
}

Blank = Literal["text", "list", "bool"]
_BLANKS: dict[TypeName, Blank] = {
    "text": "text", "choice": "text", "multichoice": "list", "list": "list", "bool": "bool",
}  # fmt: skip


def number(scale: int = 0) -> ValueType:
    """A plain number with digits after the point."""
    return ValueType("number", scale=min(scale, MAX_SCALE))


def words(value_type: ValueType) -> LocalText:
    """The type in a person's words, with an article in English."""
    return _WORDS[value_type.name]


def is_number(value_type: ValueType) -> bool:
    return value_type.name in NUMBERS


def is_text(value_type: ValueType) -> bool:
    return value_type.name in TEXTS


def blank_of(value_type: ValueType) -> Blank | None:
    """What stands for a blank of the type: an empty text, an empty list, false; None where it is null."""
    return _BLANKS.get(value_type.name)


def may_be_null(value_type: ValueType) -> bool:
    return blank_of(value_type) is None and value_type.name != "many"


def common(left: ValueType, right: ValueType) -> ValueType | None:
    """The type both values have, None when there is none: numbers widen, a choice reads as text, blank is anything."""
    if left == right or right.name == "blank":
        return left
    if left.name == "blank":
        return right
    if is_number(left) and is_number(right):
        scale = max(left.scale, right.scale)
        return replace(left, scale=scale) if left.name == right.name else number_of(left, right, scale)
    if left.name == right.name == "duration":
        return replace(left, scale=max(left.scale, right.scale))
    if is_text(left) and is_text(right):
        return TEXT if left.name != right.name else replace(left, options=None)
    if left.name == right.name == "ref" and "" in (left.entity, right.entity):
        return replace(left, entity="")
    return left if left.name == right.name and left.name in ("multichoice", "list") else None


def number_of(left: ValueType, right: ValueType, scale: int) -> ValueType:
    """Sum, difference or choice of two numbers: money if either is money."""
    name: TypeName = "money" if "money" in (left.name, right.name) else "number"
    return ValueType(name, scale=min(scale, MAX_SCALE))
