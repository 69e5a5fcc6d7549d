"""Readers of raw text that several field types share: plain text, numbers, dates, whole lists."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from uuid import UUID

from ..problem import ValueProblem

LIMIT = Decimal(10) ** 12
_FULL_WIDTH = {ord("０") + i: str(i) for i in range(10)} | {
    ord("．"): ".",
    ord("，"): ",",
    ord("－"): "-",
    ord("％"): "%",
}
_DIGITS = 20
"""A number with more digits before the point is refused before any arithmetic is tried on it."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def as_words(raw: object) -> str:
    """A single value as trimmed text, "" for none; a list, an object or anything else is refused."""
    if raw is None:
        return ""
    if not isinstance(raw, str | int | Decimal | float | date | UUID) or (isinstance(raw, int) and abs(raw) >= LIMIT):
        raise ValueProblem("single_value", "这里要填单个值", "This must be a single value")
    return str(raw).strip()


def refuse_unprintable(words: str) -> None:
    """ValueProblem for U+0000, other control characters (tabs and line ends excepted) and lone surrogates."""
    if _CONTROL.search(words):
        raise ValueProblem(
            "control_character", "含有不可见的控制字符，请删去", "It holds control characters; remove them"
        )
    if _SURROGATE.search(words):
        raise ValueProblem("text_encoding", "文字编码已损坏", "The text is damaged (lone surrogates)")


def read_text(raw: object, max_length: int) -> str | None:
    """NFC text without U+0000 and other control characters, trimmed; blank is None."""
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal | float):
        raise ValueProblem("text", "这里要填文字", "This must be text")
    words = str(raw).strip()
    if not words.isascii() and len(words) <= 4 * max_length:  # what is far too long is refused below as it is
        words = unicodedata.normalize("NFC", words)
    refuse_unprintable(words)
    if len(words) > max_length:
        raise ValueProblem(
            "too_long",
            f"最多 {max_length} 个字，现有 {len(words)} 个",
            f"At most {max_length} characters, this has {len(words)}",
        )
    return words or None


def read_decimal(raw: object, scale: int, lowest: str | None = None, highest: str | None = None) -> Decimal | None:
    """An exact number rounded half away from zero to `scale`; takes thousands separators, ¥, 万/亿 and full-width digits."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool | dict | list | tuple):
        raise ValueProblem("number", "这里要填数字", "This must be a number")
    if isinstance(raw, int) and abs(raw) >= LIMIT:
        raise _too_large()
    words = as_words(raw)[:200].translate(_FULL_WIDTH).replace(",", "").replace(" ", "").lstrip("¥￥$€")
    if not words:
        return None
    factor = Decimal(1)
    if words[-1] in "万亿":
        factor, words = Decimal(10_000 if words[-1] == "万" else 100_000_000), words[:-1]
    try:
        value = Decimal(words) if len(words) <= 60 else None
    except InvalidOperation:
        value = None
    if value is not None and value.is_finite() and value.adjusted() > _DIGITS:
        raise _too_large()
    if value is None or not value.is_finite():
        raise ValueProblem("number", f"“{words[:40]}”不是数字", f'"{words[:40]}" is not a number')
    value *= factor
    if abs(value) >= LIMIT:
        raise _too_large()
    value = value.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)
    if lowest is not None and value < Decimal(lowest):
        raise ValueProblem("too_small", f"不能小于 {lowest}", f"It must be at least {lowest}")
    if highest is not None and value > Decimal(highest):
        raise ValueProblem("too_large", f"不能大于 {highest}", f"It must be at most {highest}")
    return value + 0  # no negative zero


def _too_large() -> ValueProblem:
    return ValueProblem("number_range", "数字要小于一万亿", "The number must be below 10^12")


def read_integer(raw: object, lowest: int | None = None, highest: int | None = None) -> int | None:
    """A whole number below 10^12 in size."""
    value = read_decimal(raw, 6, None if lowest is None else str(lowest), None if highest is None else str(highest))
    if value is None:
        return None
    if value != value.to_integral_value():
        raise ValueProblem("whole_number", "这里要填整数", "This must be a whole number")
    return int(value)


def read_list(raw: object) -> list[object]:
    """A list as it came, or text split at commas and semicolons."""
    if raw is None or raw == "":
        return []
    if isinstance(raw, str):
        parts = raw.replace("；", ";").replace("，", ";").replace("、", ";").replace(",", ";").split(";")
        return [part.strip() for part in parts if part.strip()]
    if isinstance(raw, Iterable) and not isinstance(raw, dict | bytes):
        found = list(raw)
        if len(found) > 1000:
            raise ValueProblem("too_many", "最多 1000 项", "At most 1000 entries")
        return found
    raise ValueProblem("list", "这里要填一组值", "This must be a list")
