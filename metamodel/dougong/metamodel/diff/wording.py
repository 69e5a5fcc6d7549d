"""Changes in the words of the people who make them: labels instead of keys, names of properties instead of code."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..documents import kind_of
from ..text import LocalText, text
from .change import Anchor, Change, names_of
from .role_wording import role_wording

_KINDS: dict[str, tuple[str, str]] = {
    "app": ("应用", "App"), "entity": ("对象", "Entity"), "options": ("选项表", "Option list"), "rules": ("规则", "Rules"),
    "form": ("表单", "Form"), "view": ("视图", "View"), "page": ("页面", "Page"), "menus": ("菜单", "Menu"),
    "role": ("角色", "Role"), "sequence": ("编号规则", "Sequence"), "locale": ("译文", "Translation"),
    "scenario": ("剧本", "Scenario"), "changes": ("对别的应用的改动", "Changes of another app"),
}  # fmt: skip
_PARTS: dict[str, tuple[str, str]] = {
    "fields": ("字段", "field"), "options": ("选项", "option"), "label": ("名称", "name"), "plural": ("复数名称", "plural"),
    "hint": ("提示", "hint"), "required": ("必填", "required"), "unique": ("唯一", "unique"), "default": ("默认值", "default"),
    "default_formula": ("默认公式", "default formula"), "formula": ("公式", "formula"), "search": ("可搜索", "searchable"),
    "read_only": ("只读", "read-only"), "type": ("类型", "type"), "to": ("关联对象", "target"), "colour": ("颜色", "colour"),
    "icon": ("图标", "icon"), "title": ("标题字段", "title field"), "pipeline": ("阶段流程", "pipeline"),
    "stages": ("阶段", "stage"), "moves": ("允许的移动", "allowed moves"), "gates": ("进入条件", "gate"),
    "require": ("须填字段", "fields to fill in"), "when": ("条件", "condition"), "message": ("提示语", "message"),
    "sections": ("分组", "section"), "rows": ("行", "row"), "tabs": ("页签", "tab"), "variants": ("变体", "variant"),
    "width": ("宽度", "width"), "visible_when": ("显示条件", "shown when"), "required_when": ("必填条件", "required when"),
    "read_only_when": ("只读条件", "read-only when"), "columns": ("列", "column"), "filter": ("筛选", "filter"),
    "sort": ("排序", "sort"), "group": ("分组", "grouping"), "card": ("卡片", "card"), "colours": ("颜色规则", "colour rule"),
    "areas": ("区域", "area"), "groups": ("组", "group"), "items": ("菜单项", "item"), "open": ("打开", "opens"),
    "badge": ("数字", "count"), "roles": ("角色", "role"), "entities": ("对象权限", "rights on"), "create": ("新建", "create"),
    "read": ("查看", "read"), "update": ("修改", "update"), "delete": ("删除", "delete"), "export": ("导出", "export"),
    "rules": ("规则", "rule"), "reject_when": ("拒绝条件", "reject when"), "value": ("取值", "value"),
    "indexes": ("索引", "index"), "version": ("版本", "version"), "zh-CN": ("中文", "Chinese"), "en": ("英文", "English"),
    "widgets": ("小组件", "tile"), "related": ("相关列表", "related list"), "record": ("记录页", "record's page"),
    "measure": ("指标", "measure"), "target": ("目标", "target"), "series": ("系列", "series"), "period": ("期间", "period"),
    "periods": ("期间切换", "periods"), "entity": ("对象", "entity"), "view": ("视图", "view"), "shape": ("形状", "shape"),
    "features": ("开关", "switches"), "order": ("次序", "place"), "log": ("动态", "log"), "description": ("说明", "description"),
    "max_length": ("最多字数", "most characters"), "scale": ("小数位数", "decimals"), "min": ("最小值", "least"), "max": ("最大值", "most"),
    "unit": ("单位", "unit"), "retired": ("停用", "out of use"), "options_from": ("共用选项", "shared options"),
}  # fmt: skip


def part_words(name: str) -> LocalText | None:
    """What a property is called; None where people have no word for it."""
    found = _PARTS.get(name)
    return text(*found) if found else None


def wording(change: Change, old: Mapping[str, Any], new: Mapping[str, Any]) -> LocalText:
    """One sentence about a change between two trees (of `tree_of`), in both languages."""
    if (right := role_wording(change, old, new)) is not None:
        return _cut(right.zh, right.en)
    trail = list(_trail(change, new)) if change.operation != "remove" else list(_trail(change, old))
    if len(change.path) == 1:
        trail = list(_trail(change, old if change.operation == "drop" else new))
    zh, en = " · ".join(one.zh for one in trail), " · ".join(one.en for one in trail)
    match change.operation:
        case "add" | "put":
            shown = "" if isinstance(change.new, dict | list) else f":{_shown(change.new)}"
            return _cut(f"新增 {zh}{shown}", f"Added {en}{shown.replace(':', ': ')}")
        case "remove" | "drop":
            return _cut(f"删除 {zh}", f"Removed {en}")
        case "order":
            return _cut(f"{zh}:调整次序", f"{en}: order changed")
        case "change":
            before, after = _shown(change.old), _shown(change.new)
            return _cut(f"{zh}:{before} → {after}", f"{en}: {before} → {after}")


def _trail(change: Change, tree: Any) -> Iterator[LocalText]:
    """The document and each part on the way, by label where it has one."""
    value, part = tree, ("", "")
    for number, step in enumerate(change.path):
        value = _step(value, step)
        label = _label(value)
        if number == 0:
            kind = kind_of(str(step).partition("/")[2])
            zh, en = _KINDS[kind.key] if kind is not None else ("文件", "File")
            name = label or _known_by(value, tree) or text(str(step), str(step))
            lone = kind is not None and kind.place == str(step).partition("/")[2] and label is None
            yield text(zh, en) if lone else text(f"{zh}“{name.zh}”", f'{en} "{name.en}"')
        elif isinstance(step, Anchor):
            if step.name.startswith("/") and number + 1 < len(change.path):
                part = _PARTS["fields"]  # a row of a form is known by its first field: what is in it says more
                continue
            name = label or _field(str(change.path[0]), step.name.lstrip("/"), tree)
            yield text(f"{part[0]}“{name.zh}”", f'{part[1]} "{name.en}"')
        else:
            part = _PARTS.get(step, (step, step))
            following = change.path[number + 1] if number + 1 < len(change.path) else None
            if not isinstance(following, Anchor):
                yield text(*part)


def _known_by(value: Any, tree: Any) -> LocalText | None:
    """The name of the entity that a document without a name of its own is about."""
    key = value.get("entity") or value.get("extends") if isinstance(value, dict) else None
    found = (one for one in tree.values() if isinstance(one, dict) and key and one.get("key") == key)
    return next((label for label in map(_label, found) if label), None)


def _field(document: str, key: str, tree: Any) -> LocalText:
    """What a key of a document is called: the label of the field it is about, else the key."""
    raw = tree.get(document) if isinstance(tree, dict) else None
    entity = raw.get("entity") if isinstance(raw, dict) else None
    for one in tree.values() if entity and isinstance(tree, dict) else ():
        if isinstance(one, dict) and entity in (one.get("key"), one.get("extends")) and names_of(one.get("fields")):
            found = next((field for field in one["fields"] if field.get("key") == key), None)
            if found and (label := _label(found)):
                return label
    return text(key, key)


def _step(value: Any, step: Any) -> Any:
    if isinstance(step, Anchor):
        names = names_of(value)
        return value[names.index(step.name)] if names and step.name in names else None
    return value.get(step) if isinstance(value, dict) else None


def _label(value: Any) -> LocalText | None:
    label = value.get("label") if isinstance(value, dict) else None
    if isinstance(label, dict) and isinstance(label.get("zh-CN"), str) and isinstance(label.get("en"), str):
        return _cut(label["zh-CN"], label["en"])
    return None


def _shown(value: Any) -> str:
    if value is True or value is False:
        return "✓" if value else "✗"
    if isinstance(value, dict) and set(value) == {"zh-CN", "en"}:
        return f"{value['zh-CN']} / {value['en']}"[:120]
    return "—" if value is None else "…" if isinstance(value, dict | list) else f"“{str(value)[:120]}”"


def _cut(zh: str, en: str) -> LocalText:
    return text(zh[:2000], en[:2000])
