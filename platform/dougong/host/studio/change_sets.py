"""Change sets: who began one, whether others work on it too, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, or_, select, update
from uuid_utils import uuid7

from dougong.host.store.tables import change_set, change_step, preference
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

State = Literal["open", "published", "dropped"]
LONGEST = 120
"""Characters of a change set's name."""
_PICKED = "studio:draft"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """`person` began it; `shared` ones are everybody's who may design; `release` is what it became."""

    id: str
    name: str
    person: str
    shared: bool
    state: State
    release: int | None
    created_at: datetime
    updated_at: datetime


def begin(connection: Connection, person: str, now: datetime, name: str = "", *, shared: bool = False) -> ChangeSet:
    """A new, empty one."""
    found = ChangeSet(str(uuid7()), name.strip()[:LONGEST], person, shared, "open", None, now, now)
    connection.execute(
        insert(change_set).values(
            id=found.id, name=found.name, person=person, shared=shared, state=found.state, release=None,
            created_at=now, updated_at=now,
        )
    )  # fmt: skip
    return found


def find(connection: Connection, id: str, person: str) -> ChangeSet:  # noqa: A002
    """One that this person may work on; ProblemsFound when there is none."""
    rows = _rows(connection, _for(person).where(change_set.c.id == id))
    if not rows:
        words = text("没有这份更改草稿，或它是别人的", "There is no such draft of changes, or it is somebody else's")
        raise ProblemsFound(
            [Problem("no_change_set", words, fix=text("从列表里另选一份", "Choose another in the list"))]
        )
    return rows[0]


def open_ones(connection: Connection, person: str) -> Sequence[ChangeSet]:
    """Those a person may go on with, the last worked on first."""
    return _rows(connection, _for(person).where(change_set.c.state == "open").order_by(change_set.c.updated_at.desc()))


def current(connection: Connection, person: str, now: datetime) -> ChangeSet:
    """The one this person worked on last, a new one when there is none."""
    return chosen(connection, person) or begin(connection, person, now)


def chosen(connection: Connection, person: str) -> ChangeSet | None:
    """The one this person chose, else the one they worked on last, else one of their own."""
    mine = select(change_step.c.change_set).where(change_step.c.person == person).order_by(change_step.c.id.desc())
    there = {one.id: one for one in open_ones(connection, person)}
    picked = connection.execute(select(preference.c.value).where(*_picked(person))).scalar() if there else None
    if picked in there:
        return there[picked]
    last = connection.execute(mine.where(change_step.c.change_set.in_(there)).limit(1)).scalar() if there else None
    own = next((one for one in there.values() if one.person == person), None)
    return there[last] if last else own


def choose(connection: Connection, given: ChangeSet, person: str) -> None:
    """The one this person goes on with: perhaps somebody else's, which is shared."""
    connection.execute(delete(preference).where(*_picked(person)))
    connection.execute(insert(preference).values(person=person, key=_PICKED, value=given.id))


def rename(connection: Connection, given: ChangeSet, name: str) -> None:
    connection.execute(update(change_set).where(change_set.c.id == given.id).values(name=name.strip()[:LONGEST]))


def share(connection: Connection, given: ChangeSet, shared: bool) -> None:
    """Lets everybody who may design work on it, or only the person who began it."""
    connection.execute(update(change_set).where(change_set.c.id == given.id).values(shared=shared))


def end(connection: Connection, given: ChangeSet, state: State, now: datetime, release: int | None = None) -> None:
    """Published as a release, dropped, or taken up again (`open`)."""
    connection.execute(
        update(change_set).where(change_set.c.id == given.id).values(state=state, release=release, updated_at=now)
    )


def _picked(person: str) -> tuple[ColumnElement[bool], ...]:
    return preference.c.person == person, preference.c.key == _PICKED


def _for(person: str) -> Select[tuple[ChangeSet]]:
    return select(change_set).where(or_(change_set.c.person == person, change_set.c.shared.is_(True)))


def _rows(connection: Connection, chosen: Select[tuple[ChangeSet]]) -> list[ChangeSet]:
    return [
        ChangeSet(row.id, row.name, row.person, row.shared, row.state, row.release, row.created_at, row.updated_at)
        for row in connection.execute(chosen)
    ]
