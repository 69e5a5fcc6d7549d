"""A postal address with an optional place on the map."""

from typing import Any, Literal

from ..field import Field, FieldType
from ..problem import ValueProblem
from ..storage import Kind, Storage
from ..value_type import ValueType
from .reading import read_decimal, read_text


class AddressField(Field):
    type: Literal["address"]


def _normalise(field: AddressField, raw: object) -> dict[str, Any] | None:
    if raw is None or raw == "":
        return None
    given = raw if isinstance(raw, dict) else {"detail": raw}
    if unknown := set(given) - {"region", "detail", "postcode", "lng", "lat"}:
        raise ValueProblem(
            "address", f"地址没有“{min(map(str, unknown))}”这一项", f'An address has no "{min(map(str, unknown))}"'
        )
    found: dict[str, Any] = {
        part: words for part in ("region", "detail", "postcode") if (words := read_text(given.get(part), 300))
    }
    for part, limit in (("lng", "180"), ("lat", "90")):
        if (place := read_decimal(given.get(part), 6, "-" + limit, limit)) is not None:
            found[part] = str(place)
    return found or None


FIELD_TYPE = FieldType(
    config=AddressField,
    icon="map-2",
    widget="address",
    storage=lambda field: Storage(Kind.JSON),
    value_type=lambda field: ValueType("json"),
    normalise=_normalise,
)
