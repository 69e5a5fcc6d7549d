"""What a function of the language is: one literal with its words, its examples and its meaning.

A meaning is either a rewriting into the core (`Expand`), an implementation per back end (`Native`), or a figure over
related rows (`Over`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from dougong.metamodel.text import LocalText
from dougong.metamodel.value_type import ValueType

from ..core import Core, Operation, Scalar


class Call(Protocol):
    """A call being checked, for functions that expand: its arguments have the types of the signature."""

    @property
    def arguments(self) -> tuple[Core, ...]: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...

    def operation(self, name: str, value_type: ValueType, *arguments: Core, nullable: bool) -> Operation:
        """A core operation in the place of this call."""

    def constant(self, value: Scalar, value_type: ValueType) -> Core:
        """A constant in the place of this call."""

    def unify(self, values: tuple[Core, ...]) -> tuple[Core, ...]:
        """The values brought to one type; refuses the call when there is none."""

    def equal(self, left: Core, right: Core) -> Core:
        """`left = right` with all its rules."""

    def compare(self, operator: Literal["<=", ">=", "="], left: Core, right: Core) -> Core:
        """A comparison with all its rules."""

    def arithmetic(self, operator: Literal["+", "-", "*", "/"], left: Core, right: Core) -> Core:
        """Arithmetic with all its rules, blanks staying blank."""

    def as_text(self, value: Core) -> Core:
        """The value as `&` would write it."""

    def refuse(self, zh: str, en: str, argument: int | None = None) -> Exception:
        """The error to raise for this call, or for one argument of it."""


class Sql(Protocol):
    """What a PostgreSQL form may be built from; values are opaque SQL expressions."""

    def call(self, name: str, *arguments: Any) -> Any:
        """A database function; plain str and int arguments are bound as constants."""

    def infix(self, left: Any, operator: str, right: Any) -> Any: ...
    def cast(self, value: Any, name: str) -> Any:
        """`name`: integer, bigint, numeric, exact (60 digits, 30 of them after the point), date, dates (an array), text,
        boolean, timestamp, instant."""

    def case(self, condition: Any, value: Any, otherwise: Any) -> Any: ...
    def within(self, value: Any, low: int, high: int) -> Any:
        """The number, NULL when outside."""

    def within_dates(self, value: Any) -> Any:
        """The date, NULL outside the years 1 to 9999."""

    def within_instants(self, value: Any) -> Any:
        """The instant, NULL outside the years 1 to 9999 UTC."""

    def add_days(self, day: Any, days: Any) -> Any:
        """The date some whole days later, NULL outside the years 1 to 9999."""

    def fold(self, value: Any, function: str) -> Any:
        """upper or lower with the widest folding that the database has."""

    def let(self, values: tuple[Any, ...], body: Callable[..., Any]) -> Any:
        """`body` over values that are worked out once."""

    def code_points(self, value: Any) -> Any:
        """The text, ordered by code point again."""


Extra = Literal["zone", "folding", "workdays"]


@dataclass(frozen=True, slots=True)
class Native:
    """`python` gets values that are not None and returns one, None for blank; it also serves SQLite.

    `postgresql(sql, *arguments)` gives the expression, None: not in SQL. `extra` names a value of the Env that is
    passed last. `sqlite` is SQLite's own function that does exactly this, over text alone. `javascript` is the source of a
    function of `rt` (javascript/runtime.js) over the same values, numbers with six digits as BigInt, None: worked out on
    the server only.
    """

    python: Callable[..., Any]
    postgresql: Callable[..., Any] | None = None
    extra: Extra | None = None
    javascript: str | None = None
    sqlite: str | None = None


@dataclass(frozen=True, slots=True)
class Expand:
    """Sugar: the call becomes other core operations while it is checked."""

    build: Callable[[Any], Core]


@dataclass(frozen=True, slots=True)
class Over:
    """A figure over related rows. `value` says what each row must give; `scalar` serves plain arguments instead."""

    value: Literal["number", "ordered", "text", "bool", "any", "none"]
    scalar: Expand | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """`signature` e.g. `LEFT(text: text, count?: number) -> text`; `?` after a result: it may be blank even so.

    `words` are what a person types to find it (zh). `examples` are formulas without fields, and what they give.
    """

    name: str
    signature: str
    doc: LocalText
    words: str
    examples: tuple[tuple[str, Scalar | int], ...]
    meaning: Native | Expand | Over
