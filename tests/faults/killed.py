"""Run as a process: does a piece of work and dies, as by `kill -9`, after a given number of statements.

python killed.py COUNT work KEY | bulk KEY | publish KEY SET PERSON | revert KEY NUMBER PERSON | cli WORDS...

COUNT 0: lives, prints the number of statements
"""

import os
import signal
import sys
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, event

from dougong.host import jobs
from dougong.host.cli import main as cli
from dougong.host.settings import Settings
from dougong.host.studio.publish import publish, revert
from dougong.host.workspaces import open_workspace
from dougong.records.bulk import bulk_update
from dougong.records.context import Cause
from dougong.records.rights import SYSTEM


def main(count: str, action: str, *words: str) -> None:
    seen = 0

    def statement(*_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == int(count):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", statement)
    event.listen(Engine, "commit", statement)
    ACTIONS[action](*words)
    sys.stderr.write(f"{seen}\n")


def work(key: str) -> None:
    """What a worker finds waiting."""
    jobs.run_pending(open_workspace(Settings(), key))


def bulk(key: str) -> None:
    """All records at once, in one transaction, as the API does it."""
    with open_workspace(Settings(), key).writing(SYSTEM) as context:
        bulk_update(context, "machine", {"price": Decimal(7), "kind": "press"}, Cause("bulk", "the-bulk"), filter="")


def publishing(key: str, set_id: str, person: str) -> None:
    publish(open_workspace(Settings(), key), set_id, person, allow_drop=True)


def reverting(key: str, number: str, person: str) -> None:
    revert(open_workspace(Settings(), key), int(number), person)


def command(*words: str) -> None:
    cli(list(words), standalone_mode=False)


ACTIONS = {"work": work, "bulk": bulk, "publish": publishing, "revert": reverting, "cli": command}

if __name__ == "__main__":
    main(*sys.argv[1:])
