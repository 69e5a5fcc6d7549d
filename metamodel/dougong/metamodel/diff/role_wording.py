"""Changes of roles in words: whose right, on which object or field, from what to what."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..documents import kind_of
from ..role_words import ACTIONS, RIGHTS, SCOPES
from ..text import LocalText, text
from .change import Change

_NONE = SCOPES["none"]


def role_wording(change: Change, old: Mapping[str, Any], new: Mapping[str, Any]) -> LocalText | None:
    """One sentence; None where the change is not about a right, and other words do."""
    match change.path:
        case (str(name), "entities", str(entity), *rest) if _is_role(name):
            pass
        case (str(name), "all_entities", *rest) if _is_role(name):
            entity = ""
        case _:
            return None
    role = _label(new.get(name)) or _label(old.get(name)) or text(name, name)
    object_ = _named(entity, old, new) if entity else text("其他全部对象", "all other objects")
    told = list(_told(change, rest, lambda key: _field(entity, key, old, new))) or [_NONE]
    zh, en = "；".join(one.zh for one in told), "; ".join(one.en for one in told)
    return text(f"角色“{role.zh}” · {object_.zh} · {zh}", f'Role "{role.en}" · {object_.en} · {en}')


def _told(change: Change, rest: list[Any], field: Any) -> Iterable[LocalText]:
    before = change.old if change.operation in ("change", "drop") else None
    after = change.new if change.operation in ("change", "put") else None
    match rest:
        case []:
            yield from _access(before or {}, after or {}, field)
        case ["fields"]:
            yield from _rights(before or {}, after or {}, field)
        case ["fields", key]:
            yield from _rights({key: before} if before else {}, {key: after} if after else {}, field)
        case _:
            action = str(rest[0])
            yield _turned(ACTIONS.get(action, text(action, action)), _shown(before), _shown(after))


def _access(before: Mapping[str, Any], after: Mapping[str, Any], field: Any) -> Iterable[LocalText]:
    for action, words in ACTIONS.items():
        if before.get(action) != after.get(action):
            yield _turned(words, _shown(before.get(action)), _shown(after.get(action)))
    yield from _rights(before.get("fields") or {}, after.get("fields") or {}, field)


def _rights(before: Mapping[str, Any], after: Mapping[str, Any], field: Any) -> Iterable[LocalText]:
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) != after.get(key):
            was, is_ = (RIGHTS.get(str(one.get(key) or "edit"), _NONE) for one in (before, after))
            yield _turned(field(key), was, is_)


def _turned(what: LocalText, before: LocalText, after: LocalText) -> LocalText:
    return text(f"{what.zh}：{before.zh} → {after.zh}", f"{what.en}: {before.en} → {after.en}")


def _shown(value: Any) -> LocalText:
    """A scope by its words, a condition by its text, a yes or no."""
    if value is True:
        return text("允许", "Allowed")
    if not isinstance(value, str):
        return _NONE
    parts = re.split(r"\s+or\s+", value.strip())
    if not all(part in SCOPES for part in parts):
        return text(f"“{value[:120]}”", f'"{value[:120]}"')
    return text("、".join(SCOPES[part].zh for part in parts), ", ".join(SCOPES[part].en for part in parts))


def _is_role(name: str) -> bool:
    kind = kind_of(name.partition("/")[2])
    return kind is not None and kind.key == "role"


def _named(key: str, *trees: Mapping[str, Any]) -> LocalText:
    """An object's label in the first tree that has it, else its key."""
    found = (_label(raw) for tree in trees for raw in _entities(tree, key))
    return next((label for label in found if label), text(key, key))


def _field(entity: str, key: str, *trees: Mapping[str, Any]) -> LocalText:
    fields = (one for tree in trees for raw in _entities(tree, entity) for one in raw.get("fields") or ())
    found = (_label(one) for one in fields if isinstance(one, dict) and one.get("key") == key)
    return next((label for label in found if label), text(key, key))


def _entities(tree: Mapping[str, Any], key: str) -> Iterable[Mapping[str, Any]]:
    for name, raw in tree.items():
        kind = kind_of(name.partition("/")[2])
        if (
            kind is not None
            and kind.key == "entity"
            and isinstance(raw, dict)
            and key in (raw.get("key"), raw.get("extends"))
        ):
            yield raw


def _label(value: Any) -> LocalText | None:
    label = value.get("label") if isinstance(value, dict) else None
    given = label if isinstance(label, dict) else {}
    zh, en = given.get("zh-CN"), given.get("en")
    return text(zh, en) if isinstance(zh, str) and isinstance(en, str) else None
