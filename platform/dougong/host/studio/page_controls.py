"""What the properties of a tile are called, and what a control of its panel sends, as the tile's JSON afterwards."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.widget import Widget

from . import properties
from .form_parts import label_json
from .page_ideas import TYPES, fresh, other_type
from .page_moves import Raw, free, nameless
from .properties import Property

_MEASURE = re.compile(r"^\s*(COUNT|SUM|AVERAGE|MIN|MAX)\s*\(\s*([a-z][a-z0-9_.]*)?\s*\)\s*$")
_DAYS = ("date", "datetime")
_COLOURS = ("blue", "teal", "violet", "amber", "green", "red", "gray")
WORDS: Mapping[str, LocalText] = {
    "label": text("名称", "Name"), "hint": text("名称旁的说明", "Beside the name"), "entity": text("对象", "Object"),
    "view": text("按视图", "Like the view"), "filter": text("只算满足条件的", "Only those for which"),
    "group": text("分组", "Groups"), "bucket": text("日期按", "Dates by"), "measure": text("算什么", "Measure"),
    "period": text("随页面周期的日期", "Follows the page's period by"),
    "person": text("随“看谁的”切换的人员", "Follows “whose records” by"),
    "compare": text("同比环比", "Compared with"), "better": text("好的方向", "Good news is"), "shape": text("样子", "Shape"),
    "start": text("开始", "Begins"), "end": text("结束", "Ends"), "time": text("时刻", "Time of day"),
    "limit": text("最多几行", "Most rows"), "remind": text("可提醒谁", "Reminds"), "call": text("可拨打", "Calls"),
    "mention": text("写在页面顶部（{n} 为条数）", "Told in the page's head ({n} of them)"),
    "text": text("内容", "Words"), "fields": text("显示的字段", "Fields"), "sort": text("排序", "Order"),
}  # fmt: skip
CHOICE_WORDS: Mapping[str, LocalText] = {
    "day": text("天", "Day"), "month": text("月", "Month"), "quarter": text("季度", "Quarter"), "year": text("年", "Year"),
    "previous": text("上一周期", "The period before"), "last_year": text("去年同期", "The same a year ago"),
    "more": text("越多越好", "More"), "less": text("越少越好", "Less"), "bar": text("条形", "Bars"), "column": text("柱形", "Columns"),
    "line": text("折线", "Line"), "area": text("面积", "Area"), "pie": text("环形", "Ring"),
}  # fmt: skip
MEASURES: Mapping[str, LocalText] = {
    "COUNT": text("个数", "Count"), "SUM": text("合计", "Total"), "AVERAGE": text("平均", "Average"), "MIN": text("最小", "Least"),
    "MAX": text("最大", "Most"),
}  # fmt: skip
_OWN = (
    "key",
    "type",
    "width",
    "place",
    "label",
    "group",
    "measure",
    "target",
    "series",
    "fields",
    "sort",
    "tick",
    "entity",
    "view",
)
"""Properties that have a control of their own."""
_EVERY = ("hint", "filter", "person")


@cache
def controls_of(type_: str) -> tuple[Property, ...]:
    """The plain properties that a type of tile uses."""
    uses = {*_EVERY, *TYPES[type_].uses} if type_ != "text" else {"hint", "text"}
    every = properties.properties_of(
        Widget, WORDS, first=("shape", "start", "end", "time", "bucket"), rare=("hint", "mention", "person")
    )
    return tuple(one for one in every if one.name in uses and one.name not in _OWN)


def measure_of(source: str | None) -> tuple[str, str] | None:
    """(function, path) of a plain measure; None for any other formula."""
    found = _MEASURE.match(source or "COUNT()")
    return (found[1], found[2] or "") if found else None


def entity_of(model: Model, tile: Mapping[str, Any]) -> EntityModel | None:
    """The object a tile is about; None for words, or where it is gone."""
    view = model.views.get(str(tile.get("view", "")))
    return model.entities.get(str(tile.get("entity") or (view.entity if view else "")))


def set_tile(model: Model, tile: Raw, name: str, written: str) -> Raw:
    """The tile after a control sent `written`; properties with parts are named `label.en`, `group.0`, `fields+` ...

    ProblemsFound where it cannot be.
    """
    first, _, rest = name.partition(".")
    plain = first.rstrip("+-~")
    given = _SETTERS.get(plain)
    if given is not None:
        return given(model, tile, first.removeprefix(plain), rest, written.strip())
    found = next((one for one in controls_of(str(tile["type"])) if one.name == plain), None)
    if found is None:
        raise ProblemsFound([Problem("unknown_property", text("没有这个属性", "There is no such property"))])
    wanted = properties.changed(found, tile, rest, written)
    if plain == "period" and "period" not in wanted:
        wanted.pop("compare", None)
    if plain == "compare" and "compare" in wanted and "period" not in wanted:
        about = entity_of(model, tile)
        return {**wanted, "period": _first_day(about)} if about else wanted
    return wanted


def _type(model: Model, tile: Raw, sign: str, rest: str, written: str) -> Raw:
    if written not in TYPES:
        raise ProblemsFound([Problem("unknown_property", text("没有这种内容块", "There is no such type of tile"))])
    return other_type(model, tile, written)


def _entity(model: Model, tile: Raw, sign: str, rest: str, written: str) -> Raw:
    """Another object: what hung on fields of the old one begins anew, a name somebody gave stays."""
    if written not in model.entities or written == tile.get("entity"):
        return tile
    made = fresh(model, tile["type"], written)
    old = entity_of(model, tile)
    named = old is None or tile["label"] == fresh(model, tile["type"], old.key)["label"]
    return {**made, **({} if named else {"label": tile["label"]})}


def _view(model: Model, tile: Raw, sign: str, rest: str, written: str) -> Raw:
    """Like a view: its object and conditions; without one the object stays."""
    about = entity_of(model, tile)
    kept = {name: one for name, one in tile.items() if name not in ("view", "entity")}
    if not written:
        return {**kept, **({"entity": about.key} if about else {})}
    view = model.views.get(written)
    if view is None or (about is not None and view.entity != about.key):
        raise ProblemsFound([Problem("unknown_view", text("这个视图已经不在了", "This view is not there any more"))])
    return {**kept, "view": written}


def _label(model: Model, tile: Raw, sign: str, rest: str, written: str) -> Raw:
    if not written:
        raise ProblemsFound([nameless()])
    return {**tile, "label": {**tile["label"], rest: written[:120]}}


def _measure(model: Model, tile: Raw, sign: str, rest: str, written: str) -> Raw:
    """`measure.how` a function, `measure.of` what of, `measure` a formula."""
    how, of = measure_of(tile.get("measure")) or ("SUM", "")
    if rest == "how":
        about = entity_of(model, tile)
        of = of or next((one for one in sizes(about)), "") if about else ""
        source = "" if written == "COUNT" else f"{written}({of})"
        if written not in MEASURES or (written != "COUNT" and not of):
            words = text("这个对象没有可以计算的数字", "This object has no figures to work with")
            raise ProblemsFound(
                [Problem("no_figures", words, fix=text("先加一个数字字段", "Add a field with figures first"))]
            )
    elif rest == "of":
        source = f"{how if how != 'COUNT' else 'SUM'}({written})" if written else ""
    else:
        source = written
    return _with(tile, "measure", source or None)


def _group(model: Model, tile: Raw, sign: str, rest: str, written: str) -> Raw:
    """`group.0` and `group.1`; a date comes by month."""
    groups = list(tile.get("group", ()))
    at = 1 if rest == "1" else 0
    groups[at : at + 1] = [written] if written else []
    groups = list(dict.fromkeys(groups))
    wanted = _with(tile, "group", groups or None)
    about = entity_of(model, tile)
    if at == 0 and about is not None:
        day = bool(groups) and groups[0] in about.fields and about.fields[groups[0]].value_type.name in _DAYS
        wanted = _with(wanted, "bucket", tile.get("bucket", "month") if day else None)
    return wanted


def _fields(model: Model, tile: Raw, sign: str, rest: str, written: str) -> Raw:
    return _with(tile, "fields", list_after(list(tile.get("fields", ())), sign, written) or None)


def list_after(values: list[str], sign: str, written: str) -> list[str]:
    """`+` adds one, `-` takes one out, `~` moves `key:after`."""
    if sign == "+":
        return [*values, *([written] if written and written not in values else [])]
    key, _, after = written.partition(":")
    rest = [one for one in values if one != key]
    if sign == "-":
        return rest
    if key not in values:
        return values
    place = next((n + 1 for n, one in enumerate(rest) if one == after), 0)
    return [*rest[:place], key, *rest[place:]]


def _sort(model: Model, tile: Raw, sign: str, rest: str, written: str) -> Raw:
    """`sort.path` and `sort.way`: the first of what it is ordered by."""
    return _with(tile, "sort", sort_after(list(tile.get("sort", ())), rest, written) or None)


def sort_after(given: list[str], rest: str, written: str) -> list[str]:
    first, down = (given[0].lstrip("-"), given[0].startswith("-")) if given else ("", False)
    path = written if rest == "path" else first
    down = written == "down" if rest == "way" else down
    return [*([f"{'-' if down else ''}{path}"] if path else []), *given[1:]]


def _tick(model: Model, tile: Raw, sign: str, rest: str, written: str) -> Raw:
    """`field=option`, or `field=` for a switch that is put on."""
    key, _, option = written.partition("=")
    return _with(tile, "tick", {key: option or True} if key else None)


def _series(model: Model, tile: Raw, sign: str, rest: str, written: str) -> Raw:
    """`series+` a part, `series-` one out, `series.<key>.label.en|when|colour` one changed."""
    parts = [dict(one) for one in tile.get("series", ())]
    if sign == "+":
        known = {one["key"] for one in parts}
        key = free("part", lambda one: one in known)
        label = label_json(text(f"第 {len(parts) + 1} 部分", f"Part {len(parts) + 1}"))
        parts.append({"key": key, "label": label, "when": "TRUE", "colour": _COLOURS[len(parts) % len(_COLOURS)]})
    elif sign == "-":
        parts = [one for one in parts if one["key"] != written]
    else:
        key, _, name = rest.partition(".")
        what, _, language = name.partition(".")
        for one in (one for one in parts if one["key"] == key):
            if what == "label" and written:
                one["label"] = {**one["label"], language: written[:120]}
            elif what in ("when", "colour") and written:
                one[what] = written
    return _with(tile, "series", parts or None)


def _target(model: Model, tile: Raw, sign: str, rest: str, written: str) -> Raw:
    """`target+` a goal, `target-` none, `target.measure|entity|filter` of it."""
    goal = dict(tile.get("target") or {})
    if sign == "+":
        return _with(tile, "target", {"measure": tile.get("measure") or "COUNT()"})
    if sign == "-" or not goal:
        return _with(tile, "target", None)
    if rest == "measure" and written:
        goal["measure"] = written
    elif rest == "entity":
        own = entity_of(model, tile)
        goal = {
            "measure": "COUNT()",
            **({"entity": written} if written and (own is None or written != own.key) else {}),
        }
    elif rest == "filter":
        goal = _with(goal, "filter", written or None)
    return _with(tile, "target", goal)


_SETTERS: Mapping[str, Callable[[Model, Raw, str, str, str], Raw]] = {
    "type": _type, "entity": _entity, "view": _view, "label": _label, "measure": _measure, "group": _group, "fields": _fields,
    "sort": _sort, "tick": _tick, "series": _series, "target": _target,
}  # fmt: skip


def sizes(about: EntityModel) -> list[str]:
    """Fields that can be added up, money first."""
    order = ("money", "number", "percent", "duration")
    found = [one for one in about.fields.values() if one.value_type.name in order and not one.system]
    found = [one for one in found if one.storage is not None or one.formula]
    return [one.key for one in sorted(found, key=lambda one: order.index(one.value_type.name))]


def _first_day(about: EntityModel) -> str:
    days = [one for one in about.fields.values() if one.value_type.name in _DAYS]
    return next((one.key for one in sorted(days, key=lambda one: one.key != "created_at")), "created_at")


def _with(part: Mapping[str, Any], name: str, value: Any) -> Raw:
    kept = {key: one for key, one in part.items() if key != name}
    return kept if value is None else {**part, name: value}
