"""The consequence of a draft before it is published: where each changed part is used, which records hold it, what the
database will do, and what stands in the way.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection

from dougong.host.access.api_use import Client, clients_of
from dougong.host.install.switch import Kept, count_kept
from dougong.metamodel.check import check_model
from dougong.metamodel.check.references import Part, Reference
from dougong.metamodel.compile import try_compile
from dougong.metamodel.diff import Change, documents_of, wording
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText
from dougong.records import sync
from dougong.records.context import Context
from dougong.records.query import count
from dougong.records.rights import SYSTEM
from dougong.records.store import RecordStore
from dougong.records.sync import SyncPlan
from dougong.records.values import Query
from dougong.rules.check_expressions import check_expressions
from dougong.rules.references import by_part, reached, references

from .draft import Draft
from .draft_meets import meets
from .parts import part_of
from .stakes import Stakes, stakes_of

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

Manner = Literal["new", "changed", "gone"]
_PER_ROW = {"create_index": 3e-6, "change_column": 2.5e-5, "create_closure": 1e-5}
"""Seconds a row costs, measured on 1,000,000 rows (docs/benchmarks.md); other steps change the catalogue only."""
_PER_STEP = 0.01
_PER_VALUE = 1e-4
"""Seconds a value costs that is rewritten, with its history (ADR 0113)."""
_SEEN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Effect:
    """What one change does. `used` is where its part is named, also by way of computed fields; `records` how many hold a
    value of it, None where that is no question."""

    number: int
    change: Change
    manner: Manner
    words: LocalText
    part: Part | None = None
    used: tuple[Reference, ...] = ()
    records: int | None = None


@dataclass(frozen=True, slots=True)
class Seconds:
    """About how long the database works: changing `tables`, rewriting `values`."""

    tables: float = 0.0
    values: float = 0.0


@dataclass(frozen=True, slots=True)
class Impact:
    """`revision` is what it was worked out over; with `problems` of severity error nothing can be published. `plan` and
    `kept` say what the database does and which values go out of sight, `stakes` which values do not fit any more and
    `without_choice` about which nobody has decided; `clients` asked for records of what changes in the last 30 days."""

    revision: int
    effects: tuple[Effect, ...]
    problems: tuple[Problem, ...]
    plan: SyncPlan | None
    kept: Kept
    seconds: "Seconds"
    stakes: Stakes = field(default_factory=Stakes)
    without_choice: tuple[Problem, ...] = ()
    clients: tuple[Client, ...] = ()

    @property
    def blocked(self) -> bool:
        return any(one.severity == "error" for one in self.problems)

    @property
    def entities(self) -> set[str]:
        """Whose records change, or what is said about them."""
        found = (one.part for one in self.effects if one.part is not None)
        return {one.key if one.kind == "entity" else one.entity for one in found} - {""}

    def apps(self) -> dict[str, int]:
        """Other apps whose documents name what changes -> in how many places."""
        found = Counter[str]()
        for one in self.effects:
            own = str(one.change.path[0]).partition("/")[0]
            found.update({at.app for at in one.used if at.app != own})
        return dict(found)

    def users(self) -> dict[str, list[str]]:
        """Kind of document -> the documents (`app/file`) that name a part that changes or goes."""
        found: dict[str, dict[str, None]] = {}
        for effect in self.effects:
            for one in effect.used:
                kind = one.file.partition("/")[0].removesuffix(".json")
                found.setdefault(kind, {})[f"{one.app}/{one.file}"] = None
        return {kind: list(files) for kind, files in found.items()}


def impact_of(
    connection: Connection,
    workspace: "Workspace",
    draft: Draft,
    tables: Mapping[tuple[str, str], str] | None = None,
    made: tuple[Model | None, Sequence[Problem]] | None = None,
) -> Impact:
    """Worked out by what is in force on this connection; reads only. `tables` are samples that come along; `made` is the
    draft's model, None while it has none, and what is wrong with it, where that is known already."""
    ctx = workspace.context(connection, workspace.store_seen_by(connection), SYSTEM)
    named = _references(workspace, draft)
    effects = tuple(_effect(ctx, draft, named, number, one) for number, one in enumerate(draft.changes))
    wanted = draft.documents
    found = made[1] if made is not None else check_model(wanted, check_expressions, tables)
    problems = (*found, *meets(draft))
    model = made[0] if made is not None else try_compile(wanted)[0]
    if model is None:
        return Impact(draft.revision, effects, problems, None, (), Seconds())
    today = workspace.clock().astimezone(workspace.settings.zone).date()
    plan = sync.plan(connection, RecordStore(model), today)
    stakes = stakes_of(ctx, model)
    whole = Impact(
        draft.revision, effects, (*problems, *plan.problems), plan, count_kept(connection, plan), _seconds(plan, stakes, draft),
        stakes, tuple(stakes.without_choice(draft.repairs)),
    )  # fmt: skip
    return replace(whole, clients=tuple(clients_of(connection, whole.entities, today - _SEEN)))


def _seconds(plan: SyncPlan, stakes: Stakes, draft: Draft) -> Seconds:
    now = [step for step in plan.steps if not step.later]
    tables = sum(_PER_STEP + _PER_ROW.get(step.kind, 0.0) * step.rows for step in now)
    moved = sum(one.altered + one.failing for one in stakes.unfit if one.retyped)
    moved += sum(sum(one.counts.values()) for one in stakes.gone if (one.field.entity, one.field.key) in draft.repairs)
    return Seconds(tables, _PER_VALUE * moved)


def _references(workspace: "Workspace", draft: Draft) -> Mapping[Part, Sequence[Reference]]:
    """Who names what in the definitions in force: looked up once a revision."""
    known: dict[int, Mapping[Part, Sequence[Reference]]] = workspace.caches.setdefault("references", {})
    found = known.get(draft.revision)
    if found is None:
        found = known[draft.revision] = by_part(references(documents_of(draft.now)))
    return found


def _effect(
    ctx: Context, draft: Draft, named: Mapping[Part, Sequence[Reference]], number: int, change: Change
) -> Effect:
    words = wording(change, draft.now, draft.after)
    whole = len(change.path) == 1
    gone = change.operation == "remove" or (whole and change.operation == "drop")
    fresh = change.operation == "add" or (whole and change.operation == "put")
    manner: Manner = "gone" if gone else "new" if fresh else "changed"
    part = part_of(change, draft.after if fresh else draft.now)
    if part is None or fresh:
        return Effect(number, change, manner, words, part)
    outside = _outside(change, reached(named, part))
    return Effect(number, change, manner, words, part, outside, _records(ctx, part, change))


def _outside(change: Change, found: Iterable[Reference]) -> tuple[Reference, ...]:
    """Where others name a part; a document that goes names its own parts no more."""
    own = str(change.path[0]) if len(change.path) == 1 else ""
    return tuple(one for one in found if f"{one.app}/{one.file}" != own)


def _records(ctx: Context, part: Part, change: Change) -> int | None:
    """How many records hold what is changed, where its values may be touched."""
    entity = ctx.store.model.entities.get(part.key if part.kind == "entity" else part.entity)
    if entity is None:
        return None
    match part.kind:
        case "entity" if change.operation == "drop":
            return count(ctx, Query(entity.key))
        case "field" if (field := entity.fields.get(part.key)) and field.storage is not None and _touches(change):
            return count(ctx, Query(entity.key, filter=f"NOT ISBLANK({part.key})"))
        case "option" if (known := entity.fields.get(part.field)) and known.storage is not None:
            holds = f'{part.field} = "{part.key}"'
            if known.value_type.name == "multichoice":
                holds = f'CONTAINS({part.field}, "{part.key}")'
            return count(ctx, Query(entity.key, filter=holds))
        case _:
            return None


_VALUES = {
    "type",
    "scale",
    "required",
    "unique",
    "options",
    "options_from",
    "to",
    "min",
    "max",
    "max_length",
    "pattern",
}


def _touches(change: Change) -> bool:
    """Whether stored values may be hit: the field goes, or what a value may be changes."""
    last = change.path[-1]
    return change.operation == "remove" or (isinstance(last, str) and last in _VALUES)
