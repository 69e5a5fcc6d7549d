"""The arrangement of a view: what each needs of an object, a view of another kind with what still fits, a view to begin with."""

from collections.abc import Iterable

from dougong.metamodel.diff import Change
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.view import KINDS

from .entity_tree import Tree
from .view_moves import redrawn
from .view_slots import SLOTS, Raw, fits

KIND_WORDS: dict[str, LocalText] = {
    "list": text("表格", "Table"), "kanban": text("看板", "Board"), "calendar": text("日历", "Calendar"),
    "timeline": text("时间线", "Timeline"), "gallery": text("画廊", "Gallery"), "tree": text("树", "Tree"),
    "map": text("地点", "Places"),
}  # fmt: skip
KIND_ICONS = {
    "list": "table", "kanban": "layout-kanban", "calendar": "calendar", "timeline": "timeline", "gallery": "layout-grid",
    "tree": "binary-tree", "map": "map-pin",
}  # fmt: skip
_LACKS: dict[str, LocalText] = {
    "kanban": text("看板要有单选、开关或关联字段", "A board needs a choice, a switch or a link"),
    "calendar": text("日历要有日期或时间字段", "A calendar needs a day or a moment"),
    "timeline": text("时间线要有日期或时间字段", "A timeline needs a day or a moment"),
    "tree": text("树要有一个指向自己的上下级关联", "A tree needs a link to its own object that makes a tree"),
    "map": text("地点要有地址字段", "Places need an address"),
}
_ZOOMS = {"calendar": ("day", "week", "month"), "timeline": ("week", "month", "quarter")}
_COLUMNS = 6


def lacks(entity: EntityModel, model: Model, kind: str) -> LocalText | None:
    """What an object has no field for; None where it can be arranged so."""
    usable = {
        "kanban": lambda: bool(_first_of(model, entity, "group")),
        "calendar": lambda: bool(_first_of(model, entity, "start")),
        "timeline": lambda: bool(_first_of(model, entity, "start")),
        "tree": lambda: any(getattr(one.field, "tree", False) for one in entity.fields.values()),
        "map": lambda: any(one.type.widget == "address" for one in entity.fields.values()),
    }
    found = usable.get(kind)
    return _LACKS[kind] if found is not None and not found() else None


def change_kind(tree: Tree, model: Model, key: str, kind: str) -> list[Change]:
    """The view in another arrangement: all it says stays, and what the new one needs is chosen where it does not."""

    def draw(view: Raw) -> None:
        entity = model.entities[str(view["entity"])]
        refuse(entity, model, kind)
        _arrange(view, model, entity, kind)

    return redrawn(tree, key, draw)


def begin(model: Model, entity: EntityModel, kind: str) -> Raw:
    """What a new view of a kind says at first: what names the record, what it needs, some of the object's own fields."""
    refuse(entity, model, kind)
    own = [one for one in entity.fields.values() if not one.system and one.key != entity.definition.title]
    shown = [one for one in own if _plain(one)]
    view: Raw = {"entity": entity.key}
    if kind in ("list", "tree"):
        view["columns"] = [entity.definition.title, *(one.key for one in shown[:_COLUMNS]), "owner"]
    else:
        view["columns"] = []
        view["card"] = _card(shown, entity, kind)
    _arrange(view, model, entity, kind)
    pair = _dates(own) if kind == "timeline" else []
    if len(pair) > 1:
        view["start"], view["end"] = pair[0], pair[1]
    return {name: one for name, one in view.items() if one not in ([], {})}


def refuse(entity: EntityModel, model: Model, kind: str) -> None:
    """ProblemsFound where an object cannot be arranged so."""
    if kind not in KINDS:
        raise ProblemsFound([Problem("no_kind", text("没有这种视图", "There is no such kind of view"))])
    why = lacks(entity, model, kind)
    if why is not None:
        raise ProblemsFound([Problem("lacks", why, fix=text("先在对象里加一个", "Add one to the object first"))])


def _arrange(view: Raw, model: Model, entity: EntityModel, kind: str) -> None:
    view["type"] = kind
    if kind == "list":
        view.pop("type")
    for needed in {"kanban": ("group",), "calendar": ("start",), "timeline": ("start",)}.get(kind, ()):
        if not view.get(needed) or not fits(model, entity.key, SLOTS[needed], str(view[needed])):
            view[needed] = _first_of(model, entity, needed)
    if view.get("end") and not fits(model, entity.key, SLOTS["end"], str(view["end"])):
        view.pop("end")
    if view.get("zoom") and kind in _ZOOMS and view["zoom"] not in _ZOOMS[kind]:
        view.pop("zoom")


def _first_of(model: Model, entity: EntityModel, slot: str) -> str:
    """The field a place takes by itself: that of the stages, a choice before a switch before a link, the object's own first."""
    stage = [entity.pipeline.field] if entity.pipeline else []
    keys = [*stage, *(one.key for one in sorted(entity.fields.values(), key=_near))]
    system = [one for one in keys if not entity.fields[one].system]
    allowed = system if slot == "start" else [*system, "owner"]
    return next((one for one in allowed if one in entity.fields and fits(model, entity.key, SLOTS[slot], one)), "")


def _near(field: FieldModel) -> int:
    kinds = ("choice", "date", "datetime", "bool")
    return kinds.index(field.value_type.name) if field.value_type.name in kinds else len(kinds)


def _plain(field: FieldModel) -> bool:
    """What reads well in a cell."""
    return field.value_type.name in _PLAIN and field.type.widget not in ("rich_text", "signature", "encrypted", "json")


_PLAIN = frozenset({"number", "money", "percent", "text", "choice", "bool", "date", "datetime", "ref"})


def _card(shown: Iterable[FieldModel], entity: EntityModel, kind: str) -> Raw:
    """A line of words, a figure, a face; calendars have room for two lines."""
    found = list(shown)
    words = [one.key for one in found if one.value_type.name in ("ref", "text")]
    figures = [one.key for one in found if one.value_type.name == "money"]
    days = [one.key for one in found if one.value_type.name == "date"]
    card: Raw = {"title": entity.definition.title, "lines": [*words[:1], *figures[:1], *days[:1]], "avatar": "owner"}
    if kind not in ("kanban", "gallery"):
        card.pop("avatar")
    pictures = [key for key, one in entity.fields.items() if one.type.widget == "image"]
    if kind == "gallery" and pictures:
        card["image"] = pictures[0]
    if not card["lines"]:
        card.pop("lines")
    return card


def _dates(own: Iterable[FieldModel]) -> list[str]:
    days = [one for one in own if one.storage is not None and one.value_type.name in ("date", "datetime")]
    return [one.key for one in days][:2]
