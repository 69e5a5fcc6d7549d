"""What a tile can be at once: each type with something sensible to show of an object, and ready suggestions for an object."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.system_fields import SYSTEM_KEYS
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.widget import WITHOUT_RECORDS, WidgetType

Raw = dict[str, Any]
_FEW = 8
"""Options that a pie can still tell apart."""
_SIZES = ("money", "number", "percent", "duration")
_DAYS = ("date", "datetime")
_COLOURS = ("blue", "teal", "violet", "amber", "green", "gray")


@dataclass(frozen=True, slots=True)
class TileType:
    """A type of tile in the palette; `uses` are the properties it reads besides what every tile has."""

    key: WidgetType
    label: LocalText
    icon: str
    uses: tuple[str, ...]
    width: int = 6


TYPES: Mapping[str, TileType] = {one.key: one for one in (
    TileType(key="metric", label=text("数字", "Figure"), icon="number",
             uses=("measure", "period", "compare", "better", "target"), width=3),
    TileType(key="chart", label=text("图表", "Chart"), icon="chart-bar",
             uses=("measure", "group", "bucket", "shape", "series", "period", "limit")),
    TileType(key="list", label=text("列表", "List"), icon="list-details",
             uses=("fields", "sort", "limit", "period", "tick", "remind", "call", "mention")),
    TileType(key="progress", label=text("进度", "Progress"), icon="progress", uses=("measure", "target", "period"), width=4),
    TileType(key="ranking", label=text("排行", "Ranking"), icon="stairs-up",
             uses=("measure", "group", "period", "limit", "target")),
    TileType(key="funnel", label=text("漏斗", "Funnel"), icon="filter", uses=("measure", "group", "period")),
    TileType(key="forecast", label=text("预测", "Forecast"), icon="chart-arrows-vertical",
             uses=("measure", "series", "target", "group", "bucket", "period"), width=8),
    TileType(key="calendar", label=text("日历", "Calendar"), icon="calendar",
             uses=("shape", "start", "end", "time", "fields", "tick", "mention")),
    TileType(key="text", label=text("文字", "Text"), icon="align-left", uses=("text",), width=4),
)}  # fmt: skip
"""In the palette's order."""


@dataclass(frozen=True, slots=True)
class Idea:
    """A suggestion: `tile` is a widget's JSON."""

    key: str
    label: LocalText
    icon: str
    tile: Raw = field(hash=False)


@dataclass(frozen=True, slots=True)
class _About:
    """What an object has that a tile can be made of, the most telling first."""

    entity: EntityModel
    choices: tuple[FieldModel, ...]
    sizes: tuple[FieldModel, ...]
    days: tuple[FieldModel, ...]
    people: tuple[FieldModel, ...]
    shown: tuple[str, ...]

    @property
    def own_days(self) -> tuple[FieldModel, ...]:
        return tuple(one for one in self.days if not one.system)


def fresh(model: Model, type_: str, entity: str) -> Raw:
    """A tile of a type over an object's records: what it needs, and no more."""
    kind = TYPES[type_]
    if type_ in WITHOUT_RECORDS:
        words = text("写给大家的话。", "A word to everybody.")
        return {
            "key": type_,
            "type": type_,
            "label": _json(text("说明", "Note")),
            "text": _json(words),
            "width": kind.width,
        }
    about = _about(model.entities[entity])
    begun = _BEGIN[type_](about)
    label = begun.pop("label", None) or about.entity.plural
    return {
        "key": f"{entity[:30]}_{type_}",
        "type": type_,
        "label": _json(label),
        "entity": entity,
        **begun,
        "width": kind.width,
    }


def other_type(model: Model, tile: Mapping[str, Any], type_: str) -> Raw:
    """A tile shown in another way: it keeps what that way uses too."""
    view = model.views.get(str(tile.get("view", "")))
    entity = str(tile.get("entity") or (view.entity if view else ""))
    if entity not in model.entities and type_ not in WITHOUT_RECORDS:
        entity = next(iter(objects(model)), "")
    made = fresh(model, type_, entity)
    head = {"label", "hint"} | (set() if type_ in WITHOUT_RECORDS else {"entity", "view", "filter", "person"})
    kept = {name: one for name, one in tile.items() if name in head | set(TYPES[type_].uses)}
    if tile.get("shape") not in SHAPES.get(type_, ()):
        kept.pop("shape", None)
    if "group" in kept:  # dates come in months, nothing else does
        made.pop("bucket", None)
        first = model.entities[entity].fields.get(str(kept["group"][0])) if kept["group"] else None
        if first is None or first.value_type.name not in _DAYS:
            kept.pop("bucket", None)
            if type_ == "forecast":
                kept.pop("group")
    if "view" in kept and "entity" not in kept:
        made.pop("entity", None)
    return {**made, **kept}


SHAPES: Mapping[str, tuple[str, ...]] = {
    "chart": ("bar", "column", "line", "area", "pie"),
    "calendar": ("day", "month"),
}


def objects(model: Model) -> list[str]:
    """Objects that people keep records of, those of apps before the platform's own."""
    every = [one for one in model.entities.values() if not one.implicit]
    every.sort(key=lambda one: (one.app == "base", one.owner_link is not None))
    return [one.key for one in every]


def ideas(model: Model, entity: str) -> tuple[Idea, ...]:
    """Suggestions for an object, each with its figures at once."""
    about = _about(model.entities[entity])
    made = []
    for number, (label, icon, tile) in enumerate(_ideas(about)):
        type_ = tile["type"]
        raw = {
            "key": f"{entity[:30]}_{type_}",
            "label": _json(label),
            "entity": entity,
            "width": TYPES[type_].width,
            **tile,
        }
        made.append(Idea(f"{entity}:{number}", label, icon, raw))
    return tuple(made)


def _ideas(about: _About) -> Iterator[tuple[LocalText, str, Raw]]:
    many, pipeline = about.entity.plural, about.entity.pipeline
    yield text(f"{many.zh}总数", f"{many.en}, all"), "number", {"type": "metric"}
    if "created_at" in about.entity.fields:
        label = text(f"新增{many.zh}", f"{many.en}, new")
        yield label, "number", {"type": "metric", "period": "created_at", "compare": "previous"}
    for one in about.sizes[:2]:
        yield _of(one, text("合计", ", total")), "number", {"type": "metric", "measure": f"SUM({one.key})"}
    if pipeline is not None:
        yield text(f"{many.zh}漏斗", f"{many.en}, funnel"), "filter", {"type": "funnel", "group": [pipeline.field]}
    for one in about.choices[:3]:
        options = len(one.value_type.options or ())
        shape: Raw = {"shape": "pie"} if 0 < options <= _FEW and one is about.choices[0] else {}
        yield _by(many, one), "chart-pie" if shape else "chart-bar", {"type": "chart", "group": [one.key], **shape}
    if about.sizes and about.choices:
        size, kind = about.sizes[0], about.choices[0]
        yield _by(size.label, kind), "chart-bar", {"type": "chart", "group": [kind.key], "measure": f"SUM({size.key})"}
    for day in (*about.own_days[:1], *(one for one in about.days if one.key == "created_at")):
        months: Raw = {"type": "chart", "group": [day.key], "bucket": "month", "shape": "column"}
        label = text(f"每月{many.zh}（{day.label.zh}）", f"{many.en} a month ({day.label.en})")
        yield label, "chart-bar", months
    if about.sizes and about.days:
        size, day = about.sizes[0], (about.own_days or about.days)[0]
        column: Raw = {
            "type": "chart",
            "group": [day.key],
            "bucket": "month",
            "shape": "column",
            "measure": f"SUM({size.key})",
        }
        yield text(f"每月{size.label.zh}", f"{size.label.en} a month"), "chart-bar", column
    for who in about.people[:1]:
        measure: Raw = {"measure": f"SUM({about.sizes[0].key})"} if about.sizes else {}
        yield _by(about.sizes[0].label if about.sizes else many, who), "stairs-up", {
            "type": "ranking", "group": [who.key], **measure,
        }  # fmt: skip
    if "owner" in about.entity.fields:
        mine: Raw = {"type": "list", "filter": "owner = $user", "fields": list(about.shown), "sort": ["-updated_at"]}
        yield text(f"我的{many.zh}", f"My {many.en[:1].lower()}{many.en[1:]}"), "list-details", mine
    if "created_at" in about.entity.fields:
        newest: Raw = {"type": "list", "fields": list(about.shown), "sort": ["-created_at"]}
        yield text(f"最新{many.zh}", f"{many.en}, newest"), "list-details", newest
    for day in about.own_days[:1]:
        yield text(f"{many.zh}日历（{day.label.zh}）", f"{many.en} by {day.label.en.lower()}"), "calendar", {
            "type": "calendar", "shape": "month", "start": day.key, "fields": [about.entity.definition.title],
        }  # fmt: skip


def _metric(about: _About) -> Raw:
    return {}


def _progress(about: _About) -> Raw:
    """How many have come to the last option of their first choice; without a choice, all of all."""
    goal = {"measure": "COUNT()"}
    last = _last(about)
    if last is None:
        return {"measure": "COUNT()", "target": goal}
    one, option = last
    return {"measure": f'COUNT(IF({one.key} = "{option}", 1))', "target": goal}


def _last(about: _About) -> tuple[FieldModel, str] | None:
    pipeline = about.entity.pipeline
    if pipeline is not None:
        won = next((key for key, stage in pipeline.stages.items() if stage.outcome == "won"), None)
        if won is not None:
            return about.entity.fields[pipeline.field], won
    one = next((one for one in about.choices if one.value_type.options), None)
    return (one, (one.value_type.options or ("",))[-1]) if one else None


def _forecast(about: _About) -> Raw:
    one = next((one for one in about.choices if one.value_type.options), None)
    labels = {str(each.key): each.label for each in getattr(one.field, "options", ()) or ()} if one else {}
    series = [
        {"key": f"part_{n}", "label": _json(labels.get(key) or text(key, key)), "when": f'{one.key} = "{key}"', "colour": colour}
        for n, (key, colour) in enumerate(zip((one.value_type.options or ())[:4], _COLOURS, strict=False), 1)
    ] if one else []  # fmt: skip
    every = {"key": "all", "label": _json(text("全部", "All")), "when": "TRUE", "colour": "blue"}
    return {**_sum(about), "series": series or [every]}


def _ranking(about: _About) -> Raw:
    by = next(iter((*about.people[:1], *about.choices[:1])), about.entity.title)
    return {"group": [by.key], **_sum(about)}


def _funnel(about: _About) -> Raw:
    pipeline = about.entity.pipeline
    by = pipeline.field if pipeline else next((one.key for one in about.choices), about.entity.definition.title)
    return {"group": [by]}


def _chart(about: _About) -> Raw:
    if about.choices:
        return {"group": [about.choices[0].key], "label": _by(about.entity.plural, about.choices[0])}
    if about.days:
        return {"group": [about.days[0].key], "bucket": "month"}
    return {"group": [about.entity.definition.title]}


def _list(about: _About) -> Raw:
    return {"fields": list(about.shown), **({"sort": ["-updated_at"]} if "updated_at" in about.entity.fields else {})}


def _calendar(about: _About) -> Raw:
    start: Raw = {"start": about.days[0].key} if about.days else {}
    return {"shape": "month", **start, "fields": [about.entity.definition.title]}


_BEGIN: Mapping[str, Callable[[_About], Raw]] = {
    "metric": _metric, "progress": _progress, "forecast": _forecast, "ranking": _ranking, "funnel": _funnel,
    "chart": _chart, "list": _list, "calendar": _calendar,
}  # fmt: skip


def _sum(about: _About) -> Raw:
    return {"measure": f"SUM({about.sizes[0].key})"} if about.sizes else {}


def _about(entity: EntityModel) -> _About:
    fields = [one for one in entity.fields.values() if one.storage is not None or one.formula]
    own = [one for one in fields if not one.system]
    first = entity.pipeline.field if entity.pipeline else ""
    days = [one for one in own if one.value_type.name in _DAYS]
    days += [entity.fields[key] for key in ("created_at", "updated_at") if key in entity.fields]
    people = [one for one in fields if one.relation and one.relation.kind == "one" and one.relation.target == "person"]
    people.sort(key=lambda one: one.key != "owner")
    return _About(
        entity,
        tuple(sorted((one for one in own if one.value_type.name == "choice"), key=lambda one: one.key != first)),
        tuple(
            sorted(
                (one for one in own if one.value_type.name in _SIZES), key=lambda one: _SIZES.index(one.value_type.name)
            )
        ),
        tuple(days),
        tuple(one for one in people if one.key == "owner" or one.key not in SYSTEM_KEYS),
        _shown(entity, own),
    )


_PLAIN = ("choice", "money", "date", "datetime", "number", "percent", "bool", "ref", "text")


def _shown(entity: EntityModel, own: list[FieldModel]) -> tuple[str, ...]:
    """The title and three more, of the kinds a row says most with."""
    title = entity.definition.title
    rest = [one for one in own if one.key != title and one.value_type.name in _PLAIN and one.key != entity.owner_link]
    rest.sort(key=lambda one: _PLAIN.index(one.value_type.name))
    return (title, *(one.key for one in rest[:3]))


def _by(what: LocalText, by: FieldModel) -> LocalText:
    return text(f"{what.zh}（按{by.label.zh}）", f"{what.en} by {by.label.en[:1].lower()}{by.label.en[1:]}")


def _of(one: FieldModel, more: LocalText) -> LocalText:
    return text(f"{one.label.zh}{more.zh}", f"{one.label.en}{more.en}")


def _json(words: LocalText) -> dict[str, str]:
    return {"zh-CN": words.zh, "en": words.en}
