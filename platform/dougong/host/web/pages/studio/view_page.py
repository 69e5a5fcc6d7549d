"""What templates/studio/view.html shows, and the list of views before it."""

from dataclasses import dataclass

from dougong.host.studio.view_kinds import KIND_ICONS, KIND_WORDS, lacks
from dougong.host.studio.view_problems import Found
from dougong.host.studio.view_slots import NEEDED, Raw, Slot, entries_of, field_at, name_of, slots_of
from dougong.host.web.pages.columns import path_label
from dougong.metamodel.model import Model
from dougong.metamodel.view import KINDS

from .form_page import by_app
from .shell import Around
from .view_canvas import Canvas
from .view_palette import PaletteField
from .view_panel import FieldPanel, KindTile, ViewPanel, words_of


@dataclass(frozen=True, slots=True)
class Chip:
    """A field in a place: `down` is the direction of an order, None elsewhere."""

    path: str
    label: str
    down: bool | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A place for fields above the canvas; `needed`: what is there may be replaced, not taken out."""

    key: str
    label: str
    many: bool
    needed: bool
    wants: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class ViewDesigner:
    """`at` is the chosen part, `slot` the place that the next press in the palette fills, `open` the links whose fields
    are shown; `columns` are those of a table for a screen too narrow to show one; `broken` are columns that cannot be drawn,
    with why; `roles` (key, label)."""

    around: Around
    key: str
    kind: str
    kinds: tuple[KindTile, ...]
    entity: str
    tabs: tuple[Tab, ...]
    at: str
    slot: str
    open: str
    device: str
    role: str
    role_label: str
    roles: tuple[tuple[str, str], ...]
    palette: tuple[PaletteField, ...]
    shelves: tuple[Shelf, ...]
    columns: Shelf | None
    broken: tuple[Chip, ...]
    canvas: Canvas
    field: FieldPanel | None
    whole: ViewPanel


@dataclass(frozen=True, slots=True)
class ViewLine:
    key: str
    label: str
    icon: str
    kind: str


@dataclass(frozen=True, slots=True)
class ObjectViews:
    """`kinds` are what a new view can be: (key, words, icon, why not)."""

    key: str
    label: str
    icon: str
    app: str
    views: tuple[ViewLine, ...]
    kinds: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ViewsPage:
    """What templates/studio/views.html shows."""

    around: Around
    objects: tuple[ObjectViews, ...]


def views_by_object(model: Model, language: str) -> tuple[ObjectViews, ...]:
    """Every object that has lists, child rows left out; those of the workspace first."""
    found = []
    for entity in by_app(model):
        lines = tuple(
            ViewLine(one.key, one.label.in_(language), KIND_ICONS[one.type], KIND_WORDS[one.type].in_(language))
            for one in model.views_of(entity.key)
        )
        kinds = tuple(
            (
                kind,
                KIND_WORDS[kind].in_(language),
                KIND_ICONS[kind],
                why.in_(language) if (why := lacks(entity, model, kind)) else "",
            )
            for kind in KINDS
        )
        app = model.apps[entity.app].label.in_(language) if entity.app in model.apps else entity.app
        label, icon = entity.label.in_(language), entity.definition.icon
        found.append(ObjectViews(entity.key, label, icon, app, lines, kinds))
    return tuple(found)


def shelves_of(model: Model, raw: Raw, problems: Found, language: str, *, phone: bool) -> tuple[Shelf, ...]:
    """The places of the view's arrangement with what stands in them."""
    slots = slots_of(str(raw.get("type", "list")), phone=phone)
    return tuple(shelf_of(model, raw, slot, problems, language) for slot in slots)


def shelf_of(model: Model, raw: Raw, slot: Slot, problems: Found, language: str) -> Shelf:
    """One place."""
    needed = NEEDED.get(str(raw.get("type", "list"))) == slot.key
    chips = chips_of(model, raw, slot, problems, language)
    return Shelf(slot.key, slot.label.in_(language), slot.many, needed, slot.wants.in_(language), chips)


def chips_of(model: Model, raw: Raw, slot: Slot, problems: Found, language: str) -> tuple[Chip, ...]:
    """What stands in a place."""
    entity = str(raw["entity"])
    found = []
    for entry in entries_of(raw, slot):
        path = name_of(entry)
        label = path_label(model, entity, path, language) if field_at(model, entity, path) else path
        said = tuple(words_of(one, language) for _, one in problems.get(f"{slot.key}:{path}", ()))
        found.append(Chip(path, label, str(entry).startswith("-") if slot.key == "sort" else None, said))
    return tuple(found)
