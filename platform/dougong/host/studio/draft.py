"""A change set as the definitions it would make: the tree in force with its gestures applied, and what stands in the way."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from dougong.host.store import documents
from dougong.metamodel.diff import Change, apply_where_possible, compare, documents_of, tree_of, wording
from dougong.metamodel.documents import Document
from dougong.metamodel.overlay import Conflict, rebase
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from . import bounds, steps
from .change_sets import ChangeSet
from .repairs import Repair, Repairs, by_place
from .steps import Made

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

Tree = dict[str, Any]
"""`app/file` -> document."""


@dataclass(frozen=True, slots=True)
class Draft:
    """`now` is in force by `revision`, `after` as it would be; `conflicts` are gestures that meet a newer release."""

    change_set: ChangeSet
    revision: int
    now: Tree
    after: Tree
    made: Sequence[Made]
    conflicts: tuple[Conflict, ...]

    @property
    def changes(self) -> list[Change]:
        """What would change, each place once, whatever the number of gestures that led there."""
        return list(compare(self.now, self.after))

    @property
    def documents(self) -> list[Document]:
        return documents_of(self.after)

    @property
    def repairs(self) -> Repairs:
        """What becomes of stored values: per field what was chosen last."""
        return by_place(one for step in self.made if not step.undone for one in step.repairs)

    @property
    def state(self) -> str:
        """Differs whenever the draft does: numbers of gestures do not, SQLite gives those of dropped ones again."""
        return self._digest("".join(f"{one.id}{one.undone}{one.changes!r}{one.repairs!r}" for one in self.made))

    @property
    def shape(self) -> str:
        """Differs whenever the definitions would: what is chosen for values changes none."""
        return self._digest("".join(f"{one.changes!r}" for one in self.made if one.changes and not one.undone))

    def _digest(self, made: str) -> str:
        return f"{self.revision}-{hashlib.blake2b(made.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"

    def may_undo(self, person: str) -> bool:
        return any(one.person == person and not one.undone for one in self.made)

    def may_redo(self, person: str) -> bool:
        return any(one.person == person and one.undone for one in self.made)


def draft_of(connection: Connection, workspace: "Workspace", given: ChangeSet) -> Draft:
    """The change set over what is in force at this moment."""
    revision = documents.current_revision(connection)
    now = tree_at(connection, workspace, revision)
    made = steps.steps_of(connection, given)
    after: Tree = now
    conflicts: list[Conflict] = []
    earlier: list[Change] = []
    then, then_at = now, revision
    for one in made:
        if one.undone:
            continue
        if one.revision != then_at:
            then_at = one.revision
            then = apply_where_possible(tree_at(connection, workspace, then_at), earlier)[0]
        kept, met = rebase(one.changes, then, after)
        then, after = apply_where_possible(then, one.changes)[0], apply_where_possible(after, kept)[0]
        conflicts += met
        earlier += one.changes
    return Draft(given, revision, now, after, made, tuple(conflicts))


def edit(
    connection: Connection,
    workspace: "Workspace",
    given: ChangeSet,
    person: str,
    changes: Iterable[Change],
    repairs: Iterable[Repair] = (),
    seen: int | None = None,
) -> Draft:
    """One gesture more, with what it means for stored values; ProblemsFound when a change has no place (any more), or
    somebody else changed the same place after the gesture `seen` that it was made over, and nothing of it is kept."""
    before = draft_of(connection, workspace, given)
    wanted = list(changes)
    met = _met(before, person, wanted, seen)
    if met is not None:
        place = wording(met, before.now, before.after)
        words = text(f"别人刚刚改了同一处：{place.zh}", f"Somebody has just changed the same place: {place.en}")
        raise ProblemsFound(
            [
                Problem(
                    "met",
                    words,
                    fix=text("看一眼，需要的话再改一次", "Have a look, and do it again if it is still needed"),
                )
            ]
        )
    after, left = apply_where_possible(before.after, wanted)
    if left:
        place = wording(left[0], before.after, before.after)
        words = text(f"没有地方可改，可能刚被别人改动：{place.zh}", f"There is no place for this any more: {place.en}")
        raise ProblemsFound([Problem("no_place", words, fix=text("刷新后再试", "Reload and try again"))])
    bounds.refuse(connection, workspace, person, before.now, before.after, after)
    steps.add(connection, given, person, workspace.clock(), before.revision, wanted, repairs)
    return Draft(given, before.revision, before.now, after, steps.steps_of(connection, given), before.conflicts)


def _met(before: Draft, person: str, wanted: Sequence[Change], seen: int | None) -> Change | None:
    """A change that somebody else made meanwhile in a place that is about to be changed."""
    theirs = [
        one
        for made in before.made
        if seen is not None and made.id > seen and made.person != person and not made.undone
        for one in made.changes
    ]
    return next((one for one in theirs if any(_same_place(one, mine) for mine in wanted)), None)


def _same_place(one: Change, other: Change) -> bool:
    """Whether one stands within the other; the order of a list is a place of its own."""
    if (one.operation == "order") != (other.operation == "order"):
        return False
    shorter = min(len(one.path), len(other.path))
    return one.path[:shorter] == other.path[:shorter]


def tree_at(connection: Connection, workspace: "Workspace", revision: int) -> Tree:
    """The definitions as a revision had them; kept, since a revision never changes."""
    known: dict[int, Tree] = workspace.caches.setdefault("trees", {})
    if revision not in known:
        known[revision] = tree_of(documents.load_documents(connection, revision))
    return known[revision]
