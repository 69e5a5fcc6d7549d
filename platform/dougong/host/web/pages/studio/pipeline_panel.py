"""The panel of the pipeline designer: the chosen stage with every property it has, read off the typed models; and what a
control of it sends, as changes."""

from dataclasses import dataclass, replace
from typing import Any

from dougong.expressions import Schema
from dougong.host.studio import pipeline_gates, pipeline_moves, pipeline_names
from dougong.host.studio.entity_tree import Tree
from dougong.host.studio.formulas import check_formula
from dougong.host.studio.pipeline_tree import PipelinePlace, Stage, pipeline_in
from dougong.host.studio.properties import Property, changed, properties_of
from dougong.host.web.scope import Scope
from dougong.metamodel.diff import Change, apply
from dougong.metamodel.documents import Document, kind_of
from dougong.metamodel.entity import Gate, StageInfo
from dougong.metamodel.lists import Option
from dougong.metamodel.model import Model
from dougong.metamodel.parse import parse
from dougong.metamodel.problem import ProblemsFound
from dougong.metamodel.text import text
from dougong.metamodel.value_type import ValueType
from dougong.records.context import Context

from .control import COLOURS, Control, Formula, control_of, words_in

_LOOKS = properties_of(
    Option, {"label": text("名称", "Name"), "colour": text("颜色", "Colour")}, first=("label", "colour"),
    hidden=("key", "icon", "retired"),
)  # fmt: skip
_MEANS = properties_of(
    StageInfo,
    {
        "outcome": text("这个阶段是", "This stage is"), "probability": text("可能性（%）", "Probability (%)"),
        "stale_days": text("停留几天后提醒", "Days until it counts as stalled"),
    },
    first=("outcome", "probability", "stale_days"),
)  # fmt: skip
_ASKS = properties_of(
    Gate,
    {"when": text("还要满足的条件", "What else must hold"), "message": text("不满足时怎么说", "What is said otherwise")},
    first=("when", "message"), hidden=("require",),
)  # fmt: skip
_HELD = {True: text("满足", "holds"), False: text("不满足", "does not hold")}
_PARTS: dict[str, tuple[Property, ...]] = {"looks": _LOOKS, "means": _MEANS, "asks": _ASKS}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen stage: controls by what they are about; `asked` fields stand in the column, `fields` could be added."""

    key: str
    label: str
    colour: str
    fresh: bool
    looks: tuple[Control, ...]
    means: tuple[Control, ...]
    asks: tuple[Control, ...]
    colours: tuple[tuple[str, str], ...]
    first: bool
    last: bool


def chosen_of(scope: Scope, context: Context, model: Model, place: PipelinePlace, now: Tree, key: str) -> Chosen | None:
    """The panel of a stage on offer; None where it is not there. `context` reads as the draft does."""
    stage = next((one for one in place.stages if one.key == key), None)
    if stage is None:
        return None
    keys = [one.key for one in place.stages]
    parts = {name: _controls(scope, context, model, place, stage, name) for name in _PARTS}
    return Chosen(
        key, words_in(stage.option.get("label"), key).in_(scope.language), str(stage.option.get("colour") or "gray"),
        key not in pipeline_names.in_force(now, place.entity.key), parts["looks"], parts["means"], parts["asks"],
        tuple((name, words.in_(scope.language)) for name, words in COLOURS.items()), keys[0] == key, keys[-1] == key,
    )  # fmt: skip


def set_property(tree: Tree, now: Tree, entity: str, key: str, name: str, value: str) -> tuple[list[Change], str]:
    """What a control called `looks.label.en`, `means.outcome`, `asks.when` sent, as changes, and the stage's key afterwards.
    ProblemsFound for a value the stage cannot have."""
    part, _, rest = name.partition(".")
    first, _, language = rest.partition(".")
    found = next((one for one in _PARTS.get(part, ()) if one.name == first), None)
    if found is None:
        return [], key
    if (part, first) == ("looks", "label"):
        return pipeline_names.rename(tree, now, entity, key, language, value)
    place = pipeline_in(tree, entity)
    wanted = changed(found, _raw(place.stage(key), part), language, value)
    do = {"looks": pipeline_moves.set_option, "means": pipeline_moves.set_info, "asks": pipeline_gates.set_gate}[part]
    changes = do(tree, entity, key, {first: wanted.get(first)})
    _refuse(tree, str(place.options[0]) if part == "looks" else place.file, changes)
    return changes, key


def _controls(
    scope: Scope, context: Context, model: Model, place: PipelinePlace, stage: Stage, part: str
) -> tuple[Control, ...]:
    words = {**pipeline_moves.OUTCOMES, **COLOURS}
    found = []
    for one in _PARTS[part]:
        control = control_of(one, _raw(stage, part), scope.language, words=words)
        if one.kind == "formula":
            checked = _checked(scope, context, model, place.entity.key, control.value) if control.value else None
            control = replace(control, formula=checked, entity=place.entity.key, expects="bool")
        found.append(replace(control, name=f"{part}.{one.name}"))
    return tuple(found)


def _raw(stage: Stage, part: str) -> Any:
    return {"looks": stage.option, "means": stage.info, "asks": stage.gate}[part]


def _refuse(tree: Tree, file: str, changes: list[Change]) -> None:
    """ProblemsFound with words where the document could not be read any more."""
    app, _, name = file.partition("/")
    kind = kind_of(name)
    found = parse(Document(app, kind.key if kind else "entity", name, apply(tree, changes)[file])).problems
    if found:
        raise ProblemsFound(found)


def _checked(scope: Scope, context: Context, model: Model, entity: str, written: str) -> Formula:
    told = check_formula(context, Schema(model, entity), written, ValueType("bool"), scope.language)
    wrong = next((one for one in told["problems"] if one["severity"] == "error"), None)
    if wrong:
        return Formula(False, wrong["message"], fix=wrong["fix"])
    sample = next((one for one in told["preview"] if one["value"] is not None), None)
    said = told["type"]["words"] if told["type"] else ""
    held = _HELD[bool(sample["value"])].in_(scope.language) if sample else ""
    return Formula(True, said, (), f"{sample['title']}: {held}" if sample else "")
