"""Random edits of an app's definitions as people make them, and for each what must be true afterwards."""

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Tree = dict[str, Any]
"""`app/file` -> document."""


@dataclass(frozen=True)
class Meant:
    """What an edit was for: `holds` in a tree that has it; `file` is where it was made, `what` it was made to."""

    kind: str
    file: str
    what: str
    holds: Callable[[Tree], bool]


def some_files(tree: Tree, rng: random.Random) -> list[str]:
    """A few of an app's files, of each kind that people edit: where two sides edit few they meet."""
    found = [file for file in tree if file.endswith("/menus.json")]
    for folder in ("/entities/", "/forms/", "/views/"):
        there = [file for file in tree if folder in file]
        found += rng.sample(there, min(2, len(there)))
    return found


def edited(tree: Tree, files: list[str], rng: random.Random, mark: str) -> tuple[Tree, list[Meant]]:
    """The tree after some edits of these files, and those that changed something in the end. `mark` tells sides apart."""
    scope = {file: copy.deepcopy(tree[file]) for file in files}
    found: list[Meant] = []
    for number in range(rng.randrange(1, 12)):
        meant = rng.choice(KINDS)(scope, rng, f"{mark}{number}")
        if meant is not None:
            found.append(meant)
    after = {**tree, **scope}
    return after, [one for one in found if one.holds(after) and not one.holds(tree)]


def _rename(tree: Tree, rng: random.Random, mark: str) -> Meant | None:
    """A field's name in one language."""
    file, raw = _any(tree, rng, "/entities/", "fields")
    if raw is None:
        return None
    key, language = rng.choice(raw["fields"])["key"], rng.choice(["zh-CN", "en"])
    _named(raw["fields"], key)["label"][language] = f"Name {mark}"
    return Meant(
        "renamed", file, key, lambda after: _at(after, file, "fields", key, "label", language) == f"Name {mark}"
    )


def _add_field(tree: Tree, rng: random.Random, mark: str) -> Meant | None:
    file, raw = _any(tree, rng, "/entities/", "fields")
    if raw is None:
        return None
    field = {"key": f"f_{mark}", "type": "text", "label": {"zh-CN": f"字段 {mark}", "en": f"Field {mark}"}}
    raw["fields"].insert(rng.randrange(len(raw["fields"]) + 1), field)
    return Meant(
        "added", file, field["key"], lambda after: _at(after, file, "fields", field["key"], "label") == field["label"]
    )


def _move_field(tree: Tree, rng: random.Random, _: str) -> Meant | None:
    """A field of a form to another row or a row of its own."""
    file, raw = _any(tree, rng, "/forms/", "sections")
    if raw is None:
        return None
    placed = [(row, cell) for section in raw["sections"] for row in section.get("rows", []) for cell in row]
    if len(placed) < 2:
        return None
    row, cell = rng.choice(placed)
    row.remove(cell)
    section = rng.choice(raw["sections"])
    rows = section.setdefault("rows", [])
    if rows and rng.random() < 0.5:
        there = rng.choice(rows)
        there.insert(rng.randrange(len(there) + 1), cell)
    else:
        rows.insert(rng.randrange(len(rows) + 1), [cell])
    for one in raw["sections"]:
        if "rows" in one:
            one["rows"] = [kept for kept in one["rows"] if kept]
    field, key = cell["field"], section["key"]
    return Meant("moved", file, field, lambda after: _sections_of(after.get(file), field) == [key])


def _hide_item(tree: Tree, rng: random.Random, _: str) -> Meant | None:
    """A menu item goes."""
    groups = [
        (file, area["key"], group)
        for file, raw in tree.items()
        if file.endswith("/menus.json")
        for area in raw["areas"]
        for group in area["groups"]
        if group.get("items")
    ]
    if not groups:
        return None
    file, area, group = rng.choice(groups)
    item = rng.choice(group["items"])
    group["items"].remove(item)
    target = item["key"]
    return Meant("hidden", file, target, lambda after: (area, target) not in _items(after.get(file)))


def _change_option(tree: Tree, rng: random.Random, mark: str) -> Meant | None:
    """Another name for an option, or one option more."""
    choices = [
        (file, field)
        for file, raw in tree.items()
        if "/entities/" in file
        for field in raw.get("fields", [])
        if field.get("options")
    ]
    if not choices:
        return None
    file, field = rng.choice(choices)
    key = field["key"]
    if rng.random() < 0.5:
        option = f"o_{mark}"
        field["options"].append({"key": option, "label": {"zh-CN": mark, "en": mark}})
    else:
        option = rng.choice(field["options"])["key"]
        _named(field["options"], option)["label"] = {"zh-CN": mark, "en": mark}
    wanted = {"zh-CN": mark, "en": mark}
    return Meant(
        "option", file, key, lambda after: _at(after, file, "fields", key, "options", option, "label") == wanted
    )


def _reorder(tree: Tree, rng: random.Random, _: str) -> Meant | None:
    """A column of a list goes."""
    file, raw = _any(tree, rng, "/views/", "columns")
    if raw is None or len(raw["columns"]) < 2:
        return None
    column = rng.choice(raw["columns"])
    raw["columns"].remove(column)
    return Meant("column", file, str(column), lambda after: file in after and column not in after[file]["columns"])


def _drop_field(tree: Tree, rng: random.Random, _: str) -> Meant | None:
    """A field goes, from its object alone."""
    file, raw = _any(tree, rng, "/entities/", "fields")
    if raw is None or len(raw["fields"]) < 3:
        return None
    key = rng.choice([one["key"] for one in raw["fields"] if one["key"] != raw.get("title")])
    raw["fields"] = [one for one in raw["fields"] if one["key"] != key]
    return Meant("dropped", file, key, lambda after: _at(after, file, "fields", key, "type") is None)


KINDS = (_rename, _rename, _add_field, _move_field, _move_field, _hide_item, _change_option, _reorder, _drop_field)


def _any(tree: Tree, rng: random.Random, folder: str, part: str) -> tuple[str, Any]:
    files = [file for file, raw in sorted(tree.items()) if folder in file and raw.get(part)]
    if not files:
        return "", None
    file = rng.choice(files)
    return file, tree[file]


def _named(items: list[Any], key: str) -> Any:
    return next((one for one in items if isinstance(one, dict) and one.get("key") == key), None)


def _at(tree: Tree, file: str, *path: str) -> Any:
    value: Any = tree.get(file)
    for step in path:
        value = _named(value, step) if isinstance(value, list) else value.get(step) if isinstance(value, dict) else None
    return value


def _sections_of(form: Any, field: str) -> list[str]:
    """Keys of the sections in which a field stands, once for each time it does."""
    sections = form["sections"] if form else []
    return [one["key"] for one in sections for row in one.get("rows", []) for cell in row if cell["field"] == field]


def _items(menus: Any) -> Iterator[tuple[str, str]]:
    for area in menus["areas"] if menus else ():
        for group in area["groups"]:
            for item in group.get("items", ()):
                yield area["key"], item["key"]
