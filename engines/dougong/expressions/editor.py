"""What a formula editor asks: is it right, where may it run, and what may stand at the cursor."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from lark.exceptions import UnexpectedInput

from dougong.metamodel.model import FieldModel
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.value_type import ValueType

from .checking.check import Checked, check
from .functions import FUNCTIONS
from .parser import parser
from .problems import ExpressionError, FormulaProblem
from .schema import Schema
from .source import normalise_source

_NAME_TOKENS = frozenset({"NAME", "LABEL"})
INTERNAL = frozenset({"AFTER", "HASTEXT", "FORMATNUMBER", "FORMATDATE", "DAYSBETWEEN", "MONTHSBETWEEN", "YEARSBETWEEN"})
"""What other names are opened into: nobody writes them."""
_VARIABLES = {"user": text("当前用户", "The user"), "old": text("修改前的记录", "The record before the change")}


@dataclass(frozen=True, slots=True)
class Completion:
    """What may be inserted for the word at `start`..`end`."""

    kind: Literal["field", "function", "variable", "keyword", "option"]
    insert: str
    label: LocalText
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The state of a formula in an editor; `problems` and `checked.warnings` hold places and fixes."""

    text: str
    checked: Checked | None
    problems: tuple[Problem, ...]


def diagnose(written: str, schema: Schema, expected: ValueType | None = None) -> Diagnosis:
    """The formula as it would be stored, checked; never raises."""
    try:
        return Diagnosis(normalise_source(written), check(written, schema, expected), ())
    except ExpressionError as error:
        source = normalise_source(written)
        return Diagnosis(source, None, tuple(_mended(one, source) for one in error.problems))


def _mended(one: Problem, source: str) -> Problem:
    """With the whole text as it should read where the finding knows what is right in its place."""
    if not isinstance(one, FormulaProblem) or one.put is None or one.replacement is not None:
        return one
    return replace(one, replacement=source[: one.start] + str(one.put) + source[one.end :])


def complete(written: str, position: int, schema: Schema) -> list[Completion]:
    """What may stand at a position (code points), best first: found by key, label, Chinese words and pinyin."""
    before = written[:position]
    start = position
    while start and (before[start - 1].isalnum() or before[start - 1] in "_$"):
        start -= 1
    word = before[start:position]
    head = before[:start]
    if word.startswith("$"):
        return [c for c in _variables(schema, start, position) if c.insert.startswith(word)]
    if head.endswith("."):
        found = _after_dot(head[:-1], schema, start, position)
    else:
        accepted = _accepted(head)
        found = list(_anything(schema, start, position)) if accepted & _NAME_TOKENS else _keywords(start, position)
    ranked = [(rank, c) for c in found if (rank := _rank(word, c)) is not None]
    return [c for _, c in sorted(ranked, key=lambda pair: pair[0])][:50]


def _accepted(head: str) -> frozenset[str]:
    """The tokens the parser would take after the text; all names when it cannot say."""
    interactive = parser().parse_interactive(head)
    try:
        interactive.exhaust_lexer()
        return frozenset(interactive.accepts())  # type: ignore[no-untyped-call]
    except UnexpectedInput:
        return _NAME_TOKENS


def _anything(schema: Schema, start: int, end: int) -> Iterator[Completion]:
    if schema.here is not None:
        yield from (_field(one, start, end) for one in schema.here.fields.values())
    for function in FUNCTIONS.values():
        if function.name not in INTERNAL:
            yield Completion("function", f"{function.name}(", function.doc, start, end)
    yield from _variables(schema, start, end)


def _variables(schema: Schema, start: int, end: int) -> list[Completion]:
    names = {**_VARIABLES, **{name: text(name, name) for name in schema.variables}}
    return [Completion("variable", f"${name}", label, start, end) for name, label in names.items()]


def _keywords(start: int, end: int) -> list[Completion]:
    words = {
        "AND": text("并且", "and"),
        "OR": text("或者", "or"),
        "IN": text("属于", "one of"),
        "NOT IN": text("不属于", "none of"),
    }
    return [Completion("keyword", word, label, start, end) for word, label in words.items()]


def _field(one: FieldModel, start: int, end: int) -> Completion:
    return Completion("field", one.key, one.label, start, end)


def _after_dot(head: str, schema: Schema, start: int, end: int) -> list[Completion]:
    """The fields of the entity that the path before the dot ends at."""
    at = len(head)
    while at and (head[at - 1].isalnum() or head[at - 1] in "_.$"):
        at -= 1
    steps = head[at:].split(".")
    entity = schema.here
    if steps[0].startswith("$"):
        entity = schema.model.entities.get("person") if steps[0] == "$user" else entity
        steps = steps[1:]
    for step in steps:
        found = entity.fields.get(step) if entity is not None else None
        relation = found.relation if found is not None else None
        entity = schema.model.entities.get(relation.target) if relation is not None else None
    return [] if entity is None else [_field(one, start, end) for one in entity.fields.values()]


def _rank(word: str, completion: Completion) -> int | None:
    """0 for a beginning, 1 for a word of its label, 2 for pinyin, 3 for anything inside; None: no match."""
    if not word:
        return 0
    wanted = word.casefold()
    name = completion.insert.casefold()
    label = completion.label
    function = FUNCTIONS.get(completion.insert.rstrip("("))
    chinese = f"{function.words} {label.zh}" if function is not None else label.zh
    if name.startswith(wanted):
        return 0
    if any(part.startswith(wanted) for part in (*chinese.casefold().split(), *label.en.casefold().split())):
        return 1
    if any(wanted in spelled for spelled in _pinyin(function.words if function is not None else label.zh)):
        return 2
    return 3 if wanted in name or wanted in chinese.casefold() else None


@cache
def _pinyin(chinese: str) -> tuple[str, str]:
    """Full pinyin and initials."""
    from pypinyin import Style, lazy_pinyin  # late: its tables take a third of a second to load

    full = lazy_pinyin(chinese)
    initials = lazy_pinyin(chinese, style=Style.FIRST_LETTER)
    return "".join(full).casefold(), "".join(initials).casefold()
