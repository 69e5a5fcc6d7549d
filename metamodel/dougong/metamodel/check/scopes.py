"""Row scopes of roles: words joined by `or`, or an expression."""

from ..role import SCOPE_WORDS


def scope_words(scope: str) -> tuple[str, ...] | None:
    """The words of a scope such as `own or shared`; None when it is an expression."""
    words = tuple(part.strip() for part in scope.split(" or "))
    return words if all(word in SCOPE_WORDS for word in words) else None
