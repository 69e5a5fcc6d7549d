"""Bringing a core node to a wanted type: literals read as dates, choices and ids, blanks typed, scales rounded."""

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from dougong.metamodel.value_type import ValueType

from ..core import Constant, Core, Operation, Scalar
from ..problems import did_you_mean
from ..types import NUMBERS, TEXT, is_number, is_text, may_be_null, number, words
from .scope import refuse


def constant(value: Scalar, value_type: ValueType, at: Core) -> Constant:
    """A constant in the place of another node."""
    return Constant(value_type, value is None, at.start, at.end, value)


def operation(name: str, value_type: ValueType, nullable: bool, at: Core, *arguments: Core) -> Operation:
    """An operation in the place of another node."""
    return Operation(value_type, nullable and may_be_null(value_type), at.start, at.end, name, arguments)


def blank_of(value_type: ValueType, at: Core) -> Constant:
    """Blank of a type: "" for text, FALSE for bool."""
    value: Scalar = "" if is_text(value_type) else False if value_type.name == "bool" else None
    return constant(value, value_type, at)


def to_type(node: Core, wanted: ValueType) -> Core | None:
    """The node as the wanted type without losing anything; None when it cannot be that."""
    if node.type == wanted:
        return node
    if node.type.name == "blank":
        return blank_of(wanted, node)
    if is_number(wanted) and is_number(node.type):
        return node
    if wanted.name == "duration" and node.type.name == "duration":
        return node
    if isinstance(node, Constant) and isinstance(node.value, str) and is_text(node.type):
        return _read_literal(node, wanted)
    if isinstance(node, Operation) and node.name == "if" and node.type.name == "text" and wanted.name == "choice":
        return _choose(node, wanted)
    if wanted.name == "text" and is_text(node.type):
        return node
    if wanted.name == node.type.name == "choice":
        return node
    if wanted.name == node.type.name == "ref":
        return node if "" in (wanted.entity, node.type.entity) or wanted.entity == node.type.entity else None
    return node if wanted.name == node.type.name else None


def _choose(node: Operation, wanted: ValueType) -> Core | None:
    """`IF(amount > 9, "big", "small")` where an option is wanted: each outcome is read as one."""
    condition, *outcomes = node.arguments
    found = [to_type(one, wanted) for one in outcomes]
    return (
        replace(node, type=wanted, arguments=(condition, *(one for one in found if one is not None)))
        if all(found)
        else None
    )


def _read_literal(node: Constant, wanted: ValueType) -> Core | None:
    """Text written where another type is wanted: an option's key, a date, an instant, a record's id."""
    written = str(node.value)
    match wanted.name:
        case "text":
            return node
        case "choice":
            if written and wanted.options is not None and written not in wanted.options:
                best, meant = did_you_mean(written, wanted.options)
                known = "、".join(wanted.options[:8]), ", ".join(wanted.options[:8])
                zh = f"“{written}”不是可选项。{meant.zh if best else '可选:' + known[0]}"
                en = f'"{written}" is not an option.{meant.en if best else " Options: " + known[1]}'
                raise refuse("unknown_option", zh, en, node.start, node.end, f'"{best}"' if best else None)
            return constant(written, wanted, node)
        case "date":
            return constant(_date(node), wanted, node) if written else constant(None, wanted, node)
        case "datetime":
            return constant(_instant(node), wanted, node) if written else constant(None, wanted, node)
        case "ref":
            try:
                return constant(str(UUID(written)), wanted, node)
            except ValueError:
                raise refuse(
                    "not_an_id",
                    f"“{written}”不是记录编号",
                    f'"{written}" is not the id of a record',
                    node.start,
                    node.end,
                ) from None
        case _:
            return None


def _date(node: Constant) -> date:
    try:
        return date.fromisoformat(str(node.value))
    except ValueError:
        raise refuse(
            "not_a_date",
            f"“{node.value}”不是日期，请写成 2026-05-31",
            f'"{node.value}" is not a date; write 2026-05-31',
            node.start,
            node.end,
        ) from None


def _instant(node: Constant) -> datetime:
    try:
        found = datetime.fromisoformat(str(node.value))
        if found.tzinfo is None:
            raise ValueError
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise refuse(
            "not_an_instant",
            f"“{node.value}”不是带时区的时间，请写成 2026-05-31T09:30:00Z",
            f'"{node.value}" is not an instant with a zone; write 2026-05-31T09:30:00Z',
            node.start,
            node.end,
        ) from None


def as_result(node: Core, wanted: ValueType) -> Core:
    """The node as the value of a field: also rounded to its scale. Raises ExpressionError when the type is another."""
    found = to_type(node, wanted)
    if found is None:
        have, want = words(node.type), words(wanted)
        raise refuse(
            "wrong_type",
            f"这里需要{want.zh}，公式得出的是{have.zh}",
            f"{want.en[0].upper()}{want.en[1:]} is needed here, but the formula gives {have.en}",
            node.start,
            node.end,
        )
    if wanted.name in (*NUMBERS, "duration") and found.type.scale > wanted.scale:
        return operation("round", wanted, True, found, found)
    return found


def as_text(node: Core) -> Core | None:
    """What `&` writes: numbers without trailing zeros, dates in ISO form, yes/no as TRUE and FALSE."""
    match node.type.name:
        case "text":
            return node
        case "choice":
            return replace(node, type=TEXT)
        case "blank":
            return constant("", TEXT, node)
        case "number" | "money" | "percent" | "bool" | "date":
            return operation("to_text", TEXT, False, node, node)
        case _:
            return None


def nfc(written: str) -> str:
    """Text as it is compared and stored."""
    return unicodedata.normalize("NFC", written)


def whole(value: int, at: Core) -> Constant:
    """A whole number in the place of a node."""
    from decimal import Decimal

    return constant(Decimal(value), number(0), at)
