"""What a viewer may do, as plain values. The host makes them from roles; only records turns them into SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from dougong.expressions import Checked

Action = Literal["create", "export", "import", "transfer", "merge", "bulk", "share"]
ScopeWord = Literal["own", "subordinates", "department", "departments", "region", "shared", "all"]


class FieldRight(IntEnum):
    """In order of power; the strongest of a person's roles counts."""

    HIDDEN = 0
    MASKED = 1
    READ = 2
    EDIT = 3


@dataclass(frozen=True, slots=True)
class RowScope:
    """Rows in reach: any of `words`, or rows for which one of `conditions` is true. Both empty = no row.

    `own`: owner is the viewer. `subordinates`: owner reports to the viewer, directly or not, or is the viewer; peers
    stay isolated. `department`/`departments`: the row's department is the viewer's (or below it). `region`: the row's
    region field lies in the viewer's. `shared`: shared with the viewer, or a department or role of theirs, not expired.
    """

    words: frozenset[ScopeWord] = frozenset()
    conditions: tuple[Checked, ...] = ()

    @property
    def everything(self) -> bool:
        return "all" in self.words

    @property
    def nothing(self) -> bool:
        return not self.words and not self.conditions


ALL_ROWS = RowScope(frozenset({"all"}))
NO_ROWS = RowScope()


@dataclass(frozen=True, slots=True)
class EntityRights:
    """Rights on one entity. Fields not in `fields` have `other_fields`."""

    actions: frozenset[Action] = frozenset()
    read: RowScope = NO_ROWS
    update: RowScope = NO_ROWS
    delete: RowScope = NO_ROWS
    fields: Mapping[str, FieldRight] = field(default_factory=dict)
    other_fields: FieldRight = FieldRight.EDIT

    def field(self, key: str) -> FieldRight:
        return self.fields.get(key, self.other_fields)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. `rights` by entity; an entity not in it has `other` (default deny). `rights_key` is equal for viewers
    with equal rights, so that compiled plans and cached answers can be shared or kept apart."""

    person: str | None
    name: str = ""
    department: str | None = None
    region: str | None = None
    roles: frozenset[str] = frozenset()
    language: str = "zh-CN"
    zone: str = "Asia/Shanghai"
    rights: Mapping[str, EntityRights] = field(default_factory=dict)
    other: EntityRights = EntityRights()
    admin: bool = False
    rights_key: str = ""

    def on(self, entity: str) -> EntityRights:
        return self.rights.get(entity, self.other)


EVERYTHING = EntityRights(
    frozenset({"create", "export", "import", "transfer", "merge", "bulk", "share"}), ALL_ROWS, ALL_ROWS, ALL_ROWS
)
SYSTEM = Viewer(person=None, name="system", other=EVERYTHING, admin=True, rights_key="system")
"""The product itself: every right. Never given to a request."""
