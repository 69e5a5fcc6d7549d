"""Which indexes an entity gets without being asked, from what its views and tiles do: their orders, groups and sums.

An index that serves a list ends with what row scopes look at, so that rows out of somebody's sight are passed over in
the index alone; the one by stage also carries what is summed by stage, or by a tile. SQLite answers from an index alone
only if it holds every column that is named, hence `deleted_at`, which is blank in all of them (ADR 0090).
Titles that links show have an index too, of deleted records as well: a list ordered by a link goes along it (ADR 0111).
"""

import re
from collections.abc import Iterator, Sequence

from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.storage import Kind
from dougong.metamodel.view import Column, View

from .names import entity_column

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_SUM = re.compile(r"^\s*SUM\(\s*([a-z][a-z0-9_]*)\s*\)\s*$", re.IGNORECASE)
NOT_INDEXED = frozenset({"created_by", "updated_by"})
MOST_SORTS = 3
MOST_GROUPS = 2
MOST_SUMS = 4
MOST_CARRIED = 5
LONGEST_TITLE = 600
"""Characters that a title may have to stand in an index: PostgreSQL takes 2,700 bytes."""
SCOPED = ("owner", "department")
LIVING = "deleted_at"


def indexed(model: Model, entity: EntityModel, unique: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Columns of each index; one that begins another, or one of the `unique` keys, is left out."""
    keys = {field.key for field in entity.columns}
    found = [
        *(key for key in entity.definition.indexes if set(key) <= keys),
        *_lists(model, entity),
        *_links(model, entity),
    ]
    wanted = list(dict.fromkeys(tuple(dict.fromkeys(one)) for one in found))
    served = {one[:n] for one in [*wanted, *unique] for n in range(1, len(one))} | set(unique)
    titles = title_index(model, entity)  # no other has the deleted ones
    return [*(one for one in wanted if one not in served and one != titles), *([titles] if titles else [])]


def sorted_by(model: Model, entity: EntityModel) -> list[str]:
    """The first sort field of each view, as far as it is a column of the entity itself; lists by it have an index."""
    keys = {field.key for field in entity.columns}
    found = dict.fromkeys(view.sort[0].lstrip("-") for view in model.views_of(entity.key) if view.sort)
    return [key for key in found if key in keys and key != "id"][:MOST_SORTS]


def scope_columns(entity: EntityModel) -> tuple[str, ...]:
    """What the entity's own row scopes look at; child rows and links have none, their parent's scope counts."""
    return () if entity.implicit or entity.owner_link is not None else SCOPED


def title_index(model: Model, entity: EntityModel) -> tuple[str, ...]:
    """The columns of the index that has the titles of all records, deleted ones too; none where no link points here."""
    title = entity.title
    text = title.storage is not None and title.storage.kind is Kind.TEXT
    short = not text or title.system or getattr(title.field, "max_length", 0) <= LONGEST_TITLE
    if title.storage is None or title.relation is not None or not short or entity.implicit:
        return ()
    links = (field for one in model.entities.values() for field in one.columns if field.relation is not None)
    shown = any(
        link.relation is not None and (link.relation.kind, link.relation.target) == ("one", entity.key)
        for link in links
    )
    return (title.key, "id") if shown else ()


def _lists(model: Model, entity: EntityModel) -> Iterator[tuple[str, ...]]:
    scoped, sums = scope_columns(entity), _sums(model, entity)
    stage = entity.pipeline.field if entity.pipeline is not None and entity.pipeline.field in entity.fields else ""
    sorts = [key for key in sorted_by(model, entity) if key != stage]
    carrier = next((key for key in sorts if key in sums.get(stage, ())), sorts[0] if sorts else "")
    for sort in sorts:
        yield (sort, "id", *scoped, LIVING)
        if stage:
            carried = sums.pop(stage, ()) if sort == carrier else ()
            yield (stage, sort, "id", *scoped, *carried, LIVING)
    for group, summed in sums.items():
        yield (group, *summed, "id", *scoped, LIVING)
    if stage:
        yield (stage,)
    if scoped:
        between = (stage,) if stage else ()
        yield ("owner", *between, "department", "id", LIVING)
        yield ("department", *between, "owner", "id", LIVING)


def _sums(model: Model, entity: EntityModel) -> dict[str, tuple[str, ...]]:
    """What views add up by group, as far as both are columns of the entity itself; what tiles and lists add up goes by
    stage."""
    keys = {field.key for field in entity.columns}
    found: dict[str, dict[str, None]] = {}
    stage = entity.pipeline.field if entity.pipeline is not None else ""
    told = [*_told(model, entity), *(key for view in model.views_of(entity.key) for key in _at_foot(view, entity))]
    if stage in keys and told:
        found[stage] = dict.fromkeys(key for key in told if key in keys)
    for view in model.views_of(entity.key):
        group = view.group if view.group in keys else None
        if group is not None and (group in {*found, stage} or len(found.keys() - {stage}) < MOST_GROUPS):
            found.setdefault(group, {}).update((key, None) for key in _summed(view) if key in keys)
    return {group: tuple(summed)[:MOST_SUMS] for group, summed in found.items() if summed}


def _summed(view: View) -> Iterator[str]:
    yield from view.sums
    if view.weighted:
        yield view.weighted
    yield from (one.field for one in view.columns if isinstance(one, Column) and one.summary is not None)


def _at_foot(view: View, entity: EntityModel) -> Iterator[str]:
    """What stands below a list and in the heads of its groups without being asked for."""
    for one in view.columns:
        field = entity.fields.get(one if isinstance(one, str) else one.field)
        if field is not None and field.value_type.name in ("money", "percent"):
            yield field.key


def _told(model: Model, entity: EntityModel) -> Iterator[str]:
    """What tiles of pages add up."""
    for page in model.pages.values():
        for widget in page.widgets:
            view = model.views.get(widget.view or "")
            about = widget.entity or (view.entity if view else "")
            summed = _SUM.match(widget.measure or "") if about == entity.key else None
            if summed:
                yield summed[1]


def _links(model: Model, entity: EntityModel) -> Iterator[tuple[str, ...]]:
    links = [
        field
        for field in entity.columns
        if field.relation is not None and field.relation.kind == "one" and field.key not in NOT_INDEXED
    ]
    rolled = {field.key: _rolled_up(model, entity, field) for field in links}
    most = max(links, key=lambda field: len(rolled[field.key]), default=None)
    for field in entity.columns:
        if field.storage is not None and field.storage.polymorphic:
            yield (entity_column(field.key), field.key)
        elif field is most and (carried := _carried(entity, field, rolled[field.key])):
            yield (field.key, *carried, LIVING)
        elif field.key in rolled:
            yield (field.key,)


def _rolled_up(model: Model, entity: EntityModel, link: FieldModel) -> list[set[str]]:
    """For each stored roll-up at the other end of a link the names it reads."""
    target = model.entities.get(link.relation.target) if link.relation else None
    if target is None:
        return []
    ends = {
        back.key
        for back in target.fields.values()
        if (one := back.relation) and (one.kind, one.target, one.via) == ("many", entity.key, link.key)
    }
    read = [set(_NAME.findall(_QUOTED.sub("", field.formula or ""))) for field in target.columns]
    return [names - ends for names in read if names & ends]


def _carried(entity: EntityModel, link: FieldModel, rolled: list[set[str]]) -> tuple[str, ...]:
    """The columns that roll-ups over a link read; none when that is too much to carry.

    A write works them out again over all records of the same parent, which costs a quarter from the index alone. Only
    the link with the most of them carries what they read: it is one more thing that a change of those columns moves.
    """
    names = set[str]().union(*rolled) - {link.key, LIVING}
    fields = [field for field in entity.columns if field.key in names]
    return tuple(one.key for one in fields) if len(fields) <= MOST_CARRIED and all(map(_is_short, fields)) else ()


def _is_short(field: FieldModel) -> bool:
    """No text of any length: a database takes only so much into an index."""
    kind = field.storage.kind if field.storage is not None else Kind.JSON
    return kind not in (Kind.TEXT, Kind.LIST, Kind.JSON) or field.value_type.options is not None
