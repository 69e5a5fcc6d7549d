"""The product's own words in a language: gettext catalogs below host/locale, English in the code.

Labels of definitions are not here; they are LocalText.
"""

import gettext
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "locale"
LANGUAGES = {"zh-CN": "简体中文", "en": "English"}
"""What a person may choose, each named in itself."""


@dataclass(frozen=True, slots=True)
class Words:
    """Called with an English message it gives the message in its language, `{places}` filled."""

    language: str
    one: Callable[[str], str]
    several: Callable[[str, str, int], str]

    def __call__(self, message: str, /, **values: object) -> str:
        found = self.one(message)
        return found.format(**values) if values else found

    def count(self, single: str, plural: str, n: int, /, **values: object) -> str:
        """The message for a number; `{n}` is the number, thousands separated."""
        return self.several(single, plural, n).format(n=f"{n:,}", **values)


@cache
def words(language: str) -> Words:
    """The words of a language; a tag that is not Chinese reads English."""
    folder = "zh_CN" if language.lower().startswith("zh") else "en"
    with (LOCALE / folder / "LC_MESSAGES" / "dougong.po").open("rb") as source:
        catalog = read_po(source, locale=folder)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    found = gettext.GNUTranslations(compiled)
    return Words("zh-CN" if folder == "zh_CN" else "en", found.gettext, found.ngettext)
