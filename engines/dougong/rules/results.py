"""A formula's result as the canonical value of the field that takes it."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, assert_never

from dougong.metamodel.model import FieldModel
from dougong.metamodel.storage import Kind


def as_stored(field: FieldModel, value: Any) -> Any:
    """The value as the column keeps it: numbers rounded half away from zero, blank text None, unknown options None."""
    storage = field.storage
    if value is None or storage is None:
        return False if storage is not None and storage.kind is Kind.BOOLEAN else value
    match storage.kind:
        case Kind.TEXT:
            options = field.value_type.options
            return (value or None) if options is None or value in options else None
        case Kind.INTEGER:
            return int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))
        case Kind.DECIMAL:
            return Decimal(value).quantize(Decimal(1).scaleb(-storage.scale), ROUND_HALF_UP) + 0
        case Kind.BOOLEAN:
            return bool(value)
        case Kind.DATE:
            return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
        case Kind.INSTANT | Kind.JSON:
            return value
        case Kind.REFERENCE:
            return value or None
        case Kind.LIST:
            return list(value) or None
        case never:
            assert_never(never)
