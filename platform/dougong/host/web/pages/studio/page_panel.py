"""The panel of a tile: its type, what it is about and works out, and every property its type uses."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.host.studio.page_controls import CHOICE_WORDS, MEASURES, controls_of, entity_of, measure_of, sizes
from dougong.host.studio.page_ideas import SHAPES, TYPES, objects
from dougong.host.studio.page_problems import Found
from dougong.host.studio.page_tiles import width_of
from dougong.host.web.pages.list_state import listable
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.text import LocalText, text

from .control import COLOURS, Control, control_of, words_in
from .page_board import said_of

Choices = tuple[tuple[str, str, bool], ...]
"""(value, words, chosen)."""
_DAYS = ("date", "datetime")
_GROUPS = ("choice", "bool", "ref", "date", "datetime", "multichoice", "text")


@dataclass(frozen=True, slots=True)
class Measure:
    """`how` and `of` as choices, `source` as a formula, `plain` while the choices say all of it."""

    how: Choices
    of: Choices
    source: str
    plain: bool
    problem: str


@dataclass(frozen=True, slots=True)
class Columns:
    """What is shown, in order: (path, label); what could be shown too."""

    shown: tuple[tuple[str, str], ...]
    more: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SeriesLine:
    key: str
    zh: str
    en: str
    when: str
    colour: str
    problem: str


@dataclass(frozen=True, slots=True)
class GoalPart:
    entity: Choices
    of: str
    measure: str
    filter: str
    problem: str


@dataclass(frozen=True, slots=True)
class TilePanel:
    """The chosen tile; a property its type does not use is None. `groups` are up to two, `sort` (path, ways)."""

    key: str
    title: str
    type: str
    icon: str
    kind: str
    types: tuple[tuple[str, str, str, bool], ...]
    zh: str
    en: str
    rail: bool
    width: int
    entity: str
    objects: Choices
    views: Choices
    measure: Measure | None
    groups: tuple[Choices, ...]
    columns: Columns | None
    sort: tuple[Choices, bool] | None
    series: tuple[SeriesLine, ...] | None
    goal: GoalPart | None
    may_goal: bool
    tick: Choices | None
    filter: Control | None
    controls: tuple[Control, ...]
    rare: tuple[Control, ...]
    wrong: Mapping[str, str]
    said: tuple[str, ...]
    colours: tuple[tuple[str, str], ...]


def tile_panel(model: Model, tile: Mapping[str, Any], found: Found, language: str) -> TilePanel:
    """The panel of a tile as the draft has it."""
    kind, about = TYPES[str(tile["type"])], entity_of(model, tile)
    uses = set(kind.uses)
    said = found.get(str(tile["key"]), ())
    wrong = {name.partition("[")[0]: said_of(one, language) for name, one in said}
    controls = {one.name: _control(model, about, tile, one.name, language) for one in controls_of(kind.key)}
    plain = [one for one in controls_of(kind.key) if one.name != "filter" and _offered(controls[one.name])]
    label = words_in(tile.get("label"), str(tile["key"]))
    views = [one for one in model.views.values() if about is not None and one.entity == about.key]
    view = str(tile.get("view", ""))
    return TilePanel(
        str(tile["key"]), label.in_(language), kind.key, kind.icon, kind.label.in_(language),
        tuple((one.key, one.label.in_(language), one.icon, one.key == kind.key) for one in TYPES.values()),
        label.zh, label.en, tile.get("place") == "rail", width_of(tile), about.key if about else "",
        _choices(((key, model.entities[key].label) for key in objects(model)), about.key if about else "", language),
        _choices(((one.key, one.label) for one in views), view, language) if views else (),
        _measure(about, tile, wrong, language) if "measure" in uses and about else None,
        _groups(about, tile, kind.key, language) if "group" in uses and about else (),
        _columns(model, about, tile, language) if "fields" in uses and about else None,
        _sort(about, tile, language) if "sort" in uses and about else None,
        tuple(_series(one, n, wrong) for n, one in enumerate(tile.get("series", ()))) if "series" in uses else None,
        _goal(model, about, tile, wrong, language) if tile.get("target") and about else None, "target" in uses,
        _tick(about, tile, language) if "tick" in uses and about else None, controls.get("filter") if about else None,
        tuple(controls[one.name] for one in plain if not one.rare), tuple(controls[one.name] for one in plain if one.rare),
        wrong, tuple(said_of(one, language) for _, one in said),
        tuple((name, words.in_(language)) for name, words in COLOURS.items()),
    )  # fmt: skip


def _control(model: Model, about: EntityModel | None, tile: Mapping[str, Any], name: str, language: str) -> Control:
    one = next(each for each in controls_of(str(tile["type"])) if each.name == name)
    fits = _FITS.get(name)
    targets = [(field.key, field.label) for field in _fields(about) if fits and fits(field)] if about else []
    given = str(tile.get(name) or "")
    if fits and given and given not in dict(targets) and about is not None:
        targets.append((given, path_words(model, about.key, given)))
    made = control_of(one, tile, language, targets=targets, words=CHOICE_WORDS)
    shapes = SHAPES.get(str(tile["type"]))
    if name == "shape" and shapes:
        return replace(made, choices=tuple(each for each in made.choices if each[0] in shapes))
    return made


def _offered(control: Control) -> bool:
    """A choice among nothing is none."""
    return control.kind not in ("reference", "choice") or bool(control.choices)


def _to_person(field: FieldModel) -> bool:
    return field.relation is not None and field.relation.kind == "one" and field.relation.target == "person"


_FITS: Mapping[str, Callable[[FieldModel], bool]] = {
    "period": lambda one: one.value_type.name in _DAYS,
    "start": lambda one: one.value_type.name in _DAYS,
    "end": lambda one: one.value_type.name in _DAYS,
    "time": lambda one: one.type.widget == "time",
    "person": _to_person,
    "remind": _to_person,
    "call": lambda one: one.type.widget == "phone",
}


def _fields(about: EntityModel) -> list[FieldModel]:
    """Fields with a value of their own, those of apps first."""
    found = [one for one in about.fields.values() if one.storage is not None or one.formula]
    return sorted(found, key=lambda one: one.system)


def path_words(model: Model, entity: str, path: str) -> LocalText:
    """What a dotted path is called: each step by its field."""
    zh, en, here = [], [], entity
    for step in path.split("."):
        field = model.entities[here].fields.get(step) if here in model.entities else None
        zh.append(field.label.zh if field else step)
        en.append(field.label.en if field else step)
        here = field.relation.target if field is not None and field.relation else ""
    return text(" · ".join(zh), " · ".join(en))


def _choices(given: Iterable[tuple[str, LocalText]], chosen: str, language: str) -> Choices:
    return tuple((key, label.in_(language), key == chosen) for key, label in given)


def _measure(about: EntityModel, tile: Mapping[str, Any], wrong: Mapping[str, str], language: str) -> Measure:
    source = str(tile.get("measure", ""))
    how, of = measure_of(source) or ("", "")
    every = [(key, about.fields[key].label) for key in sizes(about)]
    if of and of not in dict(every):
        every.append((of, about.fields[of].label if of in about.fields else text(of, of)))
    return Measure(
        _choices(MEASURES.items(), how, language), _choices(every, of, language) if how != "COUNT" else (), source,
        bool(how) and (how == "COUNT") == (not of), wrong.get("measure", ""),
    )  # fmt: skip


def _groups(about: EntityModel, tile: Mapping[str, Any], kind: str, language: str) -> tuple[Choices, ...]:
    given = [*map(str, tile.get("group", ())), "", ""][:2]
    every = [
        (one.key, one.label) for one in _fields(about) if one.value_type.name in _GROUPS and listable(one.type.widget)
    ]
    slots = 2 if kind == "chart" and given[0] and not tile.get("series") else 1
    found = []
    for chosen in given[:slots]:
        more = [(chosen, text(chosen, chosen))] if chosen and chosen not in dict(every) else []
        found.append(_choices([*every, *more], chosen, language))
    return tuple(found)


def _columns(model: Model, about: EntityModel, tile: Mapping[str, Any], language: str) -> Columns:
    shown = tuple((str(one), path_words(model, about.key, str(one)).in_(language)) for one in tile.get("fields", ()))
    return Columns(shown, more_fields(model, about, [key for key, _ in shown], language))


def more_fields(model: Model, about: EntityModel, shown: Iterable[str], language: str) -> tuple[tuple[str, str], ...]:
    """Fields that a list could show too, and those one link away."""
    known, found = set(shown), []
    for one in _fields(about):
        if one.key not in known and listable(one.type.widget):
            found.append((one.key, one.label.in_(language)))
    for one in _fields(about):
        relation = one.relation
        if relation is None or relation.kind != "one" or one.system or relation.target not in model.entities:
            continue
        for far in _fields(model.entities[relation.target]):
            path = f"{one.key}.{far.key}"
            if path not in known and not far.system and listable(far.type.widget):
                found.append((path, f"{one.label.in_(language)} · {far.label.in_(language)}"))
    return tuple(found)


def _sort(about: EntityModel, tile: Mapping[str, Any], language: str) -> tuple[Choices, bool]:
    first = str(next(iter(tile.get("sort", ())), ""))
    return sort_choices(about, first, language)


def sort_choices(about: EntityModel, first: str, language: str) -> tuple[Choices, bool]:
    """What a list can be ordered by, and whether it goes downwards."""
    every = [(one.key, one.label) for one in _fields(about) if listable(one.type.widget)]
    path = first.lstrip("-")
    if path and path not in dict(every):
        every.append((path, text(path, path)))
    return _choices(every, path, language), first.startswith("-")


def _series(one: Mapping[str, Any], number: int, wrong: Mapping[str, str]) -> SeriesLine:
    label = words_in(one.get("label"), str(one["key"]))
    problem = wrong.get("series", "") if number == 0 else ""
    return SeriesLine(
        str(one["key"]), label.zh, label.en, str(one.get("when", "")), str(one.get("colour", "blue")), problem
    )


def _goal(
    model: Model, about: EntityModel, tile: Mapping[str, Any], wrong: Mapping[str, str], language: str
) -> GoalPart:
    goal = tile["target"]
    of = str(goal.get("entity") or about.key)
    problem = next((said for name, said in wrong.items() if name.startswith("target")), "")
    every = ((key, model.entities[key].label) for key in objects(model))
    return GoalPart(
        _choices(every, of, language), of, str(goal.get("measure", "")), str(goal.get("filter", "")), problem
    )


def _tick(about: EntityModel, tile: Mapping[str, Any], language: str) -> Choices:
    """What ticking a row may set: one option of a choice, or a switch."""
    now = next((f"{key}={value if value is not True else ''}" for key, value in tile.get("tick", {}).items()), "")
    found = []
    for field in _fields(about):
        if field.system or field.formula:
            continue
        if field.value_type.name == "bool":
            found.append((f"{field.key}=", field.label.in_(language)))
        labels = {str(one.key): one.label.in_(language) for one in getattr(field.field, "options", ()) or ()}
        if field.value_type.name == "choice":
            found += [(f"{field.key}={key}", f"{field.label.in_(language)} → {label}") for key, label in labels.items()]
    if now and now not in dict(found):
        found.append((now, now))
    return tuple((value, label, value == now) for value, label in found)
