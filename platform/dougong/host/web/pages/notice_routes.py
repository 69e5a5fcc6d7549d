"""Addresses of notices: the list, the panel under the bell, the live count, reading them, which kinds one wants."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from dougong.host import notices
from dougong.host.web.scope import Scope, signed_in
from dougong.records.context import Context

from .frame import frame
from .list_page import words_of
from .notice_stream import stream, wake
from .notice_words import ICONS, Shown, shown
from .render import fragment, page
from .signals import alive, toast, trigger

router = APIRouter(include_in_schema=False, prefix="/notices")
Signed = Annotated[Scope, Depends(signed_in)]
_STEP, _PANEL = 30, 12


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    icon: str
    label: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """What templates/pages/notices.html shows; `more` is the address of older ones."""

    base: str
    csrf: str
    notices: tuple[Shown, ...]
    unread: int
    only_unread: bool
    more: str
    kinds: tuple[Kind, ...]


@router.get("")
def notices_page(scope: Signed, show: str = "", after: str = "") -> Response:
    """Newest first; `show=unread` leaves out what was read, `after` continues."""
    with scope.workspace.reading(scope.viewer) as context:
        content = _page(scope, context, show == "unread", after)
        title = words_of(scope)("Notices")
        return page(scope, "pages/notices.html", frame(scope, context.store.model, title), content)


def _page(scope: Scope, context: Context, only_unread: bool, after: str) -> NoticesPage:
    person, connection = scope.viewer.person or "", context.connection
    found = notices.listed(connection, person, unread=only_unread, after=_place(after), limit=_STEP + 1)
    last = found[_STEP - 1] if len(found) > _STEP else None
    following = {"after": f"{last.at.isoformat()}~{last.id}"} if last and last.at else {}
    if following and only_unread:
        following["show"] = "unread"
    return NoticesPage(
        scope.base_path, scope.csrf, tuple(shown(scope, context, found[:_STEP])),
        notices.unread(connection, [person]).get(person, (0, None))[0], only_unread,
        f"{scope.base_path}/notices?{urlencode(following)}" if following else "", _kinds(scope, context),
    )  # fmt: skip


@router.get("/panel")
def panel(scope: Signed) -> Response:
    """The newest, for the list under the bell."""
    with scope.workspace.reading(scope.viewer) as context:
        found = notices.listed(context.connection, scope.viewer.person or "", limit=_PANEL)
        return fragment(scope, "parts/notices.html", notices=shown(scope, context, found))


@router.get("/stream")
async def live(scope: Signed, request: Request) -> Response:
    """The number of unread notices as it changes; ends after five minutes and is asked for again."""
    state = request.app.state
    events = stream(scope.workspace, scope.viewer.person or "", lambda: bool(getattr(state, "ending", False)))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


@router.post("/read")
def read(scope: Signed, id: Annotated[int | None, Form()] = None) -> Response:  # noqa: A002
    """Marks one as read, or all."""
    with scope.workspace.writing(scope.viewer) as context:
        count = notices.mark_read(context.connection, scope.viewer.person or "", context.now, id)
    wake(scope.workspace)
    if not alive(scope):
        return RedirectResponse(f"{scope.base_path}/notices", 303)
    said = toast(words_of(scope).count("{n} notice marked as read", "{n} notices marked as read", count))
    events = trigger({"notices-read": {}}, *([said] if id is None and count else []))
    return Response(status_code=204, headers=events)


@router.post("/kinds")
def kinds(scope: Signed, kind: Annotated[list[str], Form()] = []) -> Response:  # noqa: B006
    """Several `kind` are wanted; the rest is told no more."""
    with scope.workspace.writing(scope.viewer) as context:
        unwanted = set(notices.KINDS) - set(kind)
        notices.switch_off(context.connection, scope.viewer.person or "", unwanted)
    if not alive(scope):
        return RedirectResponse(f"{scope.base_path}/notices", 303)
    return Response(status_code=204, headers=trigger(toast(words_of(scope)("Kept"))))


def _kinds(scope: Scope, context: Context) -> tuple[Kind, ...]:
    words, off = words_of(scope), notices.off(context.connection, scope.viewer.person or "")
    labels = {
        "owner": words("A record is handed to me"), "remind": words("Somebody reminds me of a record"),
        "mention": words("Somebody mentions me"),
        "follow": words("Somebody writes on a record I follow"), "share": words("A record is shared with me"),
        "job": words("Imports, exports and other long work of mine end"),
    }  # fmt: skip
    return tuple(Kind(key, ICONS[key], labels[key], key not in off) for key in notices.KINDS)


def _place(after: str) -> tuple[datetime, int] | None:
    at, _, number = after.partition("~")
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (found, int(number)) if found.tzinfo is not None and number.isdigit() and len(number) < 19 else None
