"""One core node to one SQL expression, in the two forms that make NULL and FALSE agree.

`value` is exact: text is never NULL, yes/no are two-valued. `truth` is for where NULL counts as FALSE (WHERE, CASE):
there comparisons stay bare, so that indexes serve.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Numeric, String, cast, func, literal

from ..core import Aggregate, Constant, Core, FieldRead, Operation, VariableRead
from ..env import Env
from ..types import is_text
from .raw import constant, raw
from .resolver import Resolver
from .target import Target

Element = ColumnElement[Any]
Write = Callable[["Writer", Operation], Element]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes nodes that read the resolver's row."""

    resolver: Resolver
    env: Env
    operations: dict[str, Write]
    truths: dict[str, Write]
    functions: Callable[["Writer", Operation], Element]
    aggregates: Callable[["Writer", Aggregate], Element]

    @property
    def target(self) -> Target:
        return self.resolver.target

    @property
    def sqlite(self) -> bool:
        return self.target.name == "sqlite"

    def value(self, node: Core) -> Element:
        """The exact raw value."""
        match node:
            case Constant(value=found):
                return constant(self.target, found, node.type)
            case FieldRead():
                return self._exact(self.bare(node), node)
            case VariableRead():
                return constant(self.target, self.variable(node), node.type)
            case Aggregate():
                return self.aggregates(self, node)
            case Operation(name=name) if name in self.operations:
                return self.operations[name](self, node)
            case Operation():
                return self.functions(self, node)

    def truth(self, node: Core) -> Element:
        """A condition in which NULL may stand for FALSE."""
        if isinstance(node, Operation) and node.name in self.truths:
            return self.truths[node.name](self, node)
        if isinstance(node, FieldRead):
            return self.condition(self.bare(node))
        return self.condition(self.value(node))

    def bare(self, node: Core) -> Element:
        """A field's column as it is, NULL included; anything else exact."""
        if isinstance(node, FieldRead):
            return raw(self.target, self.resolver.column(node.path), node.type)
        return self.value(node)

    def is_integer(self, node: FieldRead) -> bool:
        """Whether the column holds machine integers, whose arithmetic would overflow or turn to floats on PostgreSQL."""
        return isinstance(self.resolver.column(node.path).type, Integer)

    def condition(self, value: Element) -> Element:
        """A raw yes/no where SQL wants a condition."""
        return value.op("<>", is_comparison=True)(literal(0, Integer())) if self.sqlite and _is_number(value) else value

    def _exact(self, column: Element, node: FieldRead) -> Element:
        if is_text(node.type):
            return func.coalesce(column, literal("", String()), type_=String())
        if not self.sqlite and isinstance(column.type, Numeric) and self.is_integer(node):
            return cast(column, Numeric())
        if node.type.name == "bool":
            return func.coalesce(column, constant(self.target, False, node.type), type_=column.type)
        return column

    def variable(self, node: VariableRead) -> Any:
        """The canonical value of a bound variable; blank text is "" and blank yes/no FALSE."""
        key = ".".join(node.path)
        match node.name:
            case "today":
                found: Any = self.env.today
            case "now":
                found = self.env.now
            case "since" | "until" as side:
                found = self.env.bound(side, *node.path)
            case "user":
                found = self.env.user.get(key or "id")
            case _:
                found = self.env.variables.get(".".join((node.name, *node.path)))
        if found is None:
            return "" if is_text(node.type) else False if node.type.name == "bool" else None
        return found["id"] if node.type.name == "ref" and isinstance(found, dict) else found


def _is_number(value: Element) -> bool:
    return isinstance(value.type, Integer)
