"""See the consequence, then publish: what a draft would do to forms, views, roles and records, and the button that makes it so."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from dougong.host.store import documents
from dougong.host.studio.impact import Effect, Impact, impact_of
from dougong.host.studio.publish import publish
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.pages.signals import go, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.diff import Change, documents_of
from dougong.metamodel.documents import kind_of
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.sync import Step

from .shell import PREFIX, Around, Designing, draw_page
from .sketch import read_sketch

router = APIRouter(prefix=f"{PREFIX}/publish", include_in_schema=False)
_ICONS = {
    "entity": "database", "form": "forms", "view": "table", "page": "layout-dashboard", "menus": "menu-2", "role": "shield",
    "rules": "math-function", "options": "list", "app": "stack-2",
}  # fmt: skip
_REACHED = ("form", "view", "page", "role")
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: `records` hold what it touches, `used` are the documents that name its part. What moves from one list
    to another is taken out there and put in here: two `numbers` that go together."""

    numbers: tuple[int, ...]
    words: str
    manner: str
    records: int
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    label: str
    icon: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many documents of a kind name what changes."""

    kind: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtStake:
    """Values that go out of sight: `count` of a column or table."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ProblemLine:
    words: str
    fix: str
    place: str
    bad: bool


@dataclass(frozen=True, slots=True)
class PublishPage:
    """What templates/studio/publish.html shows; `took` seconds to find out, `seconds` the database will need."""

    around: Around
    groups: tuple[ChangeGroup, ...]
    revision: int
    following: int
    took: float
    reach: tuple[Reach, ...]
    touched: tuple[ChangeLine, ...]
    at_stake: tuple[AtStake, ...]
    steps: tuple[tuple[str, int], ...]
    seconds: float
    problems: tuple[ProblemLine, ...]
    blocked: bool
    refused: tuple[ProblemLine, ...]
    note: str
    left_out: frozenset[int]


@router.get("")
def show_publish(scope: Designing) -> Response:
    """The consequence of the draft as it is now."""
    return _page(scope)


@router.post("")
def publish_draft(
    scope: Designing, note: Annotated[str, Form(max_length=400)] = "", expected: Annotated[int, Form()] = -1,
    change: Annotated[list[str] | None, Form()] = None, aside: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Makes the ticked changes the definitions in force; what is refused is told on the page, and nothing is done."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    words = words_of(scope)
    ticked = {int(one) for some in change or () for one in some.split(",") if one.isdecimal()}
    try:
        done = publish(
            scope.workspace, sketch.draft.change_set.id, str(scope.viewer.person), note=note.strip(), only=ticked,
            expected=expected, allow_drop=aside == "on",
        )  # fmt: skip
    except ProblemsFound as refused:
        left = frozenset(range(sketch.count)) - ticked
        return _page(scope, refused.problems, note, left, 422)
    said = words("Release {n} is in force", n=done.number)
    return go(scope, f"{scope.base_path}{PREFIX}/releases/{done.number}", toast(said))


def _page(
    scope: Scope,
    refused: Sequence[Problem] = (),
    note: str = "",
    left_out: frozenset[int] = frozenset(),
    status: int = 200,
) -> Response:
    began = perf_counter()
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
        impact = impact_of(connection, scope.workspace, sketch.draft)
        following = documents.current_revision(connection) + 1
    labels = _labels(sketch.draft.after, scope.language) | _labels(sketch.draft.now, scope.language)
    took = perf_counter() - began
    groups = _groups(impact, labels, scope.language)
    lines = [one for group in groups for one in group.lines]
    plan = impact.plan

    def content(around: Around) -> PublishPage:
        return PublishPage(
            around, groups, impact.revision, following, took, _reach(impact, labels), tuple(one for one in lines if one.records),
            tuple(AtStake(step.words.in_(scope.language), count) for step, count in impact.kept if count),
            _steps(plan.steps if plan else (), scope.language), impact.seconds,
            tuple(_problem(one, labels, scope.language) for one in impact.problems), impact.blocked,
            tuple(_problem(one, labels, scope.language) for one in refused), note or sketch.draft.change_set.name, left_out,
        )  # fmt: skip

    last = words_of(scope)("Publish")
    return draw_page(scope, "home", "studio/publish.html", sketch, content, last=last, status=status)


def _steps(steps: Sequence[Step], language: str) -> tuple[tuple[str, int], ...]:
    """What the database does, with the rows it touches; indexes are its own affair and told as a number."""
    told = tuple((one.words.in_(language), one.rows) for one in steps if not one.kind.endswith("_index"))
    indexes = sum(one.kind.endswith("_index") for one in steps)
    words = text(f"{indexes} 个索引新建或去掉", f"{indexes} indexes made or taken away").in_(language)
    return (*told, (words, 0)) if indexes else told


def _groups(impact: Impact, labels: dict[str, str], language: str) -> tuple[ChangeGroup, ...]:
    found: dict[str, list[Effect]] = {}
    for one in impact.effects:
        found.setdefault(str(one.change.path[0]), []).append(one)
    return tuple(
        ChangeGroup(labels.get(name, name), _icon(name), _lines(effects, labels, language))
        for name, effects in found.items()
    )


def _lines(effects: Sequence[Effect], labels: dict[str, str], language: str) -> tuple[ChangeLine, ...]:
    arrived = {_what(one.change): one for one in effects if one.change.operation == "add"}
    left = {key: one for one in effects if one.change.operation == "remove" and (key := _what(one.change)) in arrived}
    found = []
    for one in effects:
        gone = left.get(_what(one.change))
        if gone is one:
            continue
        if gone is not None and one.change.operation == "add":
            said = text("移动：{a} → {b}", "Moved: {a} → {b}").format(a=gone.words, b=one.words).in_(language)
            found.append(ChangeLine((gone.number, one.number), _plainly(said), "changed", 0, ()))
        else:
            used = dict.fromkeys(labels.get(f"{at.app}/{at.file}", at.file) for at in one.used)
            found.append(ChangeLine((one.number,), one.words.in_(language), one.manner, one.records or 0, tuple(used)))
    return tuple(found)


def _what(change: Change) -> str:
    """What an item of a list is, wherever it stands: all of it but its key and its names."""
    raw = change.new if change.operation == "add" else change.old
    return (
        repr({key: value for key, value in raw.items() if key not in ("key", "label")}) if isinstance(raw, dict) else ""
    )


def _plainly(words: str) -> str:
    """Without the words of taking out and putting in."""
    for one in ("删除 ", "新增 ", "Removed ", "Added "):
        words = words.replace(one, "")
    return words


def _reach(impact: Impact, labels: dict[str, str]) -> tuple[Reach, ...]:
    found: dict[str, list[str]] = {}
    for kind, files in impact.users().items():
        for name in files:
            known = kind_of(name.partition("/")[2])
            found.setdefault(known.key if known else kind, []).append(labels.get(name, name))
    return tuple(Reach(kind, len(found.get(kind, ())), tuple(found.get(kind, ()))[:_MOST_NAMED]) for kind in _REACHED)


def _labels(tree: dict[str, object], language: str) -> dict[str, str]:
    """`app/file` -> what people call it."""
    found = {}
    for one in documents_of(tree):
        label = one.raw.get("label") if isinstance(one.raw, dict) else None
        given = label if isinstance(label, dict) else {}
        name = given.get("zh-CN" if language.startswith("zh") else "en")
        kind = kind_of(one.file)
        found[f"{one.app}/{one.file}"] = str(name) if name else _plain(kind.key if kind else "", one.file, language)
    return found


def _plain(kind: str, file: str, language: str) -> str:
    """A document without a name of its own."""
    if kind == "menus":
        return text("菜单", "Menu").in_(language)
    return file.rpartition("/")[2].removesuffix(".json")


def _icon(name: str) -> str:
    kind = kind_of(name.partition("/")[2])
    return _ICONS.get(kind.key if kind else "", "file")


def _problem(one: Problem, labels: dict[str, str], language: str) -> ProblemLine:
    place = labels.get(f"{one.app}/{one.file}", "")
    return ProblemLine(
        one.message.in_(language), one.fix.in_(language) if one.fix else "", place, one.severity == "error"
    )
