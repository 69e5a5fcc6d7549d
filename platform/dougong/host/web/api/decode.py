"""Requests as values: query strings, bodies and headers read strictly, every fault named."""

from collections.abc import Iterable
from typing import Any

import orjson
from starlette.requests import Request

from dougong.host.web.errors import Refused
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.values import Query

MOST_ROWS = 500
MOST_CHANGES = 1000
MOST_FIELDS = 200
_LIST = frozenset({"filter", "sort", "fields", "limit", "offset", "cursor", "total", "q", "deleted"})


def read_query(request: Request, entity: str) -> Query:
    """The query of a list request; raises Refused 400 naming the parameter."""
    given = request.query_params
    problems = [
        Problem("unknown_parameter", text(f"没有参数“{name[:40]}”", f'There is no parameter "{name[:40]}"'), name[:40])
        for name in given
        if name not in _LIST
    ]
    total = given.get("total", "none")
    if total not in ("exact", "estimate", "none"):
        problems.append(
            Problem("total", text("total 应为 exact、estimate 或 none", "total is exact, estimate or none"), "total")
        )
    limit = _number(given.get("limit", "50"), "limit", 1, MOST_ROWS, problems)
    offset = _number(given.get("offset", "0"), "offset", 0, 10_000_000, problems)
    fields = split(given.get("fields", ""))
    if len(fields) > MOST_FIELDS:
        words = text(f"最多 {MOST_FIELDS} 个字段", f"At most {MOST_FIELDS} fields")
        problems.append(Problem("too_many_fields", words, "fields"))
    if given.get("cursor") and offset:
        problems.append(
            Problem(
                "cursor_and_offset", text("cursor 和 offset 只能用一个", "Use cursor or offset, not both"), "cursor"
            )
        )
    if problems:
        raise Refused(400, problems)
    return Query(
        entity=entity,
        fields=fields,
        filter=given.get("filter", ""),
        search=given.get("q", ""),
        sort=split(given.get("sort", "")),
        limit=limit,
        offset=offset,
        cursor=given.get("cursor", ""),
        total=total,  # type: ignore[arg-type]
        deleted=given.get("deleted") == "true",
        outside=True,
    )


def split(words: str) -> tuple[str, ...]:
    """Comma separated names."""
    return tuple(name for part in words.split(",") if (name := part.strip()))


def read_json(request: Request, body: bytes) -> Any:
    """The body; raises Refused for anything but JSON."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media and media != "application/json":
        words = text("请以 application/json 发送", "Send application/json")
        raise Refused(415, [Problem("content_type", words)])
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        words = text(f"不是有效的 JSON:{str(error)[:200]}", f"This is not valid JSON: {str(error)[:200]}")
        raise Refused(400, [Problem("not_json", words)]) from None


def read_object(body: Any, allowed: Iterable[str], required: Iterable[str] = (), path: str = "$") -> dict[str, Any]:
    """A JSON object with known members only; raises Refused 400."""
    if not isinstance(body, dict):
        raise Refused(400, [Problem("not_object", text("这里应是一个 JSON 对象", "This must be a JSON object"), path)])
    known = set(allowed)
    problems = [
        Problem("unknown_member", text(f"没有“{key[:40]}”这一项", f'There is no "{key[:40]}"'), f"{path}.{key[:40]}")
        for key in body
        if key not in known
    ]
    problems += [
        Problem("missing_member", text(f"缺少“{key}”", f'"{key}" is missing'), f"{path}.{key}")
        for key in required
        if key not in body
    ]
    if problems:
        raise Refused(400, problems)
    return body


def read_ids(value: Any, path: str) -> list[str]:
    """A list of ids."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value) or len(value) > 10_000:
        raise Refused(400, [Problem("ids", text("应是编号列表", "This must be a list of ids"), path)])
    return value


def read_rev(request: Request) -> int | None:
    """The revision of `If-Match`; None when it is not sent."""
    words = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    if not words or words == "*":
        return None
    if not words.isdigit() or len(words) > 15:
        raise Refused(
            400, [Problem("if_match", text("If-Match 应是版本号", "If-Match must be a revision number"), "If-Match")]
        )
    return int(words)


def _number(words: str, name: str, lowest: int, highest: int, problems: list[Problem]) -> int:
    if not words.isascii() or not words.isdigit() or len(words) > 12 or not lowest <= int(words) <= highest:
        message = text(
            f"{name} 应为 {lowest} 到 {highest} 的整数", f"{name} must be a whole number from {lowest} to {highest}"
        )
        problems.append(Problem(name, message, name))
        return lowest
    return int(words)
