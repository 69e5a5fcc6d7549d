"""Data quality of an object: records that say the same twice, fields left blank; each opens the records themselves."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from dougong.host.web.errors import Refused
from dougong.host.web.pages import door
from dougong.host.web.pages.sameness import keys_of, same, spelled
from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel, Model
from dougong.records.context import Context
from dougong.records.values import Aggregate, Row

from .folk import Choice
from .merged import Merged, merged_lately
from .shell import Administering, draw_page, look

router = APIRouter(prefix="/admin/quality", include_in_schema=False)
_GROUPS = 25
_FIELDS = 20


@dataclass(frozen=True, slots=True)
class Repeated:
    """A value that several records have."""

    value: str
    count: int
    href: str
    merge: str


@dataclass(frozen=True, slots=True)
class Repeats:
    """Repeated values of the fields by which records may be one, the most frequent first; `more` when there are others."""

    label: str
    rows: tuple[Repeated, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Blank:
    """How many records lack a field; `share` of all in percent; `required`: the definition asks for it."""

    label: str
    count: int
    share: int
    required: bool
    href: str


@dataclass(frozen=True, slots=True)
class QualityPage:
    """What templates/admin/quality.html shows."""

    base: str
    entities: tuple[Choice, ...]
    key: str
    label: str
    total: int
    repeats: tuple[Repeats, ...]
    blanks: tuple[Blank, ...]
    merged: tuple[Merged, ...]
    notice: str
    csrf: str


def listed(model: Model) -> list[EntityModel]:
    """Objects with records of their own, those of the base app last."""
    own = (one for one in model.entities.values() if not one.implicit and one.owner_link is None)
    return sorted(own, key=lambda one: one.app == "base")


@router.get("")
def first(scope: Administering) -> Response:
    """The first object there is."""
    return quality_page(scope, next(one.key for one in listed(scope.workspace.store.model)))


@router.get("/{entity}")
def open_quality(scope: Administering, entity: str) -> Response:
    """Of one object."""
    return quality_page(scope, entity)


def quality_page(scope: Scope, entity: str, notice: str = "") -> Response:
    """One statement for the blanks, one for each way in which records may be one."""
    model = scope.workspace.store.model
    here = next((one for one in listed(model) if one.key == entity), None)
    if here is None:
        raise Refused(404)
    base = f"{scope.base_path}/admin/quality"
    with scope.workspace.reading(scope.viewer) as context:
        blanks, total = _blanks(context, here, scope.base_path, scope.language)
        merged = merged_lately(context, entity, look(scope))
        repeats = tuple(_repeats(context, here, key, base, scope.language) for key in keys_of(here))
    entities = tuple(
        Choice(one.key, one.plural.in_(scope.language), one.key == entity, one.definition.icon) for one in listed(model)
    )
    content = QualityPage(
        base, entities, entity, here.plural.in_(scope.language), total, repeats, blanks, merged, notice, scope.csrf
    )
    return draw_page(scope, "quality", "admin/quality.html", content, here.plural.in_(scope.language))


def _repeats(context: Context, entity: EntityModel, keys: tuple[str, ...], base: str, language: str) -> Repeats:
    fields = [entity.fields[key] for key in keys]
    formulas = tuple(spelled(one) for one in fields)
    texts = {one.key: f"MIN({one.key})" for one in fields if one.value_type.name == "text"}
    question = Aggregate(
        entity.key, {"n": "COUNT()", **{f"first_{key}": words for key, words in texts.items()}}, formulas,
        " AND ".join(f"NOT ISBLANK({key})" for key in keys), sort=("-n",), limit=_GROUPS + 1,
    )  # fmt: skip
    found = [
        row for row in door.aggregate(context, question) if int(row["n"]) > 1 and all(row[one] for one in formulas)
    ]
    rows = tuple(_repeated(entity, keys, formulas, row, base) for row in found[:_GROUPS])
    label = " · ".join(one.label.in_(language) for one in fields)
    return Repeats(label, rows, len(found) > _GROUPS)


def _repeated(entity: EntityModel, keys: tuple[str, ...], formulas: tuple[str, ...], row: Row, base: str) -> Repeated:
    values = [str(row[one]) for one in formulas]
    words, site = same(entity, keys, values) or "", base.removesuffix("/admin/quality")
    parts = zip(keys, values, strict=True)
    shown = " · ".join(str(row.get(f"first_{key}") or row.get(f"{key}.$title") or value) for key, value in parts)
    chosen = urlencode([("field", ",".join(keys)), *(("value", value) for value in values)])
    return Repeated(
        shown, int(row["n"]), f"{site}/{entity.key}?{urlencode({'filter': words})}",
        f"{base}/{entity.key}/merge?{chosen}",
    )  # fmt: skip


def _blanks(context: Context, entity: EntityModel, site: str, language: str) -> tuple[tuple[Blank, ...], int]:
    """Of the fields that the object's first view shows or that are required."""
    view = next(iter(context.store.model.views_of(entity.key)), None)
    shown = [str(getattr(column, "field", column)) for column in (view.columns if view else ())]
    wanted = [
        one
        for one in entity.fields.values()
        if one.storage is not None
        and not one.system
        and one.formula is None
        and (one.key in shown or one.field.required)
    ][: _FIELDS - 1]
    measures = {"total": "COUNT()", **{f"b{n}": f"SUM(IF(ISBLANK({one.key}), 1, 0))" for n, one in enumerate(wanted)}}
    row = next(iter(door.aggregate(context, Aggregate(entity.key, measures))), {})
    total = int(row.get("total") or 0)
    found = [
        Blank(
            one.label.in_(language), count, max(1, round(100 * count / total)), bool(one.field.required),
            f"{site}/{entity.key}?{urlencode({'filter': f'ISBLANK({one.key})'})}",
        )
        for n, one in enumerate(wanted)
        if (count := int(row.get(f"b{n}") or 0))
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (not one.required, -one.count))), total
