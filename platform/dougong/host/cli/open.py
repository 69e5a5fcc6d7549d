"""The workspace a command works on: `--workspace`, `main` when not given; made when it is the default and missing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text


def settings_or_refuse(**given: Any) -> Settings:
    """The settings, with what the command line gives; a value that cannot be is told in words."""
    from pydantic import ValidationError

    try:
        return Settings(**given)
    except ValidationError as error:
        problems = [
            Problem("setting", text(one["msg"], one["msg"]), "_".join(("DOUGONG", *map(str, one["loc"]))).upper())
            for one in error.errors()
        ]
        raise ProblemsFound(problems) from None


def workspace_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--workspace`."""
    return click.option("--workspace", "-w", "key", default=DEFAULT, show_default=True, help="Key of the workspace.")(
        command
    )


@contextmanager
def opened(key: str, settings: Settings | None = None) -> Iterator[Workspace]:
    """A prepared workspace; raises ProblemsFound when there is none of that key."""
    from dougong.host.install import prepare

    settings = settings or settings_or_refuse()
    if key == DEFAULT:
        engines.make_place(settings, key)
    elif not engines.exists(settings, key):
        words = text(f"没有工作区“{key}”", f'There is no workspace "{key}"')
        fix = text(f"用 dougong workspace create {key} 新建", f"Make it with `dougong workspace create {key}`")
        raise ProblemsFound([Problem("no_such_workspace", words, fix=fix)])
    workspace = open_workspace(settings, key)
    try:
        prepare(workspace)
        yield workspace
    finally:
        workspace.close()
