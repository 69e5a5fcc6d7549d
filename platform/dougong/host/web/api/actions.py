"""What is done to many records at once: aggregate, bulk change, merge, transfer, restore."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dougong.host.web.errors import Refused, problem_members
from dougong.host.web.scope import Scope, api_scope
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records import merge, transfer
from dougong.records.bulk import Bulk, bulk_update
from dougong.records.context import Cause
from dougong.records.query import aggregate
from dougong.records.values import Aggregate, Restore
from dougong.records.write import write

from .decode import read_ids, read_json, read_object
from .encode import answer, rows_json
from .idempotency import write_once
from .outcomes import require_written
from .records import require_entity

router = APIRouter()
ApiScope = Annotated[Scope, Depends(api_scope)]


@router.post("/api/v1/{entity}:aggregate")
async def aggregate_records(request: Request, entity: str, scope: ApiScope) -> Response:
    """Sums, counts and the like by groups."""
    body = read_object(await read_json(request), ("group", "measures", "filter", "q", "sort", "limit"), ("measures",))

    def work() -> Response:
        require_entity(scope, entity)
        asked = Aggregate(
            entity, _texts(body["measures"]), _names(body, "group"),
            str(body.get("filter") or ""), str(body.get("q") or ""), _names(body, "sort"), _limit(body),
        )  # fmt: skip
        with scope.workspace.reading(scope.viewer) as context:
            rows = aggregate(context, asked)
            return answer({"data": rows_json(context.store.model, entity, rows)})

    return await run_in_threadpool(work)


@router.post("/api/v1/{entity}:bulk")
async def bulk_records(request: Request, entity: str, scope: ApiScope) -> Response:
    """The same change to all records of a filter or a list of ids."""
    raw = await request.body()
    body = read_object(await read_json(request), ("filter", "ids", "set"), ("set",))
    if ("filter" in body) == ("ids" in body):
        raise Refused(
            400, [Problem("filter_or_ids", text("filter 和 ids 必须且只能给一个", "Send either filter or ids"))]
        )

    def work() -> Response:
        require_entity(scope, entity)
        values = read_object(body["set"], body["set"] if isinstance(body["set"], dict) else (), path="$.set")
        ids = read_ids(body["ids"], "$.ids") if "ids" in body else None
        cause = Cause("bulk", scope.request_id)
        source = str(body.get("filter") or "")
        return write_once(
            scope,
            raw,
            lambda context: answer(
                {
                    "data": _bulk_json(
                        bulk_update(context, entity, values, cause, filter=source, ids=ids), scope.language
                    )
                }
            ),
        )

    return await run_in_threadpool(work)


@router.post("/api/v1/{entity}:merge")
async def merge_records(request: Request, entity: str, scope: ApiScope) -> Response:
    """Several records become one; `choice` says for each field whose value stays."""
    body = read_object(await read_json(request), ("keep", "others", "choice"), ("keep", "others"))

    def work() -> Response:
        require_entity(scope, entity)
        others = read_ids(body["others"], "$.others")
        choice = _texts(body.get("choice") or {})
        with scope.workspace.writing(scope.viewer) as context:
            written = merge.merge(context, entity, str(body["keep"]), others, choice, Cause("merge", scope.request_id))
            require_written(written, False)
        return answer({"data": {"id": body["keep"], "merged": others}})

    return await run_in_threadpool(work)


@router.post("/api/v1/{entity}:transfer")
async def transfer_records(request: Request, entity: str, scope: ApiScope) -> Response:
    """Hands everything one person owns of this entity to another."""
    body = read_object(await read_json(request), ("from", "to"), ("from", "to"))

    def work() -> Response:
        require_entity(scope, entity)
        with scope.workspace.writing(scope.viewer) as context:
            moved = transfer.transfer(
                context, str(body["from"]), str(body["to"]), [entity], cause=Cause("transfer", scope.request_id)
            )
        return answer({"data": moved})

    return await run_in_threadpool(work)


@router.post("/api/v1/{entity}:restore")
async def restore_records(request: Request, entity: str, scope: ApiScope) -> Response:
    """Back from the recycle bin."""
    body = read_object(await read_json(request), ("ids",), ("ids",))

    def work() -> Response:
        require_entity(scope, entity)
        ids = read_ids(body["ids"], "$.ids")
        with scope.workspace.writing(scope.viewer) as context:
            require_written(write(context, [Restore(entity, one) for one in ids], Cause("api", scope.request_id)), True)
        return answer({"data": {"ids": ids}})

    return await run_in_threadpool(work)


def _bulk_json(bulk: Bulk, language: str) -> dict[str, Any]:
    """`ref` undoes it; `refused` says per record why it stayed as it was (the first hundred)."""
    refused = [
        {"id": outcome.id, "errors": [problem_members(problem, language) for problem in outcome.problems]}
        for outcome in bulk.refused[:100]
    ]
    return {"total": bulk.total, "changed": bulk.changed, "ref": bulk.ref, "refused": refused}


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > 50 or not all(isinstance(one, str) for one in value.values()):
        raise Refused(400, [Problem("measures", text("应是 名称→文字 的对象", "This must be an object of texts"))])
    return value


def _names(body: dict[str, Any], key: str) -> tuple[str, ...]:
    value = body.get(key) or []
    if not isinstance(value, list) or len(value) > 10 or not all(isinstance(one, str) for one in value):
        raise Refused(
            400,
            [Problem(key, text("应是最多 10 个字段的列表", "This must be a list of at most 10 fields"), f"$.{key}")],
        )
    return tuple(value)


def _limit(body: dict[str, Any]) -> int:
    value = body.get("limit", 1000)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10_000:
        raise Refused(400, [Problem("limit", text("limit 应为 1 到 10000", "limit must be 1 to 10000"), "$.limit")])
    return value
