"""The consequence of an installation, upgrade or removal in lines: what comes and goes, both sides where they meet, what is
at stake, what stands in the way.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dougong.host.studio.app_impact import Outcome
from dougong.metamodel.diff import wording
from dougong.metamodel.documents import kind_of
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.three_way import ThreeWay

_MOST = 400
"""Lines of a list that are drawn; more are told as a number."""
_KINDS: dict[str, tuple[str, LocalText]] = {
    "entity": ("database", text("对象", "Objects")), "menus": ("menu-2", text("菜单", "Menu")),
    "role": ("shield", text("角色", "Roles")), "form": ("forms", text("表单", "Forms")),
    "view": ("table", text("视图", "Views")), "page": ("layout-dashboard", text("页面", "Pages")),
    "rules": ("math-function", text("规则", "Rules")), "options": ("list", text("选项表", "Option lists")),
    "sequence": ("list-check", text("编号规则", "Sequences")), "changes": ("git-merge", text("对别的应用的改动", "Changes of other apps")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """Documents of one kind that come or go, by name."""

    icon: str
    label: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    words: str
    manner: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One meeting: what the workspace made and what the new version makes of the same, each in words."""

    number: int
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stake:
    """Values or records that go out of sight; `href` is where they are, when they are whole records."""

    label: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Trouble:
    words: str
    fix: str
    place: str
    bad: bool


@dataclass(frozen=True, slots=True)
class DraftLine:
    name: str
    who: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """`others` are documents of other apps that name what goes; `seconds` the database will need."""

    facts: tuple[Fact, ...]
    stakes: tuple[Stake, ...]
    troubles: tuple[Trouble, ...]
    drafts: tuple[DraftLine, ...]
    others: tuple[str, ...]
    steps: tuple[str, ...]
    seconds: float
    blocked: bool


def consequence(found: Outcome, model: Model, language: str, people: dict[str, str], base: str) -> Consequence:
    """`model` is what is in force; `people`: id -> name."""
    three, impact = found.three, found.impact
    names = {**three.new, **three.mine, **three.old}
    app = found.app
    others = {
        f"{one.app}/{one.file}": None
        for effect in impact.effects
        if effect.manner == "gone"
        and not _extends(effect.change.old)  # what it adds to others' objects is theirs to name
        for one in effect.used
        if one.app != app
    }
    plan = impact.plan
    told = [one.words.in_(language) for one in plan.steps if not one.kind.endswith("_index")] if plan else []
    return Consequence(
        _facts(found, language),
        tuple(_stakes(found, model, language, base)),
        tuple(_trouble(one, names, language) for one in (*found.refused, *impact.problems)),
        tuple(
            DraftLine(one.name, people.get(one.person, ""), tuple(said.in_(language) for said in one.words[:6]))
            for one in found.drafts
        ),
        tuple(name_of(one, names.get(one), language) for one in others),
        tuple(told),
        impact.seconds.tables + impact.seconds.values,
        found.blocked,
    )


def choices(three: ThreeWay, language: str) -> tuple[Choice, ...]:
    """Every meeting with both sides in words."""
    return tuple(
        Choice(
            number,
            tuple(wording(three.ours[one], three.old, three.mine).in_(language) for one in meeting.ours),
            tuple(wording(three.theirs[one], three.old, three.new).in_(language) for one in meeting.theirs),
        )
        for number, meeting in enumerate(three.meetings)
    )


def lines(three: ThreeWay, side: str, app: str, language: str) -> tuple[tuple[Line, ...], int]:
    """The changes of one side that meet none of the other, and how many more there are than are listed."""
    ours = side == "ours"
    changes, reached = (three.ours, three.mine) if ours else (three.theirs, three.new)
    met = {number for one in three.meetings for number in (one.ours if ours else one.theirs)}
    free = [
        (number, one)
        for number, one in enumerate(changes)
        if number not in met and str(one.path[0]).startswith(f"{app}/" if ours else "") and one.path[1:] != ("version",)
    ]
    manners = {"add": "new", "put": "new", "remove": "gone", "drop": "gone"}
    drawn = tuple(
        Line(number, wording(one, three.old, reached).in_(language), manners.get(one.operation, "changed"))
        for number, one in free[:_MOST]
    )
    return drawn, len(free) - len(drawn)


def name_of(place: str, raw: object, language: str) -> str:
    """What people call the document at `app/file`."""
    label = raw.get("label") if isinstance(raw, dict) else None
    name = label.get(language if language in ("zh-CN", "en") else "en") if isinstance(label, dict) else None
    kind = kind_of(place.partition("/")[2])
    known = _KINDS.get(kind.key) if kind else None
    file = place.rpartition("/")[2].removesuffix(".json")
    return f"{known[1].in_(language)} · {name or file}" if known else str(name or file)


def _facts(found: Outcome, language: str) -> tuple[Fact, ...]:
    """Whole documents that come or go, menu items one by one."""
    by_kind: dict[str, list[str]] = {}
    for effect in found.impact.effects:
        change = effect.change
        kind = kind_of(str(change.path[0]).partition("/")[2])
        if kind is None or kind.key not in _KINDS or len(change.path) != 1:
            continue
        raw = change.old if effect.manner == "gone" else change.new
        given = raw if isinstance(raw, dict) else {}
        if kind.key == "menus":
            by_kind.setdefault(kind.key, []).extend(_items(given, language))
        else:
            by_kind.setdefault(kind.key, []).append(name_of(str(change.path[0]), raw, language).rpartition(" · ")[2])
    return tuple(
        Fact(_KINDS[kind][0], _KINDS[kind][1].in_(language), len(by_kind[kind]), tuple(by_kind[kind]))
        for kind in _KINDS
        if kind in by_kind
    )


def _items(menus: dict[str, object], language: str) -> list[str]:
    found = []
    areas = menus.get("areas")
    for area in areas if isinstance(areas, list) else ():
        for group in area.get("groups", ()):
            found += [str(item.get("label", {}).get(language, item.get("key"))) for item in group.get("items", ())]
    return found


def _stakes(found: Outcome, model: Model, language: str, base: str) -> Iterator[Stake]:
    """Counted in the tables; where the definitions cannot be as they would be, by the objects that go."""
    if found.impact.plan is None:
        for effect in found.impact.effects:
            entity = model.entities.get(effect.part.key) if effect.part and effect.manner == "gone" else None
            if entity is not None and effect.records and not _extends(effect.change.old):
                yield Stake(entity.plural.in_(language), effect.records, f"{base}/{entity.key}")
    for step, count in found.impact.kept:
        entity = model.entities.get(step.entity)
        whole = step.kind == "set_table_aside"
        if count and whole and entity is not None:
            yield Stake(entity.plural.in_(language), count, "" if entity.implicit else f"{base}/{step.entity}")
        elif count:
            yield Stake(step.words.in_(language), count, "")


def needed_by(found: Outcome, language: str) -> tuple[Trouble, ...]:
    """What stands in the way of a removal: who names what would go, each once."""
    trees = {**found.three.new, **found.three.mine}
    fix = text("先在那里去掉，再卸载", "Take it out there first, then uninstall").in_(language)
    told: dict[str, Trouble] = {}
    for one in found.impact.problems:
        if one.severity == "error":
            place = f"{one.app}/{one.file}"
            name = name_of(place, trees.get(place), language)
            words = text(f"“{name}”用到要移除的内容", f'"{name}" uses what would go').in_(language)
            told.setdefault(place, Trouble(words, fix, "", True))
    return (*(_trouble(one, trees, language) for one in found.refused), *told.values())


def _extends(raw: object) -> bool:
    return isinstance(raw, dict) and bool(raw.get("extends"))


def _trouble(one: Problem, trees: dict[str, object], language: str) -> Trouble:
    place = f"{one.app}/{one.file}"
    named = name_of(place, trees.get(place), language) if one.app and one.file else one.file
    return Trouble(one.message.in_(language), one.fix.in_(language) if one.fix else "", named, one.severity == "error")
