"""`dougong token`: access to the API for programs."""

from datetime import timedelta

import click

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .open import opened, workspace_option
from .say import say
from .user import no_such_person


@click.group()
def token() -> None:
    """Tokens for the API; each acts as one person."""


@token.command()
@click.option("--user", "login", required=True, help="Sign-in name of the person it acts as.")
@click.option("--name", default="", help="What it is for.")
@click.option("--days", type=click.IntRange(1, 3650), help="Days until it ends; else it does not.")
@workspace_option
def create(login: str, name: str, days: int | None, key: str) -> None:
    """Make a token and print it, this once."""
    from dougong.host.access import people, tokens

    with opened(key) as workspace:
        store, now = workspace.store, workspace.clock()
        with workspace.writer.begin() as connection:
            person = people.by_login(connection, store, login)
            if person is None:
                raise ProblemsFound([no_such_person(login)])
            ends = now + timedelta(days=days) if days else None
            secret, _ = tokens.create(connection, person.id, name, now, ends)
    click.echo(secret)


@token.command("list")
@workspace_option
def list_(key: str) -> None:
    """Tokens in force."""
    from dougong.host.access import people, tokens

    with opened(key) as workspace:
        store = workspace.store
        with workspace.engine.connect() as connection:
            for one in tokens.list_of(connection):
                person = people.by_id(connection, store, one.person)
                used = f"{one.used_at:%Y-%m-%d}" if one.used_at else "-"
                click.echo(f"{one.id}  {one.hint}…  {person.login if person else '-':16} {used:12} {one.name}")


@token.command()
@click.argument("id_", metavar="ID")
@workspace_option
def revoke(id_: str, key: str) -> None:
    """End a token."""
    from dougong.host.access import tokens

    with opened(key) as workspace, workspace.writer.begin() as connection:
        if not tokens.revoke(connection, id_, workspace.clock()):
            raise ProblemsFound([Problem("no_such_token", text("没有这个令牌", "There is no such token in force"))])
    say("已撤销", "revoked")
