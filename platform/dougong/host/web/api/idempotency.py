"""Idempotency keys: a request sent twice with the same key is done once, and answered twice alike.

The answer is kept in the transaction of the write itself, so a crash leaves both or neither.
"""

import hashlib
from collections.abc import Callable

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import Response

from dougong.host.store.tables import idempotency_key
from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.context import Context


def key_of(request: Request) -> str:
    """The header, empty when it is not sent."""
    key = request.headers.get("idempotency-key", "").strip()
    if len(key) > 200:
        raise Refused(
            400,
            [
                Problem(
                    "idempotency_key",
                    text("Idempotency-Key 最长 200 字符", "At most 200 characters"),
                    "Idempotency-Key",
                )
            ],
        )
    return key


def write_once(scope: Scope, body: bytes, work: Callable[[Context], Response]) -> Response:
    """Runs `work` in one writing transaction; with a key, at most once per person and key."""
    key = key_of(scope.request)
    if not key:
        with scope.workspace.writing(scope.viewer) as context:
            return work(context)
    digest = hashlib.sha256(f"{scope.request.method} {scope.request.url.path}\n".encode() + body).hexdigest()
    try:
        with scope.workspace.writing(scope.viewer) as context:
            if (known := _known(context, scope, key, digest)) is not None:
                return known
            made = work(context)
            context.connection.execute(
                insert(idempotency_key).values(
                    person=scope.viewer.person, key=key, request_hash=digest, status=made.status_code,
                    headers={n: v for n, v in made.headers.items() if n.lower() in ("location", "etag")},
                    body=bytes(made.body), at=context.now,
                )
            )  # fmt: skip
            return made
    except IntegrityError:
        with scope.workspace.reading(scope.viewer) as context:
            if (known := _known(context, scope, key, digest)) is not None:
                return known
        raise


def _known(context: Context, scope: Scope, key: str, digest: str) -> Response | None:
    query = select(idempotency_key).where(idempotency_key.c.person == scope.viewer.person, idempotency_key.c.key == key)
    row = context.connection.execute(query).first()
    if row is None:
        return None
    if row.request_hash != digest:
        words = text("这个 Idempotency-Key 已用于另一个请求", "This Idempotency-Key was used for another request")
        raise Refused(
            422, [Problem("idempotency_key", words, "Idempotency-Key", fix=text("请换一个", "Use another one"))]
        )
    return Response(row.body, row.status, {**row.headers, "Idempotent-Replay": "true"}, "application/json")
