"""The product's own words in a language: gettext catalogs below host/locale, English in the code.

Labels of definitions are not here; they are LocalText. Where one stands within an English sentence the message takes it
as `{thing:inside}`.
"""

import gettext
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

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
        return _filled(found, _apart(values)) if values else found

    def count(self, single: str, plural: str, n: int, /, **values: object) -> str:
        """The message for a number; `{n}` is the number, thousands separated."""
        return _filled(self.several(single, plural, n), {"n": f"{n:,}", **_apart(values)})


def inside(label: str) -> str:
    """A label as it stands within a sentence, where the language writes common nouns small: `Next step` -> `next step`,
    `BOM line` and `WeChat` as they are."""
    first = label.split(maxsplit=1)[0] if label.strip() else ""
    return label[:1].lower() + label[1:] if first[1:] and first[1:].islower() else label


_TURNS = re.compile(
    "[\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def _apart(values: Mapping[str, object]) -> Mapping[str, object]:
    """Names that run from right to left, or turn what follows, in Unicode's isolates: the sentence stays in its order."""
    return {
        key: f"\u2068{one}\u2069" if type(one) is str and _TURNS.search(one) else one for key, one in values.items()
    }


class _Filling(Formatter):
    """`{thing:inside}` is a label within a sentence."""

    def format_field(self, value: object, format_spec: str) -> str:
        return inside(str(value)) if format_spec == "inside" else str(format(value, format_spec))


_FILLING = _Filling()


def _filled(message: str, values: Mapping[str, object]) -> str:
    return _FILLING.vformat(message, (), values) if ":inside}" in message else message.format(**values)


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
