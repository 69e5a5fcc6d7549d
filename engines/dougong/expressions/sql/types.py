"""Column types: how each storage kind is kept in SQLite and in PostgreSQL, and how it comes back as a canonical value.

SQLite keeps decimals as scaled integers and instants as microseconds, because its NUMERIC is a float and it has no
time type; comparing, adding, sorting and indexing then stay native and exact.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, assert_never

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Integer, Numeric, String, Uuid
from sqlalchemy import Text as PlainText
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import JSON, TypeDecorator, TypeEngine

from dougong.metamodel.storage import Kind, Storage

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EXACT = 4_000_000_000_000_000  # below it the seconds as a float are within a quarter of a microsecond


def to_micros(value: datetime) -> int:
    """Microseconds since 1970 UTC of an aware datetime."""
    return (value - EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """The aware UTC datetime of microseconds since 1970."""
    if 0 <= value < _EXACT:
        return datetime.fromtimestamp(value / 1_000_000, UTC)  # half the cost of adding
    return EPOCH + timedelta(microseconds=value)


def _is_postgres(dialect: Dialect) -> bool:
    return dialect.name == "postgresql"


Read = Callable[[Any], Any]


class _Direct(TypeDecorator[Any]):
    """A type whose values are read and written by one plain call per value: the general way costs three, for every
    cell of a page and of an import."""

    __abstract__ = True

    def bind_processor(self, dialect: Dialect) -> Read | None:
        if _is_postgres(dialect):
            return super().bind_processor(dialect)
        return lambda value: self.process_bind_param(value, dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Read | None:
        if _is_postgres(dialect):
            return super().result_processor(dialect, coltype)
        return self.read_sqlite()

    def read_sqlite(self) -> Read | None:
        """What makes a value of what SQLite gives; None: it is the value."""
        raise NotImplementedError


class ScaledDecimal(_Direct):
    """Decimal with a fixed scale: INTEGER of value * 10**scale on SQLite, NUMERIC(20, scale) on PostgreSQL."""

    impl = Integer
    cache_ok = True

    def __init__(self, scale: int = 0) -> None:
        super().__init__()
        self.scale = scale
        self._step = Decimal(1).scaleb(-scale)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = Numeric(20, self.scale) if _is_postgres(dialect) else Integer()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        exact = Decimal(value).quantize(self._step, ROUND_HALF_UP)
        return exact if _is_postgres(dialect) else int(exact.scaleb(self.scale))

    def bind_processor(self, dialect: Dialect) -> Read | None:
        if _is_postgres(dialect):
            return super().bind_processor(dialect)
        step, scale = self._step, self.scale
        return lambda value: None if value is None else int(Decimal(value).quantize(step, ROUND_HALF_UP).scaleb(scale))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)

    def read_sqlite(self) -> Read:
        scale = -self.scale
        return lambda value: None if value is None else Decimal(value).scaleb(scale)


class Instant(_Direct):
    """Aware UTC datetime: INTEGER microseconds since 1970 on SQLite, timestamptz on PostgreSQL."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = DateTime(timezone=True) if _is_postgres(dialect) else Integer()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None or _is_postgres(dialect):
            return value
        return to_micros(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def read_sqlite(self) -> Read:
        return lambda value: None if value is None else from_micros(value)


class DateText(_Direct):
    """Calendar day: ISO text on SQLite, date on PostgreSQL."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = Date() if _is_postgres(dialect) else PlainText()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        return value if value is None or _is_postgres(dialect) else value.isoformat()

    def read_sqlite(self) -> Read:
        return lambda value: None if value is None else date.fromisoformat(value)


class Id(_Direct):
    """A record's id, always a lower-case string in Python: TEXT on SQLite, native uuid on PostgreSQL."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = Uuid(as_uuid=False) if _is_postgres(dialect) else PlainText()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value and value.lower()

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def read_sqlite(self) -> None:
        return None


class Text(TypeDecorator[str]):
    """Text ordered by code point: BINARY on SQLite (its default), COLLATE "C" on PostgreSQL."""

    impl = PlainText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(PlainText(collation="C") if _is_postgres(dialect) else PlainText())


class JsonValue(TypeDecorator[Any]):
    """Plain JSON: text on SQLite, jsonb on PostgreSQL; None is SQL NULL."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(JSONB(none_as_null=True) if _is_postgres(dialect) else JSON(none_as_null=True))


class JsonList(JsonValue):
    """A list of strings, kept as JSON."""

    cache_ok = True


def column_type(storage: Storage) -> TypeEngine[Any]:
    """The column type of a storage kind; a polymorphic reference keeps its entity in a second `Text` column."""
    match storage.kind:
        case Kind.TEXT:
            return Text()
        case Kind.INTEGER:
            return BigInteger().with_variant(Integer(), "sqlite")
        case Kind.DECIMAL:
            return ScaledDecimal(storage.scale)
        case Kind.BOOLEAN:
            return Boolean()
        case Kind.DATE:
            return DateText()
        case Kind.INSTANT:
            return Instant()
        case Kind.REFERENCE:
            return Id()
        case Kind.LIST:
            return JsonList()
        case Kind.JSON:
            return JsonValue()
        case _:
            assert_never(storage.kind)
