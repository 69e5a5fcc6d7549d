"""The tree: records below their parents, opened branch by branch. Three statements: the roots, who has children, the count.

A record whose parent the viewer may not see stands at the top. With a filter or a search the matches stand in one list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dougong.host.web.pages import door
from dougong.host.web.pages.columns import ListColumn, columns_of, editable, may_read
from dougong.host.web.pages.list_state import ListState
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.marks import icon
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.records.context import Context
from dougong.records.rights import FieldRight
from dougong.records.values import Aggregate, Query, Row

MOST = 200
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Tree:
    """What templates/views/tree.html shows; `field` None when the viewer may not see what makes the tree."""

    total: int
    field: str
    heads: tuple[ListColumn, ...]
    rows: tuple[Markup, ...]
    flat: bool
    may_move: bool
    cut: bool


def fits(entity: EntityModel) -> bool:
    """Whether there is a self link marked as tree."""
    return tree_field(entity) is not None


def tree_field(entity: EntityModel) -> FieldModel | None:
    """The link to the record above."""
    return next((field for field in entity.fields.values() if getattr(field.field, "tree", False)), None)


def draw(context: Context, entity: EntityModel, state: ListState, look: Look, _address: Mapping[str, str]) -> Tree:
    """The top of the tree, or what a filter finds."""
    field, viewer = tree_field(entity), context.viewer
    if field is None or not may_read(context.store.model, entity.key, field.key, viewer):
        return Tree(0, "", (), (), True, False, False)
    counted = door.aggregate(context, Aggregate(entity.key, {"n": "COUNT()"}, filter=state.filter, search=state.search))
    flat = bool(state.filter or state.search)
    top = state.filter if flat else f"ISBLANK({field.key}.id)"
    heads = columns_of(context.store.model, entity, state.view, state.columns, viewer, look.language)
    rows = branch(context, entity, state, look, top, 1, "")
    rights = viewer.on(entity.key)
    may = viewer.admin or (not rights.update.nothing and rights.field(field.key) is FieldRight.EDIT)
    total = int(counted[0]["n"]) if counted else 0
    return Tree(total, field.key, heads, rows, flat, may and editable(field), len(rows) >= MOST)


def branch(
    context: Context, entity: EntityModel, state: ListState, look: Look, source: str, level: int, above: str
) -> tuple[Markup, ...]:
    """Rows that fulfil `source`, each knowing whether it has children; two statements. `above` is the parent's path."""
    field = tree_field(entity)
    assert field is not None
    heads = columns_of(context.store.model, entity, state.view, state.columns, context.viewer, look.language)
    paths = tuple(dict.fromkeys([*(one.path for one in heads), field.key, "rev"]))
    rows = door.find(context, Query(entity.key, paths, source, state.search, state.sort, limit=MOST)).rows
    parents = _parents(context, entity, field.key, [str(row["id"]) for row in rows])
    return tuple(_row(row, entity, heads, look, level, above, str(row["id"]) in parents) for row in rows)


def below(field: FieldModel, parent: str) -> str:
    """The filter of a record's children."""
    return f'{field.key} = "{parent}"'


def _parents(context: Context, entity: EntityModel, key: str, ids: Sequence[str]) -> set[str]:
    """Those of the records that have children the viewer may see."""
    if not ids:
        return set()
    listed = ", ".join(f'"{one}"' for one in ids)
    found = door.aggregate(context, Aggregate(entity.key, {"n": "COUNT()"}, (key,), f"{key} IN ({listed})"))
    return {str(row[key]) for row in found}


def _row(
    row: Row, entity: EntityModel, heads: tuple[ListColumn, ...], look: Look, level: int, above: str, has: bool
) -> Markup:
    first, identity = heads[0], str(row["id"])
    title = first.show(row.get(first.path), row, look).striptags() or "—"
    words = look.words("Open or close {name}", name=title)
    toggle = _TOGGLE.format(words) if has and level < DEEPEST else Markup('<span class="tg"></span>')
    cells = Markup("").join(
        _CELL.format("r" if one.figure else "", one.show(row.get(one.path), row, look)) for one in heads[1:]
    )
    move = look.words("Move {name}", name=title)
    return _ROW.format(
        identity, row.get("rev", ""), level, f"{above}/{identity}", Markup(' aria-expanded="false"') if has else "",
        min(level, DEEPEST), toggle, f"{look.base}/{entity.key}/{identity}", title,
        _CARRY.format(move, move, icon("grip-vertical", 14)), cells,
    )  # fmt: skip


_TOGGLE = Markup(
    '<button class="tg js" type="button" data-branch aria-label="{}"><svg class="i" width="14" height="14" viewBox="0 0 24 24" '
    'fill="none" stroke="currentColor" aria-hidden="true"><path d="M9 6l6 6l-6 6"/></svg></button>'
)
_CARRY = Markup('<button class="ib js" type="button" data-carry aria-label="{}" title="{}">{}</button>')
_CELL = Markup('<td class="{}">{}</td>')
_ROW = Markup(
    '<tr data-id="{}" data-rev="{}" aria-level="{}" data-path="{}"{}><td class="first d{}"><span class="nm">{}'
    '<a class="ell" href="{}">{}</a>{}</span></td>{}<td></td></tr>'
)
