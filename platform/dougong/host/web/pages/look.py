"""What drawing a value needs to know of its reader: language, zone, the present, where links begin."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dougong.host.web.words import Words, words


@dataclass(frozen=True, slots=True)
class Look:
    """One reader at one moment; `base` is put before every address."""

    language: str
    zone: str
    now: datetime
    base: str = ""
    currency: str = "CNY"

    @property
    def local(self) -> datetime:
        """The present in the reader's zone."""
        return self.now.astimezone(ZoneInfo(self.zone))

    @property
    def today(self) -> date:
        return self.local.date()

    @property
    def words(self) -> Words:
        return words(self.language)
