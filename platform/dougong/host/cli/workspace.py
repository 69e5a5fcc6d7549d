"""`dougong workspace`: create, list, backup, restore, verify, delete."""

from pathlib import Path

import click

from dougong.host.store import engines
from dougong.host.workspaces import DEFAULT, KEY, TRIAL, open_workspace
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .open import opened, settings_or_refuse
from .say import say, say_problems


@click.group()
def workspace() -> None:
    """Workspaces: each its own database, people and apps."""


@workspace.command()
@click.argument("key")
@click.option("--name", default="", help="What people see; else the key.")
def create(key: str, name: str) -> None:
    """Make a workspace, reached at /w/KEY/ or by a host name that begins with KEY."""
    from dougong.host.install import prepare

    settings = settings_or_refuse()
    if not KEY.fullmatch(key) or key.startswith(TRIAL):
        words = text(
            "名字只能用小写字母、数字和 _，以字母开头（不能以 try_ 开头），最长 40",
            "A key is lower-case letters, digits and _, at most 40, and does not begin with try_",
        )
        raise ProblemsFound([Problem("workspace_key", words, key)])
    if engines.exists(settings, key):
        raise ProblemsFound([Problem("workspace_exists", text(f"“{key}”已存在", f'"{key}" exists already'))])
    engines.make_place(settings, key)
    made = open_workspace(settings, key)
    try:
        prepare(made, name)
    finally:
        made.close()
    say(f"已新建 {key}:/w/{key}/", f"made {key}: /w/{key}/")


@workspace.command("list")
def list_() -> None:
    """Workspaces there are."""
    for key in engines.list_keys(settings_or_refuse()):
        click.echo(key)


@workspace.command()
@click.argument("key", default=DEFAULT)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--portable", is_flag=True, help="As JSON lines, to be restored on either database.")
def backup(key: str, file: Path, portable: bool) -> None:
    """Write a workspace to a zip file while it is in use."""
    from dougong.host.store import backup as backing

    with opened(key) as found:
        size = backing.backup(found, file, portable=portable)
    say(f"已备份到 {file}({size / 1e6:.1f} MB)", f"backed up to {file} ({size / 1e6:.1f} MB)")


@workspace.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("key")
def restore(file: Path, key: str) -> None:
    """Make a new workspace from a backup."""
    from dougong.host.store import backup as backing

    backing.restore(settings_or_refuse(), file, key)
    say(f"已恢复为 {key}", f"restored as {key}")


@workspace.command()
@click.argument("key", default=DEFAULT)
def verify(key: str) -> None:
    """Replay the sealed history of every day; exit code 1 when something was changed since."""
    from dougong.records import seal
    from dougong.records.rights import SYSTEM

    with opened(key) as found, found.reading(SYSTEM) as context:
        days = seal.days(context)
        problems = [problem for day in days for problem in seal.verify(context, day)]
    say_problems(problems)
    if problems:
        raise SystemExit(1)
    say(f"{len(days)} 天的历史与封存时一致", f"the history of {len(days)} days is as it was sealed")


@workspace.command()
@click.argument("key")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(key: str, yes: bool) -> None:
    """Remove a workspace with everything in it, for good."""
    from dougong.host.store import backup as backing

    settings = settings_or_refuse()
    if not engines.exists(settings, key):
        raise ProblemsFound([Problem("no_such_workspace", text(f"没有“{key}”", f'There is no "{key}"'))])
    if not yes:
        zh, en = f"输入 {key} 以确认永久删除", f"Type {key} to delete it for good"
        from .say import language

        if click.prompt(zh if language() == "zh-CN" else en) != key:
            raise SystemExit(1)
    backing.remove(settings, key)
    say(f"已删除 {key}", f"deleted {key}")
