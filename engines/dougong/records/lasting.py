"""How long an answer stays true while the data stay the same: until the day ends or a share does.

Not here: whether the data are still the same; `answers` and the host ask the database.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from .context import Context
from .scope import volatile_rights
from .system_tables import share


def lasts_until(ctx: Context) -> datetime | None:
    """The first instant at which equal data may mean another answer to this viewer; None: it is now already.

    The question's own formulas are the caller's to look at; formulas that read TODAY() or a period of the viewer's are covered.
    """
    if volatile_rights(ctx):
        return None
    midnight = min(_midnight(ctx, zone) for zone in {ctx.zone, ctx.viewer.zone})
    if ctx.viewer.admin or all("shared" not in rights.read.words for rights in ctx.viewer.rights.values()):
        return midnight
    ends: datetime | None = ctx.connection.scalar(select(func.min(share.c.until)).where(share.c.until > ctx.now))
    return min(midnight, ends) if ends is not None else midnight


def _midnight(ctx: Context, name: str) -> datetime:
    """When the day ends in a zone."""
    zone = ZoneInfo(name)
    tomorrow = ctx.now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)
