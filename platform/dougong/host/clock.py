"""The clock port of the host: a function without arguments that returns the present instant, aware and in UTC."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time; every other place is handed a clock and never asks the machine."""
    return datetime.now(UTC)
