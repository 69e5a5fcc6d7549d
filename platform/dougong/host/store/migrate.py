"""Brings the platform's own tables of a workspace to the newest version.

At the newest already, which is nearly always, it is one SELECT and Alembic is not even imported.
"""

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from dougong.host.paths import MIGRATIONS

HEAD = "0009"
"""The newest file in migrations/versions; a test holds the two together."""

_version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def version_of(connection: Connection) -> str | None:
    """The version the tables are at; None for an empty database."""
    if not inspect(connection).has_table(_version.name):
        return None
    return connection.execute(select(_version.c.version_num)).scalar()


def migrate(connection: Connection) -> bool:
    """Within the caller's transaction; returns whether there was anything to do. Refuses a newer database."""
    found = version_of(connection)
    if found == HEAD:
        return False
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        if found is not None:
            ScriptDirectory.from_config(config).get_revision(found)
    except CommandError:
        raise NewerDatabase(found or "") from None
    command.upgrade(config, HEAD)
    return True


class NewerDatabase(Exception):
    """The workspace was written by a newer version of the product."""
