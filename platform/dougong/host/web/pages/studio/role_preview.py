"""What somebody with one role alone gets of an object: the columns of its list, its form with a record."""

from dataclasses import dataclass

from dougong.forms import default_form
from dougong.host.studio.entity_tree import Tree, of_kind
from dougong.host.web.scope import Scope
from dougong.metamodel.model import Model
from dougong.metamodel.text import text
from dougong.records.rights import FieldRight

from .form_canvas import Canvas, Drawn, canvas_of, viewer_as


@dataclass(frozen=True, slots=True)
class Column:
    """`right`: hidden ones are not there, masked ones show stars."""

    label: str
    right: str


@dataclass(frozen=True, slots=True)
class Seen:
    """`view` names the list; `canvas` None where the role may not read, or the form cannot be drawn; `may` are the
    buttons the role has on the list and a record."""

    view: str
    columns: tuple[Column, ...]
    canvas: Canvas | None
    reads: bool
    device: str


def preview_of(scope: Scope, tree: Tree, model: Model, role: str, entity: str, device: str) -> Seen:
    """The list's head and the form by the draft's rights, with the newest record."""
    viewer, here, language = viewer_as(scope.viewer, model, role), model.entities[entity], scope.language
    reads = viewer.admin or not viewer.on(entity).read.nothing or here.owner_link is not None
    views = model.views_of(entity)
    columns = []
    for one in views[0].columns if views else ():
        path = str(getattr(one, "field", one))
        field = here.fields.get(path.partition(".")[0])
        if field is not None:
            right = FieldRight.EDIT if viewer.admin else viewer.on(entity).field(field.key)
            columns.append(Column(field.label.in_(language), right.name.lower()))
    drawn = _form(scope, tree, model, role, entity, device) if reads and here.owner_link is None else None
    title = views[0].label.in_(language) if views else text("列表", "List").in_(language)
    return Seen(title, tuple(columns), drawn, reads, device)


def _form(scope: Scope, tree: Tree, model: Model, role: str, entity: str, device: str) -> Canvas:
    """The object's first form as the draft has it, else the one made of all its fields."""
    forms = sorted(model.forms_of(entity), key=lambda one: one.key)
    form = forms[0] if forms else default_form(model, entity)
    file = next((name for name, raw in of_kind(tree, "form") if raw.get("key") == form.key), "")
    raw = tree.get(file) or form.model_dump(mode="json", exclude_unset=True)
    with scope.workspace.reading(scope.viewer) as context:
        return canvas_of(Drawn(scope, model, file, raw, form), context, "", role, device)
