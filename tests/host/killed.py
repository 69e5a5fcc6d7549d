"""Run as a process by test_kill: installs the app in a folder and kills itself, as `kill -9` does, at a given statement.

python killed.py HOME APP COUNT      COUNT 0: not at all, prints the number of statements
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event

from dougong.host.install import install
from dougong.host.settings import Settings
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.metamodel.documents import load_folder


def main(home: str, app: str, count: str) -> None:
    workspace = open_workspace(Settings(home=Path(home), database_url=""), DEFAULT)
    seen = 0

    def statement(*_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == int(count):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(workspace.writer, "after_cursor_execute", statement)
    event.listen(workspace.writer, "commit", statement)
    install(workspace, load_folder(Path(app)))
    sys.stdout.write(f"{seen}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
