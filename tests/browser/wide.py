"""A made-up app of extremes: two hundred fields, labels of two thousand characters, 500 options, an entity nobody has filled."""

import json
from typing import Any

from dougong.metamodel.documents import Bundle, bundle_from_files

FIELDS = 200
_KINDS = ("text", "money", "date", "bool", "integer", "person", "tags", "percent", "long_text", "datetime")


def _label(n: int) -> dict[str, str]:
    """Every tenth label is as long as a label may be."""
    if n % 10:
        return {"zh-CN": f"字段 {n}", "en": f"Field {n}"}
    return {"zh-CN": f"字段 {n} " + "很长" * 990, "en": f"Field {n} " + "very long " * 198}


DOCUMENTS: dict[str, dict[str, Any]] = {
    "app.json": {"$schema": "dougong/app/1", "key": "wide", "version": "1.0.0", "label": {"zh-CN": "宽", "en": "Wide"}},
    "entities/sheet.json": {
        "$schema": "dougong/entity/1", "key": "sheet", "label": {"zh-CN": "宽表", "en": "Sheet"}, "title": "name",
        "fields": [
            {"key": "name", "type": "text", "label": {"zh-CN": "名称", "en": "Name"}, "required": True, "search": True},
            *({"key": f"f{n}", "type": _KINDS[n % len(_KINDS)], "label": _label(n)} for n in range(1, FIELDS)),
            {"key": "marks", "type": "multichoice", "label": {"zh-CN": "标志", "en": "Marks"}, "options": [
                {"key": f"o{n}", "label": {"zh-CN": f"选项 {n}" + "很长" * (n % 40), "en": f"Option {n}"}} for n in range(500)]},
        ],
    },
    "entities/void.json": {
        "$schema": "dougong/entity/1", "key": "void", "label": {"zh-CN": "空表", "en": "Void"},
        "plural": {"zh-CN": "空表", "en": "Voids"}, "title": "name",
        "fields": [{"key": "name", "type": "text", "label": {"zh-CN": "名称 " + "很长" * 990, "en": "Name"}}],
    },
    "views/sheet_all.json": {
        "$schema": "dougong/view/1", "key": "sheet_all", "entity": "sheet",
        "label": {"zh-CN": "所有的宽表 " + "很长" * 900, "en": "All " + "very long " * 190},
        "columns": ["name", *(f"f{n}" for n in range(1, FIELDS))],
    },
}  # fmt: skip


def bundle() -> Bundle:
    """The documents as an app's folder would give them."""
    return bundle_from_files((file, json.dumps(raw).encode()) for file, raw in DOCUMENTS.items())
