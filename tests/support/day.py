"""The day it is where the product's people are: what records and pages of a running product call today."""

from datetime import date, datetime

from dougong.host.settings import Settings


def product_day() -> date:
    """By the zone of the settings, whatever zone the machine is in."""
    return datetime.now(Settings().zone).date()
