"""The rows of an export: values as people read them, page by page, so that a long list needs little memory."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from dougong.metamodel.model import EntityModel, Model
from dougong.records.context import Context
from dougong.records.query import find
from dougong.records.values import Query, Row

from .cells import plain

PAGE = 1000


def export_rows(context: Context, query: Query, language: str) -> Iterator[list[Any]]:
    """One list of plain values per record, in the order of `query.fields`."""
    labels = {path: _labels(context.store.model, query.entity, path, language) for path in query.fields}
    zone = ZoneInfo(context.viewer.zone)
    page_query = replace(query, limit=PAGE, offset=0, cursor="", total="none")
    while True:
        page = find(context, page_query)
        for row in page.rows:
            yield [_shown(row, path, labels[path], zone) for path in query.fields]
        if page.next is None:
            return
        page_query = replace(page_query, cursor=page.next)


def export_heads(model: Model, entity: EntityModel, fields: tuple[str, ...], language: str) -> list[str]:
    """Labels of paths: `Site · City`."""
    heads = []
    for path in fields:
        steps = path.split(".")
        heads.append(
            " · ".join(model.field(entity.key, ".".join(steps[: n + 1])).label.in_(language) for n in range(len(steps)))
        )
    return heads


def _labels(model: Model, entity: str, path: str, language: str) -> dict[str, str]:
    """Option key -> label, for fields with options."""
    options = getattr(model.field(entity, path).field, "options", ())
    return {option.key: option.label.in_(language) for option in options}


def _shown(row: Row, path: str, labels: dict[str, str], zone: ZoneInfo) -> Any:
    value = row.get(f"{path}.$title", row.get(path)) if f"{path}.$title" in row else row.get(path)
    if labels:
        value = [labels.get(one, one) for one in value] if isinstance(value, list) else labels.get(str(value), value)
    return plain(value, zone)
