"""Checks manifests: what an app depends on and its languages; and shared option lists."""

import re
from collections.abc import Iterator

from ..app import App
from ..lists import OptionList
from ..problem import Problem
from ..text import LANGUAGES, text
from .subject import Subject, twice

PLATFORM_VERSION = "1.0.0"
_WANTED = re.compile(r">=\s*(\d+(?:\.\d+){0,2})")


def check(subject: Subject) -> Iterator[Problem]:
    """Apps and shared option lists."""
    for document, app in subject.of(App):
        for name, wanted in app.depends_on.items():
            place = f"$.depends_on.{name}"
            match = _WANTED.fullmatch(wanted)
            if match is None:
                words = text(f"“{wanted}”应写成 >=1.0", f'"{wanted}" must be written as >=1.0')
                yield document.problem("version", words, place)
                continue
            have = PLATFORM_VERSION if name == "platform" else getattr(subject.model.apps.get(name), "version", None)
            if have is None:
                yield from subject.known(document, place, "app", name, subject.model.apps)
            elif _numbers(have) < _numbers(match[1]):
                words = text(f"需要 {name} {wanted}，现有 {have}", f"This needs {name} {wanted}; {have} is here")
                yield document.problem("version", words, place)
        if app.extends is not None:
            yield from subject.known(document, "$.extends", "app", app.extends, subject.model.apps)
        for number, language in enumerate(app.languages):
            if language not in LANGUAGES:
                words = text(f"不支持的语言“{language}”", f'"{language}" is not a language of the product')
                yield document.problem("language", words, f"$.languages[{number}]")
    for document, options in subject.of(OptionList):
        yield from twice(document, ((f"$.options[{n}].key", one.key) for n, one in enumerate(options.options)))
        if not options.options:
            yield document.problem("empty", text("选项表是空的", "The option list is empty"), "$.options")


def _numbers(version: str) -> tuple[int, ...]:
    parts = tuple(int(part) for part in version.split("."))
    return parts + (0,) * (3 - len(parts))
