"""What is done to many records at once: aggregate, bulk change, merge, transfer, restore."""

from typing import Any

from starlette.responses import Response

from dougong.host.web.errors import Refused, problem_members
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records import merge, transfer
from dougong.records.bulk import Bulk, bulk_update
from dougong.records.context import Cause, Context
from dougong.records.query import figures
from dougong.records.values import Aggregate, Restore
from dougong.records.write import write

from .decode import read_ids, read_json, read_object
from .encode import answer, rows_json
from .endpoint import Asked, endpoint
from .idempotency import write_once
from .outcomes import require_written
from .records import entity_of


def aggregate_records(asked: Asked) -> Response:
    """Sums, counts and the like by groups."""
    body = _members(asked, ("group", "measures", "filter", "q", "sort", "limit"), ("measures",))
    query = Aggregate(
        entity_of(asked), _texts(body["measures"]), _names(body, "group"),
        str(body.get("filter") or ""), str(body.get("q") or ""), _names(body, "sort"), _limit(body),
    )  # fmt: skip
    with asked.reading() as context:
        page = figures(context, query)
        asked.keep(context, page.volatile)
    return answer({"data": rows_json(page.rows)})


def bulk_records(asked: Asked) -> Response:
    """The same change to all records of a filter or a list of ids."""
    body = _members(asked, ("filter", "ids", "set"), ("set",))
    if ("filter" in body) == ("ids" in body):
        raise Refused(
            400, [Problem("filter_or_ids", text("filter 和 ids 必须且只能给一个", "Send either filter or ids"))]
        )
    entity = entity_of(asked)
    values = read_object(body["set"], body["set"] if isinstance(body["set"], dict) else (), path="$.set")
    ids = read_ids(body["ids"], "$.ids") if "ids" in body else None
    words, cause = str(body.get("filter") or ""), _cause(asked, "bulk")

    def work(context: Context) -> Response:
        found = bulk_update(context, entity, values, cause, filter=words, ids=ids)
        return answer({"data": _bulk_json(found, asked.scope.language)})

    return write_once(asked.scope, asked.body, work)


def merge_records(asked: Asked) -> Response:
    """Several records become one; `choice` says for each field whose value stays."""
    body = _members(asked, ("keep", "others", "choice"), ("keep", "others"))
    entity, keep = entity_of(asked), str(body["keep"])
    others = read_ids(body["others"], "$.others")
    choice = _texts(body.get("choice") or {})
    with asked.scope.workspace.writing(asked.scope.viewer) as context:
        require_written(merge.merge(context, entity, keep, others, choice, _cause(asked, "merge")), False)
    return answer({"data": {"id": body["keep"], "merged": others}})


def transfer_records(asked: Asked) -> Response:
    """Hands everything one person owns of this entity to another."""
    body = _members(asked, ("from", "to"), ("from", "to"))
    entity = entity_of(asked)
    with asked.scope.workspace.writing(asked.scope.viewer) as context:
        moved = transfer.transfer(
            context, str(body["from"]), str(body["to"]), [entity], cause=_cause(asked, "transfer")
        )
    return answer({"data": moved})


def restore_records(asked: Asked) -> Response:
    """Back from the recycle bin."""
    body = _members(asked, ("ids",), ("ids",))
    entity, ids = entity_of(asked), read_ids(body["ids"], "$.ids")
    with asked.scope.workspace.writing(asked.scope.viewer) as context:
        require_written(write(context, [Restore(entity, one) for one in ids], _cause(asked, "api")), True)
    return answer({"data": {"ids": ids}})


ROUTES = [
    endpoint("/api/v1/{entity}:aggregate", aggregate_records, ["POST"]),
    endpoint("/api/v1/{entity}:bulk", bulk_records, ["POST"]),
    endpoint("/api/v1/{entity}:merge", merge_records, ["POST"]),
    endpoint("/api/v1/{entity}:transfer", transfer_records, ["POST"]),
    endpoint("/api/v1/{entity}:restore", restore_records, ["POST"]),
]


def _members(asked: Asked, allowed: tuple[str, ...], required: tuple[str, ...]) -> dict[str, Any]:
    return read_object(read_json(asked.request, asked.body), allowed, required)


def _cause(asked: Asked, kind: str) -> Cause:
    return Cause(kind, asked.scope.request_id)


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
