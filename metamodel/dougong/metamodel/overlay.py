"""Layers of definitions: base app < industry app < this workspace, each a patch over what lies below.

A patch owns single properties and list items by key, never whole documents, so that both sides can go on changing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from .diff import Anchor, Change, apply_where_possible, compare
from .diff.change import names_of
from .diff.compare import same

Patch = tuple[Change, ...]
MISSING = object()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change of ours that meets a change of theirs. `both`: both changed it, ours stands in the new patch. `gone`:
    its place was removed below, so it is not in the new patch any more and only listed here."""

    kind: Literal["both", "gone"]
    change: Change
    theirs: Any = None


def capture(base: Any, edited: Any) -> Patch:
    """What was changed over a base: `overlay(base, capture(base, edited)) == edited`."""
    return tuple(compare(base, edited))


def overlay(base: Any, patch: Iterable[Change]) -> Any:
    """The base with a patch over it; changes whose place is gone are left out (`rebase` lists them)."""
    return apply_where_possible(base, patch)[0]


def layered(base: Any, *patches: Iterable[Change]) -> Any:
    """Several layers, the lowest first."""
    for patch in patches:
        base = overlay(base, patch)
    return base


def rebase(patch: Iterable[Change], old_base: Any, new_base: Any) -> tuple[Patch, list[Conflict]]:
    """A patch over `old_base` carried over to `new_base`, and what a person should look at.

    Every change is in the new patch or listed as `gone`; where both sides changed a place ours wins and it is listed.
    """
    kept: list[Change] = []
    conflicts: list[Conflict] = []
    below = new_base
    for change in patch:
        theirs = value_at(new_base, change)
        below, left = apply_where_possible(below, [change])
        if not left:
            kept.append(change)
            if _met(change, value_at(old_base, change), theirs):
                conflicts.append(Conflict("both", change, theirs))
        else:
            conflicts.append(Conflict("gone", change))
    return tuple(kept), conflicts


def _met(change: Change, before: Any, theirs: Any) -> bool:
    """Whether the place was changed below, other than to what we made of it."""
    if change.operation == "order":
        return False  # both orders go together: ours for the items it names
    if theirs is MISSING:
        return before is not MISSING and change.operation not in ("drop", "remove")
    if before is not MISSING and same(before, theirs):
        return False
    return change.operation in ("drop", "remove") or not same(theirs, change.new)


def value_at(value: Any, change: Change) -> Any:
    """What stands at the place of a change, MISSING when nothing does."""
    for step in change.path:
        if isinstance(step, Anchor):
            names = names_of(value)
            if names is None or step.name not in names:
                return MISSING
            value = value[names.index(step.name)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return MISSING
    return value
