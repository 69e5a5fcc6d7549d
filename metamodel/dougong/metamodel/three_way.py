"""An upgrade seen from three sides: what an app was, what its new version is, and what a workspace made of it.

Every change of both sides is a Change by key. Where they meet a person says whose stands; all others go together.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .diff import Anchor, Change, Step, apply_where_possible, compare
from .diff.compare import same
from .overlay import MISSING, value_at

Tree = Mapping[str, Any]
"""File, or `app/file` -> document."""
_Known = tuple[Step, str]
"""A thing in a list: its document and what it is known by."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Changes of both sides at one place, and what moved along with them: numbers of `ThreeWay.ours` and `.theirs`."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """`theirs` makes `new` of `old`, `ours` makes `mine` of `old`; `meetings` are where one of them has to give way."""

    old: Tree
    new: Tree
    mine: Tree
    theirs: tuple[Change, ...]
    ours: tuple[Change, ...]
    meetings: tuple[Meeting, ...]


def three_way(old: Tree, new: Tree, mine: Tree) -> ThreeWay:
    """What both sides changed since `old`, and where they meet."""
    theirs, ours = tuple(compare(old, new)), tuple(compare(old, mine))
    groups = _Groups()
    met: set[tuple[str, int]] = set()
    for number, other in (*_overlaps(ours, theirs, new, mine), *_placed_apart(ours, theirs)):
        groups.join(("ours", number), ("theirs", other))
        met |= {("ours", number), ("theirs", other)}
    for side, changes in (("ours", ours), ("theirs", theirs)):
        for number, other in _moved_together(changes):
            groups.join((side, number), (side, other))
    found: dict[tuple[str, int], Meeting] = {}
    for one in sorted(met):
        top = groups.top(one)
        if top not in found:
            members = sorted(groups.members(top))
            found[top] = Meeting(
                tuple(n for which, n in members if which == "ours"),
                tuple(n for which, n in members if which == "theirs"),
            )
    return ThreeWay(old, new, mine, theirs, ours, tuple(found.values()))


def together(
    three: ThreeWay, *, yielding: Collection[int] = (), left_out: Collection[int] = ()
) -> tuple[dict[str, Any], tuple[int, ...]]:
    """What becomes of the three, and our changes that found no place in it (none, unless `left_out` takes it away).

    Meetings numbered in `yielding` are theirs, all others ours; changes of theirs in `left_out` are not taken.
    """
    declined = set(left_out)
    given_up: set[int] = set()
    for number, meeting in enumerate(three.meetings):
        if number in yielding:
            given_up |= set(meeting.ours)
        else:
            declined |= set(meeting.theirs)
    below: Any = dict(three.new)
    if declined:
        places = {(_order(three.theirs[one]), three.theirs[one].path) for one in declined}
        back = [one for one in compare(three.new, three.old) if (_order(one), one.path) in places]
        below, _ = apply_where_possible(below, back)
    lost = []
    for number, change in enumerate(three.ours):
        if number not in given_up:
            below, left = apply_where_possible(below, [change])
            if left and change.operation not in ("drop", "remove"):
                lost.append(number)
    return below, tuple(lost)


def _overlaps(ours: Sequence[Change], theirs: Sequence[Change], new: Tree, mine: Tree) -> Iterator[tuple[int, int]]:
    """Changes of both sides at one place, or one within what the other changes."""
    by_document: dict[Step, list[tuple[int, Change]]] = {}
    for number, one in enumerate(theirs):
        by_document.setdefault(one.path[0], []).append((number, one))
    for number, our in enumerate(ours):
        for other, their in by_document.get(our.path[0], ()):
            if _meet(our, their, new, mine):
                yield number, other


def _placed_apart(ours: Sequence[Change], theirs: Sequence[Change]) -> Iterator[tuple[int, int]]:
    """Both took a thing out of its place, and they do not agree where it stands now, or whether it is there at all."""
    (gone, come), (their_gone, their_come) = _taken(ours), _taken(theirs)
    for known, number in gone.items():
        if known not in their_gone:
            continue
        here, there = come.get(known, []), their_come.get(known, [])
        if [(ours[one].path, ours[one].new) for one in here] != [(theirs[one].path, theirs[one].new) for one in there]:
            yield number, their_gone[known]
            yield from ((number, one) for one in there)
            yield from ((one, their_gone[known]) for one in here)


def _meet(our: Change, their: Change, new: Tree, mine: Tree) -> bool:
    if _order(their):
        return False  # both orders go together: ours for the items it names
    if _order(our):
        return _above(their.path, our.path) or _takes_out_what_moved(their, our)
    if not (_above(our.path, their.path) or _above(their.path, our.path)):
        return False
    now, wanted = value_at(new, our), value_at(mine, our)
    if now is MISSING or wanted is MISSING:
        return now is not wanted
    return not same(now, wanted)


def _takes_out_what_moved(their: Change, our: Change) -> bool:
    """Whether an item that our order put elsewhere in its list is taken out of it."""
    *list_of, last = their.path
    within = their.operation == "remove" and tuple(list_of) == our.path and isinstance(last, Anchor)
    return within and isinstance(last, Anchor) and last.name in _moved_by(our)


def _moved_by(order: Change) -> set[str]:
    """The fewest items that had to move for a list to be in another order."""
    places = {name: number for number, name in enumerate(order.old)}
    ends: list[int] = []  # the longest run of items that kept their order, by the places where runs end
    runs: list[tuple[str, ...]] = []
    for name in order.new:
        if name not in places:
            continue
        at = bisect_left(ends, places[name])
        run = (*(runs[at - 1] if at else ()), name)
        ends[at : at + 1], runs[at : at + 1] = [places[name]], [run]
    return {name for name in order.new if name in places} - set(runs[-1] if runs else ())


def _order(change: Change) -> bool:
    return change.operation == "order"


def _above(path: Sequence[Step], below: Sequence[Step]) -> bool:
    """Whether a place is another or holds it."""
    return len(path) <= len(below) and tuple(below[: len(path)]) == tuple(path)


def _moved_together(changes: Sequence[Change]) -> Iterator[tuple[int, int]]:
    """What was taken out in one place and put in at another of the same document: neither may happen alone."""
    gone, come = _taken(changes)
    for known, number in gone.items():
        yield from ((number, one) for one in come.get(known, ()))


def _taken(changes: Sequence[Change]) -> tuple[dict[_Known, int], dict[_Known, list[int]]]:
    """Things taken out of lists and put into lists, each by document and name -> the changes that do it."""
    gone: dict[_Known, int] = {}
    come: dict[_Known, list[int]] = {}
    for number, one in enumerate(changes):
        if one.operation == "remove":
            gone |= {(one.path[0], name): number for name in _names(one, one.old)}
        elif one.operation == "add":
            for name in _names(one, one.new):
                come.setdefault((one.path[0], name), []).append(number)
    return gone, come


def _names(change: Change, value: Any) -> Iterator[str]:
    """What an item of a list is known by; a row of a form by each of its fields."""
    last = change.path[-1]
    if isinstance(value, list):
        for part in value:
            yield part if isinstance(part, str) else str(part.get("field")) if isinstance(part, dict) else ""
    elif isinstance(last, Anchor):
        yield last.name


class _Groups:
    """What belongs together, joined pair by pair."""

    def __init__(self) -> None:
        self._above: dict[tuple[str, int], tuple[str, int]] = {}

    def top(self, one: tuple[str, int]) -> tuple[str, int]:
        while (above := self._above.setdefault(one, one)) != one:
            one = above
        return one

    def join(self, one: tuple[str, int], other: tuple[str, int]) -> None:
        self._above[self.top(one)] = self.top(other)

    def members(self, top: tuple[str, int]) -> list[tuple[str, int]]:
        return [one for one in list(self._above) if self.top(one) == top]
