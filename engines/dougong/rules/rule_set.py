"""The compiled rules of one entity, and the rows they work on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dougong.expressions import Checked, Env
from dougong.metamodel.entity import Pipeline
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.rule import Validate

Path = tuple[str, ...]
Evaluate = Callable[[Mapping[str, Any], Env], Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """A checked expression with its compiled form."""

    checked: Checked
    evaluate: Evaluate

    @property
    def dependencies(self) -> frozenset[Path]:
        return self.checked.dependencies


@dataclass(frozen=True, slots=True)
class Computation:
    """A stored field worked out from others: a stored formula, or a compute rule (`rule` is then its key)."""

    field: FieldModel
    value: Condition
    when: Condition | None = None
    rule: str = ""

    @property
    def dependencies(self) -> frozenset[Path]:
        return self.value.dependencies | (self.when.dependencies if self.when else frozenset())


@dataclass(frozen=True, slots=True)
class Filling:
    """A default: a literal, a formula or a rule. `on_change` fills again when one of these fields changes."""

    field: FieldModel
    literal: Any = None
    value: Condition | None = None
    when: Condition | None = None
    on_change: frozenset[str] = frozenset()
    rule: str = ""

    @property
    def dependencies(self) -> frozenset[Path]:
        conditions = [condition for condition in (self.value, self.when) if condition is not None]
        return frozenset[Path]().union(*(condition.dependencies for condition in conditions))


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules of an entity in the order they run.

    `fillings` and `computations` stand in dependency order. `rollups` are the stored formulas that read to-many rows;
    `compute` leaves them to the write path, which works them out set by set in SQL, in this order.
    `dependencies` are all paths the rows must carry before the rules run (roll-ups excepted).
    """

    entity: EntityModel
    fillings: tuple[Filling, ...] = ()
    computations: tuple[Computation, ...] = ()
    rollups: tuple[Computation, ...] = ()
    validations: tuple[tuple[Validate, Condition], ...] = ()
    refusals: Callable[[Mapping[str, Any], Env], tuple[Any, ...]] = lambda _row, _env: ()
    """All `reject_when` as one function: for each validation, whether it refuses the row."""
    fixes: Mapping[str, Condition] = field(default_factory=dict)
    """Key of a validation -> what its fix puts into its field."""
    pipeline: Pipeline | None = None
    gates: Mapping[str, Condition] = field(default_factory=dict)
    """Stage -> what must be true to enter it; what must be filled is `pipeline.gates[stage].require`."""
    dependencies: frozenset[Path] = frozenset()
    followed: frozenset[str] = frozenset()
    """Links that a default sets and another default looks behind."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One record of a batch: `values` by dotted path as they are to be written; `old` None for a new record."""

    values: Mapping[str, Any]
    old: Mapping[str, Any] | None = None
    changed: frozenset[str] = frozenset()

    @property
    def is_new(self) -> bool:
        return self.old is None

    def env(self, env: Env) -> Env:
        """The request's Env with what only this row knows."""
        return Env(
            env.now, env.today, env.zone, env.user, env.roles, self.old, self.is_new, self.changed, env.variables,
            env.folding, env.here, env.week_start, env.workdays,
        )  # fmt: skip


def is_blank(value: Any) -> bool:
    """Whether a canonical value counts as not filled in; no and zero are values."""
    return value is None or value in ("", [], {})
