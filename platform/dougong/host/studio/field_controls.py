"""The properties of a field as controls, read off the typed model of its field type; and what a control sends, as JSON."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from dougong.metamodel import storage
from dougong.metamodel.documents import Document
from dougong.metamodel.field_types import field_types
from dougong.metamodel.parse import parse
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import LocalText, text

from . import properties
from .entity_tree import Tree, entities_of, entity_in, of_kind
from .properties import Property, bilingual

_HIDDEN = frozenset({"key", "type", "with_"})
_WORDS: dict[str, LocalText] = {
    "label": text("标签", "Label"), "hint": text("提示", "Hint"), "required": text("必填", "Required"),
    "unique": text("不能重复", "Unique"), "search": text("可被搜索", "Found by search"), "default": text("默认值", "Default"),
    "default_formula": text("默认值（公式）", "Default by formula"), "read_only": text("只读", "Read-only"),
    "sensitive": text("敏感，可掩码", "Sensitive, may be masked"), "scale": text("小数位", "Decimals"),
    "min": text("最小值", "Least"), "max": text("最大值", "Most"), "unit": text("单位", "Unit"),
    "separator": text("千位分隔", "Thousands apart"), "currency": text("币种", "Currency"),
    "currency_field": text("币种字段", "Field of the currency"), "max_length": text("最多字数", "Most characters"),
    "options": text("选项", "Options"), "options_from": text("共用选项表", "Shared options"), "to": text("关联到", "Links to"),
    "on_delete": text("对方删除时", "When the other is deleted"), "reverse": text("在对方显示为", "Shown over there as"),
    "tree": text("上下级树", "A tree"), "choices": text("只能选", "Only those with"), "of": text("来自", "Rows of"),
    "min_rows": text("最少行数", "Fewest rows"), "max_rows": text("最多行数", "Most rows"),
    "order": text("行次序字段", "Field of the order"), "icon_from": text("图标取自", "Icon of"),
    "formula": text("公式", "Formula"), "result": text("结果类型", "Result"), "stored": text("存下来", "Stored"),
    "blanks": text("空值当作", "Blanks count as"), "pattern": text("编号格式", "Pattern"), "mobile": text("只收手机号", "Mobile only"),
    "max_files": text("最多文件数", "Most files"), "link_label": text("关联的名字", "Name of a link"),
}  # fmt: skip
CHOICE_WORDS: dict[str, LocalText] = {
    "restrict": text("不许删除", "Refuse"), "clear": text("清空", "Clear this"), "cascade": text("一起删除", "Delete this too"),
    "zero": text("零", "Zero"), "blank": text("空", "Blank"), "text": text("文本", "Text"), "number": text("数字", "Number"),
    "integer": text("整数", "Whole number"), "money": text("金额", "Money"), "percent": text("百分比", "Percent"),
    "bool": text("是或否", "Yes or no"), "date": text("日期", "Date"), "datetime": text("日期时间", "Date and time"),
    "duration": text("时长", "Duration"), "choice": text("选项", "Choice"),
}  # fmt: skip
_FIRST = ("label", "hint", "formula", "result", "to", "options", "options_from", "of", "pattern")
_RARE = frozenset(
    {"currency_field", "sensitive", "default_formula", "choices", "tree", "link_label", "blanks", "order", "icon_from"}
)


@cache
def properties_of(type_key: str) -> tuple[Property, ...]:
    """Every property of a field type that a person may set, the important ones first, switches last."""
    return properties.properties_of(field_types()[type_key].config, _WORDS, first=_FIRST, rare=_RARE, hidden=_HIDDEN)


def targets(tree: Tree, entity: str, raw: Mapping[str, Any], name: str) -> tuple[tuple[str, LocalText], ...]:
    """What a reference may name: (key, label)."""
    find = _TARGETS.get(name)
    return tuple(find(tree, entity, raw)) if find else ()


def read_value(tree: Tree, entity: str, raw: Mapping[str, Any], name: str, written: str) -> dict[str, Any]:
    """The properties a control's gesture sets: `name` as `label.en`, `required`, `options.<key>.colour`, `options+` ...

    None takes a property away. ProblemsFound where the field could not be read any more.
    """
    first, _, rest = name.partition(".")
    known = {one.name: one for one in properties_of(str(raw.get("type")))}
    plain = first.rstrip("+-~")
    found = known.get(plain)
    if found is None:
        return {}
    changed = {plain: _read(found, raw, first.removeprefix(plain), rest, written.strip())}
    if changed[plain] == found.default and found.name != "label":
        changed[plain] = None
    _refuse(tree, entity, {key: value for key, value in {**raw, **changed}.items() if value is not None})
    return changed


def _read(found: Property, raw: Mapping[str, Any], sign: str, rest: str, written: str) -> Any:
    match found.kind:
        case "ends":
            return _end(raw.get(found.name), rest, written)
        case "options":
            from .field_options import changed  # late: options are changed in many ways

            return changed(raw.get(found.name) or [], sign, rest, written)
        case "value":
            return _literal(raw, written)
        case _:
            return properties.read(found, raw, rest, written)


def _end(now: Any, rest: str, written: str) -> dict[str, Any] | None:
    """The far end of a link: its words name it, no words take it away."""
    from .field_palette import key_for

    part, _, language = rest.partition(".")
    given = now if isinstance(now, dict) else {}
    label = bilingual(given.get("label"), language, written) if part == "label" else given.get("label")
    if not label or (part == "label" and not written):
        return None
    return {"key": given.get("key") or key_for(text(label["zh-CN"], label["en"]), "related", ()), "label": label}


def _literal(raw: Mapping[str, Any], written: str) -> Any:
    """A default as JSON: true and false for a switch, a list where several may be chosen."""
    if not written:
        return None
    of = str(raw.get("type"))
    if of == "bool":
        return written in ("on", "true")
    if of in ("multichoice", "tags"):
        return [part.strip() for part in written.replace("，", ",").split(",") if part.strip()]
    return int(written) if of in ("integer", "rating", "score") and written.lstrip("-").isdigit() else written


def _refuse(tree: Tree, entity: str, raw: dict[str, Any]) -> None:
    """ProblemsFound with words where the field is not well formed."""
    file = entity_in(tree, entity).file
    whole = {"$schema": "dougong/entity/1", "key": "x", "title": raw["key"], "label": raw["label"], "fields": [raw]}
    problems = parse(Document(file.partition("/")[0], "entity", file.partition("/")[2], whole)).problems
    if problems:
        raise ProblemsFound(problems)


def _entities(tree: Tree, entity: str, raw: Mapping[str, Any]) -> list[tuple[str, LocalText]]:
    return [(key, _words(one.raw)) for key, one in entities_of(tree).items() if not one.raw.get("owned_by")]


def _lists(tree: Tree, entity: str, raw: Mapping[str, Any]) -> list[tuple[str, LocalText]]:
    return [(str(one["key"]), _words(one)) for _, one in of_kind(tree, "options") if one.get("key")]


def _choices(tree: Tree, entity: str, raw: Mapping[str, Any]) -> list[tuple[str, LocalText]]:
    return [(one.key, _words(one.raw)) for one in entity_in(tree, entity).fields if one.value == "choice"]


def _with_icons(tree: Tree, entity: str, raw: Mapping[str, Any]) -> list[tuple[str, LocalText]]:
    fields = entity_in(tree, entity).fields
    return [(one.key, _words(one.raw)) for one in fields if one.value == "choice"]


def _children(tree: Tree, entity: str, raw: Mapping[str, Any]) -> list[tuple[str, LocalText]]:
    of = entities_of(tree).get(str(raw.get("of", "")).partition(".")[0])
    return [(one.key, _words(one.raw)) for one in of.fields if one.stored is storage.Kind.INTEGER] if of else []


_TARGETS = {
    "to": _entities,
    "options_from": _lists,
    "currency_field": _choices,
    "order": _children,
    "icon_from": _with_icons,
}


def _words(raw: Mapping[str, Any]) -> LocalText:
    label = raw.get("label")
    given = label if isinstance(label, dict) else {}
    key = str(raw.get("key", ""))
    return text(str(given.get("zh-CN") or key), str(given.get("en") or key))
