"""The places of a view that fields go to: which there are, for which arrangement each is, what kind of field fits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dougong.metamodel.model import FieldModel, Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.storage import Kind
from dougong.metamodel.text import LocalText, text

Raw = dict[str, Any]
_NUMBERS = frozenset({"number", "money", "percent", "duration"})
_DAYS = frozenset({"date", "datetime"})


@dataclass(frozen=True, slots=True)
class Slot:
    """`place` is where a view keeps it; `many`: a list in an order. `kinds` are the arrangements that show it (`phone`: a
    list on a phone); `takes(field, behind)` whether a field fits, `behind` when it stands behind links; `wants` says what does."""

    key: str
    place: tuple[str, ...]
    many: bool
    label: LocalText
    kinds: frozenset[str]
    takes: Callable[[FieldModel, bool], bool]
    wants: LocalText


def _orders(field: FieldModel, _behind: bool) -> bool:
    if field.storage is None:
        return field.formula is not None
    return field.storage.kind not in (Kind.JSON, Kind.LIST)


def _divides(field: FieldModel, behind: bool) -> bool:
    one = field.relation is not None and field.relation.kind == "one" and field.value_type.name == "ref"
    return (
        not behind
        and field.key != "id"
        and field.storage is not None
        and (one or field.value_type.name in ("choice", "bool"))
    )


def _any(_field: FieldModel, _behind: bool) -> bool:
    return True


def _number(field: FieldModel, _behind: bool) -> bool:
    return field.value_type.name in _NUMBERS


def _day(field: FieldModel, _behind: bool) -> bool:
    return field.value_type.name in _DAYS


def _own_day(field: FieldModel, behind: bool) -> bool:
    return not behind and field.storage is not None and _day(field, behind)


def _someone(field: FieldModel, _behind: bool) -> bool:
    return field.value_type.name == "ref" and field.relation is not None and field.relation.kind == "one"


def _picture(field: FieldModel, behind: bool) -> bool:
    return not behind and field.type.widget in ("image", "files")


_CARDS = frozenset({"kanban", "gallery", "phone"})
_FIELD, _NUMBER = text("一个字段", "a field"), text("数字、金额或时长", "a number, an amount or a duration")
_GROUPS = text("自己的单选、开关或关联", "a choice, a switch or a link of its own")
_DATES, _OWN_DATES = text("日期或时间", "a day or a moment"), text("自己的日期或时间", "a day or a moment of its own")
_PERSON, _IMAGES = text("人员或关联", "a person or a link"), text("自己的图片或附件", "a picture or files of its own")
_ORDERED = text("能排序的字段", "a field with an order")

SLOTS: dict[str, Slot] = {one.key: one for one in (
    Slot("columns", ("columns",), True, text("列", "Columns"), frozenset({"list", "tree"}), _any, _FIELD),
    Slot("group", ("group",), False, text("分组", "Grouped by"), frozenset({"list", "kanban", "timeline", "map"}), _divides, _GROUPS),
    Slot("start", ("start",), False, text("开始", "Starts"), frozenset({"calendar", "timeline"}), _own_day, _OWN_DATES),
    Slot("end", ("end",), False, text("结束", "Ends"), frozenset({"calendar", "timeline"}), _own_day, _OWN_DATES),
    Slot("image", ("card", "image"), False, text("图片", "Picture"), frozenset({"gallery"}), _picture, _IMAGES),
    Slot("title", ("card", "title"), False, text("标题", "Title"),
         frozenset({"kanban", "gallery", "calendar", "timeline", "map"}), _any, _FIELD),
    Slot("lines", ("card", "lines"), True, text("卡片内容", "On the card"),
         frozenset({"kanban", "gallery", "calendar", "map", "phone"}), _any, _FIELD),
    Slot("avatar", ("card", "avatar"), False, text("头像", "Face"), _CARDS, _someone, _PERSON),
    Slot("next", ("card", "next"), False, text("下一步", "Next step"), _CARDS, _any, _FIELD),
    Slot("due", ("card", "due"), False, text("下一步的日期", "Its day"), _CARDS, _day, _DATES),
    Slot("sums", ("sums",), True, text("合计", "Added up"), frozenset({"kanban"}), _number, _NUMBER),
    Slot("weighted", ("weighted",), False, text("加权", "Weighted"), frozenset({"kanban"}), _number, _NUMBER),
    Slot("sort", ("sort",), True, text("排序", "Sorted by"),
         frozenset({"list", "kanban", "timeline", "gallery", "tree", "map"}), _orders, _ORDERED),
)}  # fmt: skip
"""By key, in the order in which a designer shows them."""
NEEDED = {"kanban": "group", "calendar": "start", "timeline": "start"}
"""What an arrangement cannot be without."""


def slots_of(kind: str, *, phone: bool = False) -> tuple[Slot, ...]:
    """The places of an arrangement but for a table's columns; on a phone a table is cards."""
    shown = "phone" if phone and kind == "list" else kind
    return tuple(one for one in SLOTS.values() if shown in one.kinds and one.key != "columns")


def name_of(entry: Any) -> str:
    """The path an entry of a list is about: a column's, that of `-amount`."""
    return str(entry["field"]) if isinstance(entry, dict) else str(entry).removeprefix("-")


def entries_of(view: Raw, slot: Slot) -> list[Any]:
    """What stands in a place, as the view keeps it; a place for one has at most one."""
    at: Any = view
    for step in slot.place:
        at = at.get(step) if isinstance(at, dict) else None
    return list(at or ()) if slot.many else [at] if at else []


def put_entries(view: Raw, slot: Slot, entries: list[Any]) -> None:
    """The entries in the place's stead; what is empty is not kept."""
    *above, last = slot.place
    at = view
    for step in above:
        at = at.setdefault(step, {})
    if entries:
        at[last] = entries if slot.many else entries[-1]
    else:
        at.pop(last, None)
    for step in above:
        if not view.get(step):
            view.pop(step, None)


def field_at(model: Model, entity: str, path: str) -> FieldModel | None:
    """The field at the end of links to one record each; None where there is none."""
    *links, last = path.split(".")
    for step in links:
        here = model.entities.get(entity)
        found = here.fields.get(step) if here else None
        if found is None or found.relation is None or found.relation.kind != "one":
            return None
        entity = found.relation.target
    here = model.entities.get(entity)
    return here.fields.get(last) if here else None


def fits(model: Model, entity: str, slot: Slot, path: str) -> bool:
    found = field_at(model, entity, path)
    return found is not None and slot.takes(found, "." in path)


def refuse_misfit(model: Model, entity: str, slot: Slot, path: str) -> None:
    """ProblemsFound with words where a field has no place there."""
    found = field_at(model, entity, path)
    if found is None:
        gone = text("没有这个字段，可能刚被删除", "There is no such field; it may just have been removed")
        raise ProblemsFound([Problem("field_gone", gone, fix=text("刷新后再试", "Reload and try again"))])
    if slot.takes(found, "." in path):
        return
    words = text(
        f"“{found.label.zh}”放不进“{slot.label.zh}”：这里要{slot.wants.zh}",
        f'"{found.label.en}" has no place in "{slot.label.en}": it takes {slot.wants.en}',
    )
    raise ProblemsFound([Problem("does_not_fit", words, fix=text("换一个字段", "Choose another field"))])
