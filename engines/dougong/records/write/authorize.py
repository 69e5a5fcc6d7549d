"""May the viewer do this to these records? One query per entity for all of them; refusals are problems of the record.

A record that the viewer cannot read does not exist for them. Field rights are asked where values are read.
"""

from collections.abc import Iterable
from typing import Any, Literal

from sqlalchemy import ColumnElement, false, select

from dougong.metamodel.text import LocalText, text

from ..context import Context
from ..rights import RowScope
from ..scope import reads_everything, row_condition, scope_condition
from .load import attach, chunks, rows_of
from .plan import WritePlan, plan_of
from .state import RowState

NOT_FOUND = text("记录不存在，或您无权查看", "The record does not exist, or you may not see it")
Doing = Literal["update", "delete"]
_WORDS: dict[str, LocalText] = {
    "create": text("您无权新建这类记录", "You may not create such records"),
    "update": text("您无权修改这条记录", "You may not change this record"),
    "delete": text("您无权删除这条记录", "You may not delete this record"),
}


def load_and_authorize(ctx: Context, plan: WritePlan, states: list[RowState]) -> None:
    """Attaches the rows of updates, deletions and restorations, locked; files refusals. Trusted states pass."""
    mine = [state for state in states if not state.trusted]
    doing: dict[Doing, list[RowState]] = {"update": [], "delete": []}
    for state in mine:
        if state.action == "updated":
            doing["update"].append(state)
        elif state.action in ("deleted", "restored"):
            doing["delete"].append(state)
        else:
            _create(ctx, plan, state)
    for what, some in doing.items():
        if some:
            _existing(ctx, plan, some, what)
    _given_ids(ctx, plan, [state for state in mine if state.action == "created" and state.given_id])


def scope_of(ctx: Context, entity: str, what: Doing) -> RowScope:
    """The row scope of an action; child rows have no scope of their own but their parent's right to be updated."""
    rights = ctx.viewer.on(entity)
    return rights.update if what == "update" else rights.delete


def allowed(ctx: Context, plan: WritePlan, what: Doing) -> ColumnElement[bool] | None:
    """The condition on the entity's table; None when every row is allowed."""
    if ctx.viewer.admin:
        return None
    if plan.entity.owner_link is not None:
        parent = plan_of(ctx.store, _parent_of(plan))
        above = allowed(ctx, parent, "update")
        if above is None:
            return None
        return plan.table.c[plan.entity.owner_link].in_(select(parent.table.c.id).where(above))
    scope = scope_of(ctx, plan.key, what)
    if scope.everything:
        return None
    if scope.nothing:
        return false()
    return scope_condition(ctx, plan.key, scope, plan.table, "edit")


def _parent_of(plan: WritePlan) -> str:
    assert plan.entity.owner_link is not None
    return plan.links[plan.entity.owner_link]


def _existing(ctx: Context, plan: WritePlan, states: list[RowState], what: Doing) -> None:
    may = allowed(ctx, plan, what)
    rows = rows_of(ctx, plan.key, [state.id for state in states], lock=True, may=may)
    refused: list[RowState] = []
    for state in states:
        row = rows.get(state.id)
        if row is None or (row["deleted_at"] is None) == (state.action == "restored"):
            state.refuse("not_found", NOT_FOUND)
            continue
        if not row.get("$may", True):
            refused.append(state)
        attach(state, row)
    if refused:
        seen = readable(ctx, plan, [state.id for state in refused])
        for state in refused:
            state.refuse(*(("forbidden", _WORDS[what]) if state.id in seen else ("not_found", NOT_FOUND)))


def readable(ctx: Context, plan: WritePlan, ids: Iterable[str]) -> set[str]:
    """Which of the ids stand for living records that the viewer may see."""
    found: set[str] = set()
    statement = plan.exist
    if not reads_everything(ctx, plan.key):
        statement = statement.where(row_condition(ctx, plan.key, plan.table))
    for some in chunks(ids):
        found.update(row[0] for row in statement.run(ctx, some))
    return found


def _create(ctx: Context, plan: WritePlan, state: RowState) -> None:
    if plan.entity.owner_link is not None:
        return  # asked of the parent, once the values are read
    if not ctx.viewer.admin and "create" not in ctx.viewer.on(plan.key).actions:
        state.refuse("forbidden", _WORDS["create"])


def _given_ids(ctx: Context, plan: WritePlan, states: list[RowState]) -> None:
    """An id that is taken is a form sent twice."""
    if not states:
        return
    taken = rows_of(ctx, plan.key, [state.id for state in states])
    for state in states:
        if state.id in taken:
            state.refuse("exists", text("这条记录已经保存过了", "This record has been saved already"), "id")


def parents(ctx: Context, plan: WritePlan, states: list[RowState]) -> None:
    """Child rows written by themselves: the parent they belong to, or move to, must be the viewer's to update."""
    link = plan.entity.owner_link
    if link is None or ctx.viewer.admin:
        return
    above = plan_of(ctx.store, _parent_of(plan))
    asked = [
        state
        for state in states
        if not state.trusted and not state.refused and link in state.changed and state.new.get(link)
    ]
    condition = allowed(ctx, above, "update")
    if not asked or condition is None:
        return
    mine = set[str]()
    for some in chunks({state.new[link] for state in asked}):
        statement = select(above.table.c.id).where(above.table.c.id.in_(some), condition)
        mine.update(ctx.connection.execute(statement).scalars())
    for state in asked:
        if state.new[link] not in mine:
            state.refuse("forbidden", _WORDS["create"], link)


def owners(ctx: Context, plan: WritePlan, states: list[RowState]) -> None:
    """Giving records to others: allowed with the right to transfer, or to people whose records one may change."""
    if ctx.viewer.admin or plan.entity.owner_link is not None or "transfer" in ctx.viewer.on(plan.key).actions:
        return
    given = [
        state
        for state in states
        if not state.trusted and "owner" in state.changed and state.new.get("owner") not in (None, ctx.viewer.person)
    ]
    scope = scope_of(ctx, plan.key, "update")
    if not given or scope.everything:
        return
    mine = _people_below(ctx, {state.new["owner"] for state in given}) if "subordinates" in scope.words else set()
    for state in given:
        if state.new["owner"] not in mine:
            words = text("您不能把记录交给这个人", "You may not hand records to this person")
            state.refuse("forbidden", words, "owner")


def _people_below(ctx: Context, people: set[str]) -> set[Any]:
    if ctx.viewer.person is None or "person" not in ctx.store.model.entities:
        return set()
    closure = ctx.store.closures("person").get("manager")
    if closure is None:
        return set()
    statement = select(closure.c.descendant).where(
        closure.c.ancestor == ctx.viewer.person, closure.c.descendant.in_(people)
    )
    return set(ctx.connection.execute(statement).scalars())
