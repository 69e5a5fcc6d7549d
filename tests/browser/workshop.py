"""A small made-up app for browser tests: repairs with parts, a path of stages with a gate, two views and a menu."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dougong.metamodel.documents import Bundle, bundle_from_files

from .estimates import ESTIMATES


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
    "entities/specimen.json": {
        "$schema": "dougong/entity/1", "key": "specimen", "label": _text("样本", "Specimen"), "title": "name", "icon": "stack-2",
        "fields": [
            {"key": "name", "type": "text", "label": _text("名称", "Name"), "required": True, "search": True},
            {"key": "story", "type": "long_text", "label": _text("说明", "Story")},
            {"key": "page", "type": "rich_text", "label": _text("图文", "Page")},
            {"key": "whole", "type": "integer", "label": _text("整数", "Whole")},
            {"key": "year", "type": "integer", "separator": False, "label": _text("年份", "Year")},
            {"key": "weight", "type": "number", "label": _text("重量", "Weight")},
            {"key": "price", "type": "money", "label": _text("价格", "Price")},
            {"key": "share", "type": "percent", "label": _text("占比", "Share")},
            {"key": "points", "type": "score", "label": _text("得分", "Points")},
            {"key": "stars", "type": "rating", "label": _text("星级", "Stars")},
            {"key": "lasts", "type": "duration", "label": _text("时长", "Lasts")},
            {"key": "fine", "type": "bool", "label": _text("合格", "Fine")},
            {"key": "day", "type": "date", "label": _text("日期", "Day")},
            {"key": "moment", "type": "datetime", "label": _text("时刻", "Moment")},
            {"key": "hour", "type": "time", "label": _text("钟点", "Hour")},
            {"key": "kind", "type": "choice", "label": _text("种类", "Kind"), "options": [
                {"key": f"k{n}", "label": _text(f"种类 {n}", f"Kind {n}")} for n in range(500)]},
            {"key": "kinds", "type": "multichoice", "label": _text("若干种类", "Kinds"), "options": [
                {"key": "a", "label": _text("甲", "A")}, {"key": "b", "label": _text("乙", "B")}]},
            {"key": "marks", "type": "tags", "label": _text("标记", "Marks")},
            {"key": "keeper", "type": "person", "label": _text("保管人", "Keeper")},
            {"key": "room", "type": "department", "label": _text("科室", "Room")},
            {"key": "repair", "type": "link", "to": "repair", "label": _text("维修单", "Repair"),
             "reverse": {"key": "specimens", "label": _text("样本", "Specimens")}},
            {"key": "about", "type": "any_link", "to": ["repair", "specimen"], "label": _text("关于", "About")},
            {"key": "helpers", "type": "many_links", "to": "person", "label": _text("协助人", "Helpers")},
            {"key": "call", "type": "phone", "label": _text("电话", "Phone")},
            {"key": "mail", "type": "email", "label": _text("邮箱", "Mail")},
            {"key": "site", "type": "url", "label": _text("网址", "Site")},
            {"key": "place", "type": "address", "label": _text("地点", "Place")},
            {"key": "area", "type": "region", "label": _text("地区", "Area")},
            {"key": "papers", "type": "files", "label": _text("文件", "Papers")},
            {"key": "photo", "type": "image", "label": _text("照片", "Photo")},
            {"key": "sign", "type": "signature", "label": _text("签名", "Signature")},
            {"key": "data", "type": "json", "label": _text("数据", "Data")},
            {"key": "secret", "type": "encrypted", "label": _text("机密", "Secret")},
            {"key": "double", "type": "computed", "formula": "whole * 2", "label": _text("两倍", "Double")},
        ],
    },
    "forms/specimen_edit.json": {
        "$schema": "dougong/form/1", "key": "specimen_edit", "entity": "specimen",
        "tabs": [{"key": "first", "label": _text("概况", "General")}, {"key": "second", "label": _text("其他", "More")}],
        "sections": [
            {"key": "one", "tab": "first", "label": _text("基本", "Basics"), "rows": [
                [{"field": "name"}, {"field": "year"}], [{"field": "about"}, {"field": "place"}], [{"field": "marks"}]]},
            {"key": "two", "tab": "second", "label": _text("细节", "Details"), "rows": [
                [{"field": key, "create_in_place": key == "repair"} for key in pair] for pair in (
                    ("story", "page"), ("whole", "weight"), ("price", "share"), ("points", "stars"), ("lasts", "fine"),
                    ("day", "moment"), ("hour", "kind"), ("kinds", "keeper"), ("room", "repair"), ("helpers", "call"),
                    ("mail", "site"), ("area", "papers"), ("photo", "sign"), ("data", "secret"), ("double", "owner"))]},
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


def files_of(documents: dict[str, dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """Documents as the files of an app's folder."""
    return ((file, json.dumps(raw).encode()) for file, raw in documents.items())


def bundle(more: Mapping[str, dict[str, Any]] = {}) -> Bundle:
    """The documents, and more by file, as an app's folder would give them."""
    return bundle_from_files(files_of({**DOCUMENTS, **ESTIMATES, **more}))
