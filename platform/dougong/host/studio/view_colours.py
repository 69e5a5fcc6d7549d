"""The colour rules of a view changed one by one: added with a condition that reads at once, coloured, moved, taken out."""

from typing import Any

from dougong.metamodel.diff import Change
from dougong.metamodel.model import FieldModel, Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .entity_tree import Tree
from .view_moves import redrawn, view_in
from .view_slots import Raw, field_at

MOST = 20
"""Rules of one view: nobody reads more colours."""


def add_rule(tree: Tree, model: Model, key: str, path: str = "") -> list[Change]:
    """A rule for the whole record, or for one field of it, with a condition to begin with."""
    _, raw = view_in(tree, key)
    entity = str(raw["entity"])
    field = field_at(model, entity, path) if path else None
    when = _first_condition(model, entity, field, path)

    def draw(view: Raw) -> None:
        rules = list(view.get("colours", ()))
        if len(rules) >= MOST:
            words = text(f"一个视图最多 {MOST} 条颜色规则", f"A view has at most {MOST} colour rules")
            raise ProblemsFound([Problem("too_many_rules", words)])
        made: dict[str, Any] = {"when": when, "colour": "amber"}
        view["colours"] = [*rules, {**made, "field": path} if path else made]

    return redrawn(tree, key, draw)


def set_rule(tree: Tree, key: str, number: int, name: str, value: Any) -> list[Change]:
    """A property of a rule; None takes it away."""

    def draw(view: Raw) -> None:
        rule = _rules(view, number)[number]
        if value is None:
            rule.pop(name, None)
        else:
            rule[name] = value

    return redrawn(tree, key, draw)


def move_rule(tree: Tree, key: str, number: int, by: int) -> list[Change]:
    """One place on or back: the first rule that holds wins."""

    def draw(view: Raw) -> None:
        rules = _rules(view, number)
        to = max(0, min(len(rules) - 1, number + by))
        rules.insert(to, rules.pop(number))

    return redrawn(tree, key, draw)


def remove_rule(tree: Tree, key: str, number: int) -> list[Change]:
    """A rule goes."""

    def draw(view: Raw) -> None:
        _rules(view, number).pop(number)
        if not view["colours"]:
            view.pop("colours")

    return redrawn(tree, key, draw)


def _rules(view: Raw, number: int) -> list[Any]:
    rules: list[Any] = view.get("colours", [])
    if not 0 <= number < len(rules):
        words = text("这条规则已经不在了", "This rule is not there any more")
        raise ProblemsFound([Problem("rule_gone", words, fix=text("刷新后再试", "Reload and try again"))])
    return rules


def _first_condition(model: Model, entity: str, field: FieldModel | None, path: str) -> str:
    """Something that holds for some records: the first option, what is past, what is filled in."""
    here = model.entities[entity]
    chosen = field
    if chosen is None:
        kinds = ("choice", "date", "bool")
        own = [one for one in here.fields.values() if not one.system and one.storage is not None]
        chosen = next((one for kind in kinds for one in own if one.value_type.name == kind), here.title)
        path = chosen.key
    options = chosen.value_type.options
    match chosen.value_type.name:
        case "choice" if options:
            return f'{path} = "{options[0]}"'
        case "bool":
            return path
        case "date":
            return f"{path} < TODAY()"
        case _:
            return f"NOT ISBLANK({path})"
