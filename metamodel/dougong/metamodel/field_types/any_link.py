"""A link to a record of one of several entities (an activity's “about”)."""

from typing import Literal

from ..base import Key
from ..field import Field, FieldType
from ..problem import ValueProblem
from ..storage import Kind, Storage
from ..value_type import ValueType
from .link import Reverse
from .references import read_id


class AnyLinkField(Field):
    type: Literal["any_link"]
    to: tuple[Key, ...] = ()
    """Allowed entities; empty means every entity with the feature `activities`."""
    reverse: Reverse | None = None
    """The to-many field that appears on each target."""


def _normalise(field: AnyLinkField, raw: object) -> dict[str, str] | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, str) and ":" in raw:
        entity, _, identity = raw.partition(":")
        raw = {"entity": entity, "id": identity}
    found = read_id(raw) if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or (found and not raw.get("entity")):
        raise ValueProblem("reference", "请给出对象类型和编号", 'Give {"entity": ..., "id": ...}')
    if found and field.to and raw["entity"] not in field.to:
        raise ValueProblem("reference", "不能关联这类对象", f'It cannot point to "{str(raw["entity"])[:40]}"')
    return {"entity": str(raw["entity"]), "id": found} if found else None


FIELD_TYPE = FieldType(
    config=AnyLinkField,
    icon="arrows-split",
    widget="any_link",
    storage=lambda field: Storage(Kind.REFERENCE),
    value_type=lambda field: ValueType("ref"),
    normalise=_normalise,
)
