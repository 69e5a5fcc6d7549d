"""Tells people that somebody else made them owner of records; many at once become one notice."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dougong.host.notices import Notice, notify
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.query.find import find
from dougong.records.values import Query

_GIVING = frozenset({"created", "updated", "restored"})
_SILENT = frozenset({"install", "undo"})
"""Causes nobody is told of: samples, and putting back what was."""
_STEP = 100


def tell_owners(ctx: Context, events: Sequence[Mapping[str, Any]]) -> int:
    """How many notices were written; `ctx` reads everything."""
    told: list[Notice] = []
    for some in _bunches([event for event in events if _gives(ctx, event)]):
        owners = _owners(ctx, some[0]["entity"], [record for event in some for record in event["ids"]])
        told += [one for event in some for one in _notices(event, owners)]
    return notify(ctx.connection, told, ctx.now)


def _bunches(events: list[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Events of one entity whose records are few enough to be asked about at once."""
    events = sorted(events, key=lambda event: str(event["entity"]))
    some, size = list[Mapping[str, Any]](), 0
    for event in events:
        if some and (some[0]["entity"] != event["entity"] or size + len(event["ids"]) > _STEP):
            yield some
            some, size = [], 0
        some.append(event)
        size += len(event["ids"])
    if some:
        yield some


def _gives(ctx: Context, event: Mapping[str, Any]) -> bool:
    entity = ctx.store.model.entities.get(event["entity"])
    gives = event["action"] in _GIVING and "owner" in event["fields"] and event["cause_kind"] not in _SILENT
    return gives and entity is not None and _owned(entity)


def _owners(ctx: Context, entity: str, ids: list[str]) -> dict[str, str]:
    """Whose the records are now."""
    found: dict[str, str] = {}
    for at in range(0, len(ids), _STEP):
        asked = tuple(ids[at : at + _STEP])
        for row in find(ctx, Query(entity, ("owner",), ids=asked, limit=len(asked))).rows:
            if row["owner"] is not None:
                found[str(row["id"])] = row["owner"]
    return found


def _notices(event: Mapping[str, Any], owners: Mapping[str, str]) -> Iterator[Notice]:
    given: dict[str, list[str]] = {}
    for record in event["ids"]:
        if record in owners:
            given.setdefault(owners[record], []).append(record)
    matter = f"{event['cause_kind']}:{event['cause_ref']}" if event["cause_ref"] else f"event:{event['id']}"
    for owner, records in given.items():
        yield Notice(
            "owner",
            owner,
            event["entity"],
            records[0],
            event["actor"],
            len(records),
            f"owner:{event['entity']}:{matter}",
        )


def _owned(entity: EntityModel) -> bool:
    """Rows of others have their parent's owner."""
    return not entity.implicit and entity.owner_link is None
