"""A label or message in the product's two languages."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LANGUAGES = ("zh-CN", "en")
Words = Annotated[str, StringConstraints(max_length=2000)]


class LocalText(BaseModel):
    """Text in Chinese and English; JSON `{"zh-CN": "...", "en": "..."}`."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    zh: Words = Field(alias="zh-CN")
    en: Words

    def in_(self, language: str) -> str:
        """The text for a language tag; anything but a Chinese tag reads English."""
        return self.zh if language.lower().startswith("zh") else self.en

    def format(self, **values: object) -> "LocalText":
        """Both texts with `{name}` places filled; a LocalText value is filled in the matching language."""
        zh = {k: v.zh if isinstance(v, LocalText) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, LocalText) else v for k, v in values.items()}
        return LocalText(zh=self.zh.format(**zh), en=self.en.format(**en))


def text(zh: str, en: str) -> LocalText:
    """Short form for messages written in code. They may quote what was sent: it is cut, damaged characters replaced."""
    return LocalText(zh=_quotable(zh), en=_quotable(en))


def _quotable(words: str) -> str:
    return words[:2000].encode("utf-8", "replace").decode("utf-8")
