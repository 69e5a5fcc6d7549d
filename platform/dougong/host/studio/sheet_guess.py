"""What a column of a sheet is most likely: the type of a field, its parts, and how its cells are read.

A list of kinds, asked in order; the first that most cells fit is the guess, and any of them may be chosen instead.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from random import Random
from typing import Any

from dougong.metamodel.field_types import field_types, parse_field
from dougong.metamodel.field_types.bool import NO, YES
from dougong.metamodel.problem import ValueProblem
from dougong.metamodel.text import text
from dougong.records.lookup import fold

from .field_palette import key_for
from .sheet_readings import DAYS, READINGS

MOST_OPTIONS = 30
"""Different values that may still be a choice."""
MOST_LOOKED_AT = 2_500
"""Cells that a guess is made from."""
MOST_JUDGED = 20_000
"""Different values of a column that are tried."""
_ENOUGH = 0.9
_COLOURS = ("blue", "green", "amber", "violet", "teal", "red", "gray")
_PARTS = re.compile(r"[、;；,，]")


@dataclass(frozen=True)
class Column:
    """`cells` in the order of the rows, "" where there is nothing."""

    header: str
    cells: Sequence[str]
    judged: dict[tuple[str, str, str], list[tuple[str, int]]] = field(default_factory=dict, compare=False)

    @cached_property
    def counted(self) -> Counter[str]:
        """Every value with how often it is there."""
        return Counter(cell for cell in self.cells if cell)

    @cached_property
    def filled(self) -> int:
        return sum(self.counted.values())

    @cached_property
    def sample(self) -> "Column":
        """A few thousand cells from all over it, always the same; not every so-manieth, since tables repeat themselves."""
        if len(self.cells) <= MOST_LOOKED_AT:
            return self
        chosen = sorted(Random(len(self.cells)).sample(range(len(self.cells)), MOST_LOOKED_AT))  # noqa: S311
        return Column(self.header, [self.cells[n] for n in chosen])

    @cached_property
    def folded(self) -> Mapping[str, int]:
        """Every value as names are compared, with how often it is there."""
        found: dict[str, int] = {}
        for value, count in self.counted.items():
            name = fold(value)
            found[name] = found.get(name, 0) + count
        return found

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """A few of its values, to be looked at."""
        return tuple(dict.fromkeys(one[:60] for one in islice(self.counted, 4)))

    @cached_property
    def naming(self) -> float:
        """The share of cells that may be names."""
        return self.share(is_name)

    @cached_property
    def differs(self) -> bool:
        """Whether no value is there twice."""
        return len(self.counted) == self.filled

    def share(self, test: Callable[[str], object]) -> float:
        """Of the filled cells those that pass, 0 to 1."""
        return sum(count for value, count in self.counted.items() if test(value)) / self.filled if self.filled else 0.0

    def says(self, *words: str) -> bool:
        """Whether the header has one of these words: Chinese ones anywhere, English ones whole."""
        english = set(re.split(r"[^a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", self.header).lower()))
        return any(one in english if one.isascii() else one in self.header for one in words)


@dataclass(frozen=True, slots=True)
class Guess:
    """`type` of the field, its `parts` beyond key and label, and the name of the reading of its cells."""

    type: str
    parts: Mapping[str, Any] = field(default_factory=dict)
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """`looks`: whether a column may be meant so at all; `build` what it would be."""

    type: str
    looks: Callable[[Column], bool]
    build: Callable[[Column], Guess]
    whole: bool = False
    """Whether it has to see every cell: its parts are made of them."""


def is_name(value: str) -> bool:
    """Whether it may name something: short numbers are there by chance."""
    return not value.replace(".", "").isdigit() or len(value) >= 5


def guess(column: Column) -> Guess:
    """The first kind that looks right and that nine of ten cells fit; text where none does."""
    sample = column.sample
    for kind in KINDS:
        if column.filled and kind.looks(sample):
            found = kind.build(column if kind.whole else sample)
            if fits(found, sample) >= _ENOUGH * sample.filled and fits(found, column) >= _ENOUGH * column.filled:
                return found
    return Guess("long_text" if any(len(one) > 255 for one in column.counted) else "text")


def guess_as(column: Column, type_key: str) -> Guess:
    """What it is if it is of that type."""
    return next((kind.build(column) for kind in KINDS if kind.type == type_key), Guess(type_key))


def fits(found: Guess, column: Column) -> int:
    """How many filled cells the field would take."""
    return column.filled - sum(count for _, count in misfits(found, column))


def misfits(found: Guess, column: Column) -> list[tuple[str, int]]:
    """Values the field would refuse, as often as they are there, the most frequent first; looked at once."""
    name = found.type, repr(found.parts), found.reading
    if name not in column.judged:
        column.judged[name] = _judge(found, column)
    return column.judged[name]


def _judge(found: Guess, column: Column) -> list[tuple[str, int]]:
    model, read = (
        parse_field({"key": "x", "label": _words("x"), "type": found.type, **found.parts}),
        READINGS[found.reading],
    )
    normalise, refused = field_types()[found.type].normalise, []
    for value, count in column.counted.most_common(MOST_JUDGED):
        try:
            normalise(model, read(value))
        except ValueProblem:
            refused.append((value, count))
    return refused


def options_of(values: Iterable[str]) -> list[dict[str, Any]]:
    """Options of a choice, each of another colour, with keys of their own."""
    made: list[dict[str, Any]] = []
    for number, value in enumerate(values):
        key = key_for(text(value, value if value.isascii() else ""), "option", [one["key"] for one in made])
        made.append({"key": key, "label": _words(value), "colour": _COLOURS[number % len(_COLOURS)]})
    return made


def _words(words: str) -> dict[str, str]:
    return {"zh-CN": words, "en": words}


def _number(value: str) -> bool:
    return re.fullmatch(r"[¥￥$€]?\s*-?[¥￥$€]?\s*[\d,，]*\d(?:\.\d+)?\s*[万亿]?", value) is not None


def _whole(value: str) -> bool:
    return re.fullmatch(r"-?\d{1,11}", value) is not None


def _is_code(column: Column) -> bool:
    """Digits that nobody adds up: numbers of things, with zeros in front, or too long for an amount."""
    named = column.says(
        "编号", "编码", "代码", "证号", "工号", "单号", "卡号", "账号", "邮编", "id", "code", "zip", "postcode", "sku"
    ) or (column.header.endswith("号") or column.says("no"))
    digits = column.share(str.isdigit)
    odd = column.share(lambda one: one.isdigit() and ((one[0] == "0" and len(one) > 1) or len(one) > 11))
    return odd > 0.05 or (named and digits > 0.5 and not column.says("数量", "count"))


def _is_choice(column: Column) -> bool:
    kinds = len(column.counted)
    short = all(len(one) <= 40 for one in column.counted)
    return (
        short
        and column.filled >= 4
        and 2 <= kinds <= MOST_OPTIONS
        and kinds <= column.filled / 2
        and not column.share(_number) > 0.5
    )


def _is_several(column: Column) -> bool:
    parts = {part.strip() for one in column.counted for part in _PARTS.split(one) if part.strip()}
    several = column.share(_PARTS.search)
    return (
        several >= 0.3
        and 2 <= len(parts) <= MOST_OPTIONS
        and max(map(len, parts)) <= 20
        and len(parts) <= column.filled / 2
    )


def _is_switch(column: Column) -> bool:
    said = {one.casefold() for one in column.counted}
    asked = column.header.startswith(("是否", "有无", "可否")) or column.says("is", "has", "whether")
    return said <= (YES | NO) and len(said) <= 2 and (asked or (column.filled >= 4 and not said & {"0", "1"}))


def _best_days(column: Column) -> Guess:
    return max((Guess("date", reading=one) for one in DAYS), key=lambda one: (fits(one, column), one.reading == ""))


def _is_day(column: Column) -> bool:
    named = column.says("日期", "时间", "生日", "到期", "日", "date", "day", "birthday", "due", "deadline", "on")
    plain = column.share(lambda one: not re.fullmatch(r"[\d.]+", one) or one.count(".") == 2)
    return named or plain > 0.5


def _scaled(column: Column) -> int:
    return max((len(one.partition(".")[2].rstrip("%万亿")) for one in column.counted if "." in one), default=0)


def _options(column: Column) -> Guess:
    return Guess("choice", {"options": options_of([one for one, _ in column.counted.most_common(200)])})


def _several(column: Column) -> Guess:
    parts = Counter(part.strip() for one in column.counted for part in _PARTS.split(one) if part.strip())
    return Guess("multichoice", {"options": options_of([one for one, _ in parts.most_common(200)])})


def _percent(column: Column) -> Guess:
    of_one = (
        column.share(lambda one: "%" in one or "％" in one) == 0
        and column.share(lambda one: abs(_float(one)) <= 1) == 1
    )
    return Guess(
        "percent",
        {"scale": min(4, max(0, _scaled(column) - 2 if of_one else _scaled(column)))},
        "share" if of_one else "",
    )


def _float(words: str) -> float:
    try:
        return float(words)
    except ValueError:
        return 1e9


KINDS: tuple[Kind, ...] = (
    Kind("email", lambda column: column.share(lambda one: "@" in one) > 0.8, lambda column: Guess("email")),
    Kind("url", lambda column: column.share(lambda one: one.lower().startswith(("http://", "https://", "www."))) > 0.8,
         lambda column: Guess("url")),
    Kind("phone", lambda column: column.says("电话", "手机", "座机", "传真", "phone", "mobile", "tel", "telephone", "fax", "cell")
         or column.share(lambda one: re.fullmatch(r"(?:\+?86)?[- ]?1[3-9]\d[- ]?\d{4}[- ]?\d{4}", one)) > 0.8,
         lambda column: Guess("phone")),
    Kind("bool", _is_switch, lambda column: Guess("bool")),
    Kind("datetime", lambda column: column.share(lambda one: re.search(r"\d[ T]\d{1,2}:\d{2}", one)) > 0.5
         and column.share(lambda one: re.search(r"[ T]00:00(:00)?$", one)) < 1, lambda column: Guess("datetime")),
    Kind("date", _is_day, _best_days),
    Kind("text", _is_code, lambda column: Guess("text")),
    Kind("percent", lambda column: column.share(lambda one: one.endswith(("%", "％"))) > 0.5
         or (column.says("率", "占比", "比例", "percent", "percentage", "rate") and column.share(lambda one: abs(_float(one)) <= 1) == 1),
         _percent),
    Kind("money", lambda column: column.share(_number) >= _ENOUGH and (column.share(lambda one: one[0] in "¥￥$€") > 0.5 or column.says(
        "金额", "价", "费", "款", "薪", "成本", "预算", "收入", "营收", "amount", "price", "cost", "fee", "revenue", "salary", "budget",
    )), lambda column: Guess("money", {"scale": min(6, max(2, _scaled(column)))})),
    Kind("integer", lambda column: column.share(_whole) >= _ENOUGH, lambda column: Guess("integer")),
    Kind("number", lambda column: column.share(_number) >= _ENOUGH, lambda column: Guess("number", {"scale": min(6, _scaled(column))})),
    Kind("choice", _is_choice, _options, whole=True),
    Kind("multichoice", _is_several, _several, whole=True),
    Kind("long_text", lambda column: any(len(one) > 120 or "\n" in one for one in column.counted), lambda column: Guess("long_text")),
)  # fmt: skip
OFFERED = (
    "text", "long_text", "integer", "number", "money", "percent", "choice", "multichoice", "bool", "date", "datetime", "time",
    "phone", "email", "url", "person", "link",
)  # fmt: skip
"""Types a person may choose for a column."""
TELLING = frozenset({"text", "phone", "email", "integer"})
"""Types whose values may tell records apart."""
ROOMY = frozenset({"choice", "bool", "multichoice", "long_text"})
"""Types that name no record: what names them is one line of text instead."""
NAMING = frozenset({"text", "choice", "long_text"})
"""Types of columns that may have been meant as the name."""
NEVER_REQUIRED = frozenset({"bool", "link", "person"})
"""Types that all rows being filled says nothing of."""
MAY_LINK = frozenset({"text", "choice"})
"""Types whose columns may name records of something else."""
