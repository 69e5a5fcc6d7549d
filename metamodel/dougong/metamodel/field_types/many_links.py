"""Links to many records, each link with properties of its own."""

from typing import Any, Literal

from ..any_field import AnyField
from ..base import Key
from ..field import Field, FieldType
from ..problem import ValueProblem
from ..text import LocalText
from ..value_type import ValueType
from .link import Reverse
from .references import read_id


class ManyLinksField(Field):
    type: Literal["many_links"]
    to: Key
    with_: tuple[AnyField, ...] = ()
    """Properties of a link (`with` in JSON)."""
    reverse: Reverse | None = None
    """The other end: the to-many field that appears on the target."""
    link_label: LocalText | None = None

    model_config = {
        **Field.model_config,
        "alias_generator": lambda name: "with" if name == "with_" else name,
    }


def _normalise(field: ManyLinksField, raw: object) -> list[dict[str, Any]]:
    """A list of ids or of objects with `id` and properties."""
    given = [] if raw is None or raw == "" else raw
    if not isinstance(given, list) or len(given) > 1000:
        raise ValueProblem("links", "这里要填一组记录（最多 1000 个）", "This must be a list of at most 1000 records")
    found = []
    for one in given:
        identity = read_id(one)
        if identity is None:
            raise ValueProblem("reference", "缺少记录编号（id）", "An id is missing")
        found.append({**(one if isinstance(one, dict) else {}), "id": identity})
    return found


FIELD_TYPE = FieldType(
    config=ManyLinksField,
    icon="arrows-join",
    widget="many_links",
    storage=lambda field: None,
    value_type=lambda field: ValueType("many", entity=field.to),
    normalise=_normalise,
)
