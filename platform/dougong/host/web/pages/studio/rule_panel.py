"""The panel of one rule: every property of its typed model as a control, with what is wrong where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.expressions import Schema
from dougong.host.studio.formulas import check_formula
from dougong.host.studio.properties import Property, changed, properties_of
from dougong.host.studio.rule_moves import FAMILIES, RulePlace
from dougong.host.studio.rule_problems import Found
from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.value_type import ValueType

from .control import Control, Formula, control_of

Wrong = Mapping[str, tuple[str, str]]
"""Property -> (what was given, why it cannot be): nothing of it is in the draft."""
_WORDS: dict[str, LocalText] = {
    "reject_when": text("符合这个条件就拒绝", "Refused if"), "message": text("拒绝时说", "What it says"),
    "fix": text("怎样改正", "How to mend it"), "fix_value": text("一键改成", "A button puts in"),
    "field": text("字段", "Field"), "severity": text("力度", "How strict"), "value": text("值", "Value"),
    "when": text("只在这时", "Only if"), "on_change": text("这些字段变了再填一次", "Filled again when these change"),
    "fields": text("这些都一样就可能重复", "May be the same where alike in"),
}  # fmt: skip
_CHOICES = {"error": text("不许保存", "Refuses to save"), "warning": text("只提醒", "Warns only")}
_FIRST = {
    "validate": ("reject_when", "message", "severity", "field", "fix", "fix_value"),
    "compute": ("field", "value", "when"), "default": ("field", "value", "when", "on_change"), "match": ("fields",),
}  # fmt: skip
FAMILY_WORDS = {
    "default": text("填默认值", "Fill in"), "compute": text("计算", "Work out"), "validate": text("检查", "Check"),
    "match": text("查重", "Duplicates"),
}  # fmt: skip
FAMILY_ICONS = {"default": "pencil", "compute": "math-function", "validate": "shield", "match": "copy"}
_CONDITIONS = ("reject_when", "when")
PROPERTIES = {
    family: properties_of(model, _WORDS, first=_FIRST[family], hidden=("key", "family"))
    for family, model in FAMILIES.items()
}


@dataclass(frozen=True, slots=True)
class RulePanel:
    """`said` why a gesture was refused, by property; `rare` ones stand behind a fold."""

    id: str
    key: str
    family: str
    label: str
    icon: str
    controls: tuple[Control, ...]
    rare: tuple[Control, ...]
    said: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]


def rule_panel(scope: Scope, model: Model, entity: str, rule: RulePlace, problems: Found, wrong: Wrong) -> RulePanel:
    """The panel of a rule of the draft."""
    language, here = scope.language, model.entities.get(entity)
    controls = [_control(scope, model, here, rule, one, wrong) for one in PROPERTIES[rule.family]]
    late = {"fix", "fix_value"} if rule.family == "validate" else set()
    told = [
        problem for name, problem in problems.get(rule.id, ()) if not name or name in ("field", "fields", "on_change")
    ]
    return RulePanel(
        rule.id, rule.key, rule.family, FAMILY_WORDS[rule.family].in_(language), FAMILY_ICONS[rule.family],
        tuple(one for one in controls if one.name not in late), tuple(one for one in controls if one.name in late),
        tuple((name, why) for name, (_, why) in wrong.items()),
        tuple(one.message.in_(language) for one in told),
    )  # fmt: skip


def read_rule(rule: RulePlace, name: str, written: str) -> dict[str, Any]:
    """The rule's JSON with what a control sent (`message.en`, `severity`, `on_change` ...)."""
    first, _, rest = name.partition(".")
    found = next((one for one in PROPERTIES[rule.family] if one.name == first), None)
    return dict(rule.raw) if found is None else changed(found, rule.raw, rest, written)


def _control(
    scope: Scope, model: Model, here: EntityModel | None, rule: RulePlace, one: Property, wrong: Wrong
) -> Control:
    language = scope.language
    raw = {**rule.raw, one.name: wrong[one.name][0]} if one.name in wrong else rule.raw
    head = control_of(one, raw, language, targets=targets(here, rule.family, one.name), words=_CHOICES)
    if one.kind != "formula" or here is None:
        return head
    expected = ValueType("bool") if one.name in _CONDITIONS else _of(here, rule.raw.get("field"))
    blanks = _blanks(here, rule.raw.get("field")) if one.name not in _CONDITIONS else "zero"
    if one.name in wrong:
        checked: Formula | None = Formula(False, wrong[one.name][1])
    else:
        checked = _checked(scope, model, here, head.value, expected, blanks) if head.value else None
    name, scale = (expected.name, str(expected.scale)) if expected else ("", "")
    return replace(head, formula=checked, entity=here.key, expects=name, scale=scale, blanks=blanks)


def targets(here: EntityModel | None, family: str, name: str) -> Iterable[tuple[str, LocalText]]:
    """Fields a property of a rule may name: what can be set, compared, or (of a check) where the words stand."""
    if here is None:
        return ()
    fits = {"field": _shown if family == "validate" else _settable, "on_change": _shown, "fields": _compared}.get(name)
    return [(one.key, one.label) for one in here.fields.values() if fits and fits(one)]


def _settable(one: FieldModel) -> bool:
    return one.storage is not None and one.formula is None and (not one.system or one.key in ("owner", "department"))


def _shown(one: FieldModel) -> bool:
    return not one.system or one.key in ("owner", "department", "tags")


def _compared(one: FieldModel) -> bool:
    return one.storage is not None and one.value_type.name in ("text", "ref") and not one.system


def _of(here: EntityModel, key: Any) -> ValueType | None:
    return here.fields[str(key)].value_type if key in here.fields else None


def _blanks(here: EntityModel, key: Any) -> str:
    return str(getattr(here.fields[str(key)].field, "blanks", "zero")) if key in here.fields else "zero"


def _checked(
    scope: Scope, model: Model, here: EntityModel, written: str, expected: ValueType | None, blanks: str
) -> Formula:
    schema = Schema(model, here.key, blanks="blank" if blanks == "blank" else "zero")
    with scope.workspace.reading(scope.viewer) as context:
        found = check_formula(context, schema, written, expected, scope.language)
    bad = next((one for one in found["problems"] if one["severity"] == "error"), None)
    if bad is not None:
        return Formula(False, bad["message"], fix=bad["fix"])
    return Formula(True, found["type"]["words"] if found["type"] else "", tuple(found["names"]))
