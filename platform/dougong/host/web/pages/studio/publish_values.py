"""Stored values at stake on the publishing page: what is offered for each, and the gesture that a choice makes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from dougong.host.studio.draft import Draft
from dougong.host.studio.impact import Impact
from dougong.host.studio.keeping import field_beside, keep_field, keep_options
from dougong.host.studio.repairs import Failures, Repair, Repairs
from dougong.host.studio.stakes import Against, OptionsGone, Sample, Stakes, Unfit
from dougong.host.web.scope import Scope
from dougong.metamodel.diff import Change
from dougong.metamodel.model import FieldModel, Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

NOTHING = "-"
"""Chosen in the place of an option: records hold none any more."""
_POLICIES: Mapping[str, Failures] = {"blank": "blank", "leave": "leave", "refuse": "refuse"}


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An option that goes; `to` is the key of the one chosen in its place, `-` for none, empty while nothing is."""

    key: str
    label: str
    count: int
    to: str


@dataclass(frozen=True, slots=True)
class SampleLine:
    href: str
    title: str
    value: str
    why: str
    count: int


@dataclass(frozen=True, slots=True)
class ValuesCard:
    """One field whose values are asked about. `kind` is options, values, required, unique or dropped; `chosen` the choice
    so far (map, clear, blank, beside, refuse, leave) and empty while there is none. `count` values are at stake, of
    `total`; `altered` ones become others. `export` gives them as a file, `listed` is the list of those records."""

    kind: str
    entity: str
    field: str
    label: str
    of: str
    count: int
    chosen: str
    export: str
    listed: str
    options: tuple[OptionLine, ...] = ()
    offered: tuple[tuple[str, str], ...] = ()
    samples: tuple[SampleLine, ...] = ()
    total: int = 0
    altered: int = 0
    retyped: bool = False
    whole: bool = True
    may_keep: bool = False

    @property
    def decided(self) -> bool:
        return bool(self.chosen) or self.kind not in ("options", "values") or not self.count


def cards_of(scope: Scope, impact: Impact, draft: Draft) -> tuple[ValuesCard, ...]:
    """Those that need a choice first."""
    model, stakes, repairs = scope.workspace.store.model, impact.stakes, draft.repairs
    found = [
        *(_options(scope, model, one, repairs) for one in stakes.gone),
        *(_values(scope, model, one, repairs) for one in stakes.unfit),
        *(_against(scope, model, one) for one in stakes.against),
        *_dropped(scope, model, impact),
    ]
    return tuple(sorted(found, key=lambda one: (one.decided, one.kind)))


def gesture_of(
    draft: Draft, stakes: Stakes, entity: str, field: str, do: str, to: Mapping[str, str]
) -> tuple[list[Change], list[Repair]]:
    """What a choice on the page changes in the draft; ProblemsFound when what it is about is not at stake any more."""
    gone = next((one for one in stakes.gone if (one.field.entity, one.field.key) == (entity, field)), None)
    unfit = next((one for one in stakes.unfit if (one.field.entity, one.field.key) == (entity, field)), None)
    before = draft.repairs.get((entity, field), Repair(entity, field))
    match do:
        case "map" | "clear" if gone is not None:
            offered = {one.key for one in gone.offered}
            wanted = {key: NOTHING if do == "clear" else to.get(key, "") for key in gone.counts}
            values = {
                key: None if one == NOTHING else one for key, one in wanted.items() if one == NOTHING or one in offered
            }
            return [], [replace(before, values=values)]
        case "keep" if gone is not None:
            return keep_options(draft, gone.field, gone.counts), []
        case "keep":
            return keep_field(draft, entity, field), []
        case "beside" if unfit is not None:
            changes, key = field_beside(draft, unfit.was) if not before.beside else ([], before.beside)
            return changes, [replace(before, failures="blank", beside=key)]
        case "blank" | "leave" | "refuse" if unfit is not None:
            return _without_beside(draft, before), [replace(before, failures=_POLICIES[do], beside="")]
    words = text("这里已经没有要选的了", "There is nothing to choose here any more")
    raise ProblemsFound([Problem("not_at_stake", words, fix=text("刷新后再看", "Reload and look again"))])


def _without_beside(draft: Draft, before: Repair) -> list[Change]:
    """The field that was to keep the values is not wanted after all."""
    added = (
        one for one in draft.changes
        if before.beside and one.operation == "add" and isinstance(one.new, dict) and one.new.get("key") == before.beside
    )  # fmt: skip
    return [Change("remove", one.path, one.new) for one in added]


def _options(scope: Scope, model: Model, one: OptionsGone, repairs: Repairs) -> ValuesCard:
    chosen = repairs.get((one.field.entity, one.field.key))
    values = chosen.values if chosen else {}
    names = one.options
    lines = tuple(
        OptionLine(
            key, names[key].label.in_(scope.language) if key in names else key, count,
            "" if key not in values else values[key] or NOTHING,
        )
        for key, count in one.counts.items()
    )  # fmt: skip
    whole = all(line.to for line in lines)
    how = "" if not values else "clear" if whole and all(line.to == NOTHING for line in lines) else "map"
    several = one.field.value_type.name == "multichoice"
    holds = [f'CONTAINS({one.field.key}, "{key}")' if several else f'{one.field.key} = "{key}"' for key in one.counts]
    made = _card(scope, model, "options", one.field, sum(one.counts.values()), how if whole else "", " OR ".join(holds))
    offered = tuple((option.key, option.label.in_(scope.language)) for option in one.offered)
    return replace(made, options=lines, offered=offered)


def _values(scope: Scope, model: Model, one: Unfit, repairs: Repairs) -> ValuesCard:
    chosen = repairs.get((one.field.entity, one.field.key))
    how = "beside" if chosen and chosen.beside else chosen.failures if chosen else ""
    made = _card(scope, model, "values", one.was, one.failing, how, f"NOT ISBLANK({one.was.key})")
    return replace(
        made, chosen=how or ("" if one.retyped else "leave"), samples=_samples(scope, one.was.entity, one.samples),
        total=one.total, altered=one.altered, retyped=one.retyped, whole=one.whole,
    )  # fmt: skip


def _against(scope: Scope, model: Model, one: Against) -> ValuesCard:
    holds = f"ISBLANK({one.field.key})" if one.demand == "required" else f"NOT ISBLANK({one.field.key})"
    made = _card(scope, model, one.demand, one.field, one.count, "leave", holds)
    return replace(made, samples=_samples(scope, one.field.entity, one.samples))


def _dropped(scope: Scope, model: Model, impact: Impact) -> Iterable[ValuesCard]:
    for one in impact.effects:
        part = one.part
        if one.manner != "gone" or part is None or not one.records or part.kind not in ("entity", "field"):
            continue
        entity = model.entities.get(part.key if part.kind == "entity" else part.entity)
        if entity is not None:
            field = entity.fields[part.key] if part.kind == "field" else entity.title
            holds = f"NOT ISBLANK({part.key})" if part.kind == "field" else ""
            made = _card(scope, model, "dropped", field, one.records, "aside", holds, whole=part.kind == "entity")
            yield replace(made, may_keep=part.kind == "field")


def _card(
    scope: Scope, model: Model, kind: str, field: FieldModel, count: int, chosen: str, holds: str, whole: bool = False
) -> ValuesCard:
    """`holds` is the filter of the records at stake; the file has their name and this value, or all of an entity."""
    entity = model.entities[field.entity]
    title = entity.definition.title
    columns = "" if whole else ",".join(dict.fromkeys((title, field.key)))
    query = urlencode({"filter": holds, **({"columns": columns} if columns else {})})
    here = f"{scope.base_path}/{entity.key}"
    label, of = field.label.in_(scope.language), entity.label.in_(scope.language)
    return ValuesCard(
        kind, entity.key, "" if whole else field.key, of if whole else label, of, count, chosen,
        f"{here}/export?format=xlsx&{query}", f"{here}?{query}",
    )  # fmt: skip


def _samples(scope: Scope, entity: str, samples: Iterable[Sample]) -> tuple[SampleLine, ...]:
    here = f"{scope.base_path}/{entity}"
    return tuple(
        SampleLine(f"{here}/{one.record}", one.title or "—", one.value, one.why.in_(scope.language), one.count)
        for one in samples
    )
