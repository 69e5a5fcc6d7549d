"""Whether changes that have nothing to do with each other may be written as one batch without knowing of each other.

A batch is checked as it will stand when all of it is written; changes of different requests must each be checked as
if they came alone. For entities whose rules read only the record itself and records that the others do not move, it is
the same. Everything else is written one by one.
"""

from collections.abc import Iterable

from dougong.expressions.core import Path
from dougong.metamodel.model import Model

from .store import RecordStore
from .values import Change, Create, Update
from .write.plan import WritePlan, dependents_of, plan_of

_FOLLOWS_OWNER: Path = ("owner", "department")


def stands_alone(store: RecordStore, change: Change) -> bool:
    """A change whose outcome and consequences no other such change of the same entity can alter, ids apart."""
    if change.entity not in store.model.entities or not isinstance(change, Create | Update):
        return False
    if isinstance(change, Create) and change.id:
        return False  # another may link to it
    plan = plan_of(store, change.entity)
    if plan.entity.owner_link is not None or any(key in change.values for key in (*plan.children, *plan.trees)):
        return False
    apart: bool = store.plan(("apart", change.entity), lambda: "yes" if _reads_no_other(store, plan) else "no") == "yes"
    return apart


def _reads_no_other(store: RecordStore, plan: WritePlan) -> bool:
    moved = _moved_by_others(store, plan.key)
    return not any(_meets(store.model, plan.key, path, moved) for path in (*_read_paths(plan), _FOLLOWS_OWNER))


def _read_paths(plan: WritePlan) -> Iterable[Path]:
    rules = plan.rules
    for filling in rules.fillings:
        yield from filling.dependencies
    for computation in (*rules.computations, *plan.early):
        yield from computation.dependencies
    for condition in (*(condition for _, condition in rules.validations), *rules.gates.values()):
        yield from condition.dependencies
    if rules.pipeline is not None:
        for gate in rules.pipeline.gates.values():
            yield from ((key,) for key in gate.require)


def _moved_by_others(store: RecordStore, entity: str) -> set[tuple[str, str]]:
    """Stored formulas, of any entity, that change when another record of this one does."""
    every = dependents_of(store)
    found = set[tuple[str, str]]()
    todo = [(entity, key) for key in plan_of(store, entity).blank]
    own = set(todo)
    while todo:
        read = todo.pop()
        for one in every.get(read, ()):
            target = one.entity, one.field
            if target not in found and (one.path or read in found):
                found.add(target)
                todo.append(target)
            elif target not in own and target not in found:
                own.add(target)
                todo.append(target)
    return found


def _meets(model: Model, entity: str, path: Path, moved: set[tuple[str, str]]) -> bool:
    """Whether a path reads what another record of the entity may change."""
    here = entity
    for number, step in enumerate(path):
        if (number and here == entity) or (here, step) in moved:
            return True
        field = model.entities[here].fields.get(step) if here in model.entities else None
        relation = field.relation if field is not None else None
        if relation is None:
            return False
        if relation.kind == "any":
            return number + 1 < len(path)
        here = relation.target
        if here == entity and relation.kind == "many":
            return True
    return here == entity and len(path) > 1
