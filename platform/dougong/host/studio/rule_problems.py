"""What is wrong with the rules of an object in a draft, at the rule concerned; and the order in which a save asks them."""

from collections.abc import Iterable, Mapping
from typing import Any

from dougong.metamodel.check import rules as rule_check
from dougong.metamodel.check.expressions import sites
from dougong.metamodel.check.subject import Subject
from dougong.metamodel.documents import Document
from dougong.metamodel.model import Model
from dougong.metamodel.parse import parse
from dougong.metamodel.places import steps
from dougong.metamodel.problem import Problem
from dougong.metamodel.rule import Compute
from dougong.rules.check_expressions import check_expressions
from dougong.rules.steps import order_of, refuse_circles

from .rule_moves import FAMILIES, RulePlace

Found = Mapping[str, list[tuple[str, Problem]]]
"""Id of a rule -> [(property, Problem)], warnings among them."""


def rule_problems(model: Model, documents: Mapping[str, Any]) -> Found:
    """`documents`: `app/file` -> JSON of the object's rules."""
    found: dict[str, list[tuple[str, Problem]]] = {}
    for file, raw in documents.items():
        app, _, name = file.partition("/")
        parsed = parse(Document(app, "rules", name, raw))
        if parsed.value is None:
            continue
        subject = Subject(model, (parsed,))
        for one in (*rule_check.check(subject), *check_expressions(model, tuple(sites(subject)))):
            way = steps(one.path)
            if way[:1] == ["rules"] and len(way) > 1:
                key = str(raw["rules"][int(way[1])].get("key", ""))
                found.setdefault(f"{file}#{key}", []).append((str(way[2]) if way[2:] else "", one))
    return found


def in_running_order(model: Model | None, entity: str, places: Iterable[RulePlace]) -> list[RulePlace]:
    """Rules as a save asks them: what fills blanks, what is worked out (after what it reads), what refuses, what tells
    duplicates; as listed where nothing can be told."""
    given = list(places)
    order = {family: n for n, family in enumerate(FAMILIES)}
    ranks = order_of(model, entity) if model is not None and entity in model.entities else {}
    listed = {one.id: n for n, one in enumerate(given)}
    return sorted(given, key=lambda one: (order[one.family], ranks.get(one.key, -1), listed[one.id]))


def refuse_circle(model: Model, entity: str, key: str, raw: Mapping[str, Any]) -> None:
    """ProblemsFound where a rule would set a field that is worked out from itself."""
    if raw.get("family") != "compute" or entity not in model.entities:
        return
    rule = Compute.model_validate({**raw, "key": key})
    rules = model.entities[entity].rules
    refuse_circles(model, entity, tuple(rule if one.key == key else one for one in rules))
