"""The fields a view can be made of: those of its object, and those behind its links as far as they are opened."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dougong.host.studio.field_palette import type_icon, type_words
from dougong.host.studio.view_slots import SLOTS
from dougong.host.web.pages.list_state import listable
from dougong.metamodel.model import FieldModel, Model

DEEPEST = 3
"""Links one behind another."""
_HIDDEN = ("id", "rev", "deleted_at")


@dataclass(frozen=True, slots=True)
class PaletteField:
    """A field to be carried: `fits` are the places it goes to; `behind` that fields stand behind it, `open` that they are
    shown; `placed` that the view shows it already."""

    path: str
    label: str
    icon: str
    type: str
    level: int
    fits: tuple[str, ...]
    behind: bool
    open: bool
    placed: bool


def palette_of(
    model: Model, entity: str, opened: Collection[str], placed: Collection[str], slots: Collection[str], language: str
) -> tuple[PaletteField, ...]:
    """In the object's order, its own fields before the system's; what stands behind an opened link below it."""
    return tuple(_fields(model, entity, "", opened, placed, slots, language))


def _fields(
    model: Model, entity: str, before: str, opened: Collection[str], placed: Collection[str], slots: Collection[str],
    language: str,
) -> Iterator[PaletteField]:  # fmt: skip
    here = model.entities.get(entity)
    if here is None:
        return
    level = before.count(".")
    own = [one for one in here.fields.values() if one.key not in _HIDDEN]
    for field in sorted(own, key=lambda one: one.system):
        path = before + field.key
        fits = tuple(key for key in slots if _fits(field, key, bool(before)))
        behind = field.relation is not None and field.relation.kind == "one" and level + 1 < DEEPEST
        if not fits and not behind:
            continue
        shown = behind and path in opened
        yield PaletteField(
            path, field.label.in_(language), type_icon(field.field.type), type_words(field.field.type).in_(language), level,
            fits, behind, shown, path in placed,
        )  # fmt: skip
        if shown and field.relation is not None:
            yield from _fields(model, field.relation.target, f"{path}.", opened, placed, slots, language)


def _fits(field: FieldModel, slot: str, behind: bool) -> bool:
    return SLOTS[slot].takes(field, behind) and (slot == "image" or listable(field.type.widget))
