"""The entity and the record an address names, refused as not found where the viewer has no right to know of them."""

from dougong.host.web.errors import Refused
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.values import Row

from . import door
from .unseen import unseen


def readable_entity(context: Context, key: str) -> EntityModel:
    """404 when there is none or none of its rows may be read."""
    found = context.store.model.entities.get(key)
    viewer = context.viewer
    if found is None or found.implicit or (not viewer.admin and viewer.on(key).read.nothing):
        raise Refused(404)
    return found


def record(context: Context, entity: str, identity: str, fields: tuple[str, ...]) -> Row:
    """The record's row; 404 when it is not there for this viewer."""
    found = door.get(context, entity, identity, fields)
    if found is None:
        raise Refused(404, detail=unseen(context, context.store.entity(entity)))
    return found
