"""Gestures on roles as changes of the draft: a scope, a yes or no, rights on fields, a new role, one less."""

from collections.abc import Iterable, Mapping
from typing import Any

from dougong.host.access.viewer import EVERYONE
from dougong.metamodel.diff import Change, apply, compare
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from .entity_tree import Tree, entity_in
from .field_palette import key_for
from .own_app import OWN, own_app
from .role_mentions import without_role
from .role_tree import (
    FLAGS,
    OTHERS,
    RIGHTS,
    SCOPED,
    RolePlace,
    holders,
    joined,
    parent_of,
    role_in,
    roles_of,
    scope_text,
    words_in,
)

People = Mapping[str, tuple[str, ...]]
"""Who may sign in: id -> keys of roles, as they are kept."""
_CYCLE = ("none", "own", "subordinates", "department", "departments", "all")


def scope(tree: Tree, role: str, entity: str, verb: str, value: str) -> list[Change]:
    """Which records (`verb` of SCOPED) the role reaches: words joined by `or`, `all`, `none`, or a condition.

    A condition is kept as it is written, so that what is wrong with it stands where it was written.
    """
    place = role_in(tree, role)
    _refuse_unless(verb in SCOPED)
    words = words_in(value.strip() or "none")
    if words is None and entity == OTHERS:
        raise ProblemsFound([_no_condition()])
    return _set(tree, place, entity, {verb: value.strip() if words is None else joined(list(words))})


def toggle(tree: Tree, role: str, entity: str, verb: str, word: str) -> list[Change]:
    """One word more or less in a scope; with `all` or after a condition the word stands alone."""
    words = words_in(scope_text(role_in(tree, role).access(entity).get(verb)))
    kept = [one for one in words or () if one != "all"]
    wanted = [one for one in kept if one != word] if word in kept else [*kept, word]
    return scope(tree, role, entity, verb, joined(wanted))


def cycle(tree: Tree, role: str, entity: str, action: str) -> list[Change]:
    """The next wider scope, after the widest none; an action that is allowed or not turns."""
    given = role_in(tree, role).access(entity).get(action)
    if action in FLAGS:
        return flag(tree, role, entity, action, not given)
    now = scope_text(given)
    return scope(tree, role, entity, action, _CYCLE[(_CYCLE.index(now) + 1) % len(_CYCLE)] if now in _CYCLE else "none")


def flag(tree: Tree, role: str, entity: str, action: str, on: bool) -> list[Change]:
    """Whether an action of FLAGS is allowed."""
    _refuse_unless(action in FLAGS)
    return _set(tree, role_in(tree, role), entity, {action: on})


def fields(tree: Tree, role: str, entity: str, keys: Iterable[str], right: str) -> list[Change]:
    """One right for many fields; `edit` is what holds without saying, so it is not written."""
    _refuse_unless(right in RIGHTS)
    place, wanted = role_in(tree, role), list(keys)
    if entity == OTHERS:
        raise ProblemsFound([_no_fields()])
    entity_in(tree, entity)
    given = dict(_first(tree, place, entity).get("fields") or {})
    rest = {key: one for key, one in given.items() if key not in wanted}
    return _set(tree, place, entity, {"fields": {**given, **dict.fromkeys(wanted, right)} if right != "edit" else rest})


def change(tree: Tree, role: str, properties: Mapping[str, Any], people: People) -> list[Change]:
    """Properties of the role itself (`label`, `description`, `home`, `admin`) as they shall be; None takes one away."""
    place = role_in(tree, role)
    wanted = {name: value for name, value in {**place.raw, **properties}.items() if value is not None}
    changes = list(compare(dict(place.raw), wanted, (place.file,)))
    refuse_lockout(tree, changes, people)
    return changes


def new(tree: Tree, label: LocalText, like: str = "") -> tuple[list[Change], str]:
    """A role of the workspace's own and its key: one that may do nothing yet, or all that the role `like` may."""
    if not label.zh.strip() or not label.en.strip():
        raise ProblemsFound([Problem("no_label", text("角色要有名字", "A role needs a name"))])
    key = key_for(label, "role", roles_of(tree).keys())
    copied = dict(role_in(tree, like).raw) if like else {}
    raw = {
        **{name: value for name, value in copied.items() if name not in ("replaces", "admin", "design")},
        "$schema": "dougong/role/1", "key": key, "label": {"zh-CN": label.zh.strip(), "en": label.en.strip()},
    }  # fmt: skip
    return [*own_app(tree), Change("put", (f"{OWN}/roles/{key}.json",), None, raw)], key


def remove(tree: Tree, role: str, instead: str | None, people: People) -> list[Change]:
    """The role goes, from menus, pages and forms too; who has it has `instead` (empty: nothing) from then on.

    ProblemsFound for the role everybody has, where nobody could administer any more, and where people have it and it was
    not said what they have instead (None).
    """
    place = role_in(tree, role)
    if role == EVERYONE:
        raise ProblemsFound([_everybodys()])
    having = holders(tree, people, role)
    if having and instead is None:
        raise ProblemsFound([_held(len(having))])
    gone: list[Change] = [Change("drop", (place.file,), dict(place.raw))]
    if instead:
        other = role_in(tree, instead)
        _refuse_unless(other.key != role)
        former = [*(other.raw.get("replaces") or ()), *(place.raw.get("replaces") or ()), role]
        gone += compare(dict(other.raw), {**other.raw, "replaces": list(dict.fromkeys(former))}, (other.file,))
    gone += without_role(tree, role, instead or "")
    refuse_lockout(tree, gone, people)
    return gone


def refuse_lockout(tree: Tree, changes: list[Change], people: People) -> None:
    """ProblemsFound where somebody can administer the workspace now and nobody could after the changes."""
    if _administered(tree, people) and not _administered(apply(tree, changes), people):
        raise ProblemsFound([_locked_out()])


def _administered(tree: Tree, people: People) -> bool:
    return any(holders(tree, people, key) for key, place in roles_of(tree).items() if place.admin)


def _set(tree: Tree, place: RolePlace, entity: str, properties: Mapping[str, Any]) -> list[Change]:
    """What is not allowed is not written; an object of which nothing is left to say is not named."""
    if place.admin:
        raise ProblemsFound([_everything()])
    wanted = {**_first(tree, place, entity), **properties}
    kept = {name: value for name, value in wanted.items() if value not in (False, None, "none") and value != {}}
    if entity == OTHERS:
        changed = {
            name: value for name, value in {**place.raw, "all_entities": kept or None}.items() if value is not None
        }
    else:
        named = {**place.named, entity: kept}
        if not kept and place.others is None and not parent_of(tree, entity):
            del named[entity]
        changed = {**place.raw, "entities": named}
    return list(compare(dict(place.raw), changed, (place.file,)))


def _first(tree: Tree, place: RolePlace, entity: str) -> dict[str, Any]:
    """What an object begins with when it is named: what held without it, for rows of a parent what the parent gives."""
    above = parent_of(tree, entity) if entity != OTHERS and entity not in place.named and place.others is None else ""
    if not above:
        return dict(place.access(entity))
    given = place.access(above)
    found = {
        verb: "all" if words_in(scope_text(given[verb])) is None else given[verb] for verb in SCOPED if given.get(verb)
    }
    if found.get("update"):
        found["delete"] = found["update"]
    if found.get("update") or given.get("create"):
        found["create"] = True
    return found


def _refuse_unless(known: bool) -> None:
    if not known:
        raise ProblemsFound([Problem("unknown_right", text("没有这种权限", "There is no such right"))])


def _no_condition() -> Problem:
    words = text("“其他对象”一行只能用范围，不能用条件", "The row for all other objects takes scopes, no condition")
    return Problem("scope", words, fix=text("在单个对象上写条件", "Write the condition at one object"))


def _no_fields() -> Problem:
    words = text("字段权限要在单个对象上设", "Rights on fields are set at one object")
    return Problem("scope", words, fix=text("先选一个对象", "Choose an object first"))


def _everything() -> Problem:
    words = text(
        "管理员角色可以做一切，没有可限制的", "An administrator's role may do everything; there is nothing to restrict"
    )
    fix = text("先在“角色”里关掉“可以管理工作区”", 'Switch off "Administers the workspace" at the role first')
    return Problem("role_admin", words, fix=fix)


def _everybodys() -> Problem:
    words = text("这是每个人都有的角色，不能删除", "Everybody has this role, so it cannot be removed")
    return Problem("role_of_all", words, fix=text("把它的权限改小即可", "Take rights out of it instead"))


def _held(count: int) -> Problem:
    words = text(f"还有 {count} 人是这个角色", f"{count} people have this role")
    return Problem("role_held", words, fix=text("选他们改用哪个角色", "Choose what they have instead"))


def _locked_out() -> Problem:
    words = text("这样就没有人能管理工作区了", "Nobody could administer the workspace any more")
    fix = text("至少给一个在职人员保留管理权限", "Leave the right to at least one active person")
    return Problem("no_administrator", words, fix=fix)
