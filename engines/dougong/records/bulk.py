"""The same change to many records: in chunks, each through the one write path, the good ones of each written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .context import Cause, Context
from .ids import new_id
from .query.find import find
from .values import Outcome, Query, Update
from .write import write
from .write.load import chunks

BATCH = 500
Progress = Callable[[int, int], bool]
"""Told (done, total) after each chunk; answers whether to go on."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """`changed` records of `total`; `refused` are those left as they were. `ref` undoes it as a whole."""

    total: int
    changed: int
    ref: str
    refused: tuple[Outcome, ...] = ()
    stopped: bool = False
    touched: tuple[str, ...] = field(default=(), repr=False)


def bulk_update(
    ctx: Context,
    entity: str,
    values: Mapping[str, Any],
    cause: Cause,
    *,
    filter: str = "",  # noqa: A002 - the word of Query
    ids: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> Bulk:
    """Sets the values on the named records, or on all that the viewer may read and that fulfil the filter.

    ProblemsFound without the right `bulk`. `cause.ref` names the edit for undo; one is made when it is empty.
    """
    if not ctx.viewer.admin and "bulk" not in ctx.viewer.on(entity).actions:
        raise ProblemsFound([Problem("forbidden", text("您无权批量修改", "You may not change many records at once"))])
    cause = replace(cause, ref=cause.ref or new_id(), causation=cause.causation or new_id())
    wanted = list(dict.fromkeys(ids)) if ids is not None else list(matching(ctx, entity, filter))
    changed, refused, done = list[str](), list[Outcome](), 0
    for some in chunks(wanted, BATCH):
        written = write(ctx, [Update(entity, identity, values) for identity in some], cause, partial=True)
        changed += [outcome.id for outcome in written.outcomes if outcome.ok]
        refused += [outcome for outcome in written.outcomes if not outcome.ok]
        done += len(some)
        if progress is not None and not progress(done, len(wanted)):
            return Bulk(len(wanted), len(changed), cause.ref, tuple(refused), done < len(wanted), tuple(changed))
    return Bulk(len(wanted), len(changed), cause.ref, tuple(refused), touched=tuple(changed))


def matching(ctx: Context, entity: str, filter: str) -> Iterable[str]:  # noqa: A002
    """Ids of all records within the viewer's sight that fulfil a filter."""
    cursor = ""
    while True:
        page = find(ctx, Query(entity, ("id",), filter=filter, sort=("id",), limit=BATCH, cursor=cursor))
        yield from (row["id"] for row in page.rows)
        if page.next is None:
            return
        cursor = page.next
