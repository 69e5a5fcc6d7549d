"""Alembic's environment: runs on the connection that `dougong.host.store.migrate` hands over, inside its transaction."""

from alembic import context

from dougong.host.store.tables import METADATA
from dougong.records.system_tables import SYSTEM_METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[METADATA, SYSTEM_METADATA],
    transactional_ddl=True,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
