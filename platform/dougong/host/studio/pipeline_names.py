"""What stages are called: the name a new one begins with, and another name with the key that follows it."""

import json
import re
from collections.abc import Mapping

from dougong.metamodel.diff import Change, apply
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from .entity_tree import Tree
from .field_palette import key_for
from .pipeline_tree import PipelinePlace, Sheet, pipeline_in, pipelines_of, redrawn

_NEW: dict[str, LocalText] = {
    "open": text("新阶段", "New stage"),
    "won": text("达成", "Reached"),
    "lost": text("未成", "Given up"),
}


def fresh_label(place: PipelinePlace, outcome: str) -> dict[str, str]:
    """A name no stage has, by what the stage is."""
    known = {part for one in place.every for part in (one.option.get("label") or {}).values()}
    zh, en = _NEW[outcome].zh, _NEW[outcome].en
    number = next(n for n in range(1, 1000) if f"{zh} {n}" not in known and f"{en} {n}" not in known)
    plain = number == 1 and zh not in known and en not in known
    return {"zh-CN": zh if plain else f"{zh} {number + 1}", "en": en if plain else f"{en} {number + 1}"}


def rename(tree: Tree, now: Tree, entity: str, key: str, language: str, said: str) -> tuple[list[Change], str]:
    """Another name in one language, and the key afterwards.

    The other language follows while it still says what the stage began as; so does the key of a stage that is not in force
    yet, while nothing but the pipeline names it.
    """
    place = pipeline_in(tree, entity)
    stage, wanted = place.stage(key), said.strip()[:120]
    if not wanted:
        raise ProblemsFound([Problem("no_label", text("阶段要有名字", "A stage needs a name"))])
    begun = re.fullmatch(r"stage_\d+", key) is not None
    given = stage.option.get("label")
    label = {"zh-CN": "", "en": "", **(given if isinstance(given, dict) else {}), language: wanted}
    other = "en" if language == "zh-CN" else "zh-CN"
    if not label[other] or (begun and _unsaid(label[other])):
        label[other] = wanted
    changes = redrawn(tree, entity, lambda sheet: sheet.option(key).update(label=label))
    if not begun or key in in_force(now, entity):
        return changes, key
    fresh = key_for(text(label["zh-CN"], label["en"]), "stage", [one.key for one in place.every])
    called = redrawn(tree, entity, lambda sheet: _called(sheet, key, fresh, label))
    if _named(apply(tree, called), now, key):
        return changes, key
    return called, fresh


def in_force(now: Tree, entity: str) -> frozenset[str]:
    """The stages that are there without the draft."""
    place = pipelines_of(now).get(entity)
    return frozenset(one.key for one in place.every) if place else frozenset()


def _called(sheet: Sheet, key: str, fresh: str, label: Mapping[str, str]) -> None:
    """The stage under another key, wherever the pipeline names it."""
    sheet.option(key).update(key=fresh, label=dict(label))
    for part in ("stages", "gates"):
        if key in sheet.pipeline.get(part, {}):
            group = sheet.pipeline[part]
            sheet.pipeline[part] = {fresh if one == key else one: value for one, value in group.items()}
    if "moves" in sheet.pipeline:
        sheet.pipeline["moves"] = [[fresh if one == key else one for one in pair] for pair in sheet.moves]
    if sheet.default == key:
        sheet.default = fresh


def _named(tree: Tree, now: Tree, key: str) -> bool:
    """Whether anything that differs from what is in force names the key."""
    word = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(key)}(?![A-Za-z0-9_])")
    return any(raw is not now.get(name) and word.search(json.dumps(raw)) for name, raw in tree.items())


def _unsaid(said: str) -> bool:
    """A name a stage began with, perhaps with a number."""
    return any(
        said == one or said.removeprefix(one).strip().isdigit() for name in _NEW.values() for one in (name.zh, name.en)
    )
