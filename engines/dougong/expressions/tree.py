"""The syntax tree: what was written, before names mean anything. Every node keeps its place in the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class At:
    """Code points start (inclusive) to end (exclusive) of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number(At):
    value: Decimal


@dataclass(frozen=True, slots=True)
class String(At):
    value: str


@dataclass(frozen=True, slots=True)
class Boolean(At):
    value: bool


@dataclass(frozen=True, slots=True)
class Name(At):
    """A field by key or label; `braced` when written as {Label}."""

    name: str
    braced: bool = False


@dataclass(frozen=True, slots=True)
class Variable(At):
    """`$user`; the name without the sign."""

    name: str


@dataclass(frozen=True, slots=True)
class Input(At):
    """`?`, the input of a decision table's cell."""


@dataclass(frozen=True, slots=True)
class Member(At):
    """`base.name`."""

    base: "Node"
    name: str


@dataclass(frozen=True, slots=True)
class Filter(At):
    """`base[condition]`."""

    base: "Node"
    condition: "Node"


@dataclass(frozen=True, slots=True)
class Call(At):
    """`NAME(args)`; the name as written."""

    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Unary(At):
    operator: Literal["-", "+", "NOT"]
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary(At):
    """Arithmetic, `&`, comparison, AND, OR; `sign` is where the operator stands."""

    operator: Literal["+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">=", "AND", "OR"]
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class InList(At):
    subject: "Node"
    items: tuple["Node", ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Group(At):
    """Parentheses, kept because `-(a^b)` is allowed and `-a^b` is not."""

    inner: "Node"


Node = (
    Number | String | Boolean | Name | Variable | Input | Member | Filter | Call | Unary | Binary | InList | Group
)  # fmt: skip


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    match node:
        case Member(base=base):
            return (base,)
        case Filter(base=base, condition=condition):
            return (base, condition)
        case Call(arguments=arguments):
            return arguments
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case InList(subject=subject, items=items):
            return (subject, *items)
        case Group(inner=inner):
            return (inner,)
        case _:
            return ()


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Every node with its depth (root 1), without recursion."""
    stack = [(node, 1)]
    while stack:
        found, depth = stack.pop()
        yield found, depth
        stack.extend((child, depth + 1) for child in children(found))
