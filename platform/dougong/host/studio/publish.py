"""Publishing: check, tables, layers and the release that makes it visible, in one transaction.

Killed at any moment, a workspace is wholly on one revision.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from dougong.host.access.leaving import administrators
from dougong.host.install.gate import refuse_errors
from dougong.host.install.switch import Kept, switch
from dougong.host.store import documents
from dougong.metamodel.check import check_model
from dougong.metamodel.compile import compile_model
from dougong.metamodel.diff import Change, apply_where_possible, compare, documents_of, tree_of
from dougong.metamodel.documents import Document
from dougong.metamodel.layers import own_of
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.rights import SYSTEM
from dougong.records.sync import Step
from dougong.rules.check_expressions import check_expressions

from . import bounds, change_sets, repairs, steps
from .broken import wholly
from .change_sets import ChangeSet
from .draft import Draft, Tree, draft_of
from .parts import part_of
from .repairs import Repair, Repairs, by_place
from .stakes import stakes_of

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

PUBLISH, REVERT = "publish", "revert"


@dataclass(frozen=True, slots=True)
class Published:
    """`number` is the release; `left` are the changes that stay in the draft; `kept` what went out of sight."""

    number: int
    changes: tuple[Change, ...]
    left: tuple[Change, ...] = ()
    steps: tuple[Step, ...] = ()
    kept: Kept = ()
    warnings: tuple[Problem, ...] = ()
    repairs: tuple[Repair, ...] = ()
    """What was done to stored values."""


def publish(
    workspace: "Workspace",
    set_id: str,
    person: str,
    *,
    note: str = "",
    only: Collection[int] | None = None,
    expected: int | None = None,
    allow_drop: bool = False,
    decided: bool = False,
) -> Published:
    """Makes a change set the definitions in force; with `only`, the changes of these numbers, and the others stay drafts.

    With `allow_drop` values may go out of sight and those that fit no more are left or emptied; with `decided` somebody
    has to have chosen what becomes of these all the same. `expected` is the revision whose consequences were looked at:
    a newer one is refused. Raises ProblemsFound for what is refused, and then nothing is done.
    """
    with wholly(), workspace.writer.begin() as connection:
        documents.hold(connection)
        given = change_sets.find(connection, set_id, person)
        if given.state != "open":
            raise ProblemsFound([_ended()])
        draft = draft_of(connection, workspace, given)
        if expected is not None and expected != draft.revision:
            raise ProblemsFound([_moved_on()])
        changes = draft.changes
        chosen = [one for number, one in enumerate(changes) if only is None or number in only]
        if not chosen:
            raise ProblemsFound([_nothing()])
        wanted = draft.after if len(chosen) == len(changes) else apply_where_possible(draft.now, chosen)[0]
        doing = _Doing(PUBLISH, person, note or given.name, draft.repairs, allow_drop, decided or not allow_drop)
        found = _release(connection, workspace, draft.now, wanted, doing)
        left = tuple(compare(wanted, draft.after)) if wanted is not draft.after else ()
        waiting = [one for place, one in draft.repairs.items() if place not in {done.place for done in found.repairs}]
        _go_on(connection, workspace, given, person, found.number, left, waiting)
    workspace.forget()
    return replace(found, changes=tuple(chosen), left=left)


def revert(
    workspace: "Workspace", number: int, person: str, *, only: Collection[int] | None = None, note: str = ""
) -> Published:
    """Takes a release back, whole or some of its changes, as a release of its own; what came after it stays.

    Raises ProblemsFound where a newer release stands in the way, and then nothing is done.
    """
    with wholly(), workspace.writer.begin() as connection:
        documents.hold(connection)
        back = changes_back(connection, number)
        chosen = [one for place, one in enumerate(back) if only is None or place in only]
        now = tree_of(documents.load_documents(connection))
        wanted, left = apply_where_possible(now, chosen)
        if left:
            raise ProblemsFound([_built_upon()])
        done, undone = repairs.of_release(connection, number)
        if only is not None:
            touched = _fields_of(chosen, now)
            done, undone = ([one for one in some if one.place in touched] for some in (done, undone))
        doing = _Doing(REVERT, person, note or str(number), by_place(undone), back=(number, done))
        found = _release(connection, workspace, now, wanted, doing)
    workspace.forget()
    return found


def changes_back(connection: Connection, number: int) -> list[Change]:
    """What takes a release back."""
    before, after = (tree_of(documents.load_documents(connection, at)) for at in (number - 1, number))
    return list(compare(after, before))


def problems_of(draft: Draft) -> list[Problem]:
    """Everything wrong with the definitions as they would be, warnings too."""
    return check_model(draft.documents, check_expressions)


@dataclass(frozen=True, slots=True)
class _Doing:
    """What is done and by whom; `chosen` is what becomes of stored values, `back` a release whose own doings with them are
    taken back."""

    action: str
    person: str
    note: str
    chosen: Repairs
    allow_drop: bool = True
    decided: bool = False
    back: tuple[int, Sequence[Repair]] = (0, ())


def _release(connection: Connection, workspace: "Workspace", now: Tree, wanted: Tree, doing: _Doing) -> Published:
    changes = tuple(compare(now, wanted))
    if not changes:
        raise ProblemsFound([_nothing()])
    bounds.refuse(connection, workspace, doing.person, now, now, wanted)
    present, future = documents_of(now), documents_of(wanted)
    warnings = tuple(refuse_errors(check_model(future, check_expressions)))
    if doing.decided or any(one.failures == "refuse" for one in doing.chosen.values()):
        _look_at_values(connection, workspace, future, doing.chosen)
    switched = switch(connection, workspace, present, future, allow_drop=doing.allow_drop, allow_change=doing.decided)
    if not administrators(switched.context):
        raise ProblemsFound([_locked_out()])
    number = documents.current_revision(connection) + 1
    ctx, language, person = switched.context, workspace.settings.language, doing.person
    done = repairs.carry_out(ctx, switched.before, switched.steps, doing.chosen, number, person, language)
    repairs.take_back(ctx, *doing.back, person)
    _store(connection, wanted, {str(one.path[0]).partition("/")[0] for one in changes if one.path}, number)
    documents.record_release(
        connection, number, workspace.clock(), action=doing.action, app="", version="", person=person, note=doing.note
    )
    repairs.keep(connection, number, done, doing.back[1])
    return Published(number, changes, (), switched.steps, switched.kept, warnings, tuple(done))


def _look_at_values(
    connection: Connection, workspace: "Workspace", future: Sequence[Document], chosen: Repairs
) -> None:
    """Refuses while there are values nobody has decided about, or that were not to be lost."""
    ctx = workspace.context(connection, workspace.store_seen_by(connection), SYSTEM)
    problems = stakes_of(ctx, compile_model(future)).without_choice(chosen)
    if problems:
        raise ProblemsFound(problems)


def _fields_of(changes: Iterable[Change], now: Tree) -> set[tuple[str, str]]:
    """The fields some changes are about."""
    parts = (part_of(one, now) for one in changes)
    return {(one.entity, one.field or one.key) for one in parts if one is not None}


def _store(connection: Connection, wanted: Mapping[str, Any], apps: Iterable[str], number: int) -> None:
    """The workspace's layer over each app whose documents changed: as small as what it makes of them."""
    layers = documents.load_layers(connection)
    for app in apps:
        files = {name.partition("/")[2] for name in wanted if name.startswith(f"{app}/")}
        files |= {file for of, file in layers.base if of == app}
        own = {}
        for file in files:
            base = layers.base.get((app, file))
            part = own_of(base.raw if base else None, wanted.get(f"{app}/{file}"))
            if part is not None:
                own[file] = part
        documents.replace_own(connection, app, own, number)


def _go_on(
    connection: Connection,
    workspace: "Workspace",
    given: ChangeSet,
    person: str,
    number: int,
    left: tuple[Change, ...],
    waiting: Sequence[Repair],
) -> None:
    """What was left out goes on as a draft over the new release."""
    now = workspace.clock()
    if left:
        steps.replace(connection, given, person, now, number, left, waiting)
    else:
        change_sets.end(connection, given, "published", now, number)


def _nothing() -> Problem:
    return Problem(
        "no_changes",
        text("没有要发布的更改", "There is nothing to publish"),
        fix=text("先改点什么", "Change something first"),
    )


def _ended() -> Problem:
    words = text("这份草稿已经发布或放弃了", "This draft was published or dropped already")
    return Problem("change_set_ended", words, fix=text("开始一份新的", "Begin a new one"))


def _locked_out() -> Problem:
    words = text("这样就没有人能管理工作区了", "Nobody could administer the workspace any more")
    fix = text("至少给一个在职人员保留管理权限", "Leave the right to at least one active person")
    return Problem("no_administrator", words, fix=fix)


def _moved_on() -> Problem:
    words = text(
        "刚刚有人发布了别的更改，影响要重新看一遍",
        "Somebody has just published other changes; look at the consequences again",
    )
    return Problem("release_moved_on", words, fix=text("重新打开发布窗口", "Open the publishing dialog again"))


def _built_upon() -> Problem:
    words = text(
        "之后的发布又改了同样的地方，不能这样撤回",
        "A later release builds upon this one, so it cannot be taken back like that",
    )
    return Problem(
        "built_upon",
        words,
        fix=text("先撤回之后的发布，或只撤回其中几项", "Take the later one back first, or only some items"),
    )
