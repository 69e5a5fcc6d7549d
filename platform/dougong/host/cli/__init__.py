"""The command `dougong`: start the product, look after apps, workspaces, people and tokens.

Commands are imported when they are called, so that none waits for what another needs.
"""

from importlib import import_module

import click

from dougong.metamodel.problem import ProblemsFound

from .say import say, say_problems

COMMANDS = {
    "start": "dougong.host.cli.start:start",
    "serve": "dougong.host.cli.start:serve",
    "app": "dougong.host.cli.app:app",
    "workspace": "dougong.host.cli.workspace:workspace",
    "job": "dougong.host.cli.job:job",
    "user": "dougong.host.cli.user:user",
    "token": "dougong.host.cli.token:token",
    "import": "dougong.host.imports.cli:import_command",
    "import-resume": "dougong.host.imports.cli:resume_command",
    "import-undo": "dougong.host.imports.cli:undo_command",
}


class Commands(click.Group):
    """Finds commands by the list above, and says problems in words instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        found: click.Command = getattr(import_module(module), attribute)
        return found

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ProblemsFound as found:
            say_problems(found.problems)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dougong")
def main() -> None:
    """Dougong: build a record-keeping application from parts, without code."""


__all__ = ["main", "say"]
