"""Tells people that records were shared with them, by name, by department or by role."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dougong.host.access import people
from dougong.host.access.people import Person
from dougong.host.notices import Notice, notify
from dougong.records.context import Context
from dougong.records.share import Share, given


def tell_shared(ctx: Context, events: Sequence[Mapping[str, Any]]) -> int:
    """How many notices were written; `ctx` reads everything."""
    shared = [event for event in events if event["action"] == "shared" and event["entity"] in ctx.store.model.entities]
    if not shared:
        return 0
    everyone = people.everyone(ctx.connection, ctx.store)
    return notify(ctx.connection, [one for event in shared for one in _notices(ctx, event, everyone)], ctx.now)


def _notices(ctx: Context, event: Mapping[str, Any], everyone: list[Person]) -> Iterator[Notice]:
    told: dict[str, dict[str, None]] = {}
    for share in given(ctx, event["fields"], event["ids"]):
        for person in everyone:
            if _meant(share, person):
                told.setdefault(person.id, {})[share.record] = None
    for who, records in told.items():
        first = next(iter(records))
        yield Notice("share", who, event["entity"], first, event["actor"], len(records), f"share:{event['id']}")


def _meant(share: Share, person: Person) -> bool:
    department = share.department is not None and share.department == person.department
    return share.person == person.id or department or (share.role is not None and share.role in person.roles)
