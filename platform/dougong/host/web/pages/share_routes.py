"""Sharing a record by hand: the dialog with whom it is shared, whom to share with, and taking back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from dougong.host.access.sharing import Target, offered, share_with, shared_with, take_back
from dougong.host.web.errors import Refused
from dougong.host.web.format import dates
from dougong.host.web.format.date_entry import day_of
from dougong.host.web.scope import Scope, signed_in
from dougong.metamodel.model import EntityModel
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.ids import new_id

from .controls import Control
from .entity import readable_entity, record
from .list_page import look_of, words_of
from .look import Look
from .part import part
from .record_page import may_share
from .render import fragment
from .signals import alive, go, toast, trigger

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]
_MOST = 6


@dataclass(frozen=True, slots=True)
class ShownShare:
    """`until` in words, empty when it never ends; `over` when it has."""

    id: str
    target: Target
    edit: bool
    until: str
    over: bool


@dataclass(frozen=True, slots=True)
class ShareDialog:
    """What templates/record/share.html shows."""

    href: str
    title: str
    until: Control
    shares: tuple[ShownShare, ...]
    offers: tuple[Target, ...]
    words: str = ""
    problem: str = ""


@router.get("/{entity}/{id}/share")
def share_dialog(scope: Signed, entity: str, id: str, q: str = "") -> Response:  # noqa: A002
    """With whom it is shared, and with whom it can be."""
    with scope.workspace.reading(scope.viewer) as context:
        return _dialog(scope, context, _allowed(context, entity), id, words=q)


@router.get("/{entity}/{id}/share/who")
def whom(scope: Signed, entity: str, id: str, q: str = "") -> Response:  # noqa: A002
    """People, departments and roles by name, pinyin or initials."""
    with scope.workspace.reading(scope.viewer) as context:
        model = _allowed(context, entity)
        record(context, entity, id, (model.definition.title,))
        found = offered(context, q.strip()[:60], scope.language, _MOST)
        return fragment(scope, "record/share_who.html", offers=found)


@router.post("/{entity}/{id}/share")
async def share(scope: Signed, entity: str, id: str, request: Request) -> Response:  # noqa: A002
    """Shares it, or says what stands in the way."""
    return await run_in_threadpool(_share, scope, entity, id, await request.form())


def _share(scope: Scope, entity: str, identity: str, form: FormData) -> Response:
    kind, _, key = str(form.get("with", "")).partition(":")

    def give(context: Context) -> None:
        if not key:
            raise ProblemsFound(
                [Problem("share_target", text("请选择共享给谁", "Choose whom to share it with"), "with")]
            )
        until = _until(look_of(scope, context), str(form.get("until", "")))
        level = str(form.get("level", "read"))
        share_with(context, entity, identity, kind, key, level, until, Cause("share", causation=new_id()))

    return _changed(scope, entity, identity, words_of(scope)("Shared"), give, str(form.get("until", "")))


@router.post("/{entity}/{id}/share/{share}/back")
def back(scope: Signed, entity: str, id: str, share: str) -> Response:  # noqa: A002
    """Takes one back."""

    def take(context: Context) -> None:
        if not take_back(context, id, share, Cause("share", causation=new_id())):
            raise Refused(404)

    return _changed(scope, entity, id, words_of(scope)("Taken back"), take)


def _changed(
    scope: Scope, entity: str, identity: str, said: str, change: Callable[[Context], None], day: str = ""
) -> Response:
    """The dialog after a change, with what stood in its way."""
    problem, status = "", 200
    try:
        with scope.workspace.writing(scope.viewer) as context:
            record(context, entity, identity, (_allowed(context, entity).definition.title,))
            change(context)
    except ProblemsFound as refused:
        problem, status = refused.problems[0].message.in_(scope.language), 422
    if not problem and not alive(scope):
        return go(scope, f"{scope.base_path}/{entity}/{identity}/share")
    with scope.workspace.reading(scope.viewer) as context:
        headers = {} if problem else trigger(toast(said))
        return _dialog(
            scope, context, _allowed(context, entity), identity, problem, status, headers, day=day if problem else ""
        )


def _dialog(
    scope: Scope, context: Context, entity: EntityModel, identity: str, problem: str = "", status: int = 200,
    headers: dict[str, str] | None = None, words: str = "", day: str = "",
) -> Response:  # fmt: skip
    title = entity.definition.title
    row, look = record(context, entity.key, identity, (title,)), look_of(scope, context)
    shares = tuple(
        ShownShare(one.id, one.target, one.level == "edit", _day(one.until, look.zone, look.language), one.over)
        for one in shared_with(context, entity.key, identity, scope.language)
    )
    offers = offered(context, words.strip()[:60], scope.language, _MOST)
    href = f"{scope.base_path}/{entity.key}/{identity}/share"
    until = Control("until", "share-until", words_of(scope)("Until"), "date", text=day)
    made = ShareDialog(href, str(row.get(title) or "—"), until, shares, offers, words, problem)
    return part(scope, context, entity, "record/share.html", words_of(scope)("Share"), status, headers, s=made)


def _allowed(context: Context, entity: str) -> EntityModel:
    model = readable_entity(context, entity)
    if not may_share(context, model):
        raise Refused(403)
    return model


def _until(look: Look, day: str) -> datetime | None:
    """The end of a day where the reader is."""
    if not day.strip():
        return None
    found = day_of(day.strip(), look.today)
    if found is None:
        raise ProblemsFound(
            [Problem("share_until", text("日期应如 2030-01-31", "A day looks like 2030-01-31"), "until")]
        )
    zone = ZoneInfo(look.zone)
    return datetime.combine(found + timedelta(days=1), time(), zone).astimezone(UTC)


def _day(until: datetime | None, zone: str, language: str) -> str:
    """The last day of a share."""
    if until is None:
        return ""
    return dates.long_day((until - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date(), language)
