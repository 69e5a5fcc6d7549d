"""A viewer who may see what they may see and change nothing: what a token of the scope `read` acts as."""

from dataclasses import replace

from dougong.records.rights import NO_ROWS, Action, EntityRights, FieldRight, Viewer

_KEPT: frozenset[Action] = frozenset({"export"})


def read_only(viewer: Viewer) -> Viewer:
    """The same rows and fields, no action but export; an administrator is none any more but still sees everything."""
    return replace(
        viewer,
        rights={key: _narrowed(rights) for key, rights in viewer.rights.items()},
        other=_narrowed(viewer.other),
        admin=False,
        rights_key=f"{viewer.rights_key}:read",
    )


def _narrowed(rights: EntityRights) -> EntityRights:
    return replace(
        rights,
        actions=rights.actions & _KEPT,
        update=NO_ROWS,
        delete=NO_ROWS,
        fields={key: min(right, FieldRight.READ) for key, right in rights.fields.items()},
        other_fields=min(rights.other_fields, FieldRight.READ),
    )
