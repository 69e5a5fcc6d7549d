"""The draft a request works on, and the definitions it would make, compiled once however many pages look at them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from dougong.host.access import people
from dougong.host.studio import change_sets, draft, steps
from dougong.host.studio.change_sets import ChangeSet
from dougong.host.studio.draft import Draft
from dougong.host.studio.repairs import Repair
from dougong.host.web.scope import Scope
from dougong.metamodel.check import check_model
from dougong.metamodel.compile import LAYOUT, try_compile, with_layout
from dougong.metamodel.diff import Change, compare
from dougong.metamodel.documents import Document, kind_of
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem
from dougong.rules.check_expressions import check_expressions

_KEPT = 6
"""Compiled drafts a process keeps."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """`count` changes so far; `editors` are the other people with gestures in it."""

    draft: Draft
    count: int
    editors: tuple[str, ...]
    may_undo: bool
    may_redo: bool

    @property
    def begun(self) -> bool:
        return bool(self.draft.change_set.id)


def read_sketch(scope: Scope, connection: Connection) -> Sketch:
    """The draft the person worked on last; an empty one, which is not stored, where there is none."""
    person, workspace = str(scope.viewer.person), scope.workspace
    given = change_sets.chosen(connection, person)
    if given is None:
        now = workspace.clock()
        given = ChangeSet("", "", person, False, "open", None, now, now)
    found = draft.draft_of(connection, workspace, given)
    scope.request.state.seen = given.id, max((one.id for one in found.made), default=0)
    others = list(dict.fromkeys(one.person for one in found.made if one.person != person and not one.undone))
    names = {one.id: one.name for one in people.everyone(connection, workspace.store)} if others else {}
    count = sum(1 for _ in compare(found.now, found.after))
    return Sketch(
        found,
        count,
        tuple(names[one] for one in others if one in names),
        found.may_undo(person),
        found.may_redo(person),
    )


def draw(scope: Scope, changes: Iterable[Change], repairs: Iterable[Repair] = ()) -> None:
    """One gesture more on the person's draft, begun where there is none, with what it means for stored values;
    ProblemsFound when it has no place."""
    person, workspace = str(scope.viewer.person), scope.workspace
    with workspace.writer.begin() as connection:
        given = change_sets.current(connection, person, workspace.clock())
        read, last = getattr(scope.request.state, "seen", ("", None))
        draft.edit(connection, workspace, given, person, changes, repairs, last if read == given.id else None)


def turn(scope: Scope, which: str) -> bool:
    """Takes back (`undo`) or does again (`redo`) the person's own gesture; False where there is none."""
    person, workspace = str(scope.viewer.person), scope.workspace
    with workspace.writer.begin() as connection:
        given = change_sets.chosen(connection, person)
        if given is None:
            return False
        turned = steps.undo if which == "undo" else steps.redo
        return turned(connection, given, person, workspace.clock())


def model_of(scope: Scope, found: Draft) -> Model | None:
    """The definitions as they would be; None while they cannot be read."""
    return _made(scope, found)[0]


def problems_of(scope: Scope, found: Draft) -> tuple[Problem, ...]:
    """What is wrong with them, warnings too."""
    return _made(scope, found, judged=True)[1] or ()


def _made(scope: Scope, found: Draft, *, judged: bool = False) -> tuple[Model | None, tuple[Problem, ...] | None]:
    known: dict[object, tuple[Model | None, tuple[Problem, ...] | None]]
    known = scope.workspace.caches.setdefault("drafts", {})
    key = found.change_set.id, found.shape
    model, problems = known.pop(key, (None, None))
    documents = found.documents
    if model is None:
        model = _compiled(scope, found, documents)
    if judged and problems is None:
        problems = tuple(check_model(documents, check_expressions)) if found.made else ()
    known[key] = model, problems
    for old in list(known)[:-_KEPT]:
        known.pop(old, None)
    return model, problems


def _compiled(scope: Scope, found: Draft, documents: list[Document]) -> Model | None:
    """A draft that changes only what nothing else depends on is what is in force but for it: that takes a tenth of the time."""
    workspace = scope.workspace
    kept = workspace.caches.setdefault("documents of drafts", {})
    changed = {
        name for name in found.now.keys() | found.after.keys() if found.now.get(name) is not found.after.get(name)
    }
    if workspace.revision == found.revision and all(
        (kind := kind_of(name.partition("/")[2])) is not None and kind.key in LAYOUT for name in changed
    ):
        return with_layout(workspace.store.model, documents, kept)
    return try_compile(documents, kept)[0]
