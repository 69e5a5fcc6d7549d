"""What changed between two versions: ordered Changes, stable by key and not by position, and their application."""

from .apply import apply, apply_where_possible
from .change import Anchor, Change, Step, change_from_json, change_to_json
from .compare import compare
from .versions import diff, documents_of, tree_of
from .wording import wording

__all__ = [
    "Anchor",
    "Change",
    "Step",
    "apply",
    "apply_where_possible",
    "change_from_json",
    "change_to_json",
    "compare",
    "diff",
    "documents_of",
    "tree_of",
    "wording",
]
