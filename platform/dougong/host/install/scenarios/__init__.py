"""Scenarios that travel with an app (`tests/*.json`): people at work, step by step, and what must come of it."""

from .run import Played, run, scenarios_of

__all__ = ["Played", "run", "scenarios_of"]
