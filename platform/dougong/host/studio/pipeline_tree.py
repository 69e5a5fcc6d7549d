"""The stages of an object as the documents of a draft have them: the choice they stand on, what each means, asks and allows."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from dougong.metamodel.diff import Change, Step, compare
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .entity_tree import EntityPlace, FieldPlace, Tree, entities_of, of_kind

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: `option` is what it is called and looks like, `info` what it means, `gate` what it asks; all JSON."""

    key: str
    option: Mapping[str, Any]
    info: Mapping[str, Any]
    gate: Mapping[str, Any]

    @property
    def outcome(self) -> str:
        return str(self.info.get("outcome") or "open")


@dataclass(frozen=True, slots=True)
class PipelinePlace:
    """`file` is the document that says the pipeline, `options` the place of the list its stages are in; `shared` is the
    key of that list where other fields offer it too. `stages` are offered, in order; `aside` are kept for old records."""

    entity: EntityPlace
    file: str
    raw: Mapping[str, Any]
    field: FieldPlace
    options: tuple[Step, ...]
    shared: str
    stages: tuple[Stage, ...]
    aside: tuple[Stage, ...]

    @property
    def every(self) -> tuple[Stage, ...]:
        return (*self.stages, *self.aside)

    def stage(self, key: str) -> Stage:
        """ProblemsFound where it is not there (any more)."""
        found = next((one for one in self.every if one.key == key), None)
        if found is None:
            words = text("这个阶段已经不在了", "This stage is not there any more")
            raise ProblemsFound([Problem("stage_gone", words, fix=text("刷新后再试", "Reload and try again"))])
        return found


@dataclass(slots=True)
class Sheet:
    """What a gesture writes on: copies of the pipeline, of the options it stands on, and of the field's default."""

    pipeline: Raw
    options: list[Raw]
    default: Any

    @property
    def keys(self) -> list[str]:
        return [str(one["key"]) for one in self.options]

    @property
    def offered(self) -> list[str]:
        return [str(one["key"]) for one in self.options if not one.get("retired")]

    def option(self, key: str) -> Raw:
        return next(one for one in self.options if one["key"] == key)

    def info(self, key: str) -> Raw:
        """What a stage means, to be changed; with it every stage on offer is named, since only named ones are on a path."""
        stages: Raw = self.pipeline.setdefault("stages", {})
        for one in self.offered:
            stages.setdefault(one, {})
        found: Raw = stages.setdefault(key, {})
        return found

    def gate(self, key: str) -> Raw:
        found: Raw = self.pipeline.setdefault("gates", {}).setdefault(key, {})
        return found

    @property
    def moves(self) -> list[list[str]]:
        found: list[list[str]] = self.pipeline.setdefault("moves", [])
        return found


def pipelines_of(tree: Tree) -> dict[str, PipelinePlace]:
    """Every object with stages that can be read, by its key."""
    said = _said(tree)
    found = {key: _place(tree, one, said[key]) for key, one in entities_of(tree).items() if key in said}
    return {key: place for key, place in found.items() if place is not None}


def pipeline_in(tree: Tree, entity: str) -> PipelinePlace:
    """ProblemsFound where the object, its stages or the choice they stand on are not there (any more)."""
    place, said = entities_of(tree).get(entity), _said(tree).get(entity)
    found = _place(tree, place, said) if place and said else None
    if found is None:
        words = text("这个对象没有阶段流程", "This object has no pipeline")
        raise ProblemsFound([Problem("no_pipeline", words, fix=text("先为它建一个", "Begin one for it first"))])
    return found


def redrawn(tree: Tree, entity: str, draw: Callable[[Sheet], object]) -> list[Change]:
    """The changes that `draw` makes of an object's pipeline, its stages and the stage a new record begins in."""
    place = pipeline_in(tree, entity)
    options = _options_at(tree, place.options)
    sheet = Sheet(deepcopy(dict(place.raw)), deepcopy(list(options)), place.field.raw.get("default"))
    draw(sheet)
    for name in ("stages", "gates", "moves"):
        if not sheet.pipeline.get(name):
            sheet.pipeline.pop(name, None)
    changes = [
        *compare(dict(place.raw), sheet.pipeline, (place.file, "pipeline")),
        *compare(options, sheet.options, place.options),
    ]
    if sheet.default != place.field.raw.get("default"):
        raw = {name: value for name, value in place.field.raw.items() if name != "default"}
        wanted = raw if sheet.default is None else {**raw, "default": sheet.default}
        old = {**raw, **({"default": place.field.raw["default"]} if "default" in place.field.raw else {})}
        changes += compare(old, wanted, place.field.path)
    return changes


def put(raw: Raw, parts: Mapping[str, Any]) -> None:
    """Parts of it as they shall be; None takes one away."""
    for name, value in parts.items():
        if value is None:
            raw.pop(name, None)
        else:
            raw[name] = value


def _place(tree: Tree, entity: EntityPlace, said: tuple[str, Mapping[str, Any]]) -> PipelinePlace | None:
    file, raw = said
    field = entity.field(str(raw.get("field", "")))
    options = options_of(tree, field) if field else None
    if field is None or options is None:
        return None
    infos, gates = _group(raw, "stages"), _group(raw, "gates")
    every = [
        Stage(str(one["key"]), one, _group(infos, str(one["key"])), _group(gates, str(one["key"])))
        for one in _options_at(tree, options[0])
    ]
    offered = tuple(one for one in every if not one.option.get("retired"))
    aside = tuple(one for one in every if one.option.get("retired"))
    return PipelinePlace(entity, file, raw, field, options[0], options[1], offered, aside)


def options_of(tree: Tree, field: FieldPlace) -> tuple[tuple[Step, ...], str] | None:
    """Where the options of a field stand, and the key of the shared list it is; None for a field that has none."""
    if isinstance(field.raw.get("options"), list):
        return (*field.path, "options"), ""
    key = field.raw.get("options_from")
    found = next((name for name, raw in of_kind(tree, "options") if key and raw.get("key") == key), None)
    return ((found, "options"), str(key)) if found and isinstance(tree[found].get("options"), list) else None


def _said(tree: Tree) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Object -> the document that says its pipeline, and what it says: what extends an object is read after it."""
    found: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for name, raw in sorted(of_kind(tree, "entity"), key=lambda one: bool(one[1].get("extends"))):
        if isinstance(raw.get("pipeline"), dict):
            found[str(raw.get("extends") or raw.get("key"))] = name, raw["pipeline"]
    return found


def _options_at(tree: Tree, path: tuple[Step, ...]) -> list[Raw]:
    """The list at a place of `options_of`."""
    raw = tree[str(path[0])]
    if len(path) > 2:
        key = getattr(path[2], "name", "")
        raw = next(one for one in raw["fields"] if isinstance(one, dict) and one.get("key") == key)
    given = raw.get("options")
    return [one for one in given if isinstance(one, dict) and "key" in one] if isinstance(given, list) else []


def _group(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    given = raw.get(name)
    return given if isinstance(given, dict) else {}
