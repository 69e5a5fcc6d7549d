"""Addresses of the rule designer: objects with their rules, one object's rules, every gesture on them, a rule's back-test."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from dougong.host.studio import rule_moves
from dougong.host.studio.back_test import rules_by_key
from dougong.host.studio.entity_tree import of_kind
from dougong.host.studio.rule_moves import FAMILIES, RulePlace, rules_of
from dougong.host.studio.rule_problems import in_running_order, refuse_circle, rule_problems
from dougong.host.web.errors import Refused
from dougong.host.web.pages.render import fragment
from dougong.host.web.pages.signals import alive, done, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.diff import Change
from dougong.metamodel.model import Model
from dougong.metamodel.problem import ProblemsFound

from .rule_page import RuleDesigner, RulesPage, objects_of, stretches
from .rule_panel import Wrong, read_rule, rule_panel
from .rule_tested import tried
from .shell import PREFIX, Designing, draw_page
from .sketch import Sketch, draw, model_of, read_sketch

router = APIRouter(prefix=f"{PREFIX}/rule", include_in_schema=False)
Field = Annotated[str, Form(max_length=12_000)]
Asked = Annotated[str, Query(max_length=300)]


@router.get("")
def list_objects(scope: Designing) -> Response:
    """Every object with the rules it has."""
    sketch, model = _drafted(scope)
    objects = objects_of(model, scope.language)
    return draw_page(scope, "rule", "studio/rules.html", sketch, lambda around: RulesPage(around, objects))


@router.get("/{entity}")
def show_rules(scope: Designing, entity: str, at: Asked = "") -> Response:
    """The rules of an object with the rule `at` chosen."""
    return _page(scope, entity, at, {})


@router.get("/{entity}/back-test")
def show_back_test(scope: Designing, entity: str, at: Asked = "") -> Response:
    """What the rule `at` would have said of the records there are."""
    sketch, model = _drafted(scope)
    rule = next((one for one in rules_of(sketch.draft.after, entity) if one.id == at), None)
    known = rules_by_key(model.entities[entity]).get(rule.key) if rule and entity in model.entities else None
    with scope.workspace.reading(scope.viewer) as context:
        found = tried(scope, context, model, entity, known) if known is not None else None
        return fragment(scope, "studio/rule_test.html", one=found, family=rule.family if rule else "")


@router.post("/{entity}")
def gesture(
    scope: Designing, entity: str, do: Field = "", rule: Field = "", after: Field = "", name: Field = "", value: Field = "",
    at: Field = "",
) -> Response:  # fmt: skip
    """One gesture on an object's rules; answered with the designer as it is then, or with why it cannot be."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    wrong: dict[str, tuple[str, str]] = {}
    chosen = at
    try:
        changes, chosen = _changes(sketch, model_of(scope, sketch.draft), entity, do, rule, after, name, value)
        if changes:
            draw(scope, changes)
    except ProblemsFound as refused:
        said = "。".join(one.message.in_(scope.language).rstrip("。") for one in refused.problems)
        if do != "set":
            return done(scope, toast(said, bad=True))
        wrong, chosen = {name.partition(".")[0]: (value, said)}, rule
    if not alive(scope):
        return RedirectResponse(f"{scope.base_path}{PREFIX}/rule/{entity}?at={chosen}", 303)
    return _page(scope, entity, chosen, wrong)


def _changes(
    sketch: Sketch, model: Model | None, entity: str, do: str, rule: str, after: str, name: str, value: str
) -> tuple[list[Change], str]:
    """The gesture as changes, and the rule that is chosen afterwards."""
    tree = sketch.draft.after
    match do:
        case "add" if value in FAMILIES:
            return rule_moves.add(tree, entity, value, after)
        case "copy":
            return rule_moves.copy(tree, entity, rule)
        case "remove":
            return rule_moves.remove(tree, entity, rule), after
        case "move":
            return rule_moves.move(tree, entity, rule, after), rule
        case "set":
            place = rule_moves.rule_in(tree, entity, rule)
            raw = read_rule(place, name, value)
            made = rule_moves.change(tree, entity, rule, raw)
            if model is not None:
                refuse_circle(model, entity, place.key, raw)
            return made, rule
        case _:
            raise Refused(404)


def _page(scope: Scope, entity: str, at: str, wrong: Wrong) -> Response:
    sketch, model = _drafted(scope)
    if entity not in model.entities or model.entities[entity].implicit:
        raise Refused(404)
    tree, here = sketch.draft.after, model.entities[entity]
    rules = in_running_order(model, entity, rules_of(tree, entity))
    documents = {file: raw for file, raw in of_kind(tree, "rules") if raw.get("entity") == entity}
    problems = rule_problems(model, documents)
    chosen = next((one for one in rules if one.id == at), None)
    now: Mapping[str, RulePlace] = {one.id: one for one in rules_of(sketch.draft.now, entity)}
    with scope.workspace.reading(scope.viewer) as context:
        shown = stretches(scope, context, model, entity, rules, now, problems)
    part = rule_panel(scope, model, entity, chosen, problems, wrong) if chosen else None
    others = tuple((one.key, one.label) for one in objects_of(model, scope.language))
    label, base = here.label.in_(scope.language), f"{scope.base_path}{PREFIX}/rule/{entity}"
    return draw_page(
        scope, "rule", "studio/rule.html", sketch,
        lambda around: RuleDesigner(
            around, entity, label, here.definition.icon, others, shown, chosen.id if chosen else "", part, len(rules)
        ),
        last=label, here=base,
    )  # fmt: skip


def _drafted(scope: Scope) -> tuple[Sketch, Model]:
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    return sketch, model_of(scope, sketch.draft) or scope.workspace.store.model
