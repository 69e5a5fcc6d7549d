"""Requests that create or change one record: alone in a transaction, or with others that came at the same time (ADR 0081).

Together means one transaction and, where rules cannot tell the difference, one batch of the write path per viewer and
entity; each keeps its own cause and answer. It is only the quick way: whoever is refused there, or meets anything
unusual, is written alone afterwards and gets the answer of that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dougong.host.web.errors import Refused
from dougong.host.web.scope import caller, workspace_of
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.apart import stands_alone
from dougong.records.context import Cause, Context
from dougong.records.ids import new_id
from dougong.records.query import find
from dougong.records.values import Create, Outcome, Query, Update
from dougong.records.write import write

from .encode import answer
from .endpoint import Asked
from .idempotency import write_once
from .outcomes import require_written
from .together import GoOn

MOST = 32
"""Requests written together."""
_LARGEST = 64 << 10  # bytes; larger ones take their own thread and time
_GROUPS = count(1)

Change = Create | Update
Reader = Callable[[Asked], Change]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that may be written with others; `read` makes its change or raises Refused."""

    request: Request
    body: bytes
    read: Reader


@dataclass(slots=True)
class _One:
    asked: Asked
    change: Change
    answer: Response | Exception | None = None


def may_wait(request: Request, body: bytes) -> bool:
    """One object from a program; what is done once per key looks into its own transaction first."""
    headers = request.headers
    return (
        body[:1] == b"{" and len(body) <= _LARGEST and "authorization" in headers and "idempotency-key" not in headers
    )


def write_alone(asked: Asked, change: Change) -> Response:
    """In a transaction of its own."""

    def work(context: Context) -> Response:
        written = write(context, [change], cause_of(asked))
        require_written(written, False)
        return _answers(context, [(asked, change)], written.outcomes)[0]

    return write_once(asked.scope, asked.body, work)


def write_together(waiting: Sequence[Waiting], go_on: GoOn) -> list[Response | Exception | None]:
    """The answer of each, the error it ends with, or None for who is to be written alone. All are of one workspace.

    PostgreSQL has more than one writer: while a group is committed the next one goes on.
    """
    group = f"group {next(_GROUPS)}"
    every = [_read(one, group) for one in waiting]
    ready = [one for one in every if isinstance(one, _One)]
    if ready:
        try:
            _write(ready, go_on)
        except Exception:  # nothing is written: alone, each meets its own error or none
            for one in ready:
                one.answer = None
    return [one.answer if isinstance(one, _One) else one for one in every]


def cause_of(asked: Asked) -> Cause:
    return Cause("api", asked.scope.request_id)


def _read(waiting: Waiting, group: str) -> "_One | Exception":
    """Who asks is looked up after they asked, once for all of the group."""
    waiting.request.state.data_state = group
    try:
        asked = Asked(waiting.request, caller(waiting.request), waiting.body)
        return _One(asked, waiting.read(asked))
    except Exception as error:
        return error


def _write(ready: Sequence[_One], go_on: GoOn) -> None:
    workspace = workspace_of(ready[0].asked.request)
    with workspace.writing_together() as context:
        bunches: dict[tuple[Any, ...], dict[str, _One]] = {}
        for number, one in enumerate(ready):
            if stands_alone(context.store, one.change):
                viewer = one.asked.scope.viewer
                bunch = bunches.setdefault((viewer.person, viewer.rights_key, one.change.entity), {})
                bunch.setdefault(one.change.id or str(number), one)  # a second change of a record is written after it
        for bunch in bunches.values():
            some = list(bunch.values())
            _write_bunch(replace(context, viewer=some[0].asked.scope.viewer), some)
        if context.connection.dialect.name == "postgresql":
            go_on()


def _write_bunch(context: Context, some: list[_One]) -> None:
    changes = [replace(one.change, cause=replace(cause_of(one.asked), causation=new_id())) for one in some]
    written = write(context, changes, Cause("api"), partial=True)
    good = [(one, outcome) for one, outcome in zip(some, written.outcomes, strict=True) if outcome.ok]
    if not good or not written.written:
        return
    answers = _answers(context, [(one.asked, one.change) for one, _ in good], [outcome for _, outcome in good])
    for (one, _), made in zip(good, answers, strict=True):
        one.answer = made


def _answers(context: Context, written: Sequence[tuple[Asked, Change]], outcomes: Sequence[Outcome]) -> list[Response]:
    """What was written as its writer may see it; only the id where they may not."""
    entity, ids = outcomes[0].entity, tuple(outcome.id for outcome in outcomes)
    page = find(context, Query(entity, ids=ids, limit=len(ids), outside=True))
    rows = {row["id"]: row for row in page.rows}
    found = []
    for (asked, change), outcome in zip(written, outcomes, strict=True):
        data = rows.get(outcome.id) or {"id": outcome.id}
        headers = {"ETag": f'"{outcome.rev}"'}
        if isinstance(change, Create):
            headers["Location"] = f"{asked.scope.base_path}/api/v1/{entity}/{outcome.id}"
        found.append(answer({"data": data}, 201 if isinstance(change, Create) else 200, headers))
    return found


def no_object() -> Refused:
    return Refused(400, [Problem("not_object", text("这里应是一个 JSON 对象", "This must be a JSON object"))])
