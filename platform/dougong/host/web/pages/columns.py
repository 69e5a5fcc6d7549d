"""A view's columns compiled into one function per row: templates are too slow when called cell by cell."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from markupsafe import Markup, escape

from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.view import Column, View
from dougong.records.rights import FieldRight, Viewer
from dougong.records.values import Row

from .list_state import far_end, listable
from .look import Look
from .marks import icon
from .show import Show, is_figure, options_of, show

_WIDTHS = {
    "text": 180, "long_text": 240, "money": 120, "number": 100, "integer": 90, "percent": 110, "date": 110,
    "datetime": 130, "person": 110, "choice": 110, "link": 160, "department": 140, "bool": 80, "tags": 130,
    "phone": 130, "email": 180, "score": 110, "rating": 110, "auto_number": 130, "computed": 110, "rollup": 110,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list; `field` is the field at the end of `path`."""

    path: str
    label: str
    width: int
    figure: bool
    field: FieldModel
    show: Show
    editable: bool
    orders: bool
    """Rows may be sorted by it."""
    summary: str | None = None


def readable(model: Model, entity: str, path: str, viewer: Viewer) -> FieldModel | None:
    """The field at a path if each step of it exists and the viewer may see it."""
    here = entity
    *links, last = path.split(".")
    for step in [*links, last]:
        found = model.entities[here].fields.get(step) if here in model.entities else None
        if found is None or (not viewer.admin and viewer.on(here).field(step) is FieldRight.HIDDEN):
            return None
        if step is not last:
            here = found.relation.target if found.relation else ""
    return found


def may_read(model: Model, entity: str, path: str, viewer: Viewer) -> bool:
    """Whether the viewer reads the very value at a path, every step of the way; a masked one is not read."""
    here = entity
    for step in path.split("."):
        found = model.entities[here].fields.get(step) if here in model.entities else None
        if found is None or not (viewer.admin or viewer.on(here).field(step) >= FieldRight.READ):
            return False
        here = found.relation.target if found.relation else ""
    return True


def columns_of(
    model: Model, entity: EntityModel, view: View, paths: tuple[str, ...], viewer: Viewer, language: str
) -> tuple[ListColumn, ...]:
    """Columns for the paths a viewer may see, the record's title always first."""
    defined = {c.field: c for c in view.columns if isinstance(c, Column)}
    rights = viewer.on(entity.key)
    title = entity.definition.title
    ordered = (title, *(path for path in paths if path != title))
    found = []
    for path in dict.fromkeys(ordered):
        field = readable(model, entity.key, path, viewer)
        if field is None or not listable(field.type.widget):
            continue
        given = defined.get(path)
        label = given.label.in_(language) if given and given.label else path_label(model, entity.key, path, language)
        may = viewer.admin or (not rights.update.nothing and rights.field(path) is FieldRight.EDIT)
        shown = _shown(model, field, path, viewer)
        width = max((given.width if given else None) or _usual(field, path == title), _longest_option(field, language))
        found.append(
            ListColumn(
                path, label, width, is_figure(field), field, shown, may and editable(field) and "." not in path,
                not far_end(field) and may_read(model, entity.key, path, viewer),
                given.summary if given else None,
            )
        )  # fmt: skip
    return tuple(found)


def icon_path(path: str, field: FieldModel) -> str:
    """Where the choice stands whose icon goes before a value; empty where there is none."""
    by, holder = getattr(field.field, "icon_from", None), path.rpartition(".")[0]
    return f"{holder}.{by}" if by and holder else by or ""


def _shown(model: Model, field: FieldModel, path: str, viewer: Viewer) -> Show:
    drawn, by = show(field, path), icon_path(path, field)
    if not by or not may_read(model, field.entity, by.rpartition(".")[2], viewer):
        return drawn
    options = options_of(model.field(field.entity, by.rpartition(".")[2]).field)

    def draw(value: object, row: Row, look: Look) -> Markup:
        option, html = options.get(str(row.get(by))), drawn(value, row, look)
        if option is None or not option.icon or not html:
            return html
        words = Markup('<span class="vicon" role="img" aria-label="{0}" title="{0}">{1}</span>')
        return Markup('<span class="cell">{}{}</span>').format(
            words.format(option.label.in_(look.language), icon(option.icon, 14)), html
        )

    return draw


def nameless(entity: EntityModel, language: str) -> ListColumn:
    """The one column of somebody who may see that records are there, and none of the fields asked for."""
    label = entity.label.in_(language)
    return ListColumn("id", label, 240, False, entity.fields["id"], lambda *_: Markup(""), False, False)


def _usual(field: FieldModel, title: bool) -> int:
    return 240 if title else _WIDTHS.get(field.type.widget, 140)


def _longest_option(field: FieldModel, language: str) -> int:
    """How wide a choice must be for its longest option to show whole, up to 190 pixels; 0 for other fields."""
    if field.value_type.name != "choice":
        return 0
    labels = (option.label.in_(language) for option in options_of(field.field).values())
    longest = max((sum(12 if ord(sign) > 0x2E7F else 6.4 for sign in label) for label in labels), default=0)
    return min(190, ceil(longest) + 36)


def editable(field: FieldModel) -> bool:
    """Whether a person may set it in place."""
    return (
        (field.storage is not None or bool(far_end(field)))
        and not field.field.read_only and field.type.widget not in _NOT_IN_PLACE
        and (not field.system or field.key in ("owner", "department", "tags"))
    )  # fmt: skip


_NOT_IN_PLACE = frozenset(
    {"computed", "rollup", "auto_number", "files", "image", "signature", "encrypted", "any_link", "json", "address"}
)


def path_label(model: Model, entity: str, path: str, language: str) -> str:
    """`Writer · Town` for a path through links."""
    labels = []
    for step in path.split("."):
        field = model.entities[entity].fields[step]
        labels.append(field.label.in_(language))
        entity = field.relation.target if field.relation else ""
    return " · ".join(labels)


RowMaker = Callable[[Row, Look], Markup]


Tint = Callable[[Row], tuple[str, str] | None]
"""(row) -> the colour of the whole row and its why; None for most."""


def row_maker(
    entity: str, columns: tuple[ListColumn, ...], tint: Tint | None = None, summed: ListColumn | None = None
) -> RowMaker:
    """A function that draws one row: escaped text, one join, no template. `summed` is what ticked rows are added up by."""
    parts: list[tuple[str, str, Show]] = [
        (
            f'<td class="{"r" if c.figure else ""}"' + (f' data-edit="{escape(c.path)}">' if c.editable else ">"),
            c.path,
            c.show,
        )
        for c in columns[1:]
    ]
    first = columns[0]

    def amount(row: Row) -> str:
        value = row.get(summed.path) if summed else None
        return f' data-sum="{value}"' if isinstance(value, Decimal) else ""

    said: dict[str, Markup] = {}

    def draw(row: Row, look: Look) -> Markup:
        look_in = said.get(look.language)
        if look_in is None:
            look_in = said[look.language] = _PEEK.format(icon("layout-sidebar-right", 14), look.words("Preview"))
        identity = escape(row["id"])
        title = first.show(row.get(first.path), row, look) or Markup('<span class="t3">—</span>')
        words = _plain(title)
        hue, why = (tint(row) if tint else None) or ("", "")
        tinted = f' class="tint tint-{hue}" title="{escape(why)}"' if hue else ""
        if hue:
            title += Markup('<span class="sr"> ({})</span>').format(why)
        pieces = [
            f'<tr id="r-{identity}" data-id="{identity}" data-rev="{row.get("rev", "")}"{tinted}{amount(row)}>',
            f'<td><input class="cb" type="checkbox" name="id" value="{identity}" form="bulk" aria-label="{words}"></td>',
            f'<td class="first"><span class="nm"><a class="ell" href="{escape(look.base)}/{entity}/{identity}">{title}</a>',
            f"{look_in}</span></td>",
        ]
        for head, path, shown in parts:
            pieces.append(f"{head}{shown(row.get(path), row, look)}</td>")
        pieces.append("<td></td></tr>")
        return Markup("".join(pieces))  # noqa: S704  (every piece is escaped above)

    return draw


_PEEK = Markup('<button class="pv js" type="button" data-peek>{}{}</button>')


def _plain(html: Markup) -> Markup:
    return escape(html.striptags())
