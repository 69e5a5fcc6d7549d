"""Who may design: administrators, and people with a role that says so."""

from collections.abc import Iterable

from sqlalchemy import Connection

from dougong.metamodel.model import Model
from dougong.records.rights import Viewer
from dougong.records.store import RecordStore

from . import people


def may_design(model: Model, viewer: Viewer) -> bool:
    """Whether somebody may open the studio."""
    return viewer.admin or any(model.roles[key].design for key in viewer.roles if key in model.roles)


def administers(connection: Connection, store: RecordStore, person: str) -> bool:
    """Whether what they change of rights holds: an administrator, or the product itself, which is no person."""
    found = people.by_id(connection, store, person) if person else None
    return found is None or _any_admin(store.model, found.roles)


def _any_admin(model: Model, roles: Iterable[str]) -> bool:
    return any(model.roles[key].admin for key in roles if key in model.roles)
