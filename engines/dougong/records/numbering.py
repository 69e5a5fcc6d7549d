"""Automatic numbers: patterns such as `QT-{yyyy}{mm}-{seq:4}`, counted without gaps inside a batch.

Numbers for a whole batch are reserved in one statement, in the same transaction as the rows, so that a write that
fails gives its numbers back.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Insert, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from dougong.metamodel.model import Model

from .context import Context
from .prepared import run
from .system_tables import sequence_counter

_PLACE = re.compile(r"\{(yyyy|yy|mm|dd|seq)(?::(\d{1,2}))?\}")
_PERIODS = {"never": "", "year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}


def numbers(ctx: Context, key: str, pattern: str, count: int) -> list[str]:
    """The next `count` numbers of a counter. `pattern` may be the key of a sequence, which is then shared.

    The counter starts anew with the smallest part of the date in the pattern, or as the sequence says.
    """
    key, pattern, period = _counter(ctx.store.model, key, pattern, local(ctx))
    last = _reserve(ctx, key, period, count)
    return [fill(pattern, local(ctx), number) for number in range(last - count + 1, last + 1)]


def note_given(ctx: Context, key: str, pattern: str, given: Sequence[str]) -> None:
    """Lifts the counter above numbers that were brought along, so that it does not give them again."""
    key, pattern, period = _counter(ctx.store.model, key, pattern, local(ctx))
    shape = re.compile(_shape(pattern, local(ctx)))
    highest = max((int(found[1]) for one in given if (found := shape.fullmatch(one)) and found[1]), default=0)
    if highest:
        where = sequence_counter.c.key == key, sequence_counter.c.period == period
        now = ctx.connection.execute(select(sequence_counter.c.value).where(*where)).scalar() or 0
        if now < highest:
            _reserve(ctx, key, period, highest - now)


def fill(pattern: str, at: datetime, number: int) -> str:
    """A pattern with its places filled; `at` is local time."""
    parts = {"yyyy": f"{at.year:04}", "yy": f"{at.year % 100:02}", "mm": f"{at.month:02}", "dd": f"{at.day:02}"}

    def place(found: re.Match[str]) -> str:
        return parts[found[1]] if found[1] in parts else f"{number:0{int(found[2] or 1)}}"

    return _PLACE.sub(place, pattern) if "{seq" in pattern else f"{_PLACE.sub(place, pattern)}{number}"


def local(ctx: Context) -> datetime:
    """Now, on the wall clock of the workspace."""
    return ctx.now.astimezone(ZoneInfo(ctx.zone))


def _counter(model: Model, key: str, pattern: str, at: datetime) -> tuple[str, str, str]:
    """(counter, pattern, period)."""
    if pattern in model.sequences:
        sequence = model.sequences[pattern]
        return f"sequence:{sequence.key}", sequence.pattern, _period(_PERIODS[sequence.reset], at)
    places = {found[1] for found in _PLACE.finditer(pattern)}
    shape = "%Y-%m-%d" if "dd" in places else "%Y-%m" if "mm" in places else "%Y" if places & {"yyyy", "yy"} else ""
    return key, pattern, _period(shape, at)


def _period(shape: str, at: datetime) -> str:
    return at.strftime(shape) if shape else ""


def _shape(pattern: str, at: datetime) -> str:
    """A regular expression for today's numbers, the counter as its group."""
    marker = "\0"
    words = re.escape(fill(re.sub(r"\{seq(?::\d+)?\}", marker, pattern) + "{seq}", at, 0)[:-1])
    return (
        words.replace(re.escape(marker), r"(\d{1,15})", 1)
        if marker in pattern or "{seq" in pattern
        else words + r"(\d{1,15})"
    )


def _reserve(ctx: Context, key: str, period: str, count: int) -> int:
    """The last of `count` numbers; the counter's row stays locked until the transaction ends."""

    def make() -> Insert:
        build = postgresql.insert if ctx.connection.dialect.name == "postgresql" else sqlite.insert
        size: BindParameter[int] = bindparam("size")
        made = build(sequence_counter).values(key=bindparam("name"), period=bindparam("span"), value=size)
        raised = made.on_conflict_do_update(
            index_elements=["key", "period"], set_={"value": sequence_counter.c.value + size}
        )
        return raised.returning(sequence_counter.c.value)

    statement = ctx.store.plan(("counter", ctx.connection.dialect.name), make)
    return int(run(ctx, statement, [{"name": key, "span": period, "size": count}])[0][0])
