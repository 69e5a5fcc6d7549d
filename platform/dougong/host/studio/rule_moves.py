"""Gestures on the rules of an object as Changes: added, moved, copied, taken out, a property set.

Rules stand in documents per object, of several apps perhaps; a rule is named `app/file#key`. Their order within a document
is the order in which they run, as far as what they read leaves a choice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from dougong.metamodel.diff import Anchor, Change, compare
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.rule import Compute, Default, Match, Validate
from dougong.metamodel.storage import Kind
from dougong.metamodel.text import LocalText, text

from .entity_tree import EntityPlace, Tree, entity_in, of_kind

FAMILIES: Mapping[str, type[BaseModel]] = {
    str(get_args(one.model_fields["family"].annotation)[0]): one for one in (Default, Compute, Validate, Match)
}
"""Family -> its typed model, in the order in which a save asks them."""
_STEMS = {"validate": "check", "compute": "result", "default": "fill", "match": "alike"}


@dataclass(frozen=True, slots=True)
class RulePlace:
    """One rule: `file` is `app/file`, `raw` its JSON."""

    file: str
    raw: Mapping[str, Any]

    @property
    def key(self) -> str:
        return str(self.raw.get("key", ""))

    @property
    def id(self) -> str:
        return f"{self.file}#{self.key}"

    @property
    def family(self) -> str:
        return str(self.raw.get("family", ""))

    @property
    def path(self) -> tuple[str | Anchor, ...]:
        return (self.file, "rules", Anchor(self.key))


def rules_of(tree: Tree, entity: str) -> tuple[RulePlace, ...]:
    """Every rule of an object, as the documents list them."""
    return tuple(
        RulePlace(file, raw)
        for file, document in _documents(tree, entity)
        for raw in document.get("rules", ())
        if isinstance(raw, dict) and raw.get("family") in FAMILIES and isinstance(raw.get("key"), str)
    )


def rule_in(tree: Tree, entity: str, id: str) -> RulePlace:  # noqa: A002
    """One rule; ProblemsFound where it is not there (any more)."""
    found = next((one for one in rules_of(tree, entity) if one.id == id), None)
    if found is None:
        words = text("这条规则已经不在了", "This rule is not there any more")
        raise ProblemsFound([Problem("rule_gone", words, fix=text("刷新后再试", "Reload and try again"))])
    return found


def add(tree: Tree, entity: str, family: str, after: str = "") -> tuple[list[Change], str]:
    """A new rule that does nothing yet, behind `after` (empty or gone: at the end), and its id."""
    home = entity_in(tree, entity)
    given = rules_of(tree, entity)
    key = _free(_STEMS[family], {one.key for one in given})
    return _put(tree, home, {"key": key, "family": family, **_BEGINS[family](home)}, after)


def copy(tree: Tree, entity: str, id: str) -> tuple[list[Change], str]:  # noqa: A002
    """The same rule once more, behind it, and its id."""
    rule = rule_in(tree, entity, id)
    key = _free(rule.key.rstrip("_0123456789") or rule.key, {one.key for one in rules_of(tree, entity)})
    return _put(tree, entity_in(tree, entity), {**rule.raw, "key": key}, id)


def remove(tree: Tree, entity: str, id: str) -> list[Change]:  # noqa: A002
    """One rule less."""
    rule = rule_in(tree, entity, id)
    return [Change("remove", rule.path, dict(rule.raw))]


def move(tree: Tree, entity: str, id: str, after: str) -> list[Change]:  # noqa: A002
    """A rule behind `after` (empty: in front of all of its document); ProblemsFound where that stands in another document."""
    rule = rule_in(tree, entity, id)
    if after == id:
        return []
    if after and rule_in(tree, entity, after).file != rule.file:
        words = text(
            "这两条规则由不同的应用带来，不能互相换位置", "These rules come from two apps and keep their order"
        )
        raise ProblemsFound([Problem("other_document", words)])
    keys = [one.key for one in rules_of(tree, entity) if one.file == rule.file]
    rest = [key for key in keys if key != rule.key]
    at = rest.index(after.rpartition("#")[2]) + 1 if after else 0
    wanted = [*rest[:at], rule.key, *rest[at:]]
    return [Change("order", rule.path[:-1], keys, wanted)] if wanted != keys else []


def change(tree: Tree, entity: str, id: str, raw: Mapping[str, Any]) -> list[Change]:  # noqa: A002
    """The rule as it shall be; ProblemsFound where no rule comes of it."""
    rule = rule_in(tree, entity, id)
    wanted = {**raw, "key": rule.key, "family": rule.family}
    try:
        FAMILIES[rule.family].model_validate(wanted)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        blank = first["type"] in ("missing", "too_short", "string_too_short")
        words = (
            text("这一项不能为空", "This cannot be blank")
            if blank
            else text(f"{name}：{first['msg']}", f"{name}: {first['msg']}")
        )
        raise ProblemsFound([Problem("rule_broken", words)]) from error
    return list(compare(dict(rule.raw), wanted, rule.path))


def _put(tree: Tree, home: EntityPlace, raw: Mapping[str, Any], after: str) -> tuple[list[Change], str]:
    documents = dict(_documents(tree, home.key))
    known = {one.id: one for one in rules_of(tree, home.key)}
    file = known[after].file if after in known else _own_document(documents, home)
    if file is None:
        file = f"{home.app}/rules/{home.key}.json"
        whole = {"$schema": "dougong/rules/1", "entity": home.key, "rules": [dict(raw)]}
        return [Change("put", (file,), None, whole)], f"{file}#{raw['key']}"
    keys = [one.key for one in known.values() if one.file == file]
    before = known[after].key if after in known else (keys[-1] if keys else "")
    path = (file, "rules", Anchor(str(raw["key"])))
    if "rules" not in documents[file]:
        return [Change("put", (file, "rules"), None, [dict(raw)])], f"{file}#{raw['key']}"
    return [Change("add", path, None, dict(raw), before)], f"{file}#{raw['key']}"


def _own_document(documents: Mapping[str, Any], home: EntityPlace) -> str | None:
    """The document new rules go to: one of the object's own app, else any."""
    own = [file for file in documents if file.partition("/")[0] == home.app]
    return next(iter([*own, *documents]), None)


def _documents(tree: Tree, entity: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for file, raw in of_kind(tree, "rules"):
        if raw.get("entity") == entity:
            yield file, raw


def _words(label: LocalText) -> dict[str, str]:
    return {"zh-CN": label.zh, "en": label.en}


def _settable(home: EntityPlace) -> str:
    """The first field a rule can set: a plain one before the one that names records."""
    fit = [
        one.key for one in home.fields if one.stored not in (None, Kind.LIST, Kind.JSON) and not one.raw.get("formula")
    ]
    fit = [one for one in fit if one != home.raw.get("title")] or fit
    if not fit:
        words = text("这个对象没有规则可以写入的字段", "This object has no field a rule could set")
        raise ProblemsFound([Problem("nothing_to_set", words, fix=text("先加一个字段", "Add a field first"))])
    return fit[0]


def _checks(home: EntityPlace) -> dict[str, Any]:
    return {"reject_when": "FALSE", "message": _words(text("新的检查", "New check"))}


def _computes(home: EntityPlace) -> dict[str, Any]:
    key = _settable(home)
    return {"field": key, "value": key}


def _fills(home: EntityPlace) -> dict[str, Any]:
    return {"field": _settable(home), "value": "BLANK()"}


def _matches(home: EntityPlace) -> dict[str, Any]:
    texts = [one.key for one in home.fields if one.value in ("text", "ref") and one.stored is not None]
    if not texts:
        words = text("查重要有文本或关联字段", "Looking for duplicates needs a field of text or a link")
        raise ProblemsFound([Problem("nothing_to_match", words)])
    title = str(home.raw.get("title", ""))
    return {"fields": [title if title in texts else texts[0]]}


_BEGINS = {"validate": _checks, "compute": _computes, "default": _fills, "match": _matches}
"""What a new rule of a family begins with: it refuses, changes and fills nothing."""


def _free(stem: str, taken: set[str]) -> str:
    return next(one for one in (stem, *(f"{stem}_{n}" for n in range(2, 10_000))) if one not in taken)
