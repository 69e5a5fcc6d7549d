"""Reading and writing records: list, get, create, change, delete."""

from typing import Any

from starlette.responses import Response

from dougong.host.web.errors import Refused
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.query import find, get
from dougong.records.values import Change, Create, Delete, Query, Update
from dougong.records.write import write

from .decode import MOST_CHANGES, read_json, read_query, read_rev, split
from .encode import answer, row_json, rows_json
from .endpoint import Asked, endpoint
from .idempotency import write_once
from .outcomes import require_written


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
    return answer({"data": rows_json(page.rows), "page": info})


def get_record(asked: Asked) -> Response:
    """One record; `fields` as in lists."""
    entity, record = entity_of(asked), asked.path("record")
    fields = split(asked.request.query_params.get("fields", ""))
    with asked.reading() as context:
        page = find(context, Query(entity, fields, ids=(record,), limit=1))
        asked.keep(context, page.volatile)
    if not page.rows:
        raise not_found(record)
    row = page.rows[0]
    return answer({"data": row_json(row)}, 200, {"ETag": f'"{row["rev"]}"'} if "rev" in row else {})


def create_records(asked: Asked) -> Response:
    """One record from an object, many from an array; all or nothing."""
    body, entity, scope = read_json(asked.request, asked.body), entity_of(asked), asked.scope

    def work(context: Context) -> Response:
        many = isinstance(body, list)
        items = body if many else [body]
        if not items or len(items) > MOST_CHANGES or not all(isinstance(item, dict) for item in items):
            words = text(f"请给出 1 到 {MOST_CHANGES} 个对象", f"Send 1 to {MOST_CHANGES} objects")
            raise Refused(400, [Problem("not_object", words)])
        changes: list[Change] = [
            Create(entity, {k: v for k, v in item.items() if k != "id"}, id=_given_id(item)) for item in items
        ]
        written = write(context, changes, _cause(asked))
        require_written(written, many)
        data = _read_back(context, entity, [outcome.id for outcome in written.outcomes])
        if many:
            return answer({"data": data}, 201)
        place = f"{scope.base_path}/api/v1/{entity}/{data[0]['id']}"
        return answer({"data": data[0]}, 201, {"Location": place, "ETag": f'"{data[0].get("rev", 1)}"'})

    return write_once(scope, asked.body, work)


def update_record(asked: Asked) -> Response:
    """Changes the fields sent; with `If-Match` only if nobody was faster."""
    body, entity, record = read_json(asked.request, asked.body), entity_of(asked), asked.path("record")

    def work(context: Context) -> Response:
        if not isinstance(body, dict):
            raise Refused(400, [Problem("not_object", text("这里应是一个 JSON 对象", "This must be a JSON object"))])
        values = {key: value for key, value in body.items() if key != "rev"}
        rev = read_rev(asked.request)
        if rev is None and isinstance(body.get("rev"), int) and not isinstance(body["rev"], bool):
            rev = body["rev"]
        written = write(context, [Update(entity, record, values, rev)], _cause(asked))
        require_written(written, False)
        data = _read_back(context, entity, [record])
        return answer({"data": data[0] if data else {"id": record}}, 200, {"ETag": f'"{written.outcomes[0].rev}"'})

    return write_once(asked.scope, asked.body, work)


def delete_record(asked: Asked) -> Response:
    """To the recycle bin."""
    change = Delete(entity_of(asked), asked.path("record"), read_rev(asked.request))
    with asked.scope.workspace.writing(asked.scope.viewer) as context:
        require_written(write(context, [change], _cause(asked)), False)
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
    words = text("没有这条记录,或你无权查看", "There is no such record, or you may not see it")
    return Refused(404, [Problem("not_found", words, "id")])


def _given_id(item: dict[str, Any]) -> str:
    given = item.get("id", "")
    return given if isinstance(given, str) else ""


def _read_back(context: Context, entity: str, ids: list[str]) -> list[dict[str, Any]]:
    """What was written as its writer may see it; only the id where they may not."""
    rows = (
        {row["id"]: row for one in ids if (row := get(context, entity, one)) is not None}
        if len(ids) == 1
        else _rows(context, entity, ids)
    )
    return [row_json(rows[one]) if one in rows else {"id": one} for one in ids]


def _rows(context: Context, entity: str, ids: list[str]) -> dict[str, Any]:
    page = find(context, Query(entity, ids=tuple(ids), limit=len(ids)))
    return {row["id"]: row for row in page.rows}


def _cause(asked: Asked) -> Cause:
    return Cause("api", asked.scope.request_id)


_ONE = "/api/v1/{entity}/{record}"
ROUTES = [
    endpoint("/api/v1/{entity}", list_records),
    endpoint("/api/v1/{entity}", create_records, ["POST"]),
    endpoint(_ONE, get_record),
    endpoint(_ONE, update_record, ["PATCH"]),
    endpoint(_ONE, delete_record, ["DELETE"]),
]
