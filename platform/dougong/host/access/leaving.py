"""Somebody leaves: signed out everywhere at once, and what they own and who reports to them goes to another person.

Up to MOST_AT_ONCE records in the caller's transaction, more as a job.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.ids import new_id
from dougong.records.transfer import owned, transfer
from dougong.records.values import Update
from dougong.records.write import write

from . import invitations, people, sessions, tokens
from .events import note_access
from .viewer import viewer_for

if TYPE_CHECKING:
    from dougong.host.jobs import Job, Progress
    from dougong.host.workspaces import Workspace

MOST_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Belongings:
    """`records` is entity -> how many; `reports` and `departments` are ids."""

    records: Mapping[str, int]
    reports: tuple[str, ...]
    departments: tuple[str, ...]
    tokens: int

    @property
    def count(self) -> int:
        return sum(self.records.values())


def belongings(context: Context, person: str) -> Belongings:
    """What stays behind when the person leaves, as far as the viewer may hand it over."""
    folk, units = context.store.table("person"), context.store.table("department")
    reports = select(folk.c.id).where(folk.c.manager == person, folk.c.deleted_at.is_(None)).order_by(folk.c.id)
    headed = select(units.c.id).where(units.c.head == person, units.c.deleted_at.is_(None)).order_by(units.c.id)
    return Belongings(
        owned(context, person, _entities(context)),
        tuple(context.connection.execute(reports).scalars()),
        tuple(context.connection.execute(headed).scalars()),
        len(tokens.list_of(context.connection, person)),
    )


def deactivate(context: Context, person: str) -> None:
    """They cannot sign in from now on: sessions, tokens and links end in this transaction."""
    refuse_last_administrator(context, person)
    _write(context, [Update("person", person, {"active": False})], Cause("user"))
    sessions.end(context.connection, person)
    tokens.revoke_all(context.connection, person, context.now)
    invitations.end(context.connection, person)
    note_access(context, person, "deactivated")


def hand_over(context: Context, person: str, receiver: str) -> dict[str, int]:
    """Records, reports and departments of the person go to the receiver; entity -> how many records."""
    if receiver == person:
        raise ProblemsFound(
            [Problem("receiver", text("不能交接给本人", "They cannot receive it themselves"), "receiver")]
        )
    left, cause = belongings(context, person), Cause("transfer", new_id(), new_id())
    moved = transfer(context, person, receiver, _entities(context), cause)
    changes = [Update("department", one, {"head": receiver}) for one in left.departments]
    changes += _new_managers(context, person, receiver, left.reports)
    if changes:
        _write(context, changes, cause)
    return moved


def refuse_last_administrator(context: Context, person: str) -> None:
    """ProblemsFound when nobody else could administer the workspace."""
    if not administrators(context) - {person}:
        words = text("这是最后一位管理员", "This is the last administrator")
        fix = text("先给另一个人管理员角色", "Give somebody else the administrator's role first")
        raise ProblemsFound([Problem("last_administrator", words, fix=fix)])


def administrators(context: Context) -> set[str]:
    """Who may administer the workspace, by id; `context` says by which roles."""
    roles = {key for key, role in context.store.model.roles.items() if role.admin}
    return {one.id for one in people.everyone(context.connection, context.store) if roles & set(one.roles)}


def run(workspace: "Workspace", job: "Job", progress: "Progress") -> Any:
    """The job: payload {"person", "receiver"}; result {"moved": how many}. Begun again, it does what is left."""
    viewer = viewer_for(workspace, job.person) if job.person else None
    if viewer is None:
        raise ProblemsFound(
            [Problem("no_such_person", text("发起人已不在职", "Whoever asked for this is no longer active"))]
        )
    person, receiver = job.payload["person"], job.payload["receiver"]
    with workspace.reading(viewer) as context:
        left = belongings(context, person)
    cause, moved = Cause("transfer", job.id, job.id), 0
    for entity in left.records:
        with workspace.writing(viewer) as context:
            moved += sum(transfer(context, person, receiver, [entity], cause).values())
        progress(moved, left.count)
    with workspace.writing(viewer) as context:
        hand_over(context, person, receiver)
    return {"moved": moved}


def _entities(context: Context) -> list[str]:
    """What has owners that matter: neither people nor departments nor links between records."""
    return [
        key
        for key, one in context.store.model.entities.items()
        if key not in ("person", "department") and not one.implicit
    ]


def _new_managers(context: Context, person: str, receiver: str, reports: Iterable[str]) -> list[Update]:
    """Reports get the receiver as manager; the receiver, if among them, the manager of whoever leaves."""
    folk = context.store.table("person")
    above = context.connection.execute(select(folk.c.manager).where(folk.c.id == person)).scalar()
    return [Update("person", one, {"manager": above if one == receiver else receiver}) for one in reports]


def _write(context: Context, changes: list[Update], cause: Cause) -> None:
    written = write(context, changes, cause)
    if not written.written:
        raise ProblemsFound(written.problems)
