"""A workspace people work in, grown large: the stock app with its samples, then 10,000 accounts, 100,000 deals of the
sample's sellers, 10,000 activities of one account and 500 cards of another, all through the write path."""

import random
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Any

from dougong.host.workspaces import Workspace
from dougong.records.context import Cause
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Create, Query
from dougong.records.write import write

from .data import accounts, deals

CHUNK = 2_500
CARDS = 500
"""Deals of the second account, named `Card ...`; the first has all the activities."""


def grow(workspace: Workspace, rows: int) -> None:
    """`rows` deals and a tenth as many accounts and activities."""
    with workspace.reading(SYSTEM) as context:
        people = find(context, Query("person", ("id", "roles"), sort=("name",), limit=100)).rows
        sellers = [row["id"] for row in people if "sales" in (row["roles"] or ())]
        today = context.now.date()
    assert sellers, "the samples have sellers"
    draw = random.Random(11)
    made = _write(workspace, "account", ({**one, "owner": draw.choice(sellers)} for one in accounts(rows // 10)))
    _write(workspace, "opportunity", (_moved(one, today, draw) for one in deals(rows, made, sellers)))
    cards = (
        {"name": f"Card {n:03}", "account": made[1], "stage": "proposal", "amount": str(1000 + n),
         "close_date": today.isoformat(), "owner": sellers[0]}
        for n in range(CARDS)
    )  # fmt: skip
    _write(workspace, "opportunity", cards)
    logs = (
        {"subject": f"Call {n:05}", "kind": "call", "about": {"entity": "account", "id": made[0]}, "owner": sellers[0],
         "happened_at": f"{today - timedelta(days=n % 700)}T04:00:00Z"}
        for n in range(rows // 10)
    )  # fmt: skip
    _write(workspace, "activity", logs)


def _moved(deal: dict[str, Any], today: Any, draw: random.Random) -> dict[str, Any]:
    """Days around today, so that this quarter is as full as any."""
    return {**deal, "close_date": (today + timedelta(days=draw.randrange(-400, 330))).isoformat()}


def _write(workspace: Workspace, entity: str, bodies: Iterable[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    waiting = iter(bodies)
    while chunk := list(islice(waiting, CHUNK)):
        with workspace.writing(SYSTEM) as context:
            written = write(context, [Create(entity, one) for one in chunk], Cause("import"))
            assert written.written, written.problems[:3]
            found += [one.id for one in written.outcomes]
    return found
