"""What was merged lately, and taking it back."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from dougong.host.web.errors import Refused
from dougong.host.web.format import dates
from dougong.host.web.pages import door
from dougong.host.web.pages.look import Look
from dougong.metamodel.text import text
from dougong.records.audit import AuditQuery, audit
from dougong.records.context import Context
from dougong.records.history import MERGED
from dougong.records.query.titles import titles

from .shell import Administering

router = APIRouter(prefix="/admin/quality/{entity}/merged", include_in_schema=False)
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Merged:
    """A record made of several; `count` of them went into it, `ref` names the write; `over` when it was taken back."""

    ref: str
    href: str
    title: str
    count: int
    who: str
    when: str
    over: bool


def merged_lately(context: Context, entity: str, reader: Look) -> tuple[Merged, ...]:
    """The newest five, newest first."""
    found = audit(context, AuditQuery(entity=entity, action="merged", limit=_SHOWN)).events
    names = titles(context, entity, sorted({one.record for one in found})) if found else {}
    people = titles(context, "person", sorted({one.actor for one in found if one.actor})) if found else {}
    return tuple(
        Merged(
            one.cause.ref, f"{reader.base}/{entity}/{one.record}", str(names.get(one.record) or "—"),
            len(one.changes.get(MERGED, (None, ()))[1] or ()), str(people.get(one.actor or "") or ""),
            dates.relative(one.at, reader.now, reader.zone, reader.language), _taken_back(context, one.cause.ref),
        )
        for one in found
    )  # fmt: skip


def _taken_back(context: Context, ref: str) -> bool:
    return bool(audit(context, AuditQuery(cause="undo", ref=ref, limit=1)).events)


@router.post("/undo")
def undo(scope: Administering, entity: str, ref: Annotated[str, Form()]) -> Response:
    """The others come back with what belonged to them; what somebody changed since stays as it is, and is counted."""
    from .quality import quality_page

    with scope.workspace.writing(scope.viewer) as context:
        events = audit(context, AuditQuery(entity=entity, action="merged", ref=ref, limit=1)).events if ref else ()
        if not events or _taken_back(context, ref):
            raise Refused(404)
        done = door.undo(context, ref)
    words = text(
        f"合并已撤销，恢复 {done.records} 条记录", f"The merge is undone, {done.records} records are as they were"
    )
    if done.kept:
        words = text(
            f"{words.zh};{len(done.kept)} 条之后已被修改，保持不变",
            f"{words.en}; {len(done.kept)} were changed since and stay",
        )
    return quality_page(scope, entity, words.in_(scope.language))
