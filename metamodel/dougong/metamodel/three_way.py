"""An upgrade seen from three sides: what an app was, what its new version is, and what a workspace made of it.

Every change of both sides is a Change by key. Where they meet a person says whose stands; all others go together.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .diff import Anchor, Change, Step, apply_where_possible, compare
from .diff.compare import same
from .overlay import MISSING, value_at

Tree = Mapping[str, Any]
"""File, or `app/file` -> document."""


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
    for number, our in enumerate(ours):
        for other, their in enumerate(theirs):
            if _meet(our, their, new, mine):
                groups.join(("ours", number), ("theirs", other))
                met |= {("ours", number), ("theirs", other)}
    for side, changes in (("ours", ours), ("theirs", theirs)):
        for number, other in _moved_together(changes):
            groups.join((side, number), (side, other))
    found: dict[tuple[str, int], Meeting] = {}
    for side, number in sorted(met):
        top = groups.top((side, number))
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
            declined |= _in_the_way(three, meeting)
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


def _in_the_way(three: ThreeWay, meeting: Meeting) -> set[int]:
    """Changes of theirs that must not happen so that ours has its place, with what moved along with them."""
    ours = [three.ours[number] for number in meeting.ours]
    found = {one for one in meeting.theirs if any(_above(three.theirs[one].path, our.path) for our in ours)}
    for number, other in _moved_together(three.theirs):
        if number in found or other in found:
            found |= {number, other}
    return found


def _meet(our: Change, their: Change, new: Tree, mine: Tree) -> bool:
    if _order(their):
        return False  # both orders go together: ours for the items it names
    if _order(our):
        return _above(their.path, our.path)
    if not (_above(our.path, their.path) or _above(their.path, our.path)):
        return False
    now, wanted = value_at(new, our), value_at(mine, our)
    if now is MISSING or wanted is MISSING:
        return now is not wanted
    return not same(now, wanted)


def _order(change: Change) -> bool:
    return change.operation == "order"


def _above(path: Sequence[Step], below: Sequence[Step]) -> bool:
    """Whether a place is another or holds it."""
    return len(path) <= len(below) and tuple(below[: len(path)]) == tuple(path)


def _moved_together(changes: Iterable[Change]) -> Iterator[tuple[int, int]]:
    """What was taken out in one place and put in at another of the same document: neither may happen alone."""
    gone: dict[tuple[Step, str], int] = {}
    come: list[tuple[int, Change]] = []
    for number, one in enumerate(changes):
        if one.operation == "remove":
            gone |= {(one.path[0], name): number for name in _names(one, one.old)}
        elif one.operation == "add":
            come.append((number, one))
    for number, one in come:
        for name in _names(one, one.new):
            if (one.path[0], name) in gone:
                yield gone[one.path[0], name], number


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
