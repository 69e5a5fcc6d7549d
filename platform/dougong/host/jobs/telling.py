"""Works off the outbox: every listener hears of every change, in one transaction with the mark that they have."""

from typing import TYPE_CHECKING

from dougong.host.listeners import LISTENERS
from dougong.records import outbox
from dougong.records.rights import SYSTEM

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

_AT_ONCE = 200


def tell_of_changes(workspace: "Workspace") -> int:
    """How many events were told of. Asks a reader first: a look without news must not hold up writers."""
    count = 0
    while True:
        with workspace.reading(SYSTEM) as context:
            if not outbox.any_waiting(context):
                return count
        with workspace.writing(SYSTEM) as context:
            events = outbox.waiting(context, _AT_ONCE)
            for listener in LISTENERS:
                listener(context, events)
            outbox.done(context, [event["id"] for event in events])
        if not events:  # another process holds them
            return count
        count += len(events)
