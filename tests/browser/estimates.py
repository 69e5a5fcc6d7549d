"""Estimates with items for tests of forms: defaults behind links, rules with fixes, a section with a condition, totals."""

from typing import Any


def _text(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


ESTIMATES: dict[str, dict[str, Any]] = {
    "entities/material.json": {
        "$schema": "dougong/entity/1", "key": "material", "label": _text("材料", "Material"), "title": "name",
        "fields": [
            {"key": "name", "type": "text", "label": _text("名称", "Name"), "required": True, "search": True},
            {"key": "code", "type": "text", "label": _text("编码", "Code"), "unique": True},
            {"key": "price", "type": "money", "label": _text("单价", "Price")},
            {"key": "least", "type": "money", "label": _text("底价", "Least price")},
        ],
    },
    "entities/estimate.json": {
        "$schema": "dougong/entity/1", "key": "estimate", "label": _text("估价单", "Estimate"), "title": "name",
        "fields": [
            {"key": "name", "type": "text", "label": _text("名称", "Name"), "required": True, "search": True},
            {"key": "phone", "type": "phone", "label": _text("电话", "Phone")},
            {"key": "begins", "type": "date", "label": _text("开始", "Begins"), "default_formula": "TODAY()"},
            {"key": "until", "type": "date", "label": _text("有效期至", "Until")},
            {"key": "main", "type": "link", "to": "material", "label": _text("主材", "Main material")},
            {"key": "spare", "type": "link", "to": "material", "label": _text("备材", "Spare material")},
            {"key": "items", "type": "lines", "of": "estimate_item.estimate", "order": "place", "label": _text("明细", "Items")},
            {"key": "steepest", "type": "rollup", "formula": "MAX(items.cut)",
             "result": "percent", "label": _text("最大折扣", "Steepest cut")},
            {"key": "sum", "type": "rollup", "formula": "SUM(items.cost)", "result": "money", "label": _text("小计", "Sum")},
            {"key": "total", "type": "computed", "formula": "sum * 1.13", "result": "money", "label": _text("总价", "Total")},
            {"key": "reason", "type": "text", "label": _text("折扣理由", "Reason")},
            {"key": "papers", "type": "files", "label": _text("文件", "Papers")},
            {"key": "photo", "type": "image", "label": _text("照片", "Photo")},
        ],
    },
    "entities/estimate_item.json": {
        "$schema": "dougong/entity/1", "key": "estimate_item", "label": _text("明细", "Item"), "title": "material", "owned_by": "estimate",
        "fields": [
            {"key": "estimate", "type": "link", "to": "estimate", "on_delete": "cascade", "label": _text("估价单", "Estimate"),
             "required": True},
            {"key": "place", "type": "integer", "label": _text("序号", "Place")},
            {"key": "material", "type": "link", "to": "material", "label": _text("材料", "Material"), "required": True},
            {"key": "amount", "type": "number", "label": _text("数量", "Amount"), "required": True, "default": "1", "min": "0"},
            {"key": "price", "type": "money", "label": _text("单价", "Price")},
            {"key": "cut", "type": "percent", "label": _text("折扣", "Cut"), "default": "0", "min": "0", "max": "100"},
            {"key": "cost", "type": "computed", "formula": "ROUND(amount * price * (100 - cut) / 100, 2)", "result": "money",
             "stored": True, "label": _text("金额", "Cost")},
        ],
    },
    "rules/estimate.json": {
        "$schema": "dougong/rules/1", "entity": "estimate", "rules": [
            {"key": "past", "family": "validate", "reject_when": "until < begins", "field": "until", "message": _text("早于开始",
             "Before it begins"),
             "fix": _text("改为 30 天后", "Make it 30 days later"), "fix_value": "begins + 30"},
            {"key": "spare", "family": "default", "field": "spare", "value": "main", "on_change": ["main"]},
        ],
    },
    "rules/estimate_item.json": {
        "$schema": "dougong/rules/1", "entity": "estimate_item", "rules": [
            {"key": "price", "family": "default", "field": "price", "value": "material.price", "on_change": ["material"]},
            {"key": "steep", "family": "validate", "reject_when": "cut > 40", "field": "cut", "message": _text("折扣不能超过 40%",
             "At most 40 %"),
             "fix": _text("改为最多", "Take the most"), "fix_value": "40"},
            {"key": "cheap", "family": "validate", "reject_when": "price * (100 - cut) / 100 < material.least", "field": "cut",
             "severity": "warning", "message": _text("低于底价", "Below the least price"),
             "fix_value": "100 - material.least / price * 100"},
        ],
    },
    "rules/material.json": {
        "$schema": "dougong/rules/1", "entity": "material", "rules": [{"key": "same", "family": "match", "fields": ["name"]}],
    },
    "forms/estimate_edit.json": {
        "$schema": "dougong/form/1", "key": "estimate_edit", "entity": "estimate", "sections": [
            {"key": "basics", "label": _text("基本", "Basics"), "rows": [
                [{"field": "name"}, {"field": "phone"}], [{"field": "begins"}, {"field": "until"}],
                [{"field": "main", "create_in_place": True}, {"field": "spare"}],
                [{"field": "papers", "width": 12}], [{"field": "photo"}]]},
            {"key": "items", "label": _text("明细", "Items"), "rows": [[{"field": "items", "width": 12, "columns": ["material",
             "amount", "price", "cut", "cost"]}]]},
            {"key": "why", "label": _text("折扣说明", "About the cut"), "visible_when": "steepest > 15", "rows": [
                [{"field": "reason", "width": 12, "required_when": "steepest > 15"}]]},
            {"key": "totals", "label": _text("合计", "Totals"), "layout": "totals",
             "rows": [[{"field": "steepest"}, {"field": "sum"}], [{"field": "total"}]]},
        ],
    },
}  # fmt: skip
