"""Gestures on whole objects as changes of the draft: a new one with its list, form, menu item and rights; its own words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dougong.metamodel.check.entities import ADDRESSES, RESERVED
from dougong.metamodel.diff import Change, compare
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from . import menu_moves
from .entity_tree import Tree, entities_of, entity_in, of_kind
from .field_palette import key_for
from .own_app import OWN, own_app

WIDE = frozenset({"long_text", "rich_text", "lines", "many_links", "files", "address", "json"})
"""Types whose fields take a row of a form alone, and no column of a list."""
RIGHTS = {"create": True, "read": "all", "update": "all"}
"""What a chosen role may do with a new object."""


COLUMNS = 7
"""Of a new object's list."""
_NAME = {"key": "name", "type": "text", "label": {"zh-CN": "名称", "en": "Name"}, "required": True, "search": True}


def new_object(
    tree: Tree, label: LocalText, icon: str, roles: Iterable[str], group: str, after: str = "",
    fields: Sequence[Mapping[str, Any]] = (_NAME,), title: str = "name",
) -> tuple[list[Change], str]:  # fmt: skip
    """An object of the workspace's own and its key: its `fields` (one that names its records), a list, a form, an item in the
    menu group `group` (empty: an area of its own), rights for `roles`. Published as it is, it works."""
    if not label.zh.strip() or not label.en.strip():
        raise ProblemsFound([Problem("no_label", text("对象要有名字", "An object needs a name"))])
    key = free_key(tree, key_for(label, "object", ()))
    words = {"zh-CN": label.zh.strip(), "en": label.en.strip()}
    listed = [str(one["key"]) for one in fields if one["type"] not in WIDE]
    listed = [title, *(one for one in listed if one != title)][:COLUMNS]
    documents: dict[str, dict[str, Any]] = {
        f"entities/{key}.json": {
            "$schema": "dougong/entity/1", "key": key, "label": words, "plural": words, "icon": icon, "title": title,
            "fields": [dict(one) for one in fields],
        },
        f"views/{key}_all.json": {
            "$schema": "dougong/view/1", "key": f"{key}_all", "entity": key,
            "label": {"zh-CN": f"全部{words['zh-CN']}", "en": f"All {words['en']}"}, "order": 10, "columns": listed,
            "sort": ["-updated_at"],
        },
        f"forms/{key}_edit.json": {
            "$schema": "dougong/form/1", "key": f"{key}_edit", "entity": key, "label": words, "use": ["create", "edit"],
            "sections": [
                {"key": "basics", "label": {"zh-CN": "基本信息", "en": "Basics"}, "rows": rows_of(fields)},
                {"key": "responsible", "label": {"zh-CN": "归属", "en": "Responsibility"}, "rows": [[{"field": "owner", "width": 6}]]},
            ],
        },
    }  # fmt: skip
    files = [Change("put", (f"{OWN}/{file}",), None, raw) for file, raw in documents.items()]
    item = {"key": key, "label": words, "icon": icon, "open": {"view": f"{key}_all"}}
    return [*own_app(tree), *files, *_rights(tree, key, roles), *_menu(tree, item, group, after)], key


def rows_of(fields: Sequence[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
    """Fields as rows of a form: two beside each other, what needs room alone."""
    rows: list[list[dict[str, Any]]] = []
    for one in fields:
        place = {"field": one["key"], "width": 12 if one["type"] in WIDE else 6}
        if rows and place["width"] == 6 and len(rows[-1]) == 1 and rows[-1][0]["width"] == 6:
            rows[-1].append(place)
        else:
            rows.append([place])
    return rows


def free_key(tree: Tree, stem: str) -> str:
    """A key for a new object that no object, address or word of the language has."""
    taken = {*entities_of(tree), *RESERVED, *ADDRESSES}
    numbered = (f"{stem[:43]}_{n}" for n in range(2, 10_000))
    return stem[:47] if stem[:47] not in taken else next(one for one in numbered if one not in taken)


def change(tree: Tree, entity: str, properties: Mapping[str, Any]) -> list[Change]:
    """Properties of an object as they shall be; None takes one away."""
    place = entity_in(tree, entity)
    wanted = {name: value for name, value in {**place.raw, **properties}.items() if value is not None}
    return list(compare(dict(place.raw), wanted, (place.file,)))


def workers(tree: Tree) -> dict[str, bool]:
    """Every role that needs rights of its own, by key: whether its people enter records already."""
    found = {}
    for _, raw in of_kind(tree, "role"):
        if raw.get("admin") or not isinstance(raw.get("key"), str):
            continue
        access = raw.get("entities")
        given = access.values() if isinstance(access, dict) else ()
        found[str(raw["key"])] = any(isinstance(one, dict) and one.get("create") for one in given)
    return found


def _rights(tree: Tree, entity: str, roles: Iterable[str]) -> list[Change]:
    wanted = set(roles)
    made: list[Change] = []
    for name, raw in of_kind(tree, "role"):
        if raw.get("key") in wanted and not raw.get("admin"):
            with_it = {**raw, "entities": {**(raw.get("entities") or {}), entity: dict(RIGHTS)}}
            made += compare(dict(raw), with_it, (name,))
    return made


def _menu(tree: Tree, item: dict[str, Any], group: str, after: str) -> list[Change]:
    if group:
        return menu_moves.add(tree, OWN, group, after, item)[0]
    label = item["label"]
    area = {
        "key": item["key"], "label": label, "icon": item["icon"],
        "groups": [{"key": "all", "label": label, "items": [item]}],
    }  # fmt: skip
    return menu_moves.add(tree, OWN, "", after, area)[0]
