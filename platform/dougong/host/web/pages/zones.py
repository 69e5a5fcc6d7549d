"""Time zones a person may choose: a city for every hour and half hour people live by, named in their language."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from dougong.metamodel.text import text

ZONES = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York",
    "America/Toronto", "America/Halifax", "America/St_Johns", "America/Sao_Paulo", "America/Argentina/Buenos_Aires",
    "Atlantic/Azores", "UTC", "Europe/London", "Africa/Lagos", "Europe/Paris", "Europe/Berlin", "Africa/Johannesburg",
    "Africa/Cairo", "Europe/Istanbul", "Europe/Moscow", "Africa/Nairobi", "Asia/Riyadh", "Asia/Tehran", "Asia/Dubai",
    "Asia/Kabul", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Almaty", "Asia/Dhaka", "Asia/Yangon",
    "Asia/Bangkok", "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Urumqi", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei",
    "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Manila", "Australia/Perth", "Asia/Tokyo", "Asia/Seoul",
    "Australia/Adelaide", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
_NAMED = {
    "America/Argentina/Buenos_Aires": text("布宜诺斯艾利斯", "Buenos Aires"), "Asia/Ho_Chi_Minh": text("胡志明市", "Ho Chi Minh City"),
    "Asia/Kathmandu": text("加德满都", "Kathmandu"), "Asia/Kolkata": text("加尔各答", "Kolkata"), "Asia/Yangon": text("仰光", "Yangon"),
}  # fmt: skip
"""Cities that CLDR keeps under older keys."""


def zones(now: datetime, language: str, chosen: str) -> list[tuple[str, str]]:
    """(key, words such as `Shanghai (+08:00)`), west to east; the chosen one is always among them."""
    keys = dict.fromkeys((*ZONES, chosen))
    told = [(_offset(key, now), key) for key in keys if key]
    return [(key, f"{_city(key, language)} ({offset[:3]}:{offset[3:]})") for offset, key in sorted(told, key=_place)]


def _offset(key: str, now: datetime) -> str:
    return now.astimezone(ZoneInfo(key)).strftime("%z")


def _place(told: tuple[str, str]) -> tuple[int, str]:
    return int(told[0]), told[1]


@cache
def _city(key: str, language: str) -> str:
    if key == "UTC":
        return key
    if key in _NAMED:
        return _NAMED[key].in_(language)
    return get_timezone_location(key, locale=language.replace("-", "_"), return_city=True)
