"""Definitions of an entity -> RuleSet: every expression checked and compiled once per model revision."""

from typing import Any

from dougong.expressions import ExpressionError, Schema, check, compile_python, compile_python_many
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.problem import Problem, ProblemsFound, ValueProblem
from dougong.metamodel.rule import Compute, Default, Validate
from dougong.metamodel.text import text
from dougong.metamodel.value_type import ValueType

from .ordering import in_order
from .rule_set import Computation, Condition, Filling, RuleSet

BOOL = ValueType("bool")


def compile_rules(model: Model, entity: str) -> RuleSet:
    """The rules of an entity; ProblemsFound when an expression does not check (a checked app never has such)."""
    here = model.entities[entity]
    compiler = _Compiler(model, here)
    fillings, every = in_order(tuple(compiler.fillings())), in_order(tuple(compiler.computations()))
    validations = tuple(
        (rule, compiler.condition(rule.reject_when)) for rule in here.rules if isinstance(rule, Validate)
    )
    fixes = {
        rule.key: compiler.for_field(rule.fix_value, here.fields[rule.field])
        for rule, _ in validations
        if rule.fix_value and rule.field and rule.field in here.fields
    }
    gates = {
        stage: compiler.condition(gate.when)
        for stage, gate in (here.pipeline.gates.items() if here.pipeline else ())
        if gate.when
    }
    if compiler.problems:
        raise ProblemsFound(compiler.problems)
    rollups = tuple(one for one in every if _over_many(model, one))
    computations = tuple(one for one in every if not _over_many(model, one))
    parts: list[Filling | Computation | Condition] = [*fillings, *computations, *gates.values(), *fixes.values()]
    parts += [condition for _, condition in validations]
    return RuleSet(
        entity=here,
        fillings=fillings,
        computations=computations,
        rollups=rollups,
        validations=validations,
        refusals=compile_python_many([condition.checked for _, condition in validations]),
        fixes=fixes,
        pipeline=here.pipeline,
        gates=gates,
        dependencies=frozenset[tuple[str, ...]]().union(*(part.dependencies for part in parts)),
        followed=_behind(fillings) & frozenset(one.field.key for one in fillings),
    )


def _behind(fillings: tuple[Filling, ...]) -> frozenset[str]:
    """The links that these look behind."""
    return frozenset(path[0] for one in fillings for path in one.dependencies if len(path) > 1)


def _over_many(model: Model, one: Computation) -> bool:
    """Whether a path goes through a to-many field."""
    for path in one.dependencies:
        entity = model.entities[one.field.entity]
        for step in path:
            found = entity.fields.get(step)
            if found is None or found.relation is None or found.relation.kind == "any":
                break
            if found.relation.kind == "many":
                return True
            entity = model.entities[found.relation.target]
    return False


class _Compiler:
    """Collects Problems, so that all broken expressions of an entity are told at once."""

    def __init__(self, model: Model, entity: EntityModel) -> None:
        self.model, self.entity = model, entity
        self.problems: list[Problem] = []

    def condition(self, source: str, expected: ValueType = BOOL, blanks: Any = "zero") -> Condition:
        try:
            checked = check(source, Schema(self.model, self.entity.key, blanks=blanks), expected)
        except ExpressionError as error:
            self.problems.extend(error.problems)
            checked = check("BLANK()", Schema(self.model, self.entity.key))
        return Condition(checked, compile_python(checked))

    def for_field(self, source: str, field: FieldModel) -> Condition:
        return self.condition(source, field.value_type, getattr(field.field, "blanks", "zero"))

    def fillings(self) -> list[Filling]:
        found = []
        for field in self.entity.columns:
            if field.field.default is not None:
                try:
                    literal = field.type.normalise(field.field, field.field.default)
                except ValueProblem as error:
                    self.problems.append(Problem(error.code, error.message, field.key))
                    continue
                found.append(Filling(field, literal))
            elif field.field.default_formula:
                found.append(Filling(field, value=self.for_field(field.field.default_formula, field)))
        for rule in self.entity.rules:
            if isinstance(rule, Default) and (target := self.target(rule.field)):
                when = self.condition(rule.when) if rule.when else None
                value = self.for_field(rule.value, target)
                found.append(Filling(target, None, value, when, frozenset(rule.on_change), rule.key))
        return found

    def computations(self) -> list[Computation]:
        found = [Computation(one, self.for_field(one.formula, one)) for one in self.entity.columns if one.formula]
        for rule in self.entity.rules:
            if isinstance(rule, Compute) and (target := self.target(rule.field)):
                when = self.condition(rule.when) if rule.when else None
                found.append(Computation(target, self.for_field(rule.value, target), when, rule.key))
        return found

    def target(self, key: str) -> FieldModel | None:
        field = self.entity.fields.get(key)
        if field is not None and field.storage is not None:
            return field
        words = text(f"规则要写入的字段“{key}”不存在或不能保存", f'The rule sets "{key}", which is not a stored field')
        self.problems.append(Problem("unknown_field", words, key))
        return None
