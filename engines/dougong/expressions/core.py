"""The typed core: what a checked formula is. All sugar is gone; every node has its type, whether it may be null, and its place.

Values have one representation per type in the core's meaning: numbers and durations (seconds) exact decimals, text and
choices str, dates date, instants aware datetime, links the id.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from dougong.metamodel.value_type import ValueType

Path = tuple[str, ...]
Scalar = Decimal | str | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What all nodes have; start and end are code points of the source text."""

    type: ValueType
    nullable: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Constant(Typed):
    value: Scalar


@dataclass(frozen=True, slots=True)
class FieldRead(Typed):
    """A column of the record, or of one reached by links."""

    path: Path


@dataclass(frozen=True, slots=True)
class VariableRead(Typed):
    """A bound value: `user`, `old` (with a path), `today`, `now`, the ends of a period (`since`, `until`), or one the schema
    declares."""

    name: str
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Operation(Typed):
    """An operation of the core (lower case) or a function with an implementation per back end (upper case)."""

    name: str
    arguments: tuple["Core", ...]


@dataclass(frozen=True, slots=True)
class Aggregate(Typed):
    """A figure over the rows of a to-many relation; `where`, `value` and `order` read the row."""

    name: str
    relation: Path
    where: "Core | None" = None
    value: "Core | None" = None
    order: "Core | None" = None
    separator: str = ""


Core = Constant | FieldRead | VariableRead | Operation | Aggregate


def parts(node: Core) -> tuple[Core, ...]:
    """The nodes directly below that read the same row."""
    return node.arguments if isinstance(node, Operation) else ()


def row_parts(node: Core) -> tuple[Core, ...]:
    """The nodes of an aggregate, which read the related row."""
    if not isinstance(node, Aggregate):
        return ()
    return tuple(part for part in (node.where, node.value, node.order) if part is not None)


def walk(node: Core) -> Iterator[Core]:
    """Every node, those of related rows included."""
    stack = [node]
    while stack:
        found = stack.pop()
        yield found
        stack.extend(parts(found))
        stack.extend(row_parts(found))


def depth(node: Core) -> int:
    """How deep the nodes nest, without recursion."""
    deepest, stack = 0, [(node, 1)]
    while stack:
        found, level = stack.pop()
        deepest = max(deepest, level)
        stack.extend((child, level + 1) for child in (*parts(found), *row_parts(found)))
    return deepest


def dependencies(node: Core, prefix: Path = ()) -> frozenset[Path]:
    """The paths a formula reads: fields, and the relations it aggregates with the fields of their rows."""
    found: set[Path] = set()
    stack = [(node, prefix)]
    while stack:
        part, at = stack.pop()
        if isinstance(part, FieldRead):
            found.add(at + part.path)
        elif isinstance(part, Aggregate):
            found.add(at + part.relation)
            if part.name in ("FIRST", "LAST", "JOIN"):
                found.add((*at, *part.relation, "id"))
            stack.extend((child, at + part.relation) for child in row_parts(part))
        stack.extend((child, at) for child in parts(part))
    return frozenset(found)


_CLASSES: dict[str, type[Any]] = {
    "constant": Constant, "field": FieldRead, "variable": VariableRead, "operation": Operation, "aggregate": Aggregate
}  # fmt: skip
_NAMES = {kind: name for name, kind in _CLASSES.items()}


def to_json(node: Core) -> dict[str, Any]:
    """Plain JSON of a core; decimals, dates and instants are tagged strings."""
    found: dict[str, Any] = {"node": _NAMES[type(node)]}
    for field in fields(node):
        found[field.name] = _value_to_json(getattr(node, field.name))
    return found


def from_json(document: dict[str, Any]) -> Core:
    """The core of `to_json`."""
    kind = _CLASSES[document["node"]]
    return cast(Core, kind(**{key: _value_from_json(value) for key, value in document.items() if key != "node"}))


def _value_to_json(value: Any) -> Any:
    match value:
        case Constant() | FieldRead() | VariableRead() | Operation() | Aggregate():
            return to_json(value)
        case ValueType():
            return {"type": value.name, "scale": value.scale, "entity": value.entity, "options": value.options}
        case Decimal():
            return {"decimal": str(value)}
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case tuple():
            return [_value_to_json(item) for item in value]
        case _:
            return value


def _value_from_json(value: Any) -> Any:
    match value:
        case {"node": _}:
            return from_json(value)
        case {"type": name}:
            options = value["options"]
            return ValueType(name, value["scale"], value["entity"], None if options is None else tuple(options))
        case {"decimal": written}:
            return Decimal(written)
        case {"instant": written}:
            return datetime.fromisoformat(written)
        case {"date": written}:
            return date.fromisoformat(written)
        case list():
            return tuple(_value_from_json(item) for item in value)
        case _:
            return value
