"""A small made-up app for browser tests: repairs with parts, a path of stages with a gate, two views and a menu."""

import json
from typing import Any

from dougong.metamodel.documents import Bundle, bundle_from_files


def _text(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


DOCUMENTS: dict[str, dict[str, Any]] = {
    "app.json": {"$schema": "dougong/app/1", "key": "workshop", "version": "1.0.0", "label": _text("维修间", "Workshop")},
    "entities/repair.json": {
        "$schema": "dougong/entity/1", "key": "repair", "label": _text("维修单", "Repair"), "plural": _text("维修单", "Repairs"),
        "title": "name", "icon": "tool",
        "fields": [
            {"key": "name", "type": "text", "label": _text("名称", "Name"), "required": True, "search": True},
            {"key": "stage", "type": "choice", "label": _text("阶段", "Stage"), "default": "open", "options": [
                {"key": "open", "label": _text("待修", "Open"), "colour": "blue"},
                {"key": "mended", "label": _text("已修", "Mended"), "colour": "green"}]},
            {"key": "amount", "type": "money", "label": _text("金额", "Amount")},
            {"key": "due", "type": "date", "label": _text("期限", "Due")},
            {"key": "cause", "type": "text", "label": _text("原因", "Cause")},
            {"key": "parts", "type": "lines", "of": "part.repair", "label": _text("配件", "Parts")},
            {"key": "total", "type": "computed", "formula": "SUM(parts.cost)", "result": "money", "label": _text("合计", "Total")},
        ],
        "pipeline": {"field": "stage", "stages": {"open": {}, "mended": {"outcome": "won"}}, "gates": {"mended": {"require": ["cause"]}}},
    },
    "entities/part.json": {
        "$schema": "dougong/entity/1", "key": "part", "label": _text("配件", "Part"), "title": "name", "owned_by": "repair",
        "fields": [
            {"key": "repair", "type": "link", "to": "repair", "on_delete": "cascade", "label": _text("维修单", "Repair"), "required": True},
            {"key": "name", "type": "text", "label": _text("配件", "Part"), "required": True},
            {"key": "quantity", "type": "integer", "label": _text("数量", "Quantity")},
            {"key": "price", "type": "money", "label": _text("单价", "Price")},
            {"key": "cost", "type": "computed", "formula": "quantity * price", "result": "money", "label": _text("小计", "Cost")},
        ],
    },
    "views/repair_all.json": {
        "$schema": "dougong/view/1", "key": "repair_all", "entity": "repair", "label": _text("全部维修单", "All repairs"),
        "columns": ["name", "stage", "amount", "due", "owner"], "sort": ["name"],
    },
    "menus.json": {
        "$schema": "dougong/menus/1", "areas": [{"key": "bench", "label": _text("工作台", "Bench"), "icon": "tool", "groups": [
            {"key": "work", "label": _text("维修", "Repairing"), "items": [
                {"key": "repairs", "label": _text("维修单", "Repairs"), "open": {"view": "repair_all"},
                 "badge": 'stage = "open"', "phone": True}]}]}],
    },
}  # fmt: skip


def bundle() -> Bundle:
    """The documents as an app's folder would give them."""
    return bundle_from_files((file, json.dumps(raw).encode()) for file, raw in DOCUMENTS.items())
