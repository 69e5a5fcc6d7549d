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
    return notify(ctx.connection, [one for event in events for one in _notices(ctx, event)], ctx.now)


def _notices(ctx: Context, event: Mapping[str, Any]) -> Iterator[Notice]:
    entity = ctx.store.model.entities.get(event["entity"])
    gives = event["action"] in _GIVING and "owner" in event["fields"] and event["cause_kind"] not in _SILENT
    if not gives or entity is None or not _owned(entity):
        return
    given: dict[str, list[str]] = {}
    ids = event["ids"]
    for at in range(0, len(ids), _STEP):
        asked = tuple(ids[at : at + _STEP])
        for row in find(ctx, Query(entity.key, ("owner",), ids=asked, limit=len(asked))).rows:
            if row["owner"] is not None:
                given.setdefault(row["owner"], []).append(str(row["id"]))
    matter = f"{event['cause_kind']}:{event['cause_ref']}" if event["cause_ref"] else f"event:{event['id']}"
    for owner, records in given.items():
        yield Notice(
            "owner", owner, entity.key, records[0], event["actor"], len(records), f"owner:{entity.key}:{matter}"
        )


def _owned(entity: EntityModel) -> bool:
    """Rows of others have their parent's owner."""
    return not entity.implicit and entity.owner_link is None
