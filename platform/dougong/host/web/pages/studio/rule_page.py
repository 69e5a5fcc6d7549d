"""What templates/studio/rule.html shows: the rules of an object in the order in which a save asks them; the list before it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.host.studio.draft_store import DraftStore
from dougong.host.studio.rule_moves import FAMILIES, RulePlace
from dougong.host.studio.rule_problems import Found
from dougong.host.web.pages.form_condition import condition_words
from dougong.host.web.pages.list_page import look_of
from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.context import Context

from .control import words_in
from .form_page import by_app
from .rule_panel import FAMILY_ICONS, FAMILY_WORDS, RulePanel
from .shell import Around

_ABOUT = {
    "default": text("新建时填进空着的字段", "Fills blank fields of a new record"),
    "compute": text("每次保存时算出字段的值", "Works out a field at every save"),
    "validate": text("保存前检查，不对就说明", "Refuses or warns before a save"),
    "match": text("录入时找出可能重复的", "Finds what may be there already"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One rule in words: `head` what it says or sets, to which `value`, `when` under which condition (`formula`: as
    written)."""

    id: str
    head: str
    value: str
    when: str
    formula: bool
    warns: bool
    fresh: bool
    problem: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The rules of one family, in order; `about` says when a save asks them."""

    family: str
    label: str
    icon: str
    about: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RuleDesigner:
    around: Around
    entity: str
    label: str
    icon: str
    others: tuple[tuple[str, str], ...]
    stretches: tuple[Stretch, ...]
    at: str
    part: RulePanel | None
    count: int


@dataclass(frozen=True, slots=True)
class ObjectRules:
    """An object in the list of those that have rules or may get some; `counts` as (family's icon and label, how many)."""

    key: str
    label: str
    icon: str
    app: str
    counts: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class RulesPage:
    around: Around
    objects: tuple[ObjectRules, ...]


def stretches(
    scope: Scope, context: Context, model: Model, entity: str, rules: Iterable[RulePlace], now: Mapping[str, RulePlace], problems: Found
) -> tuple[Stretch, ...]:  # fmt: skip
    """The rules in words, by family."""
    drafted = replace(context, store=DraftStore(model, context.store))
    here, given = model.entities[entity], list(rules)
    return tuple(
        Stretch(
            family, FAMILY_WORDS[family].in_(scope.language), FAMILY_ICONS[family], _ABOUT[family].in_(scope.language),
            tuple(_line(scope, drafted, here, one, now, problems) for one in given if one.family == family),
        )
        for family in FAMILIES
    )  # fmt: skip


def objects_of(model: Model, language: str) -> tuple[ObjectRules, ...]:
    """Every object, with how many rules of which family it has."""
    found = []
    for entity in by_app(model, rows=True):
        families = [next(key for key, one in FAMILIES.items() if isinstance(rule, one)) for rule in entity.rules]
        counts = tuple(
            (FAMILY_ICONS[key], FAMILY_WORDS[key].in_(language), families.count(key))
            for key in FAMILIES
            if key in families
        )
        app = model.apps[entity.app].label.in_(language) if entity.app in model.apps else entity.app
        found.append(ObjectRules(entity.key, entity.label.in_(language), entity.definition.icon, app, counts))
    return tuple(found)


def _line(
    scope: Scope, context: Context, here: EntityModel, rule: RulePlace, now: Mapping[str, RulePlace], problems: Found
) -> Line:
    language, raw = scope.language, rule.raw
    names = [here.fields[key].label.in_(language) if key in here.fields else key for key in _named(raw)]
    between = "、" if language == "zh-CN" else ", "
    value = str(raw.get("value", ""))
    if rule.family == "validate":
        head, source = words_in(raw.get("message"), rule.key).in_(language), str(raw.get("reject_when", ""))
    elif rule.family == "match":
        head, source = between.join(names), ""
    else:
        head, source = between.join(names), str(raw.get("when") or "")
    source = "" if source.strip().upper() == "FALSE" else source
    said = condition_words(context, here, source, look_of(scope, context)) if source else ""
    wrong = next((one for _, one in problems.get(rule.id, ()) if one.severity == "error"), None)
    return Line(
        rule.id, head, value, said or source, bool(source) and not said, raw.get("severity") == "warning",
        rule.id not in now or dict(now[rule.id].raw) != dict(raw), _said(wrong, language),
    )  # fmt: skip


def _named(raw: Mapping[str, Any]) -> list[str]:
    fields = raw.get("fields")
    return [str(one) for one in fields] if isinstance(fields, list) else [str(raw["field"])] if raw.get("field") else []


def _said(problem: Problem | None, language: str) -> str:
    return problem.message.in_(language) if problem else ""
