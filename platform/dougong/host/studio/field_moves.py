"""Gestures on the fields of an object as changes of the draft: add, move, rename, copy, remove, set a property.

A new field is placed too: in the object's forms behind the field it follows, and in a list the workspace made itself.
"""

from collections.abc import Mapping
from typing import Any

from dougong.metamodel.diff import Anchor, Change, compare
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from .entity_moves import COLUMNS, WIDE, free_key
from .entity_tree import EntityPlace, FieldPlace, Tree, entity_in, field_in, of_kind, taken_keys
from .field_mentions import named_elsewhere, replaced
from .field_palette import begin_field, key_for, type_words
from .own_app import OWN, own_app

_OUT_OF_LISTS = WIDE | {"image", "signature", "encrypted", "reverse"}


def add(
    tree: Tree, entity: str, type_key: str, after: str, label: LocalText | None = None,
    given: Mapping[str, Any] | None = None, *, form: bool = True,
) -> tuple[list[Change], str]:  # fmt: skip
    """A new field behind `after` (empty: in front; gone: at the end) and its key; with `form` it is placed in the object's forms too."""
    place = entity_in(tree, entity)
    more: list[Change] = []
    parts = dict(given or {})
    if type_key == "lines" and "of" not in parts:
        words = label or type_words("lines")
        rows, parts["of"] = _rows(tree, place, words)
        more = [*own_app(tree), *rows]
    raw = begin_field(tree, entity, type_key, label, parts)
    return [*more, *_put(tree, place, raw, after, form)], str(raw["key"])


def move(tree: Tree, entity: str, key: str, after: str) -> list[Change]:
    """A field behind `after` (empty: in front), within the document it stands in."""
    place, field = entity_in(tree, entity), field_in(tree, entity, key)
    keys = [one.key for one in place.fields]
    others = [one for one in place.fields if one.path[0] == field.path[0] and one.key != key]
    limit = keys.index(after) if after in keys and after != key else -1
    if after == key:
        return []
    here = [one.key for one in others]
    before = [one.key for one in others if keys.index(one.key) <= limit]
    wanted = [*before, key, *(one for one in here if one not in before)]
    present = [one.key for one in place.fields if one.path[0] == field.path[0]]
    return [Change("order", field.path[:-1], present, wanted)] if wanted != present else []


def rename(tree: Tree, now: Tree, entity: str, key: str, language: str, words: str) -> tuple[list[Change], str]:
    """Another name in one language, and the key afterwards.

    The other language follows while it still says what the type is called; the key of a field that is not in force yet
    follows while nothing but forms, lists and pages names it.
    """
    field = field_in(tree, entity, key)
    said = words.strip()[:120]
    if not said:
        raise ProblemsFound([Problem("no_label", text("字段要有名字", "A field needs a name"))])
    label = _label(field)
    usual = type_words(field.type)
    other = "en" if language == "zh-CN" else "zh-CN"
    untouched = _begins(label.get(other, ""), usual.zh if other == "zh-CN" else usual.en)
    wanted = {**label, language: said, **({other: said} if untouched else {})}
    changes = list(compare(label, wanted, (*field.path, "label")))
    place = entity_in(tree, entity)
    if field_known(now, entity, key) or named_elsewhere(tree, now, entity, str(field.path[0]), key):
        return changes, key
    taken = taken_keys(tree, entity) - {key}
    fresh = key_for(text(wanted.get("zh-CN", ""), wanted.get("en", "")), field.type, taken)
    if fresh == key or place.raw.get("title") == key:
        return changes, key
    keys = [one.key for one in place.fields if one.path[0] == field.path[0]]
    before = keys[keys.index(key) - 1] if keys.index(key) else ""
    raw = {**field.raw, "key": fresh, "label": wanted}
    made = [
        Change("remove", field.path, dict(field.raw)),
        Change("add", (*field.path[:-1], Anchor(fresh)), None, raw, before),
    ]
    return [*made, *_documents(tree, replaced(tree, entity, key, fresh))], fresh


def copy(tree: Tree, entity: str, key: str) -> tuple[list[Change], str]:
    """A field like it right behind it, with a key and a name of its own."""
    place, field = entity_in(tree, entity), field_in(tree, entity, key)
    if "of" in field.raw:
        words = text("子表和反向关联不能复制", "Child rows and far ends of links cannot be copied")
        raise ProblemsFound([Problem("not_copied", words, fix=text("拖一个新的进来", "Drag a new one in"))])
    label = _label(field)
    words = text(f"{label.get('zh-CN', '')} 副本".strip(), f"{label.get('en', '')} copy".strip())
    fresh = key_for(text("", f"{key} copy"), field.type, taken_keys(tree, entity))
    raw = {**field.raw, "key": fresh, "label": {"zh-CN": words.zh, "en": words.en}}
    if isinstance(raw.get("reverse"), dict):
        raw.pop("reverse")
    return _put(tree, place, raw, key, form=True), fresh


def remove(tree: Tree, entity: str, key: str) -> list[Change]:
    """A field out of its object and out of what shows it; ProblemsFound for the one that names the records."""
    place, field = entity_in(tree, entity), field_in(tree, entity, key)
    if place.raw.get("title") == key:
        words = text("这个字段是记录的名称，不能删除", "This field names the records and cannot go")
        fix = text("先选另一个字段作名称", "Choose another field as their name first")
        raise ProblemsFound([Problem("title_field", words, fix=fix)])
    gone = [Change("remove", field.path, dict(field.raw))]
    for part in ("unique", "indexes"):
        lists = place.raw.get(part)
        if isinstance(lists, list) and any(key in one for one in lists):
            gone += compare(lists, [one for one in lists if key not in one], (place.file, part))
    if place.raw.get("subtitle") == key:
        gone.append(Change("drop", (place.file, "subtitle"), key))
    return [*gone, *_documents(tree, replaced(tree, entity, key, None))]


def change(tree: Tree, entity: str, key: str, properties: Mapping[str, Any]) -> list[Change]:
    """Properties of a field as they shall be; None takes one away."""
    field = field_in(tree, entity, key)
    wanted = {name: value for name, value in {**field.raw, **properties}.items() if value is not None}
    return list(compare(dict(field.raw), wanted, field.path))


def field_known(now: Tree, entity: str, key: str) -> bool:
    """Whether the field is in force already."""
    try:
        return entity_in(now, entity).field(key) is not None
    except ProblemsFound:
        return False


def _put(tree: Tree, place: EntityPlace, raw: dict[str, Any], after: str, form: bool) -> list[Change]:
    if after and place.field(after) is None and place.fields:
        after = place.fields[-1].key
    beside = place.field(after) or (place.fields[0] if place.fields else None)
    home = beside.path[:-1] if beside else (place.file, "fields")
    new = Change("add", (*home, Anchor(raw["key"])), None, raw, after if place.field(after) else "")
    made = [new] if beside or "fields" in place.raw else [Change("put", home, None, [raw])]
    documents = {**(_forms(tree, place, raw, after) if form else {}), **_lists(tree, place, raw)}
    return [*made, *_documents(tree, documents)]


def _forms(tree: Tree, place: EntityPlace, raw: Mapping[str, Any], after: str) -> dict[str, Any]:
    """Each form of the object with the field behind `after`, else at the end of its first section."""
    found = {}
    for name, form in of_kind(tree, "form"):
        sections = form.get("sections")
        if form.get("entity") == place.key and isinstance(sections, list) and sections:
            found[name] = {**form, "sections": _into(sections, raw, after)}
    return found


def _into(sections: list[Any], raw: Mapping[str, Any], after: str) -> list[Any]:
    fresh = {"field": raw["key"], "width": 12 if raw["type"] in WIDE else 6}
    for number, section in enumerate(sections):
        rows = section.get("rows", [])
        at = next((n for n, row in enumerate(rows) if any(one.get("field") == after for one in row)), None)
        if at is not None:
            return [*sections[:number], {**section, "rows": _beside(rows, at, fresh, after)}, *sections[number + 1 :]]
    first = sections[0]
    rows = first.get("rows", [])
    placed = _beside(rows, len(rows) - 1, fresh, "") if rows else [[fresh]]
    return [{**first, "rows": placed}, *sections[1:]]


def _beside(rows: list[Any], at: int, fresh: dict[str, Any], after: str) -> list[Any]:
    """In the row where there is room and the field it follows is the last, else in a row of its own."""
    row = rows[at]
    room = sum(one.get("width", 6) for one in row) + fresh["width"] <= 12
    if room and (not after or row[-1].get("field") == after):
        return [*rows[:at], [*row, fresh], *rows[at + 1 :]]
    return [*rows[: at + 1], [fresh], *rows[at + 1 :]]


def _lists(tree: Tree, place: EntityPlace, raw: Mapping[str, Any]) -> dict[str, Any]:
    if raw["type"] in _OUT_OF_LISTS:
        return {}
    return {
        name: {**view, "columns": [*columns, raw["key"]]}
        for name, view in of_kind(tree, "view")
        if name.startswith(f"{OWN}/") and view.get("entity") == place.key
        if isinstance(columns := view.get("columns"), list) and len(columns) < COLUMNS
    }


def _rows(tree: Tree, place: EntityPlace, words: LocalText) -> tuple[list[Change], str]:
    """An object for the rows of a child table, and what the field is `of`."""
    link = place.key if place.key != "name" else "parent"
    key = free_key(tree, f"{place.key[:36]}_row")
    label = place.raw.get("label") or {"zh-CN": place.key, "en": place.key}
    zh, en = label.get("zh-CN", ""), label.get("en", "")
    raw = {
        "$schema": "dougong/entity/1", "key": key,
        "label": {"zh-CN": f"{zh}{words.zh}", "en": f"{en} {words.en.lower()}"}, "icon": "list-details", "title": "name",
        "owned_by": link, "features": {"recycle_bin": False, "sharing": False},
        "fields": [
            {"key": link, "type": "link", "label": {"zh-CN": zh, "en": en}, "to": place.key, "required": True, "on_delete": "cascade"},
            {"key": "name", "type": "text", "label": {"zh-CN": "名称", "en": "Name"}, "required": True},
        ],
    }  # fmt: skip
    return [Change("put", (f"{OWN}/entities/{key}.json",), None, raw)], f"{key}.{link}"


def _documents(tree: Tree, wanted: Mapping[str, Any]) -> list[Change]:
    return [one for name, raw in wanted.items() for one in compare(tree[name], raw, (name,))]


def _label(field: FieldPlace) -> dict[str, str]:
    given = field.raw.get("label")
    return dict(given) if isinstance(given, dict) else {}


def _begins(said: str, usual: str) -> bool:
    """The name a field began with: its type's, perhaps with a number."""
    return not said or said == usual or said.removeprefix(usual).strip().isdigit()
