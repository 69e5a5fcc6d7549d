"""See the consequence, then publish: what a draft would do to forms, views, roles and records, and the button that makes it so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter, thread_time
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from sqlalchemy import Connection
from starlette.datastructures import FormData

from dougong.host.access import people
from dougong.host.access.api_use import Client
from dougong.host.store import documents
from dougong.host.studio.draft import Draft
from dougong.host.studio.impact import Impact, impact_of
from dougong.host.studio.publish import publish
from dougong.host.studio.stakes import Stakes, stakes_of
from dougong.host.web.errors import Refused
from dougong.host.web.format.dates import day_head
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.pages.render import fragment
from dougong.host.web.pages.signals import go, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.documents import kind_of
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.rights import SYSTEM
from dougong.records.sync import Step

from .consequences import consequences_of
from .publish_lines import ChangeGroup, Labels, groups_of, labels_of
from .publish_values import ValuesCard, cards_of, gesture_of
from .shell import PREFIX, Around, Designing, draw_page
from .sketch import draw, model_of, problems_of, read_sketch

router = APIRouter(prefix=f"{PREFIX}/publish", include_in_schema=False)
_REACHED = ("form", "view", "page", "role")
_MOST_NAMED = 4


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
class ClientLine:
    """A program that asks for records by a token: what it reads, as whom, and when it last did."""

    name: str
    entity: str
    person: str
    when: str


@dataclass(frozen=True, slots=True)
class ProblemLine:
    words: str
    fix: str
    place: str
    bad: bool


@dataclass(frozen=True, slots=True)
class Takes:
    """Seconds of each part of publishing; `spans` are the same as (kind, from, width) of 100."""

    tables: float
    values: float
    switch: float

    @property
    def whole(self) -> float:
        return self.tables + self.values + self.switch

    @property
    def spans(self) -> tuple[tuple[str, float, float], ...]:
        at, found = 0.0, []
        for kind, seconds in (("tables", self.tables), ("values", self.values), ("switch", self.switch)):
            width = 100 * seconds / self.whole
            found.append((kind, round(at, 2), round(width, 2)))
            at += width
        return tuple(found)


@dataclass(frozen=True, slots=True)
class PublishPage:
    """What templates/studio/publish.html shows; `looked` seconds to find out. `open` cards wait for a choice."""

    around: Around
    groups: tuple[ChangeGroup, ...]
    revision: int
    following: int
    looked: float
    reach: tuple[Reach, ...]
    others: tuple[Reach, ...]
    apps: tuple[tuple[str, int], ...]
    clients: tuple[ClientLine, ...]
    values: tuple[ValuesCard, ...]
    at_stake: tuple[AtStake, ...]
    steps: tuple[tuple[str, int], ...]
    takes: Takes
    problems: tuple[ProblemLine, ...]
    blocked: bool
    known: bool
    """Whether the definitions hold together so far that it can be said what they do to data."""
    refused: tuple[ProblemLine, ...]
    note: str
    left_out: frozenset[int]

    @property
    def open(self) -> int:
        return sum(not one.decided for one in self.values)


async def _form(request: Request) -> FormData:
    return await request.form()


@router.get("")
def show_publish(scope: Designing) -> Response:
    """The consequence of the draft as it is now."""
    return _page(scope)


@router.get("/consequences")
def show_consequences(scope: Designing) -> Response:
    """The cards that take their time."""
    with scope.workspace.engine.connect() as connection:
        found = consequences_of(scope, connection, read_sketch(scope, connection).draft)
    return fragment(scope, "studio/consequences.html", cards=found)


@router.post("")
def publish_draft(
    scope: Designing, note: Annotated[str, Form(max_length=400)] = "", expected: Annotated[int, Form()] = -1,
    change: Annotated[list[str] | None, Form()] = None, aside: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Makes the ticked changes the definitions in force; what is refused is told on the page, and nothing is done."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
    words = words_of(scope)
    ticked = _ticked(change or ())
    try:
        done = publish(
            scope.workspace, sketch.draft.change_set.id, str(scope.viewer.person), note=note.strip(), only=ticked,
            expected=expected, allow_drop=aside == "on", decided=True,
        )  # fmt: skip
    except ProblemsFound as refused:
        return _page(scope, refused.problems, note, ticked, 422)
    said = words("Release {n} is in force", n=done.number)
    return go(scope, f"{scope.base_path}{PREFIX}/releases/{done.number}", toast(said))


@router.post("/repair")
def choose_repair(scope: Designing, given: Annotated[FormData, Depends(_form)]) -> Response:
    """What becomes of the values of a field: one gesture more of the draft."""
    entity, field, do = (str(given.get(name, "")) for name in ("entity", "field", "do"))
    to = {name.removeprefix("to."): str(value) for name, value in given.items() if name.startswith("to.")}
    try:
        with scope.workspace.engine.connect() as connection:
            draft = read_sketch(scope, connection).draft
            model = model_of(scope, draft)
            ctx = scope.workspace.context(connection, scope.workspace.store_seen_by(connection), SYSTEM)
            stakes = stakes_of(ctx, model) if model is not None else Stakes()
        draw(scope, *gesture_of(draft, stakes, entity, field, do, to))
    except ProblemsFound as refused:
        raise Refused(422, refused.problems) from refused
    return _page(scope, note=str(given.get("note", ""))[:400], ticked=_ticked(given.getlist("change")))


def _ticked(given: Sequence[object]) -> frozenset[int]:
    return frozenset(int(one) for some in given for one in str(some).split(",") if one.isdecimal())


def _page(
    scope: Scope,
    refused: Sequence[Problem] = (),
    note: str = "",
    ticked: frozenset[int] = frozenset(),
    status: int = 200,
) -> Response:
    """With none `ticked`, all are."""
    began, worked = perf_counter(), thread_time()
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
        impact = _impact(scope, connection, sketch.draft)
        following = documents.current_revision(connection) + 1
        names = (
            {one.id: one.name for one in people.everyone(connection, scope.workspace.store)} if impact.clients else {}
        )
        values = cards_of(scope, impact, sketch.draft)
    language = scope.language
    after = model_of(scope, sketch.draft)
    labels = labels_of(sketch.draft.after, language) | labels_of(sketch.draft.now, language)
    looked, worked = perf_counter() - began, thread_time() - worked
    plan = impact.plan
    left_out = frozenset(range(sketch.count)) - ticked if ticked else frozenset[int]()

    def content(around: Around) -> PublishPage:
        reach = _reach(impact, labels)
        return PublishPage(
            around, groups_of(impact, labels, language), impact.revision, following, looked,
            tuple(reach.get(kind, Reach(kind, 0, ())) for kind in _REACHED),
            tuple(one for kind, one in reach.items() if kind not in _REACHED), _apps(scope, impact),
            tuple(_client(scope, one, names) for one in impact.clients), values,
            tuple(AtStake(step.words.in_(language), count) for step, count in impact.kept if count and step.kind != "change_column"),
            _steps((scope.workspace.store.model, after), plan.steps if plan else (), language),
            Takes(impact.seconds.tables, impact.seconds.values, max(0.1, worked)),
            tuple(_problem(one, labels, language) for one in impact.problems), impact.blocked,
            plan is not None,
            tuple(_problem(one, labels, language) for one in refused), note or sketch.draft.change_set.name, left_out,
        )  # fmt: skip

    last = words_of(scope)("Publish")
    here = f"{scope.base_path}{PREFIX}/publish"
    return draw_page(scope, "home", "studio/publish.html", sketch, content, last=last, here=here, status=status)


def _impact(scope: Scope, connection: Connection, draft: Draft) -> Impact:
    made = model_of(scope, draft), problems_of(scope, draft)
    return impact_of(connection, scope.workspace, draft, made=made)


def _steps(models: Sequence[Model | None], steps: Sequence[Step], language: str) -> tuple[tuple[str, int], ...]:
    """What the database does, with the rows it touches; indexes are its own affair and told as a number."""

    def said(one: Step) -> str:
        entities = [found for model in models if model and (found := model.entities.get(one.entity))]
        field = next((entity.fields[one.name] for entity in entities if one.name in entity.fields), None)
        words, label = one.words.in_(language), field.label.in_(language) if field else one.name
        return words.replace(f"“{one.name}”", f"“{label}”").replace(f'"{one.name}"', f'"{label}"')

    told = tuple((said(one), one.rows) for one in steps if not one.kind.endswith("_index"))
    indexes = sum(one.kind.endswith("_index") for one in steps)
    words = text(f"{indexes} 个索引新建或去掉", f"{indexes} indexes made or taken away").in_(language)
    return (*told, (words, 0)) if indexes else told


def _reach(impact: Impact, labels: Labels) -> dict[str, Reach]:
    found: dict[str, list[str]] = {}
    for kind, files in impact.users().items():
        for name in files:
            known = kind_of(name.partition("/")[2])
            found.setdefault(known.key if known else kind, []).append(labels.get(name, name))
    return {kind: Reach(kind, len(names), tuple(names)[:_MOST_NAMED]) for kind, names in found.items()}


def _apps(scope: Scope, impact: Impact) -> tuple[tuple[str, int], ...]:
    known = scope.workspace.store.model.apps
    return tuple(
        (known[app].label.in_(scope.language) if app in known else app, count) for app, count in impact.apps().items()
    )


def _client(scope: Scope, one: Client, names: dict[str, str]) -> ClientLine:
    entity = scope.workspace.store.model.entities[one.entity]
    today: date = scope.workspace.clock().astimezone(scope.workspace.settings.zone).date()
    name = one.name or f"{one.hint}…"
    return ClientLine(
        name, entity.label.in_(scope.language), names.get(one.person, ""), day_head(one.day, today, scope.language)
    )


def _problem(one: Problem, labels: Labels, language: str) -> ProblemLine:
    place = labels.get(f"{one.app}/{one.file}", "")
    return ProblemLine(
        one.message.in_(language), one.fix.in_(language) if one.fix else "", place, one.severity == "error"
    )
