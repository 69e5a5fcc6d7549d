"""${message}"""

import sqlalchemy as sa
from alembic import op

from dougong.expressions.sql.types import DateText, Id, Instant, JsonValue, Text
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
