"""Patterns of automatic numbers: `QT-{yyyy}{mm}-{seq:4}`."""

import re

from ..text import LocalText, text

_PART = re.compile(r"\{([a-z]+)(?::(\d+))?\}")
_PARTS = frozenset({"yyyy", "yy", "mm", "dd", "seq"})


def pattern_problem(pattern: str) -> LocalText | None:
    """What is wrong with a pattern, None when nothing is. It needs exactly one `{seq:n}`, n from 1 to 12."""
    parts = _PART.findall(pattern)
    rest = _PART.sub("", pattern)
    if "{" in rest or "}" in rest:
        return text(
            "花括号里只能写 yyyy、yy、mm、dd 或 seq:位数", "Only yyyy, yy, mm, dd and seq:n may stand in braces"
        )
    for name, _ in parts:
        if name not in _PARTS:
            return text(f"没有“{{{name}}}”这一部分", f'"{{{name}}}" is not a part of a number')
    sequences = [digits for name, digits in parts if name == "seq"]
    if len(sequences) != 1:
        return text("编号里要有且只有一个 {seq:4}", "A number needs exactly one {seq:4}")
    if sequences[0] and not 1 <= int(sequences[0][:4]) <= 12:
        return text("流水号应为 1 到 12 位", "The sequence must have 1 to 12 digits")
    if len(rest) > 30 or any(ord(ch) < 32 for ch in rest):
        return text("固定文字太长或含有控制字符", "The fixed text is too long or holds control characters")
    return None
