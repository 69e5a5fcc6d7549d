"""Roles to look at: what each may do with every object, on which records, which fields it does not see, who has it."""

import re
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from dougong.host.access import people
from dougong.host.access.viewer import EVERYONE
from dougong.host.web.errors import Refused
from dougong.metamodel.model import EntityModel
from dougong.metamodel.role import SCOPE_WORDS, EntityAccess, Scope
from dougong.metamodel.role_words import ACTIONS, RIGHTS, SCOPES
from dougong.metamodel.text import text

from .shell import Administering, draw_page

router = APIRouter(prefix="/admin/roles", include_in_schema=False)
_COLOURS = {
    "own": "gray", "subordinates": "teal", "department": "blue", "departments": "blue", "region": "blue", "shared": "amber",
    "pool": "amber", "all": "violet",
}  # fmt: skip
_CONDITION = (text("按条件", "By condition"), "teal")
_SCOPED = ("read", "update", "delete")
_ACTIONS = ("create", "transfer", "share", "bulk", "merge", "import", "export")
_RESTRICTED = {"hidden": "red", "masked": "amber", "read": "gray"}


@dataclass(frozen=True, slots=True)
class ScopeChip:
    """`about` is the formula of a condition."""

    label: str
    colour: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """`scopes` for see, change, delete; `actions` yes or no in the order of the heads."""

    key: str
    label: str
    icon: str
    scopes: tuple[tuple[ScopeChip, ...], ...]
    actions: tuple[bool, ...]
    fields: tuple[ScopeChip, ...]


@dataclass(frozen=True, slots=True)
class RoleEntry:
    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class RolesPage:
    """What templates/admin/roles.html shows; `everything` for an administrator's role."""

    base: str
    roles: tuple[RoleEntry, ...]
    key: str
    label: str
    about: str
    everything: bool
    scoped_heads: tuple[str, ...]
    action_heads: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    none: tuple[str, ...]
    holders: tuple[tuple[str, str], ...]


@router.get("")
def first_role(scope: Administering) -> Response:
    """The first role that is neither the administrator's nor everybody's."""
    model = scope.workspace.store.model
    usual = [key for key, role in model.roles.items() if not role.admin and key != EVERYONE]
    return _page(scope, usual[0] if usual else next(iter(model.roles)))


@router.get("/{key}")
def role_page(scope: Administering, key: str) -> Response:
    if key not in scope.workspace.store.model.roles:
        raise Refused(404)
    return _page(scope, key)


def _page(scope: Administering, key: str) -> Response:
    model, language = scope.workspace.store.model, scope.language
    with scope.workspace.engine.connect() as connection:
        everyone = people.everyone(connection, scope.workspace.store)
    role = model.roles[key]
    shown = [one for one in model.entities.values() if not one.implicit and one.owner_link is None]
    rows = [_row(one, access, language) for one in shown if (access := role.entities.get(one.key) or role.all_entities)]
    named = {row.key for row in rows}
    entries = tuple(
        RoleEntry(one, that.label.in_(language), sum(_has(person.roles, one) for person in everyone))
        for one, that in model.roles.items()
    )
    content = RolesPage(
        f"{scope.base_path}/admin/roles", entries, key, role.label.in_(language),
        role.description.in_(language) if role.description else "", role.admin,
        tuple(ACTIONS[one].in_(language) for one in _SCOPED), tuple(ACTIONS[one].in_(language) for one in _ACTIONS), tuple(rows),
        () if role.admin else tuple(one.label.in_(language) for one in shown if one.key not in named),
        tuple((person.id, person.name) for person in everyone if _has(person.roles, key)),
    )  # fmt: skip
    return draw_page(scope, "roles", "admin/roles.html", content)


def _has(roles: tuple[str, ...], key: str) -> bool:
    return key == EVERYONE or key in roles


def _row(entity: EntityModel, access: EntityAccess, language: str) -> MatrixRow:
    restricted = tuple(
        ScopeChip(f"{entity.fields[field].label.in_(language)} {RIGHTS[right].in_(language)}", _RESTRICTED[right])
        for field, right in access.fields.items()
        if right in _RESTRICTED and field in entity.fields
    )
    return MatrixRow(
        entity.key, entity.label.in_(language), entity.definition.icon,
        tuple(scope_chips(getattr(access, name), language) for name in _SCOPED),
        tuple(bool(getattr(access, "import_" if name == "import" else name)) for name in _ACTIONS), restricted,
    )  # fmt: skip


def scope_chips(scope: Scope, language: str) -> tuple[ScopeChip, ...]:
    """A row scope in words; a formula is one chip that tells it."""
    words = "all" if scope is True else "" if scope is False else scope.strip()
    parts = [part.strip() for part in re.split(r"\s+or\s+", words) if part.strip() and part.strip() != "none"]
    if not all(part in SCOPE_WORDS for part in parts):
        return (ScopeChip(_CONDITION[0].in_(language), _CONDITION[1], words),)
    return tuple(ScopeChip(SCOPES[part].in_(language), _COLOURS[part]) for part in parts)
