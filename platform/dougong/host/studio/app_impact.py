"""The consequence of installing, upgrading or removing an app before it is done: what comes, meets and goes, what records
hold, what the database will do, which open drafts are met.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from dougong.host.install.apps import refuse_removal, refuse_reserved
from dougong.host.install.package import state_of
from dougong.host.install.sides import joined, sides
from dougong.host.store import documents
from dougong.host.store.tables import change_set
from dougong.metamodel.diff import tree_of, wording
from dougong.metamodel.documents import Bundle
from dougong.metamodel.overlay import rebase
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText
from dougong.metamodel.three_way import ThreeWay

from .change_sets import ChangeSet, find
from .draft import Draft, draft_of
from .impact import Impact, impact_of

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class DraftMet:
    """An open draft of `person` and what of it meets the app: each place in words."""

    name: str
    person: str
    words: tuple[LocalText, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of `app`: `state` goes back as `expected`; with `refused` or a blocked impact nothing can be done."""

    app: str
    state: str
    three: ThreeWay
    impact: Impact
    drafts: tuple[DraftMet, ...]
    refused: tuple[Problem, ...]

    @property
    def blocked(self) -> bool:
        return self.impact.blocked or any(one.severity == "error" for one in self.refused)


def looked(connection: Connection, bundle: Bundle) -> tuple[str, ThreeWay]:
    """The state, and what both sides changed: quick, before anything is worked out from it."""
    return state_of(documents.current_revision(connection), bundle), sides(
        documents.load_layers(connection), bundle
    ).three


def outcome(
    connection: Connection,
    workspace: "Workspace",
    bundle: Bundle,
    *,
    yielding: Collection[int] = (),
    left_out: Collection[int] = (),
    with_samples: bool = False,
) -> Outcome:
    """What the bundle in force would do beside what is there; one without documents takes its app away. Reads only."""
    revision = documents.current_revision(connection)
    before = documents.load_layers(connection)
    found = sides(before, bundle)
    now, after = tree_of(before.documents()), tree_of(joined(found, yielding, left_out).documents())
    moment = workspace.clock()
    given = Draft(ChangeSet("", "", "", False, "open", None, moment, moment), revision, now, after, (), ())
    tables = {(bundle.app, entity): table for entity, table in bundle.samples.items()} if with_samples else {}
    impact = impact_of(connection, workspace, given, tables)
    refused = list(bundle.problems)
    try:
        if bundle.documents:
            refuse_reserved(bundle)
        else:
            refuse_removal(bundle.app, before.documents())
    except ProblemsFound as wrong:
        refused += wrong.problems
    met = _met(connection, workspace, given)
    return Outcome(bundle.app, state_of(revision, bundle), found.three, impact, met, tuple(refused))


def _met(connection: Connection, workspace: "Workspace", coming: Draft) -> tuple[DraftMet, ...]:
    rows = connection.execute(select(change_set.c.id, change_set.c.person).where(change_set.c.state == "open"))
    found = []
    for row in rows.all():
        draft = draft_of(connection, workspace, find(connection, row.id, row.person))
        _, meets = rebase(draft.changes, draft.now, coming.after)
        words = dict.fromkeys(wording(one.change, draft.now, draft.after) for one in meets)
        if words:
            found.append(DraftMet(draft.change_set.name, row.person, tuple(words)))
    return tuple(found)
