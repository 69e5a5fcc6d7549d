"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 18, 1, 30, tzinfo=UTC)  # a Wednesday, 09:30 in Shanghai


class FixedClock:
    """Called, it returns the instant it stands at (aware, UTC)."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **step: float) -> datetime:
        """Move by `timedelta(**step)`, e.g. `advance(days=1)`; returns the new instant."""
        self.at += timedelta(**step)
        return self.at
