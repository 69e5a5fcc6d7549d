"""Why somebody may or may not see and change a record, a field, a button: the proof by their roles, in words.

To a person it tells of their own rights and of what they see anyway; whoever administers may ask it for anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dougong.host.access.people import by_id
from dougong.host.access.viewer import rights_of, viewer_of
from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.system_fields import SYSTEM_KEYS, WRITABLE_SYSTEM_KEYS
from dougong.records.context import Context
from dougong.records.rights import Action, EntityRights, FieldRight, Viewer
from dougong.records.why import Proof, why

from .columns import editable
from .look import Look
from .reasons import Reason, Verdict, reasons

_BUTTONS: tuple[Action, ...] = ("create", "transfer", "export", "import", "merge", "bulk", "share")
_MOST = 40


@dataclass(frozen=True, slots=True)
class FieldTold:
    """A field that is not free to change, and why."""

    label: str
    right: str
    colour: str
    why: str


@dataclass(frozen=True, slots=True)
class WhyTold:
    """What templates/parts/why_told.html shows; `about` says whose the record is, for administrators."""

    title: str
    about: str
    verdicts: tuple[Verdict, ...]
    buttons: tuple[Reason, ...]
    fields: tuple[FieldTold, ...]


def why_told(context: Context, scope: Scope, entity: EntityModel, id: str, look: Look, person: str = "") -> WhyTold:  # noqa: A002
    """The whole of it for a record, for whoever asks or (administrators only) for `person`."""
    asking, own = _asking(context, scope, person)
    found = why(asking, entity.key, id, roles=_by_role(asking, entity.key))
    name = "" if own else asking.viewer.name
    labels = _labels(context.store.model, asking.viewer, look.language)
    title, about = _named(context, entity, id, look)
    fields = tuple(
        told
        for field in entity.fields.values()
        if _asked(field) and (told := field_told(asking, entity, field, found, look, own)) is not None
    )
    return WhyTold(
        title, about if context.viewer.admin else "", reasons(found, look.words, labels, name, entity),
        tuple(_button(asking, entity, action, labels, look) for action in _BUTTONS), fields[:_MOST],
    )  # fmt: skip


def field_told(
    context: Context, entity: EntityModel, field: FieldModel, proof: Proof, look: Look, own: bool = True
) -> FieldTold | None:
    """Why a field cannot be changed; None where it can, and for one who asks for themselves where it is hidden."""
    viewer, words = context.viewer, look.words
    right = FieldRight.EDIT if viewer.admin else viewer.on(entity.key).field(field.key)
    label = field.label.in_(look.language)
    if right is FieldRight.HIDDEN:
        return None if own else FieldTold(label, words("Hidden"), "red", _roles(context, entity, field, look))
    if right is FieldRight.MASKED:
        return FieldTold(label, words("Masked"), "amber", _roles(context, entity, field, look))
    change = proof.decisions.get("update")
    if field.formula is not None:
        return FieldTold(label, words("Made by a formula"), "blue", words("It follows from other fields."))
    if field.field.read_only or (field.system and field.key not in WRITABLE_SYSTEM_KEYS):
        return FieldTold(label, words("Read only"), "gray", words("Nobody enters it: the product or a rule keeps it."))
    if right is FieldRight.READ:
        return FieldTold(label, words("Read only"), "gray", _roles(context, entity, field, look))
    if change is not None and not change.allowed:
        return FieldTold(label, words("Read only"), "gray", words("The record itself may not be changed, see above."))
    return None if editable(field) or field.storage is not None else FieldTold(label, words("Read only"), "gray", "")


def _asking(context: Context, scope: Scope, person: str) -> tuple[Context, bool]:
    """The one whose rights are asked for, and whether that is whoever asks."""
    if not person or person == context.viewer.person or not context.viewer.admin:
        return context, True
    found = by_id(context.connection, context.store, person)
    return (
        (context, True)
        if found is None
        else (replace(context, viewer=viewer_of(scope.workspace, found, context.store)), False)
    )


def _by_role(context: Context, entity: str) -> Mapping[str, EntityRights]:
    model = context.store.model
    found = {key: rights_of(model, [model.roles[key]]) for key in sorted(context.viewer.roles) if key in model.roles}
    return {key: rights[entity] for key, rights in found.items() if entity in rights}


def _labels(model: Model, viewer: Viewer, language: str) -> dict[str, str]:
    return {key: model.roles[key].label.in_(language) for key in viewer.roles if key in model.roles}


def _roles(context: Context, entity: EntityModel, field: FieldModel, look: Look) -> str:
    """What each role gives on the field."""
    labels = _labels(context.store.model, context.viewer, look.language)
    names = {
        FieldRight.HIDDEN: look.words("hidden"), FieldRight.MASKED: look.words("masked"),
        FieldRight.READ: look.words("to be read"), FieldRight.EDIT: look.words("to be changed"),
    }  # fmt: skip
    said = [f"{labels[key]}: {names[rights.field(field.key)]}" for key, rights in _by_role(context, entity.key).items()]
    return ("；" if look.language.startswith("zh") else "; ").join(said)


def _button(context: Context, entity: EntityModel, action: Action, labels: Mapping[str, str], look: Look) -> Reason:
    words = look.words
    name = {
        "create": words("New record"), "transfer": words("Hand over"), "export": words("Export"), "import": words("Import"),
        "merge": words("Merge"), "bulk": words("Change many at once"), "share": words("Share"),
    }[action]  # fmt: skip
    if context.viewer.admin:
        return Reason(name, True)
    giving = [labels[key] for key, rights in _by_role(context, entity.key).items() if action in rights.actions]
    joint = "、" if look.language.startswith("zh") else ", "
    return Reason(f"{name} · {joint.join(giving)}" if giving else name, bool(giving))


def _named(context: Context, entity: EntityModel, id: str, look: Look) -> tuple[str, str]:  # noqa: A002
    from . import door  # late: the door is the pages' own, this is asked by the studio too

    row = door.get(context, entity.key, id, (entity.definition.title, "owner", "department")) or {}
    said = [
        f"{entity.fields[key].label.in_(look.language)}: {row.get(f'{key}.$title') or '—'}"
        for key in ("owner", "department")
    ]
    return str(row.get(entity.definition.title) or ""), " · ".join(said)


def _asked(field: FieldModel) -> bool:
    far = field.relation is not None and field.relation.kind == "many" and not field.relation.owned
    return not far and field.key not in SYSTEM_KEYS - WRITABLE_SYSTEM_KEYS
