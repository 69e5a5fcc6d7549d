"""The moves a pipeline allows, as pairs of stages: one switched, all of a stage's, step by step; `*` is any stage."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

Moves = Sequence[Sequence[str]]
Pair = tuple[str, str]
ANY = "*"


def allows(moves: Moves, before: str, after: str) -> bool:
    """Whether a move is listed; with none listed every move is allowed."""
    return not moves or any(source in (before, ANY) and target in (after, ANY) for source, target in moves)


def switched(moves: Moves, keys: Sequence[str], before: str, after: str) -> list[list[str]]:
    """The moves with one of them allowed that was not, or refused that was; `before` `*` switches all that go to `after`.

    Every other pair of `keys` stays as it is. ProblemsFound where no move would be left, which means that all are allowed.
    """
    pairs = [(one, after) for one in keys if one != after] if before == ANY else [(before, after)]
    on = not all(allows(moves, *pair) for pair in pairs)
    found = [list(one) for one in moves] or [[one, other] for one in keys for other in keys if one != other]
    for pair in pairs:
        if on and not allows(found, *pair):
            found.append(list(pair))
        elif not on:
            found = [list(one) for one in dict.fromkeys(_without(found, keys, pair))]
    if not found:
        words = text("至少要留一条允许的移动", "One move has to stay allowed")
        fix = text("要放开全部，选“任意移动”", 'Choose "Any move" to allow them all')
        raise ProblemsFound([Problem("last_move", words, fix=fix)])
    return found


def step_by_step(open_stages: Sequence[str], won: Iterable[str], lost: Iterable[str]) -> list[list[str]]:
    """One on and one back along the open stages, from the last of them to a good end, from each of them to a bad one."""
    on = [[one, after] for one, after in pairwise(open_stages)]
    back = [[after, one] for one, after in on]
    good = [[one, end] for one in open_stages[-1:] for end in won]
    return [*on, *back, *good, *([one, end] for one in open_stages for end in lost)]


def with_stage(moves: Moves, order: Sequence[str], opens: Sequence[str], key: str, outcome: str) -> list[list[str]]:
    """The moves after a stage came into `order`: it can be reached, and an open one left. `opens` are the other open
    stages in order. None listed stay none."""
    if not moves:
        return []
    at = order.index(key)
    before = [one for one in opens if order.index(one) < at]
    behind = [one for one in opens if order.index(one) > at]
    near = before[-1:] or behind[:1]
    wanted = [(one, key) for one in (opens if outcome == "lost" else near)]
    if outcome == "open":
        ends = [one for one in order if one not in (*opens, key) and any(allows(moves, last, one) for last in near)]
        wanted += [(key, one) for one in behind[:1] or ends]
    found = [list(one) for one in moves]
    for pair in wanted:
        if not allows(found, *pair):
            found.append(list(pair))
    return found


def without_stage(moves: Moves, order: Sequence[str], key: str) -> list[list[str]]:
    """The moves after a stage has gone: where it joined the stage before it to the one behind, they are joined themselves."""
    at = order.index(key)
    before, behind = order[:at][-1:], order[at + 1 : at + 2]
    kept = [list(one) for one in moves if key not in one]
    if moves and before and behind and allows(moves, before[0], key) and allows(moves, key, behind[0]):
        pair = [before[0], behind[0]]
        if not kept or not allows(kept, *pair):
            kept.append(pair)
    return kept


def _without(moves: Moves, keys: Sequence[str], gone: Pair) -> Iterator[Pair]:
    """The same pairs but one: a move from or to any stage that held it is written out."""
    for source, target in moves:
        if source not in (gone[0], ANY) or target not in (gone[1], ANY):
            yield source, target
            continue
        for one in keys if source == ANY else (source,):
            for other in keys if target == ANY else (target,):
                if one != other and (one, other) != gone:
                    yield one, other
