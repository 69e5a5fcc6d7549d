"""What a draft takes away, kept in another manner: an option out of use, a field nobody fills in any more."""

from collections.abc import Collection
from typing import Any

from dougong.metamodel.diff import Anchor, Change
from dougong.metamodel.diff.change import names_of
from dougong.metamodel.model import FieldModel
from dougong.metamodel.overlay import MISSING, value_at
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .draft import Draft
from .parts import part_of


def keep_options(draft: Draft, field: FieldModel, options: Collection[str]) -> list[Change]:
    """Options the draft takes out of a field, there again but not offered any more."""
    shared = getattr(field.field, "options_from", None)
    found = []
    for one in draft.changes:
        part = part_of(one, draft.now) if one.operation == "remove" else None
        if part is None or not isinstance(one.path[-1], Anchor) or one.path[-1].name not in options:
            continue
        here = part.kind == "option" and (part.entity, part.field) == (field.entity, field.key)
        if here or (shared and part.kind == "options" and part.key == shared):
            found.append(_back(draft, one, {**one.old, "retired": True}))
    return found or _gone()


def keep_field(draft: Draft, entity: str, field: str) -> list[Change]:
    """A field the draft takes out, there again for reading alone: nothing asks for it, nobody changes it."""
    for one in draft.changes:
        part = part_of(one, draft.now) if one.operation == "remove" else None
        if part is not None and (part.kind, part.entity, part.key) == ("field", entity, field):
            raw = {key: value for key, value in one.old.items() if key not in ("required", "unique")}
            return [_back(draft, one, {**raw, "read_only": True})]
    return _gone()


def field_beside(draft: Draft, field: FieldModel) -> tuple[list[Change], str]:
    """A new field that keeps the values of one whose type changes, for reading alone; its key."""
    entities = {name: raw for name, raw in draft.after.items() if isinstance(raw, dict) and _is_of(raw, field.entity)}
    taken = {one.get("key") for raw in entities.values() for one in raw.get("fields", ())}
    key = next(
        one for n in range(2, 1000) if (one := f"{field.key[:50]}_before{n if n > 2 else ''}") not in taken
    )  # as it was
    for name, raw in entities.items():
        if field.key in (names_of(raw.get("fields")) or ()):
            was = next(one for one in draft.now[name]["fields"] if one["key"] == field.key)
            label = {"zh-CN": f"{field.label.zh}（原值）", "en": f"{field.label.en} (as it was)"}
            plain = {
                part: value for part, value in was.items() if part not in ("required", "unique", "default", "reverse")
            }
            kept = {**plain, "key": key, "label": label, "read_only": True}
            return [Change("add", (name, "fields", Anchor(key)), None, kept, field.key)], key
    return _gone(), ""


def _is_of(raw: dict[str, Any], entity: str) -> bool:
    return entity in (raw.get("extends"), raw.get("key")) and isinstance(raw.get("fields"), list)


def _back(draft: Draft, gone: Change, raw: dict[str, Any]) -> Change:
    """Into its list again, behind what stood before it and stands there still."""
    listed = Change("change", gone.path[:-1])
    before, after = (value_at(tree, listed) for tree in (draft.now, draft.after))
    name = gone.path[-1].name if isinstance(gone.path[-1], Anchor) else ""
    order = names_of(before) or []
    left = set(names_of(after) or []) if after is not MISSING else set()
    behind = [one for one in order[: order.index(name)] if one in left] if name in order else []
    return Change("add", gone.path, None, raw, behind[-1] if behind else "")


def _gone() -> list[Change]:
    words = text("草稿里已经没有这处删除了", "The draft does not take this away any more")
    raise ProblemsFound([Problem("no_place", words, fix=text("刷新后再看", "Reload and look again"))])
