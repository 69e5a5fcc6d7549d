"""What a new field can be: the registered field types by family with their words, and the JSON a new field begins with."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dougong.metamodel.check.entities import RESERVED
from dougong.metamodel.field_types import field_types
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from .entity_tree import Tree, entities_of, entity_in, taken_keys

_FAMILIES: tuple[tuple[str, LocalText, dict[str, LocalText]], ...] = (
    ("text", text("文本与数字", "Text and numbers"), {
        "text": text("单行文本", "Text"), "long_text": text("多行文本", "Long text"), "rich_text": text("富文本", "Rich text"),
        "number": text("数字", "Number"), "integer": text("整数", "Whole number"), "money": text("金额", "Money"),
        "percent": text("百分比", "Percent"), "computed": text("公式", "Formula"),
    }),
    ("choice", text("选择", "Choices"), {
        "choice": text("单选", "Choice"), "multichoice": text("多选", "Several choices"), "bool": text("开关", "Switch"),
        "rating": text("评级", "Rating"), "tags": text("标签", "Tags"),
    }),
    ("time", text("时间", "Time"), {
        "date": text("日期", "Date"), "datetime": text("日期时间", "Date and time"), "time": text("时刻", "Time of day"),
        "duration": text("时长", "Duration"),
    }),
    ("links", text("人与关联", "People and links"), {
        "person": text("人员", "Person"), "department": text("部门", "Department"), "link": text("关联记录", "Link"),
        "many_links": text("关联多条", "Links to many"), "any_link": text("关联任意", "Link to anything"),
        "lines": text("子表", "Child rows"), "rollup": text("汇总", "Roll-up"),
    }),
    ("contact", text("联系与文件", "Contact and files"), {
        "phone": text("电话", "Phone"), "email": text("邮箱", "Email"), "url": text("网址", "Web address"),
        "region": text("地区", "Region"), "address": text("地址", "Address"), "files": text("附件", "Files"),
        "image": text("图片", "Picture"), "signature": text("签名", "Signature"),
    }),
    ("more", text("更多", "More"), {
        "auto_number": text("自动编号", "Automatic number"), "score": text("评分", "Score"),
        "encrypted": text("加密文本", "Encrypted text"), "json": text("JSON", "JSON"),
    }),
)  # fmt: skip
_NOT_DRAGGED = {"reverse": text("反向关联", "Far end of a link"), "roles": text("角色", "Roles")}
"""Types that other fields or the system make."""
_OPTION_COLOURS = ("blue", "green", "amber")
MOST_FIELDS = 1000
"""Fields of one object: beyond that no database takes them as columns."""


@dataclass(frozen=True, slots=True)
class PaletteType:
    """A field type as it is offered."""

    key: str
    label: LocalText
    icon: str


@dataclass(frozen=True, slots=True)
class Family:
    key: str
    label: LocalText
    types: tuple[PaletteType, ...]


def families() -> tuple[Family, ...]:
    """The palette: every registered type that a person may drag, each once; one without words stands under `more`."""
    known = field_types()
    worded = {key for _, _, words in _FAMILIES for key in words} | _NOT_DRAGGED.keys()
    found = []
    for key, label, words in _FAMILIES:
        types = [PaletteType(one, words[one], known[one].icon) for one in words if one in known]
        if key == "more":
            types += [PaletteType(one, text(one, one), known[one].icon) for one in known if one not in worded]
        found.append(Family(key, label, tuple(types)))
    return tuple(found)


def type_words(key: str) -> LocalText:
    """What a field type is called; its key where it has no words."""
    every = {one: words[one] for _, _, words in _FAMILIES for one in words} | _NOT_DRAGGED
    return every.get(key) or text(key, key)


def type_icon(key: str) -> str:
    found = field_types().get(key)
    return found.icon if found else "alert-triangle"


def begin_field(
    tree: Tree, entity: str, type_key: str, label: LocalText | None = None, given: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The JSON of a new field of a draft's object: a key nobody has, a label, the parts its type requires.

    `given` are parts chosen already (the `to` of a link). ProblemsFound where the type cannot begin here.
    """
    if type_key not in field_types() or type_key in _NOT_DRAGGED:
        raise ProblemsFound([Problem("field_type", text("没有这种字段", "There is no such field type"))])
    place = entity_in(tree, entity)
    if len(place.fields) >= MOST_FIELDS:
        words = text(f"一个对象最多 {MOST_FIELDS} 个字段", f"An object has at most {MOST_FIELDS} fields")
        fix = text("把一部分放到关联的对象里", "Put some of them into an object that is linked")
        raise ProblemsFound([Problem("too_many_fields", words, fix=fix)])
    words = label or numbered(type_words(type_key), [one.raw.get("label") for one in place.fields])
    key = key_for(label or text("", ""), type_key, taken_keys(tree, entity))
    head = {"key": key, "type": type_key, "label": _json(words)}
    begin = _BEGINS.get(type_key)
    parts = begin(tree, entity) if begin and not (given and given.keys() & {"to", "of", "formula"}) else {}
    return {**head, **parts, **(given or {})}


def key_for(label: LocalText, fallback: str, taken: Collection[str]) -> str:
    """A key for a label: its English words, else the pinyin of its Chinese ones, else `fallback`; numbered where taken."""
    stem = slug(label.en) or slug(_pinyin(label.zh)) or slug(fallback) or "field"
    known = {*taken, *RESERVED}
    numbered = (f"{stem[: 47 - len(str(n))]}_{n}" for n in range(2, 100_000))
    return stem if stem not in known else next(one for one in numbered if one not in known)


def slug(words: str) -> str:
    """Lower letters, digits and single underscores, beginning with a letter; empty where nothing of that is in it."""
    if re.search(r"[^\x00-\x7f]", words):
        return ""
    found = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
    return re.sub(r"^[^a-z]+", "", found)[:40].rstrip("_")


def fresh_options(count: int = 3, taken: Collection[str] = ()) -> list[dict[str, Any]]:
    """So many options to begin with: numbered, each of another colour."""
    free = (n for n in range(1, 100_000) if f"option_{n}" not in taken)
    return [
        {
            "key": f"option_{n}",
            "label": _json(text(f"选项 {n}", f"Option {n}")),
            "colour": _OPTION_COLOURS[n % len(_OPTION_COLOURS)],
        }
        for n in (next(free) for _ in range(count))
    ]


def _options(tree: Tree, entity: str) -> dict[str, Any]:
    return {"options": fresh_options()}


def _target(tree: Tree, entity: str) -> dict[str, Any]:
    """The object that was made last by a person or an app, else this one."""
    others = [one for one in entities_of(tree).values() if one.key != entity and not one.raw.get("owned_by")]
    own = entity_in(tree, entity).app
    near = [one for one in others if one.app == own] or [one for one in others if one.app != "base"] or others
    return {"to": near[0].key if near else entity}


def _figure(tree: Tree, entity: str) -> dict[str, Any]:
    """How many there are of the first thing that points here."""
    ends = [one.key for one in entity_in(tree, entity).fields if one.value == "many"]
    ends += [
        str(end["key"])
        for place in entities_of(tree).values()
        for one in place.fields
        if isinstance(end := one.raw.get("reverse"), dict) and one.raw.get("to") == entity
    ]
    if not ends:
        words = text("没有可以汇总的明细或关联", "There are no rows or links that could be added up")
        fix = text("先加一个子表，或让别的对象关联到这里", "Add child rows first, or link another object to this one")
        raise ProblemsFound([Problem("nothing_to_roll_up", words, fix=fix)])
    return {"formula": f"COUNT({ends[0]})", "result": "integer", "scale": 0}


_BEGINS: dict[str, Callable[[Tree, str], dict[str, Any]]] = {
    "choice": _options,
    "multichoice": _options,
    "link": _target,
    "many_links": _target,
    "computed": lambda tree, entity: {"formula": "0", "result": "number"},
    "rollup": _figure,
    "auto_number": lambda tree, entity: {"pattern": f"{entity[:4].upper()}-{{yyyy}}-{{seq:4}}"},
}
"""What a type cannot be without; all others begin with a key and a label. Child rows are made by `entity_moves`."""


def numbered(words: LocalText, labels: Iterable[Any]) -> LocalText:
    """The words, with a number behind them where one of the labels has them already."""
    known = {part for one in labels if isinstance(one, dict) for part in one.values()}
    if words.zh not in known and words.en not in known:
        return words
    free = next(n for n in range(2, 100_000) if f"{words.zh} {n}" not in known and f"{words.en} {n}" not in known)
    return text(f"{words.zh} {free}", f"{words.en} {free}")


def _json(words: LocalText) -> dict[str, str]:
    return {"zh-CN": words.zh, "en": words.en}


def _pinyin(words: str) -> str:
    from pypinyin import lazy_pinyin  # late: its tables take a third of a second to load

    return "_".join(lazy_pinyin(words[:24], errors=lambda left: re.sub(r"[^A-Za-z0-9]+", "_", left)))
