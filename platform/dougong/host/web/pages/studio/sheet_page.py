"""What the pages of an app from a spreadsheet show: the proposals as cards, one row for every column, and how it went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dougong.host import jobs
from dougong.host.imports import batches
from dougong.host.jobs import Job
from dougong.host.studio.field_palette import type_icon, type_words
from dougong.host.studio.sheet_guess import OFFERED
from dougong.host.studio.sheet_links import Target
from dougong.host.studio.sheet_proposal import ProposedField, ProposedObject
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.scope import Scope
from dougong.metamodel.text import LocalText

from .entity_page import RoleTick
from .shell import Around

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One column as it is shown; `fit` says in words how many rows fit, `bad` whether some do not."""

    id: str
    header: str
    samples: str
    type: str
    icon: str
    zh: str
    en: str
    required: bool
    unique: bool
    kept: bool
    names: bool
    fit: str
    bad: str
    options: tuple[str, ...] | None
    to: str
    make: bool | None
    blank: bool | None


@dataclass(frozen=True, slots=True)
class ObjectCard:
    """One sheet; `targets` are what its columns may link to."""

    id: str
    sheet: str
    zh: str
    en: str
    kept: bool
    rows: int
    errors: int
    fields: tuple[FieldRow, ...]
    targets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """What templates/studio/sheet.html shows; without `files` the place to drop one."""

    around: Around
    said: tuple[str, ...]
    files: str = ""
    mark: str = ""
    objects: tuple[ObjectCard, ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    roles: tuple[RoleTick, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    made: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Brought:
    """One sheet's import: `list` is the list of the object, `more` its own page with what was refused and the undo."""

    label: str
    list: str
    more: str
    state: str
    rows: int
    new: int
    problem: int


@dataclass(frozen=True, slots=True)
class RunPage:
    """What templates/studio/sheet_run.html shows; `live` while rows are still coming."""

    around: Around
    here: str
    live: bool
    done: int
    total: int
    sheets: tuple[Brought, ...]


def cards_of(scope: Scope, objects: Sequence[ProposedObject], known: Sequence[Target]) -> tuple[ObjectCard, ...]:
    """The proposals in the reader's language."""
    sheets = {f"#{one.number}": one.label.in_(scope.language) for one in objects}
    there = tuple((one.key, one.label) for one in known)
    return tuple(
        ObjectCard(
            str(one.number), one.sheet, one.label.zh, one.label.en, not one.left_out, one.rows, one.errors,
            tuple(_row(scope, one, field) for field in one.fields), (*sheets.items(), *there),
        )
        for one in objects
    )  # fmt: skip


def types_of(language: str) -> tuple[tuple[str, str], ...]:
    """Types a column may be given: (key, label)."""
    return tuple((one, type_words(one).in_(language)) for one in OFFERED)


def run_of(scope: Scope, around: Around, job: Job) -> RunPage:
    """How far the rows are."""
    model, base = scope.workspace.store.model, scope.base_path
    with scope.workspace.engine.connect() as connection:
        found = [batches.get(connection, str(one)) for one in job.payload["batches"]]
    sheets = tuple(
        Brought(
            _label(model.entities[one.entity].label, scope) if one.entity in model.entities else one.entity,
            f"{base}/{one.entity}", f"{base}/{one.entity}/import/{one.id}", one.state_at(scope.workspace.clock()),
            int(one.counts.get("rows", 0)), int(one.counts.get("new", 0)), int(one.counts.get("problem", 0)),
        )
        for one in found if one is not None
    )  # fmt: skip
    return RunPage(around, f"{base}/studio/sheet/{job.id}", job.live, job.done, job.total or 0, sheets)


def job_of(scope: Scope, id: str) -> Job | None:  # noqa: A002
    """The person's own, or anybody's for an administrator."""
    found = jobs.status(scope.workspace, id)
    mine = found is not None and (scope.viewer.admin or found.person == scope.viewer.person)
    return found if mine and found is not None and "batches" in found.payload else None


def _label(label: LocalText, scope: Scope) -> str:
    return label.in_(scope.language)


def _row(scope: Scope, one: ProposedObject, field: ProposedField) -> FieldRow:
    words = words_of(scope)
    options: Any = field.guess.parts.get("options") if not field.to else None
    if field.to:
        fit = words("{n} of {m} rows name one that is there", n=field.filled - field.unknown, m=field.filled)
        bad = words("{n} rows name one that is not there", n=field.unknown) if field.unknown else ""
    elif field.refused:
        fit = words("{n} of {m} fit", n=field.filled - field.refused, m=field.filled)
        bad = "、".join(value[:30] for value, _ in field.misfits[:_SHOWN]) + (
            " …" if len(field.misfits) > _SHOWN else ""
        )
    else:
        fit = (
            words("all {n} fit", n=field.filled)
            if field.filled == one.rows
            else words("{n} of {m} rows filled", n=field.filled, m=one.rows)
        )
        bad = ""
    return FieldRow(
        f"{one.number}.{field.number}", field.header, " · ".join(field.samples), field.guess.type, type_icon(field.guess.type),
        field.label.zh, field.label.en, field.required, field.unique, not field.left_out, field.number == one.title, fit, bad,
        tuple(each["label"]["zh-CN"] for each in options) if options is not None else None, field.to,
        field.make if field.to and field.unknown else None, field.blank if field.refused and not field.required else None,
    )  # fmt: skip


def answers_from(card: FieldRow, form: Mapping[str, str]) -> dict[str, Any]:
    """What a column's controls say that it did not say before."""
    said: dict[str, Any] = {}
    for name, now in (("type", card.type), ("to", card.to), ("zh", card.zh), ("en", card.en)):
        if name in form and form[name] != now:
            said[name] = form[name]
    for name, was in (("required", card.required), ("unique", card.unique), ("make", card.make), ("blank", card.blank)):
        if was is not None and (form.get(name) == "on") != was:
            said[name] = form.get(name) == "on"
    if (form.get("kept") == "on") != card.kept:
        said["left_out"] = form.get("kept") != "on"
    lines = form.get("options", "").replace("\r", "").split("\n")
    if (
        card.options is not None
        and "options" in form
        and tuple(line.strip() for line in lines if line.strip()) != card.options
    ):
        said["options"] = lines
    if "to" in said and "type" not in said:
        said["type"] = card.type
    return said
