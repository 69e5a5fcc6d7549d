"""Checks locales: their language, and that each place is one where text stands."""

from collections.abc import Iterator

from ..lists import Locale
from ..locales import find_text
from ..places import step
from ..problem import Problem
from ..text import LANGUAGES, text
from .subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Each locale, within its own app."""
    files = {(one.document.app, one.document.file): one.document.raw for one in subject.parsed}
    for document, locale in subject.of(Locale):
        if locale.language not in LANGUAGES:
            words = text(f"不支持的语言“{locale.language}”", f'"{locale.language}" is not a language of the product')
            yield document.problem("language", words, "$.language")
        for place in locale.texts:
            file, _, path = place.partition(":")
            raw = files.get((document.app, file))
            if raw is None or find_text(raw, path) is None:
                words = text(f"“{place[:80]}”不是文字所在的位置", f'"{place[:80]}" is not the place of a text')
                fix = text(
                    "写法：entities/job.json:fields[amount].label", "Write entities/job.json:fields[amount].label"
                )
                yield document.problem("unknown_place", words, f"$.texts{step(place)}", fix)
