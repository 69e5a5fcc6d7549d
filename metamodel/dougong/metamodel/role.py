"""A role: what its people may do, on which rows and fields."""

from typing import Literal

from .base import Definition, Key, Value
from .text import LocalText

SCOPE_WORDS = ("own", "subordinates", "department", "departments", "region", "shared", "pool", "all", "none")
FieldAccess = Literal["hidden", "masked", "read", "edit"]
Scope = bool | str
"""True = all, False = none; words of SCOPE_WORDS joined by ` or `; anything else is an expression over the record."""


class EntityAccess(Value):
    """`read`, `update`, `delete` are row scopes; the rest are yes or no. Fields not named may be edited (where update allows)."""

    create: bool = False
    read: Scope = False
    update: Scope = False
    delete: Scope = False
    export: bool = False
    import_: bool = False
    transfer: bool = False
    merge: bool = False
    bulk: bool = False
    share: bool = False
    fields: dict[Key, FieldAccess] = {}

    model_config = {
        **Value.model_config,
        "alias_generator": lambda name: "import" if name == "import_" else name,
    }


class Role(Definition):
    """`admin` may do everything and administer the workspace. `all_entities` is the right where none is named."""

    key: Key
    label: LocalText
    description: LocalText | None = None
    admin: bool = False
    design: bool = False
    """May change definitions in the studio, but not what roles may do, nor people: that stays with administrators."""
    entities: dict[Key, EntityAccess] = {}
    all_entities: EntityAccess | None = None
    home: Key | None = None
    """The view or page opened after sign-in."""
    replaces: tuple[Key, ...] = ()
    """Former roles: who was given one of them has this role, while no role of that key is there."""
