"""A small made-up app whose record's page has tabs: boats on a slip with a path of phases, hands, and sailors to call."""

import json
from datetime import UTC, datetime
from typing import Any

from dougong.host.install import install
from dougong.host.workspaces import Workspace
from dougong.metamodel.documents import Bundle, bundle_from_files
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM
from dougong.records.values import Create
from dougong.records.write import write

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
"""When its tests take place."""


def _text(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


def _phase(key: str, zh: str, en: str) -> dict[str, Any]:
    return {"key": key, "label": _text(zh, en)}


DOCUMENTS: dict[str, dict[str, Any]] = {
    "app.json": {"$schema": "dougong/app/1", "key": "slip", "version": "1.0.0", "label": _text("船台", "Slip")},
    "entities/boat.json": {
        "$schema": "dougong/entity/1", "key": "boat", "label": _text("艇", "Boat"), "plural": _text("艇", "Boats"),
        "title": "name", "features": {"sharing": True},
        "fields": [
            {"key": "name", "type": "text", "label": _text("名称", "Name"), "required": True, "search": True},
            {"key": "phase", "type": "choice", "label": _text("阶段", "Phase"), "default": "keel", "options": [
                _phase("keel", "龙骨", "Keel laid"), _phase("hull", "船体", "Hull"), _phase("sea", "下水", "Afloat")]},
            {"key": "hands", "type": "many_links", "to": "person", "label": _text("帮手", "Hands")},
            {"key": "metres", "type": "integer", "label": _text("长度", "Metres")},
            {"key": "long", "type": "computed", "result": "bool", "label": _text("够长", "Long"),
             "formula": "metres >= 12 AND metres < 90"},
            {"key": "masts", "type": "rollup", "result": "integer", "label": _text("水手数", "Crew"), "formula": "COUNT(sailors)"},
            {"key": "flag", "type": "text", "label": _text("船旗", "Flag")},
            {"key": "radio", "type": "phone", "label": _text("电台", "Radio")},
            {"key": "quay", "type": "address", "label": _text("码头", "Quay")},
        ],
        "pipeline": {"field": "phase", "stages": {"keel": {}, "hull": {}, "sea": {"outcome": "won"}}},
    },
    "entities/sailor.json": {
        "$schema": "dougong/entity/1", "key": "sailor", "label": _text("水手", "Sailor"), "plural": _text("水手", "Sailors"),
        "title": "name",
        "fields": [
            {"key": "name", "type": "text", "label": _text("姓名", "Name"), "required": True},
            {"key": "mobile", "type": "phone", "label": _text("手机", "Mobile")},
            {"key": "boat", "type": "link", "to": "boat", "label": _text("艇", "Boat"),
             "reverse": {"key": "sailors", "label": _text("水手", "Sailors")}},
        ],
    },
    "pages/boat_record.json": {
        "$schema": "dougong/page/1", "key": "boat_record", "label": _text("艇", "Boat"), "entity": "boat",
        "record": {
            "groups": [
                {"key": "hull", "label": _text("船体", "Hull"), "fields": ["hands", "metres", "long", "radio", "quay"]},
                {"key": "sea", "label": _text("航行", "Sailing"), "fields": ["flag"], "visible_when": 'phase = "sea"'},
            ],
            "related": [{"field": "sailors", "columns": ["name", "mobile"], "sort": ["name"]}],
            "tabs": [
                {"key": "told", "label": _text("往来", "Told"), "stream": True},
                {"key": "crew", "label": _text("船员", "Crew"), "groups": [
                    {"key": "sums", "label": _text("人数", "Numbers"), "fields": ["masts"]}],
                 "related": [{"field": "sailors", "columns": ["name", "mobile"], "sort": ["name"]}]},
            ],
        },
    },
    "roles/owner.json": {
        "$schema": "dougong/role/1", "key": "owner", "label": _text("船主", "Owner"),
        "entities": {
            "boat": {"create": True, "read": "own or shared", "update": "own or shared", "share": True},
            "sailor": {"read": "all"}, "person": {"read": "all"}, "department": {"read": "all"},
        },
    },
    "roles/guest.json": {
        "$schema": "dougong/role/1", "key": "guest", "label": _text("客人", "Guest"),
        "entities": {"boat": {"read": "own or shared", "update": "own or shared"}, "person": {"read": "all"}},
    },
    "views/boat_all.json": {
        "$schema": "dougong/view/1", "key": "boat_all", "entity": "boat", "label": _text("全部艇", "All boats"),
        "columns": ["name", "phase"],
    },
    "menus.json": {
        "$schema": "dougong/menus/1", "areas": [{"key": "slip", "label": _text("船台", "Slip"), "icon": "tool", "groups": [
            {"key": "work", "label": _text("艇", "Boats"), "items": [
                {"key": "boats", "label": _text("艇", "Boats"), "open": {"view": "boat_all"}, "phone": True}]}]}],
    },
}  # fmt: skip


def slip() -> Bundle:
    """The documents as an app's folder would give them."""
    return bundle_from_files((path, json.dumps(document).encode()) for path, document in DOCUMENTS.items())


def furnished(workspace: Workspace) -> None:
    """For `Copies`."""
    install(workspace, slip(), with_samples=False)


def make(workspace: Workspace, entity: str, *rows: dict[str, Any]) -> list[str]:
    """New records, written by the system; their ids."""
    with workspace.writing(SYSTEM) as context:
        written = write(context, [Create(entity, row) for row in rows], Cause("user"))
        assert written.written, written.problems
    return [one.id for one in written.outcomes]
