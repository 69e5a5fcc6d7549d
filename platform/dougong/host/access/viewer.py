"""What a person may do: the union of the rights of their roles and of `member`, which everyone has.

Roles are definitions; what comes out is plain values that the records engine turns into SQL.
"""

import hashlib
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import TYPE_CHECKING, get_args

from dougong.metamodel.model import Model
from dougong.metamodel.role import EntityAccess, Role
from dougong.records.rights import EVERYTHING, Action, EntityRights, FieldRight, Viewer
from dougong.records.store import RecordStore

from . import people
from .formula_rights import made_from, with_formulas
from .people import Person, roles_now
from .scopes import row_scope, union

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

EVERYONE = "member"
"""Key of the role that every person has."""
_ACTIONS: tuple[Action, ...] = get_args(Action)
_CREATE: frozenset[Action] = frozenset({"create"})


def viewer_for(workspace: "Workspace", person_id: str) -> Viewer | None:
    """The viewer of an active person, None for anyone else; rights are worked out once per revision and set of roles."""
    store = workspace.store
    with workspace.engine.connect() as connection:
        person = people.by_id(connection, store, person_id)
    return viewer_of(workspace, person) if person is not None and person.active else None


def viewer_of(workspace: "Workspace", person: Person, store: RecordStore | None = None) -> Viewer:
    """The same for a person who has been read already, by the definitions of `store`, else those of the moment."""
    model = (store or workspace.store).model
    roles = roles_held(model, person)
    known = workspace.caches.setdefault("rights", {})
    rights = known.get((model.revision, roles))
    if rights is None:
        rights = known[model.revision, roles] = rights_of(model, [model.roles[key] for key in roles])
    key = hashlib.sha256(f"{model.revision}:{','.join(roles)}".encode()).hexdigest()[:16]
    settings = workspace.settings
    return viewer_with(model, person, roles, rights, settings.language, settings.timezone, key)


def roles_held(model: Model, person: Person) -> tuple[str, ...]:
    """Keys of the roles somebody has by these definitions, the one of all first."""
    given = roles_now(model.roles, person.roles)
    return tuple(key for key in dict.fromkeys((EVERYONE, *sorted(given))) if key in model.roles)


def viewer_with(
    model: Model, person: Person, roles: tuple[str, ...], rights: Mapping[str, EntityRights], language: str, zone: str,
    rights_key: str = "",
) -> Viewer:  # fmt: skip
    """The person with these roles of the model and the `rights` they give together."""
    admin = any(model.roles[key].admin for key in roles)
    return Viewer(
        person=person.id,
        name=person.name,
        department=person.department,
        region=person.region,
        roles=frozenset(roles).union(*(model.roles[key].replaces for key in roles)),
        language=person.language or language,
        zone=person.zone or zone,
        rights=rights,
        other=EVERYTHING if admin else EntityRights(),
        admin=admin,
        rights_key=rights_key,
    )


def rights_of(model: Model, roles: Iterable[Role]) -> Mapping[str, EntityRights]:
    """Rights by entity of somebody who has all these roles; an administrator's are everything."""
    chosen = list(roles)
    if any(role.admin for role in chosen):
        return {}
    found: dict[str, EntityRights] = {}
    for key, entity in model.entities.items():
        named = [role.entities.get(key) or role.all_entities for role in chosen]
        granted = [access for access in named if access is not None]
        if granted:
            found[key] = reduce(_either, (_rights(model, key, access) for access in granted))
        elif entity.implicit:
            continue
    return with_formulas(made_from(model), _with_children(model, found))


def _with_children(model: Model, rights: dict[str, EntityRights]) -> dict[str, EntityRights]:
    """Child rows that no role names have the rights of their parent, which may itself be a child."""
    found = dict(rights)
    for key in model.entities:
        parent: str | None = key
        for _ in range(8):
            if parent is None or parent in rights:
                break
            parent = _parent(model, parent)
        if parent in rights and parent != key:
            found[key] = _for_child(rights[parent])
    return found


def _parent(model: Model, key: str) -> str | None:
    entity = model.entities[key]
    relation = entity.fields[entity.owner_link].relation if entity.owner_link in entity.fields else None  # type: ignore[index]
    return relation.target if relation is not None and relation.target in model.entities else None


def _for_child(parent: EntityRights) -> EntityRights:
    """Who may change the parent may add, change and remove its rows; the parent's field rights do not speak of them."""
    changes = not parent.update.nothing or "create" in parent.actions
    actions: frozenset[Action] = parent.actions | _CREATE if changes else parent.actions
    return EntityRights(
        actions, parent.read, parent.update, parent.update,
        other_fields=FieldRight.EDIT if changes else FieldRight.READ,
    )  # fmt: skip


def _rights(model: Model, entity: str, access: EntityAccess) -> EntityRights:
    """One role's rights. Fields it does not name may be edited only where it lets anything be written at all."""
    update = row_scope(model, entity, access.update)
    return EntityRights(
        actions=frozenset(action for action in _ACTIONS if getattr(access, _attribute(action))),
        read=row_scope(model, entity, access.read),
        update=update,
        delete=row_scope(model, entity, access.delete),
        fields={key: FieldRight[right.upper()] for key, right in access.fields.items()},
        other_fields=FieldRight.READ if update.nothing and not access.create else FieldRight.EDIT,
    )


def _attribute(action: Action) -> str:
    return "import_" if action == "import" else action


def _either(left: EntityRights, right: EntityRights) -> EntityRights:
    return EntityRights(
        actions=left.actions | right.actions,
        read=union(left.read, right.read),
        update=union(left.update, right.update),
        delete=union(left.delete, right.delete),
        fields={key: max(left.field(key), right.field(key)) for key in {*left.fields, *right.fields}},
        other_fields=max(left.other_fields, right.other_fields),
    )
