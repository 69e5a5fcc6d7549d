"""`dougong user`: people who sign in, and their passwords."""

import click

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .open import opened, workspace_option
from .say import say


@click.group()
def user() -> None:
    """People who may sign in."""


@user.command()
@click.argument("login")
@click.option("--name", help="The person's name; else the sign-in name.")
@click.option("--role", "roles", multiple=True, help="Key of a role; may be repeated.")
@click.password_option(help="Asked for when not given.")
@workspace_option
def create(login: str, name: str | None, roles: tuple[str, ...], password: str, key: str) -> None:
    """Make a person with a password."""
    from dougong.host.access import passwords
    from dougong.records.context import Cause
    from dougong.records.rights import SYSTEM
    from dougong.records.values import Create
    from dougong.records.write import write

    with opened(key) as workspace:
        unknown = [role for role in roles if role not in workspace.store.model.roles]
        if unknown:
            words = text(f"没有角色：{', '.join(unknown)}", f"No such role: {', '.join(unknown)}")
            known = ", ".join(workspace.store.model.roles)
            raise ProblemsFound([Problem("no_such_role", words, fix=text(f"可用：{known}", f"There are: {known}"))])
        with workspace.writing(SYSTEM) as ctx:
            values = {"name": name or login, "login": login, "roles": list(roles)}
            written = write(ctx, [Create("person", values)], Cause("user", note="dougong user create"))
            if not written.written:
                raise ProblemsFound(written.problems)
            passwords.put(ctx.connection, written.outcomes[0].id, password, ctx.now)
    say(f"已新建 {login}", f"made {login}")


@user.command()
@click.argument("login")
@click.password_option(help="Asked for when not given.")
@workspace_option
def password(login: str, password: str, key: str) -> None:
    """Set a person's password and end their sessions."""
    from dougong.host.access import passwords, people, sessions

    with opened(key) as workspace:
        store = workspace.store
        with workspace.writer.begin() as connection:
            person = people.by_login(connection, store, login)
            if person is None:
                raise ProblemsFound([no_such_person(login)])
            passwords.put(connection, person.id, password, workspace.clock())
            sessions.end(connection, person.id)
    say(f"已设置 {login} 的密码", f"set the password of {login}")


@user.command("second-factor-remove")
@click.argument("login")
@workspace_option
def second_factor_remove(login: str, key: str) -> None:
    """Take a person's second factor away and end their sessions: for an administrator who lost the phone."""
    from dougong.host.access import people, second_factor, sessions
    from dougong.host.access.events import note_access
    from dougong.records.rights import SYSTEM

    with opened(key) as workspace, workspace.writing(SYSTEM) as context:
        person = people.by_login(context.connection, context.store, login)
        if person is None:
            raise ProblemsFound([no_such_person(login)])
        second_factor.remove(context.connection, person.id)
        sessions.end(context.connection, person.id)
        note_access(context, person.id, "second_factor_off", "dougong user second-factor-remove")
    say(f"已移除 {login} 的双重验证", f"removed the second factor of {login}")


def no_such_person(login: str) -> Problem:
    return Problem("no_such_person", text(f"没有登录名为“{login}”的人", f'Nobody has the sign-in name "{login}"'))
