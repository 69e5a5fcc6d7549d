"""Reading and writing records: list, get, create, change, delete."""

from typing import Any

from starlette.responses import Response

from dougong.host.web.errors import Refused
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.context import Context
from dougong.records.query import find
from dougong.records.values import Create, Delete, Query, Update
from dougong.records.write import write

from .decode import MOST_CHANGES, read_json, read_query, read_rev, split
from .encode import answer
from .endpoint import Asked, endpoint
from .idempotency import write_once
from .outcomes import require_written
from .single import cause_of, no_object, write_alone
from .writing import writing


def list_records(asked: Asked) -> Response:
    """A page of records."""
    query = read_query(asked.request, entity_of(asked))
    with asked.reading() as context:
        page = find(context, query)
        asked.keep(context, page.volatile)
    info: dict[str, Any] = {"next": page.next}
    if page.total is not None:
        info["total"] = page.total
        if not page.exact:
            info["estimate"] = True
    return answer({"data": page.rows, "page": info})


def get_record(asked: Asked) -> Response:
    """One record; `fields` as in lists."""
    entity, record = entity_of(asked), asked.path("record")
    fields = split(asked.request.query_params.get("fields", ""))
    with asked.reading() as context:
        page = find(context, Query(entity, fields, ids=(record,), limit=1, outside=True))
        asked.keep(context, page.volatile)
    if not page.rows:
        raise not_found(record)
    row = page.rows[0]
    return answer({"data": row}, 200, {"ETag": f'"{row["rev"]}"'} if "rev" in row else {})


def create_records(asked: Asked) -> Response:
    """One record from an object, many from an array; all or nothing."""
    items = read_json(asked.request, asked.body)
    if not isinstance(items, list):
        return write_alone(asked, read_create(asked))
    entity = entity_of(asked)

    def work(context: Context) -> Response:
        if not items or len(items) > MOST_CHANGES or not all(isinstance(item, dict) for item in items):
            words = text(f"请给出 1 到 {MOST_CHANGES} 个对象", f"Send 1 to {MOST_CHANGES} objects")
            raise Refused(400, [Problem("not_object", words)])
        written = write(context, [_create(entity, item) for item in items], cause_of(asked))
        require_written(written, True)
        return answer({"data": _read_back(context, entity, [outcome.id for outcome in written.outcomes])}, 201)

    return write_once(asked.scope, asked.body, work)


def read_create(asked: Asked) -> Create:
    """The new record of a request; Refused for anything but an object."""
    body, entity = read_json(asked.request, asked.body), entity_of(asked)
    if not isinstance(body, dict):
        raise no_object()
    return _create(entity, body)


def update_record(asked: Asked) -> Response:
    """Changes the fields sent; with `If-Match` only if nobody was faster."""
    return write_alone(asked, read_update(asked))


def read_update(asked: Asked) -> Update:
    """The change of a request; Refused for anything but an object."""
    body, entity, record = read_json(asked.request, asked.body), entity_of(asked), asked.path("record")
    if not isinstance(body, dict):
        raise no_object()
    rev = read_rev(asked.request)
    if rev is None and isinstance(body.get("rev"), int) and not isinstance(body["rev"], bool):
        rev = body["rev"]
    return Update(entity, record.lower(), {key: value for key, value in body.items() if key != "rev"}, rev)


def delete_record(asked: Asked) -> Response:
    """To the recycle bin."""
    change = Delete(entity_of(asked), asked.path("record"), read_rev(asked.request))
    with asked.scope.workspace.writing(asked.scope.viewer) as context:
        require_written(write(context, [change], cause_of(asked)), False)
    return Response(status_code=204)


def entity_of(asked: Asked) -> str:
    """The entity of the address; raises Refused 404 for one that is not there."""
    entity, scope = asked.path("entity"), asked.scope
    known = (scope.store or scope.workspace.store).model.entities
    if entity not in known or known[entity].implicit:
        raise Refused(
            404, [Problem("unknown_entity", text(f"没有对象“{entity[:60]}”", f'There is no entity "{entity[:60]}"'))]
        )
    return entity


def not_found(record: str) -> Refused:
    words = text("没有这条记录，或你无权查看", "There is no such record, or you may not see it")
    return Refused(404, [Problem("not_found", words, "id")])


def _create(entity: str, item: dict[str, Any]) -> Create:
    given = item.get("id", "")
    return Create(entity, {k: v for k, v in item.items() if k != "id"}, id=given if isinstance(given, str) else "")


def _read_back(context: Context, entity: str, ids: list[str]) -> list[dict[str, Any]]:
    """What was written as its writer may see it; only the id where they may not."""
    page = find(context, Query(entity, ids=tuple(ids), limit=len(ids), outside=True))
    rows = {row["id"]: row for row in page.rows}
    return [rows.get(one) or {"id": one} for one in ids]


_ONE = "/api/v1/{entity}/{record}"
ROUTES = [
    endpoint("/api/v1/{entity}", list_records),
    writing("/api/v1/{entity}", create_records, read_create, ["POST"]),
    endpoint(_ONE, get_record),
    writing(_ONE, update_record, read_update, ["PATCH"]),
    endpoint(_ONE, delete_record, ["DELETE"]),
]
