"""The fields every entity has without being asked."""

from functools import cache

from .entity import Entity
from .field import Field
from .field_types import parse_field
from .text import LocalText, text

_LABELS: dict[str, tuple[str, LocalText]] = {
    "id": ("text", text("编号（系统）", "Id")),
    "rev": ("integer", text("版本", "Revision")),
    "owner": ("person", text("负责人", "Owner")),
    "department": ("department", text("所属部门", "Department")),
    "created_at": ("datetime", text("创建时间", "Created")),
    "created_by": ("person", text("创建人", "Created by")),
    "updated_at": ("datetime", text("最近修改", "Updated")),
    "updated_by": ("person", text("修改人", "Updated by")),
    "deleted_at": ("datetime", text("删除时间", "Deleted")),
}
SYSTEM_KEYS = frozenset(_LABELS)
WRITABLE_SYSTEM_KEYS = frozenset({"owner", "department"})


def system_fields(entity: Entity) -> list[Field]:
    """The system's fields of an entity; owner and department may be set, the rest only by the write path."""
    found = list(_always())
    if entity.number:
        label = text("单号", "Number")
        found.append(
            parse_field(
                {
                    "key": "number",
                    "type": "auto_number",
                    "label": label,
                    "pattern": entity.number,
                    "search": True,
                    "read_only": True,
                }
            )
        )
    if entity.features.activities:
        label = text("最近跟进", "Last activity")
        found.append(parse_field({"key": "last_activity_at", "type": "datetime", "label": label, "read_only": True}))
    if entity.features.tags and not any(field.key == "tags" for field in entity.fields):
        found.append(parse_field({"key": "tags", "type": "tags", "label": text("标签", "Tags")}))
    return found


@cache
def _always() -> tuple[Field, ...]:
    return tuple(
        parse_field({"key": key, "type": type_key, "label": label, "read_only": key not in WRITABLE_SYSTEM_KEYS})
        for key, (type_key, label) in _LABELS.items()
    )
