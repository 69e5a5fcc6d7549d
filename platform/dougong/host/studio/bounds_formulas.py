"""Formulas by which a designer would come to see what they may not: of fields, of what is filled in, and of rules."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from dougong.expressions import Schema, diagnose
from dougong.host.access import people
from dougong.host.access.formula_rights import made_from
from dougong.host.access.viewer import viewer_of
from dougong.metamodel.compile import try_compile
from dougong.metamodel.diff import documents_of
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.rights import FieldRight, Viewer

from .entity_tree import Tree, entities_of, of_kind

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

Place = tuple[str, str]
"""An object, and what of it the formula stands in."""
_OF_RULES = ("value", "when", "reject_when", "fix_value")


def unreadable(
    connection: Connection, workspace: "Workspace", person: str, before: Tree, after: Tree
) -> Iterator[Problem]:
    """New formulas over what their maker may not read: their values would tell it."""
    computed = _fresh(_computed(before), _computed(after))
    stored = _fresh(_stored(before), _stored(after))
    found = people.by_id(connection, workspace.store, person) if computed or stored else None
    model = try_compile(documents_of(dict(after)))[0] if found else None
    if model is None or found is None:
        return
    viewer, there = viewer_of(workspace, found), workspace.store.model
    made = made_from(model)
    reads = {place: made.get(place, frozenset()) for place in computed}
    reads |= {place: _read_by(model, place[0], words) for place, words in stored.items()}
    for place in sorted(reads):
        # A computed field is seen by who sees what it is made of; what a rule or a default stores is seen by everybody.
        for entity, field in sorted(reads[place]):
            if (entity != place[0] or place in stored) and not _seen(viewer, there, place[0], entity, field):
                label = model.entities[entity].label
                words = text(
                    f"公式用到“{label.zh}”里你看不到的内容", f'The formula uses what you may not see of "{label.en}"'
                )
                fix = text("请管理员来写这个公式", "Ask an administrator to write it")
                yield Problem("formula_unreadable", words, fix=fix)


def _seen(viewer: Viewer, there: Model, of: str, entity: str, field: str) -> bool:
    """Whether all values of a field are theirs to see; of the formula's own record, whose reader has it anyway, the field."""
    if entity not in there.entities:
        return True  # nothing is in it yet
    rights = viewer.on(entity)
    return rights.field(field) >= FieldRight.READ and (entity == of or rights.read.everything)


def _read_by(model: Model, entity: str, source: str) -> frozenset[Place]:
    """(object, field) that a formula reads, links on the way included; none of one that cannot be read itself."""
    if entity not in model.entities:
        return frozenset()
    checked = diagnose(source, Schema(model, entity)).checked
    found = set[Place]()
    for path in checked.dependencies if checked else ():
        at = entity
        for step in path:
            field = model.entities[at].fields.get(step)
            if field is None:
                break
            found.add((at, step))
            if field.relation is None or field.relation.target not in model.entities:
                break
            at = field.relation.target
    return frozenset(found)


def _fresh(before: dict[Place, str], after: dict[Place, str]) -> dict[Place, str]:
    return {place: words for place, words in after.items() if before.get(place) != words}


def _computed(tree: Tree) -> dict[Place, str]:
    return {
        (key, field.key): str(field.raw["formula"])
        for key, place in entities_of(tree).items()
        for field in place.fields
        if field.raw.get("formula")
    }


def _stored(tree: Tree) -> dict[Place, str]:
    found = {
        (key, f"{field.key}.default"): str(field.raw["default_formula"])
        for key, place in entities_of(tree).items()
        for field in place.fields
        if field.raw.get("default_formula")
    }
    for name, raw in of_kind(tree, "rules"):
        for rule in raw.get("rules") or ():
            for part in _OF_RULES:
                if isinstance(rule, dict) and isinstance(rule.get(part), str):
                    found[str(raw.get("entity")), f"{name}#{rule.get('key')}.{part}"] = rule[part]
    return found
