"""Who is signed in where and who tried to: ending one session or all others, the history of sign-ins."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from dougong.host.access import sessions, throttle
from dougong.host.access.events import note_access
from dougong.host.web.errors import Refused
from dougong.host.web.format import dates
from dougong.host.web.pages.agents import agent_words
from dougong.metamodel.text import LocalText, text
from dougong.records.query.titles import titles

from .shell import Administering, draw_page, look, said

router = APIRouter(prefix="/admin/sign-in/sessions", include_in_schema=False)
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ShownSession:
    """A session, or an attempt (`id` empty)."""

    id: str
    person: str
    person_id: str
    browser: str
    address: str
    when: str
    means: str = ""
    good: bool = True
    here: bool = False


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """What templates/admin/sessions.html shows."""

    base: str
    csrf: str
    live: tuple[ShownSession, ...]
    total: int
    attempts: tuple[ShownSession, ...]
    only_failed: bool
    notice: str


@router.get("")
def sessions_page(scope: Administering, failed: str = "") -> Response:
    """The last used 100 sessions and the newest 100 attempts; `failed` shows only those."""
    return _page(scope, bool(failed))


def _page(scope: Administering, only_failed: bool = False, notice: LocalText | None = None) -> Response:
    reader, mine = look(scope), scope.session.id if scope.session else ""
    with scope.workspace.reading(scope.viewer) as context:
        live, total = sessions.list_all(context.connection, context.now, _SHOWN)
        tried = throttle.attempts_of(context.connection, limit=_SHOWN, only_failed=only_failed)
        ids = {one.person for one in live} | {one.person for one in tried if one.person}
        names = titles(context, "person", sorted(ids)) if ids else {}
    content = SessionsPage(
        f"{scope.base_path}/admin/sign-in/sessions", scope.csrf,
        tuple(
            ShownSession(
                one.id, str(names.get(one.person) or "—"), one.person, agent_words(one.agent), one.address,
                dates.relative(one.seen_at, reader.now, reader.zone, reader.language), here=one.id == mine,
            )
            for one in live
        ),
        total,
        tuple(
            ShownSession(
                "", str(names.get(one.person or "") or one.login), one.person or "", agent_words(one.agent), one.address,
                dates.instant(one.at, reader.zone), one.means, one.succeeded,
            )
            for one in tried
        ),
        only_failed, said(scope, notice),
    )  # fmt: skip
    return draw_page(scope, "sign-in", "admin/sessions.html", content, text("会话与登录记录", "Sessions and sign-ins"))


@router.post("/{id}/end")
def end(scope: Administering, id: str) -> Response:  # noqa: A002
    """Signs one browser out."""
    with scope.workspace.writing(scope.viewer) as context:
        person = sessions.person_of(context.connection, id)
        if person is None:
            raise Refused(404)
        sessions.end(context.connection, person, id=id)
        note_access(context, person, "signed_out")
    return _page(scope, notice=text("该会话已结束", "That session is ended"))


@router.post("/end-others")
def end_others(scope: Administering) -> Response:
    """Signs everybody out everywhere, but not the browser that asks."""
    with scope.workspace.writing(scope.viewer) as context:
        count = sessions.end_all(context.connection, keep=scope.session.id if scope.session else "")
        note_access(context, scope.viewer.person or "", "signed_everybody_out", str(count))
    return _page(scope, notice=text(f"已结束 {count} 个会话", f"{count} sessions ended"))
