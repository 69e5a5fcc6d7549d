"""Upper and lower case: all of Unicode, or ASCII alone where the database knows no more."""

from .env import Folding

_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def upper_case(text: str, folding: Folding) -> str:
    """In capitals; comparisons that ignore case compare this form."""
    return text.upper() if folding == "unicode" else text.translate(_UPPER)


def lower_case(text: str, folding: Folding) -> str:
    """In small letters."""
    return text.lower() if folding == "unicode" else text.translate(_LOWER)
