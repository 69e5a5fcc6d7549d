"""An amount of money, exact to the cent.

The currency is fixed (`currency`), or held by a choice field of the same record (`currency_field`), or the workspace's.
"""

from decimal import Decimal
from typing import Literal

from ..base import Key
from ..field import Field, FieldType
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_decimal


class MoneyField(Field):
    type: Literal["money"]
    scale: int = 2
    currency: str = ""
    currency_field: Key | None = None
    min: str | None = None
    max: str | None = None


def _normalise(field: MoneyField, raw: object) -> Decimal | None:
    return read_decimal(raw, field.scale, field.min, field.max)


FIELD_TYPE = FieldType(
    config=MoneyField,
    icon="coin-yuan",
    widget="money",
    storage=lambda field: Storage(Kind.DECIMAL, scale=field.scale),
    value_type=lambda field: ValueType("money", scale=field.scale),
    normalise=_normalise,
)
