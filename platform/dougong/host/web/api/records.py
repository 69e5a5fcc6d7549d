"""Reading and writing records: list, get, create, change, delete."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dougong.host.web.errors import Refused
from dougong.host.web.scope import Scope, api_scope
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.context import Cause, Context
from dougong.records.query import find, get
from dougong.records.values import Change, Create, Delete, Update
from dougong.records.write import write

from .decode import MOST_CHANGES, read_json, read_query, read_rev, split
from .encode import answer, row_json, rows_json
from .idempotency import write_once
from .outcomes import require_written

router = APIRouter()
ApiScope = Annotated[Scope, Depends(api_scope)]


@router.get("/api/v1/{entity}")
async def list_records(request: Request, entity: str, scope: ApiScope) -> Response:
    """A page of records."""

    def work() -> Response:
        require_entity(scope, entity)
        query = read_query(request, entity)
        with scope.workspace.reading(scope.viewer) as context:
            page = find(context, query)
            data = rows_json(context.store.model, entity, page.rows)
        info: dict[str, Any] = {"next": page.next}
        if page.total is not None:
            info["total"] = page.total
            if not page.exact:
                info["estimate"] = True
        return answer({"data": data, "page": info})

    return await run_in_threadpool(work)


@router.post("/api/v1/{entity}")
async def create_records(request: Request, entity: str, scope: ApiScope) -> Response:
    """One record from an object, many from an array; all or nothing."""
    body, raw = await read_json(request), await request.body()

    def work(context: Context) -> Response:
        many = isinstance(body, list)
        items = body if many else [body]
        if not items or len(items) > MOST_CHANGES or not all(isinstance(item, dict) for item in items):
            words = text(f"请给出 1 到 {MOST_CHANGES} 个对象", f"Send 1 to {MOST_CHANGES} objects")
            raise Refused(400, [Problem("not_object", words)])
        changes: list[Change] = [
            Create(entity, {k: v for k, v in item.items() if k != "id"}, id=_given_id(item)) for item in items
        ]
        written = write(context, changes, _cause(scope))
        require_written(written, many)
        data = _read_back(context, entity, [outcome.id for outcome in written.outcomes])
        headers = (
            {}
            if many
            else {
                "Location": f"{scope.base_path}/api/v1/{entity}/{data[0]['id']}",
                "ETag": f'"{data[0].get("rev", 1)}"',
            }
        )
        return answer({"data": data if many else data[0]}, 201, headers)

    def whole() -> Response:
        require_entity(scope, entity)
        return write_once(scope, raw, work)

    return await run_in_threadpool(whole)


@router.get("/api/v1/{entity}/{record}")
async def get_record(request: Request, entity: str, record: str, scope: ApiScope) -> Response:
    """One record; `fields` as in lists."""

    def work() -> Response:
        require_entity(scope, entity)
        fields = split(request.query_params.get("fields", ""))
        with scope.workspace.reading(scope.viewer) as context:
            row = get(context, entity, record, fields or None)
            if row is None:
                raise not_found(record)
            data = row_json(context.store.model, entity, row)
        headers = {"ETag": f'"{row["rev"]}"'} if "rev" in row else {}
        return answer({"data": data}, 200, headers)

    return await run_in_threadpool(work)


@router.patch("/api/v1/{entity}/{record}")
async def update_record(request: Request, entity: str, record: str, scope: ApiScope) -> Response:
    """Changes the fields sent; with `If-Match` only if nobody was faster."""
    body, raw = await read_json(request), await request.body()

    def work(context: Context) -> Response:
        if not isinstance(body, dict):
            raise Refused(400, [Problem("not_object", text("这里应是一个 JSON 对象", "This must be a JSON object"))])
        values = {key: value for key, value in body.items() if key != "rev"}
        rev = read_rev(request)
        if rev is None and isinstance(body.get("rev"), int) and not isinstance(body["rev"], bool):
            rev = body["rev"]
        written = write(context, [Update(entity, record, values, rev)], _cause(scope))
        require_written(written, False)
        data = _read_back(context, entity, [record])
        return answer({"data": data[0] if data else {"id": record}}, 200, {"ETag": f'"{written.outcomes[0].rev}"'})

    def whole() -> Response:
        require_entity(scope, entity)
        return write_once(scope, raw, work)

    return await run_in_threadpool(whole)


@router.delete("/api/v1/{entity}/{record}")
async def delete_record(request: Request, entity: str, record: str, scope: ApiScope) -> Response:
    """To the recycle bin."""

    def work() -> Response:
        require_entity(scope, entity)
        with scope.workspace.writing(scope.viewer) as context:
            require_written(write(context, [Delete(entity, record, read_rev(request))], _cause(scope)), False)
        return Response(status_code=204)

    return await run_in_threadpool(work)


def require_entity(scope: Scope, entity: str) -> None:
    """Raises Refused 404 for an entity that is not there; one the viewer has no right on looks the same."""
    known = scope.workspace.store.model.entities
    if entity not in known or known[entity].implicit:
        raise Refused(
            404, [Problem("unknown_entity", text(f"没有对象“{entity[:60]}”", f'There is no entity "{entity[:60]}"'))]
        )


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
    return [row_json(context.store.model, entity, rows[one]) if one in rows else {"id": one} for one in ids]


def _rows(context: Context, entity: str, ids: list[str]) -> dict[str, Any]:
    from dougong.records.values import Query

    page = find(context, Query(entity, ids=tuple(ids), limit=len(ids)))
    return {row["id"]: row for row in page.rows}


def _cause(scope: Scope) -> Cause:
    return Cause("api", scope.request_id)
