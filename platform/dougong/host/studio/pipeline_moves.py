"""Gestures on the stages of an object as changes of the draft: add, move, put aside, take out, what one means and allows."""

from collections.abc import Callable, Mapping
from typing import Any

from dougong.metamodel.diff import Change
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from . import pipeline_ways as ways
from .entity_tree import Tree
from .pipeline_names import fresh_label
from .pipeline_tree import PipelinePlace, Raw, Sheet, pipeline_in, put, redrawn

OUTCOMES: dict[str, LocalText] = {
    "open": text("进行中", "In progress"),
    "won": text("达成", "Reached"),
    "lost": text("未成", "Given up"),
}
"""What a stage can be: on the way, or one of two ends."""
_COLOURS = {"won": "green", "lost": "gray"}
_OPEN_COLOURS = ("blue", "teal", "violet", "amber", "red")
_ENDS = {"won": 100, "lost": 0}
MOST_STAGES = 40


def add(tree: Tree, entity: str, outcome: str, after: str) -> tuple[list[Change], str]:
    """A new stage behind `after` (empty: in front; gone: at the end) and its key; it can be reached by the moves there are."""
    place = pipeline_in(tree, entity)
    if len(place.every) >= MOST_STAGES:
        words = text(f"最多 {MOST_STAGES} 个阶段", f"There are at most {MOST_STAGES} stages")
        raise ProblemsFound([Problem("too_many_stages", words, fix=text("先合并或收起一些", "Put some aside first"))])
    taken = [one.key for one in place.every]
    key = next(one for n in range(1, 1000) if (one := f"stage_{n}") not in taken)
    label = fresh_label(place, outcome)

    def draw(sheet: Sheet) -> None:
        keys = sheet.keys
        at = keys.index(after) + 1 if after in keys else len(keys) if after else 0
        used = {str(one.get("colour")) for one in sheet.options}
        free = next((one for one in _OPEN_COLOURS if one not in used), _OPEN_COLOURS[0])
        made = {"key": key, "label": label, "colour": _COLOURS.get(outcome, free)}
        sheet.options.insert(at, made)
        meant = _meant(sheet, key, outcome)
        sheet.info(key).update(meant)
        opens = [one for one in sheet.offered if one != key and outcome_in(sheet, one) == "open"]
        sheet.pipeline["moves"] = ways.with_stage(sheet.moves, sheet.offered, opens, key, outcome)

    return redrawn(tree, entity, draw), key


def move(tree: Tree, entity: str, key: str, after: str) -> list[Change]:
    """A stage behind `after` (empty: in front)."""
    pipeline_in(tree, entity).stage(key)

    def draw(sheet: Sheet) -> None:
        if after == key:
            return
        moved = sheet.option(key)
        sheet.options.remove(moved)
        keys = sheet.keys
        sheet.options.insert(keys.index(after) + 1 if after in keys else 0, moved)

    return redrawn(tree, entity, draw)


def remove(tree: Tree, entity: str, key: str) -> list[Change]:
    """A stage with its gate and its moves; ProblemsFound for the last one."""
    place = pipeline_in(tree, entity)
    _not_the_last(place, key)
    order = [one.key for one in place.every]

    def draw(sheet: Sheet) -> None:
        sheet.pipeline["moves"] = ways.without_stage(sheet.moves, order, key)
        sheet.options.remove(sheet.option(key))
        for part in ("stages", "gates"):
            sheet.pipeline.get(part, {}).pop(key, None)
        _begin_elsewhere(sheet, key)

    return redrawn(tree, entity, draw)


def put_aside(tree: Tree, entity: str, key: str) -> list[Change]:
    """A stage that is not offered any more; records that stand in it stay there. ProblemsFound for the last one."""
    _not_the_last(pipeline_in(tree, entity), key)

    def draw(sheet: Sheet) -> None:
        sheet.option(key)["retired"] = True
        _begin_elsewhere(sheet, key)

    return redrawn(tree, entity, draw)


def bring_back(tree: Tree, entity: str, key: str, after: str) -> list[Change]:
    """A stage that was put aside, offered again behind `after`."""
    stage = pipeline_in(tree, entity).stage(key)

    def draw(sheet: Sheet) -> None:
        option = {name: value for name, value in stage.option.items() if name != "retired"}
        sheet.options[:] = [one for one in sheet.options if one["key"] != key]
        keys = sheet.keys
        sheet.options.insert(keys.index(after) + 1 if after in keys else len(keys) if after else 0, option)
        sheet.info(key)

    return redrawn(tree, entity, draw)


def begin_in(tree: Tree, entity: str, key: str) -> list[Change]:
    """New records begin in this stage where nobody says otherwise."""
    pipeline_in(tree, entity).stage(key)

    def draw(sheet: Sheet) -> None:
        sheet.default = key

    return redrawn(tree, entity, draw)


def set_info(tree: Tree, entity: str, key: str, parts: Mapping[str, Any]) -> list[Change]:
    """What a stage means; None takes a part away. An end brings the probability that goes with it."""
    pipeline_in(tree, entity).stage(key)

    def draw(sheet: Sheet) -> None:
        likely = any("probability" in one for one in sheet.pipeline.get("stages", {}).values())
        put(sheet.info(key), parts)
        end = _ENDS.get(str(parts.get("outcome")))
        if end is not None and likely:
            sheet.info(key)["probability"] = end

    return redrawn(tree, entity, draw)


def set_option(tree: Tree, entity: str, key: str, parts: Mapping[str, Any]) -> list[Change]:
    """What a stage looks like; None takes a part away."""
    pipeline_in(tree, entity).stage(key)
    return redrawn(tree, entity, lambda sheet: put(sheet.option(key), parts))


def allow(tree: Tree, entity: str, before: str, after: str) -> list[Change]:
    """One move switched over; `before` `*`: those from every stage."""
    place = pipeline_in(tree, entity)
    for one in (before, after):
        if one != ways.ANY:
            place.stage(one)
    keys = [one.key for one in place.every]
    if before == after:
        return []
    return _moves(tree, entity, lambda sheet: ways.switched(sheet.moves, keys, before, after))


def allow_all(tree: Tree, entity: str) -> list[Change]:
    """Any move."""
    return _moves(tree, entity, lambda sheet: [])


def allow_steps(tree: Tree, entity: str) -> list[Change]:
    """Step by step along the open stages, and to the ends."""
    place = pipeline_in(tree, entity)
    by = {name: [one.key for one in place.stages if one.outcome == name] for name in OUTCOMES}
    found = ways.step_by_step(by["open"], by["won"], by["lost"])
    if not found:
        words = text("一步一步地走，要先有两个阶段", "Going step by step takes two stages")
        raise ProblemsFound([Problem("no_steps", words, fix=text("先加一个阶段", "Add one first"))])
    return _moves(tree, entity, lambda sheet: found)


def outcome_in(sheet: Sheet, key: str) -> str:
    """What a stage is."""
    return str(sheet.pipeline.get("stages", {}).get(key, {}).get("outcome") or "open")


def _moves(tree: Tree, entity: str, made: Callable[[Sheet], list[list[str]]]) -> list[Change]:
    return redrawn(tree, entity, lambda sheet: sheet.pipeline.update(moves=made(sheet)))


def _meant(sheet: Sheet, key: str, outcome: str) -> Raw:
    """What a new stage means: an end says so; its probability lies between those beside it, where they have one."""
    known = {
        one: info["probability"] for one, info in sheet.pipeline.get("stages", {}).items() if "probability" in info
    }
    meant: Raw = {} if outcome == "open" else {"outcome": outcome}
    if not known:
        return meant
    if outcome in _ENDS:
        return {**meant, "probability": _ENDS[outcome]}
    at = sheet.keys.index(key)
    beside = [known.get(one) for one in (*sheet.keys[:at][-1:], *sheet.keys[at + 1 : at + 2])]
    likely = [one for one in beside if isinstance(one, int)]
    return {**meant, "probability": sum(likely) // len(likely)} if likely else meant


def _begin_elsewhere(sheet: Sheet, key: str) -> None:
    """New records begin in the first stage where they began in one that goes."""
    if sheet.default == key:
        sheet.default = next((one for one in sheet.offered if one != key), None)


def _not_the_last(place: PipelinePlace, key: str) -> None:
    if place.stage(key) in place.stages and len(place.stages) == 1:
        words = text("至少要有一个阶段", "There is one stage at least")
        fix = text("不要阶段了，就撤掉整个阶段流程", "Take the whole pipeline away if there shall be none")
        raise ProblemsFound([Problem("last_stage", words, fix=fix)])
