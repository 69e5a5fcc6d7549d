"""With whom a record is shared: listed, given, taken back."""

from datetime import datetime
from typing import Any

from starlette.responses import Response

from dougong.host.access.sharing import KINDS, Shared, share_with, shared_with, take_back
from dougong.host.web.errors import Refused
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.ids import new_id
from dougong.records.query import get

from .decode import read_json, read_object
from .encode import answer
from .endpoint import Asked, endpoint
from .idempotency import write_once
from .records import entity_of, not_found


def list_shares(asked: Asked) -> Response:
    """The shares of a record, run-out ones too."""
    entity, record = entity_of(asked), asked.path("record")
    with asked.reading() as context:
        _there(context, entity, record)
        found = shared_with(context, entity, record, asked.scope.language)
    return answer({"data": [_json(one) for one in found]})


def make_share(asked: Asked) -> Response:
    """Shares it with one person, department or role: `{"person" | "department" | "role", "level", "until"?}`."""
    body = read_object(read_json(asked.request, asked.body), (*KINDS, "level", "until"), ())
    entity, record = entity_of(asked), asked.path("record")
    named = [kind for kind in KINDS if body.get(kind) is not None]
    if len(named) != 1:
        words = text("person、department、role 必须且只能给一个", "Send exactly one of person, department and role")
        raise Refused(400, [Problem("share_target", words)])
    until = _until(body.get("until"))

    def work(context: Context) -> Response:
        _there(context, entity, record)
        level = str(body.get("level", "read"))
        made = share_with(context, entity, record, named[0], str(body[named[0]]), level, until, _cause(asked))
        found = shared_with(context, entity, record, asked.scope.language)
        return answer({"data": next(_json(one) for one in found if one.id == made)}, 201)

    return write_once(asked.scope, asked.body, work)


def drop_share(asked: Asked) -> Response:
    """Takes one back."""
    entity, record, share = entity_of(asked), asked.path("record"), asked.path("share")
    with asked.scope.workspace.writing(asked.scope.viewer) as context:
        _there(context, entity, record)
        if not take_back(context, record, share, _cause(asked)):
            raise not_found(share)
    return Response(status_code=204)


ROUTES = [
    endpoint("/api/v1/{entity}/{record}/shares", list_shares),
    endpoint("/api/v1/{entity}/{record}/shares", make_share, ["POST"]),
    endpoint("/api/v1/{entity}/{record}/shares/{share}", drop_share, ["DELETE"]),
]


def _cause(asked: Asked) -> Cause:
    return Cause("share", asked.scope.request_id, new_id())


def _there(context: Context, entity: str, record: str) -> None:
    if get(context, entity, record, ("id",)) is None:
        raise not_found(record)


def _json(one: Shared) -> dict[str, Any]:
    target = {"id": one.target.key, "title": one.target.title}
    return {"id": one.id, one.target.kind: target, "level": one.level, "until": one.until, "over": one.over}


def _until(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        found = None
    if found is None or found.tzinfo is None:
        words = text("until 应为带时区的时间", "until is an instant with a time zone")
        fix = text("例如 2030-01-31T18:00:00Z", "For instance 2030-01-31T18:00:00Z")
        raise Refused(400, [Problem("share_until", words, "$.until", fix=fix)])
    return found
