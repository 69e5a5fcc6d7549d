"""Random small apps whose every key is a word of its own: whoever names a part can be found by looking for the word."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

Raw = dict[str, Any]
Tree = dict[str, Any]
TYPES = ("text", "integer", "money", "date", "bool", "choice", "multichoice", "link")


def words(said: str) -> dict[str, str]:
    return {"zh-CN": f"{said}号", "en": said}


class Words:
    """Keys nobody has had: k1x, k2x ..."""

    def __init__(self) -> None:
        self.last = 0

    def new(self) -> str:
        self.last += 1
        return f"k{self.last}x"


def draw_tree(draw: random.Random, keys: Words) -> Tree:
    """`app/file` -> document: two or three entities with fields of all kinds, formulas, a rule, forms, views, a role."""
    entities = [keys.new() for _ in range(draw.randint(2, 3))]
    tree: Tree = {"own/app.json": {"$schema": "dougong/app/1", "key": "own", "version": "1.0.0", "label": words("Own")}}
    rights: Raw = {}
    for key in entities:
        fields = [{"key": keys.new(), "type": "text", "label": words("Name"), "max_length": 60}]
        fields += [draw_field(draw, keys, draw.choice(TYPES), entities) for _ in range(draw.randint(3, 6))]
        fields += _formulas(draw, keys, fields)
        tree[f"own/entities/{key}.json"] = {
            "$schema": "dougong/entity/1", "key": key, "label": words("Thing"), "title": fields[0]["key"], "fields": fields,
            "features": {"history": draw.random() < 0.7},
        }  # fmt: skip
        plain = [one["key"] for one in fields]
        view = keys.new()
        tree[f"own/views/{view}.json"] = {
            "$schema": "dougong/view/1", "key": view, "entity": key, "label": words("View"),
            "columns": draw.sample(plain, draw.randint(1, len(plain))), **_filter(draw, fields),
        }  # fmt: skip
        form = keys.new()
        shown = draw.sample(plain, draw.randint(1, len(plain)))
        tree[f"own/forms/{form}.json"] = {
            "$schema": "dougong/form/1", "key": form, "entity": key, "label": words("Form"),
            "sections": [{"key": keys.new(), "label": words("All"), "rows": [[{"field": one}] for one in shown]}],
        }  # fmt: skip
        if whole := [one["key"] for one in fields if one["type"] in ("integer", "money")]:
            tree[f"own/rules/{key}.json"] = {
                "$schema": "dougong/rules/1", "entity": key,
                "rules": [{"key": keys.new(), "family": "validate", "reject_when": f"{whole[0]} > 900000", "message": words("No")}],
            }  # fmt: skip
        rights[key] = {"read": "all", "fields": {draw.choice(plain): "read"}}
    role = keys.new()
    tree[f"own/roles/{role}.json"] = {
        "$schema": "dougong/role/1", "key": role, "label": words("Role"), "entities": rights,
    }  # fmt: skip
    return tree


def draw_field(draw: random.Random, keys: Words, type_: str, entities: list[str]) -> Raw:
    made: Raw = {"key": keys.new(), "type": type_, "label": words(type_)}
    if type_ in ("choice", "multichoice"):
        made["options"] = [{"key": keys.new(), "label": words(f"Option {n}")} for n in range(4)]
    if type_ == "link":
        made["to"] = draw.choice(entities)
    return made


def _formulas(draw: random.Random, keys: Words, fields: list[Raw]) -> list[Raw]:
    """Computed fields over the others, one over another."""
    made: list[Raw] = []
    for one in fields:
        if one["type"] in ("integer", "money") and draw.random() < 0.6:
            first = {
                "key": keys.new(),
                "type": "computed",
                "label": words("Twice"),
                "result": "number",
                "formula": f"{one['key']} * 2",
            }
            made += [first, {**first, "key": keys.new(), "formula": f"{first['key']} + 1", "stored": True}]
        if one["type"] == "choice" and draw.random() < 0.6:
            option = draw.choice(one["options"])["key"]
            formula = f'IF({one["key"]} = "{option}", 1, 0)'
            made.append(
                {
                    "key": keys.new(),
                    "type": "computed",
                    "label": words("Is"),
                    "result": "number",
                    "formula": formula,
                    "stored": True,
                }
            )
    return made


def _filter(draw: random.Random, fields: list[Raw]) -> Raw:
    for one in fields:
        if one["type"] == "choice" and draw.random() < 0.5:
            return {"filter": f'{one["key"]} = "{one["options"][0]["key"]}"'}
    return {}


def draw_value(draw: random.Random, field: Mapping[str, Any], ids: Mapping[str, list[str]]) -> Any:
    """A value, or None; texts are sometimes what a number or a day would be."""
    if draw.random() < 0.2:
        return None
    day = date(2026, 1, 1) + timedelta(days=draw.randint(0, 300))
    match field["type"]:
        case "text":
            return draw.choice([str(draw.randint(0, 999)), f"w{draw.randint(0, 99)}", day.isoformat(), "是"])
        case "integer":
            return draw.randint(0, 999)
        case "money":
            return str(Decimal(draw.randint(0, 99999)) / 100)
        case "date":
            return day.isoformat()
        case "bool":
            return draw.random() < 0.5
        case "choice":
            return draw.choice(field["options"])["key"]
        case "multichoice":
            return draw.sample([one["key"] for one in field["options"]], draw.randint(1, 3))
        case "link":
            return draw.choice(ids.get(field["to"]) or [None])
        case _:
            return None
