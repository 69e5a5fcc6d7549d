"""A small made-up app whose records are talked about: ships, talks and chores about them, a crew member who sees his own."""

import json
from typing import Any

from dougong.metamodel.documents import Bundle, bundle_from_files


def _text(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


def _choice(key: str, label: dict[str, str], *options: tuple[str, str, str]) -> dict[str, Any]:
    made = [{"key": k, "label": _text(zh, en), "icon": "phone"} for k, zh, en in options]
    return {"key": key, "type": "choice", "label": label, "options": made, "default": options[0][0]}


def _about(reverse: str) -> dict[str, Any]:
    return {
        "key": "about", "type": "any_link", "label": _text("关于", "About"),
        "reverse": {"key": reverse, "label": _text("往来", "Told")},
    }  # fmt: skip


DOCUMENTS: dict[str, dict[str, Any]] = {
    "app.json": {"$schema": "dougong/app/1", "key": "dock", "version": "1.0.0", "label": _text("船坞", "Dock")},
    "entities/ship.json": {
        "$schema": "dougong/entity/1", "key": "ship", "label": _text("船", "Ship"), "plural": _text("船", "Ships"),
        "title": "name", "icon": "tool", "features": {"activities": True, "sharing": True},
        "fields": [
            {"key": "name", "type": "text", "label": _text("名称", "Name"), "required": True, "search": True},
            {"key": "berth", "type": "text", "label": _text("泊位", "Berth")},
            {"key": "papers", "type": "files", "label": _text("证书", "Papers")},
            {"key": "radio", "type": "phone", "label": _text("电台", "Radio")},
        ],
    },
    "entities/cabin.json": {
        "$schema": "dougong/entity/1", "key": "cabin", "label": _text("舱室", "Cabin"), "title": "name",
        "fields": [
            {"key": "name", "type": "text", "label": _text("名称", "Name"), "required": True},
            {"key": "ship", "type": "link", "to": "ship", "label": _text("船", "Ship"), "required": True,
             "reverse": {"key": "cabins", "label": _text("舱室", "Cabins")}},
        ],
    },
    "entities/talk.json": {
        "$schema": "dougong/entity/1", "key": "talk", "label": _text("交谈", "Talk"), "plural": _text("交谈", "Talks"),
        "title": "subject",
        "log": {"about": "about", "at": "at", "kind": "kind", "text": "words", "ask": ["length"], "next": "again", "files": "pictures"},
        "fields": [
            {"key": "subject", "type": "text", "label": _text("主题", "Subject"), "required": True, "max_length": 60},
            _choice("kind", _text("方式", "Kind"), ("radio", "电台", "Radio"), ("visit", "登船", "Visit")), _about("talks"),
            {"key": "at", "type": "datetime", "label": _text("时间", "When")},
            {"key": "length", "type": "duration", "label": _text("时长", "Length")},
            {"key": "words", "type": "long_text", "label": _text("内容", "Words")},
            {"key": "again", "type": "date", "label": _text("下次", "Again")},
            {"key": "pictures", "type": "files", "label": _text("照片", "Pictures")},
        ],
    },
    "entities/chore.json": {
        "$schema": "dougong/entity/1", "key": "chore", "label": _text("杂务", "Chore"), "plural": _text("杂务", "Chores"),
        "title": "subject",
        "log": {"about": "about", "next": "due", "open": 'state = "open"', "done": {"state": "shut"}},
        "fields": [
            {"key": "subject", "type": "text", "label": _text("杂务", "Chore"), "required": True},
            _choice("state", _text("状态", "State"), ("open", "未完", "Open"), ("shut", "已完", "Shut")), _about("chores"),
            {"key": "due", "type": "date", "label": _text("期限", "Due")},
        ],
    },
    "roles/crew.json": {
        "$schema": "dougong/role/1", "key": "crew", "label": _text("船员", "Crew"),
        "entities": {
            "ship": {"read": "own", "update": "own"}, "talk": {"create": True, "read": "own", "update": "own"},
            "person": {"read": "all"},
        },
    },
    "roles/mate.json": {
        "$schema": "dougong/role/1", "key": "mate", "label": _text("大副", "Mate"),
        "entities": {
            "ship": {"read": "all", "update": "all"}, "talk": {"create": True, "read": "all"}, "person": {"read": "all"},
        },
    },
    "views/ship_all.json": {
        "$schema": "dougong/view/1", "key": "ship_all", "entity": "ship", "label": _text("全部船", "All ships"),
        "columns": ["name", "berth"],
    },
    "menus.json": {
        "$schema": "dougong/menus/1", "areas": [{"key": "dock", "label": _text("船坞", "Dock"), "icon": "tool", "groups": [
            {"key": "work", "label": _text("船", "Ships"), "items": [
                {"key": "ships", "label": _text("船", "Ships"), "open": {"view": "ship_all"}, "phone": True}]}]}],
    },
}  # fmt: skip


def dock() -> Bundle:
    """The documents as an app's folder would give them."""
    return bundle_from_files((path, json.dumps(document).encode()) for path, document in DOCUMENTS.items())
