"""The gestures of a change set, in their order: kept one by one, undone and done again by whoever made them.

Each names what it changes by keys, so what two people do stands side by side; undoing one leaves the others in place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from dougong.host.store.tables import change_set, change_step
from dougong.metamodel.diff import Change
from dougong.metamodel.layers import changes_from_json, changes_to_json
from dougong.metamodel.overlay import Patch

from . import repairs
from .change_sets import ChangeSet
from .repairs import Repair


@dataclass(frozen=True, slots=True)
class Made:
    """One gesture: paths begin with `app/file`; `revision` is the release that was in force."""

    id: int
    person: str
    at: datetime
    revision: int
    changes: Patch
    undone: bool = False
    repairs: tuple[Repair, ...] = ()
    """What becomes of stored values, as it was chosen with the gesture."""


def steps_of(connection: Connection, given: ChangeSet) -> Sequence[Made]:
    """Every gesture, also those undone, in order; none of a change set that is not stored yet."""
    if not given.id:
        return []
    rows = connection.execute(
        select(change_step).where(change_step.c.change_set == given.id).order_by(change_step.c.id)
    )
    return [
        Made(
            row.id, row.person, row.at, row.revision, changes_from_json(row.changes), row.undone,
            tuple(repairs.from_json(row.repairs)),
        )
        for row in rows
    ]  # fmt: skip


def add(
    connection: Connection,
    given: ChangeSet,
    person: str,
    now: datetime,
    revision: int,
    changes: Iterable[Change],
    chosen: Iterable[Repair] = (),
) -> None:
    """One gesture more; what the person had undone before cannot be done again."""
    connection.execute(delete(change_step).where(_of(given, person), change_step.c.undone.is_(True)))
    connection.execute(
        insert(change_step).values(
            change_set=given.id, person=person, at=now, revision=revision, changes=changes_to_json(changes), undone=False,
            repairs=[one.to_json() for one in chosen] or None,
        )
    )  # fmt: skip
    _touch(connection, given, now)


def undo(connection: Connection, given: ChangeSet, person: str, now: datetime) -> bool:
    """Takes back the person's own last gesture; False when there is none."""
    mine = and_(_of(given, person), change_step.c.undone.is_(False))
    return _turn(connection, given, select(func.max(change_step.c.id)).where(mine), True, now)


def redo(connection: Connection, given: ChangeSet, person: str, now: datetime) -> bool:
    """Does again what the person took back last; False when there is nothing."""
    mine = and_(_of(given, person), change_step.c.undone.is_(True))
    return _turn(connection, given, select(func.min(change_step.c.id)).where(mine), False, now)


def replace(
    connection: Connection,
    given: ChangeSet,
    person: str,
    now: datetime,
    revision: int,
    changes: Iterable[Change],
    chosen: Iterable[Repair] = (),
) -> None:
    """These changes in place of every gesture so far."""
    connection.execute(delete(change_step).where(change_step.c.change_set == given.id))
    kept = list(changes)
    if kept:
        add(connection, given, person, now, revision, kept, chosen)


def _of(given: ChangeSet, person: str):  # type: ignore[no-untyped-def]
    return and_(change_step.c.change_set == given.id, change_step.c.person == person)


def _turn(connection: Connection, given: ChangeSet, which, undone: bool, now: datetime) -> bool:  # type: ignore[no-untyped-def]
    found = connection.execute(which).scalar()
    if found is None:
        return False
    connection.execute(update(change_step).where(change_step.c.id == found).values(undone=undone))
    _touch(connection, given, now)
    return True


def _touch(connection: Connection, given: ChangeSet, now: datetime) -> None:
    connection.execute(update(change_set).where(change_set.c.id == given.id).values(updated_at=now))
