"""Where a part of a formula is checked: whose fields its names mean, and what the whole check has found so far."""

from dataclasses import dataclass, field, replace

from ..core import Core, Path
from ..problems import ExpressionError, FormulaProblem, problem
from ..schema import Schema

MAX_AGGREGATES = 20
MAX_HOPS = 5


@dataclass(slots=True)
class Findings:
    """What a check collects on its way; `used` are the (entity, field) pairs that the text names."""

    warnings: list[FormulaProblem] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)
    aggregates: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """`within` are the virtual fields being opened, to see cycles."""

    schema: Schema
    findings: Findings
    within: tuple[tuple[str, str], ...] = ()

    def of(self, entity: str) -> "Scope":
        """The same check over another entity's fields."""
        return replace(self, schema=self.schema.of(entity))


@dataclass(frozen=True, slots=True)
class Many:
    """A to-many path before it is aggregated: rows of `entity`, perhaps filtered, perhaps a value of each."""

    relation: Path
    entity: str
    far: str
    start: int
    end: int
    written: str
    where: Core | None = None
    value: Core | None = None


def refuse(code: str, zh: str, en: str, start: int, end: int, put: str | None = None) -> ExpressionError:
    """The error for one finding; `put` is what would be right in its place."""
    return ExpressionError([replace(problem(code, zh, en, start, end), put=put)])
