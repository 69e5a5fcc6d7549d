"""Finding an option by key or label; shared by the choice types."""

from ..lists import Option
from ..problem import ValueProblem


def find_option(options: tuple[Option, ...], words: str) -> str:
    """The key of the option whose key or label (either language, letter case ignored) is `words`."""
    folded = words.casefold()
    for option in options:
        if words == option.key:
            return option.key
    for option in options:
        if folded in (option.key.casefold(), option.label.zh.casefold(), option.label.en.casefold()):
            return option.key
    zh, en = "、".join(o.label.zh for o in options[:8]), ", ".join(o.key for o in options[:8])
    raise ValueProblem(
        "option", f"“{words[:40]}”不是可选项；可选：{zh}", f'"{words[:40]}" is not an option; choose from {en}'
    )
