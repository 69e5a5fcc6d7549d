"""How Chinese is set: full-width punctuation beside Chinese characters, a space between them and Latin words or figures."""

import re

_HAN = "\u3400-\u9fff"
_NARROW = re.compile(rf"[{_HAN}”」』》）][,;:!?](?!/)|[{_HAN}]\(|[,;][{_HAN}]|\)[{_HAN}]")
_TIGHT = re.compile(rf"[{_HAN}][A-Za-z0-9]|[A-Za-z0-9%][{_HAN}]")
_CODE = re.compile(r"[A-Z$]+\([^()]*(?:\([^()]*\))?[^()]*\)|`[^`]*`|[\w-]*\([^\u3400-\u9fff]*\)")


def faults(words: str) -> list[str]:
    """What is wrong, each with its surroundings; formulas in the words are left alone."""
    plain = _CODE.sub(" ", words)
    found = [*_NARROW.finditer(plain), *_TIGHT.finditer(plain)]
    return [f"{plain[max(0, one.start() - 6) : one.end() + 6]!r} in {words[:60]!r}" for one in found]
