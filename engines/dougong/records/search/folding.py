"""Text as the search index keeps it: folded, and Chinese also by pinyin and initials."""

import re
import unicodedata
from functools import lru_cache

_HAN = re.compile(r"[\u3400-\u9fff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
LONGEST_TITLE = 60


def fold(words: str) -> str:
    """Letter case, width, repeated blanks and control characters no longer matter."""
    return " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFKC", words).casefold()).split())


@lru_cache(maxsize=20_000)
def sounds(title: str) -> str:
    """Initials and full pinyin of a title with Chinese characters ("上海" -> "sh shanghai"), else nothing."""
    if not _HAN.search(title):
        return ""
    from pypinyin import Style, lazy_pinyin  # its tables take half a second and 30 MB

    first = title[:LONGEST_TITLE]
    initials = "".join(lazy_pinyin(first, style=Style.FIRST_LETTER))
    whole = "".join(lazy_pinyin(first, style=Style.NORMAL))
    return fold(f"{initials} {whole}")


def nearness(title: str, text: str) -> int:
    """How near a title is to what was typed of it: 0 it begins so, 1 its initials or its pinyin do, 2 a word in it does,
    3 it holds it somewhere or only its record does."""
    typed, name = fold(text).strip(), fold(title)
    if name.startswith(typed):
        return 0
    if any(heard.startswith(typed.replace(" ", "")) for heard in sounds(title).split()):
        return 1
    return 2 if any(word.startswith(typed) for word in name.split()) else 3


def words_of(text: str) -> list[str]:
    """The words of a query, folded; at most eight."""
    return fold(text)[:200].split()[:8]
