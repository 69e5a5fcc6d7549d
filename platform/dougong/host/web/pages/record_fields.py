"""The fields of a record's page in groups: which the viewer sees, how each reads, which may be changed in place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dougong.forms.conditions import Values, holds
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.page import FieldGroup
from dougong.metamodel.text import text
from dougong.records.context import Context
from dougong.records.environment import env_of
from dougong.records.rights import FieldRight
from dougong.records.values import Row

from . import door
from .columns import editable, path_label, readable
from .list_state import listable
from .look import Look
from .marks import anchor, avatar
from .show import show

_SYSTEM = ("number", "owner", "department", "created_at", "created_by", "updated_at", "updated_by", "last_activity_at")
_MANY = 20
"""Ends of a link to many that are shown; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class ShownField:
    """`editable` when the viewer may change it in place; `made` when a formula makes it; `waits` while its value is yet
    to be worked out anew."""

    key: str
    label: str
    html: Markup
    editable: bool
    made: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class ShownGroup:
    key: str
    label: str
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class Shower:
    """What drawing the fields of one record needs; `waits` names those being worked out."""

    context: Context
    entity: EntityModel
    row: Row
    look: Look
    may_edit: bool
    waits: frozenset[str] = frozenset()

    def groups(self, defined: Iterable[FieldGroup]) -> tuple[ShownGroup, ...]:
        """Those whose condition holds and that have a field the viewer may see. One statement per link to many."""
        found = []
        env, values = env_of(self.context), Values(self.row)
        for group in defined:
            if not holds(self.context.store.model, self.entity.key, group.visible_when, values, env, absent=True):
                continue
            if fields := self._fields(group.fields):
                found.append(ShownGroup(group.key, group.label.in_(self.look.language), fields))
        return tuple(found)

    def system(self, placed: frozenset[str]) -> ShownGroup:
        """What the platform keeps of a record, less what stands elsewhere on the page."""
        keys = [key for key in _SYSTEM if key in self.entity.fields and key not in placed]
        return ShownGroup("system", self.look.words("System"), self._fields(keys))

    def _fields(self, paths: Iterable[str]) -> tuple[ShownField, ...]:
        return tuple(one for path in paths if (one := self.field(path)) is not None)

    def field(self, path: str) -> ShownField | None:
        """A field with its label and value; None when the viewer may not see it."""
        model, viewer = self.context.store.model, self.context.viewer
        field = readable(model, self.entity.key, path, viewer)
        if field is None or (not listable(field.type.widget) and field.type.widget not in ("rich_text", "many_links")):
            return None
        own = "." not in path
        right = viewer.admin or viewer.on(self.entity.key).field(path) is FieldRight.EDIT
        html = self._many(field) if own and _far(field) else self.html(field, path)
        return ShownField(
            path, path_label(model, self.entity.key, path, self.look.language), html,
            own and self.may_edit and right and editable(field), own and bool(field.formula), path in self.waits,
        )  # fmt: skip

    def html(self, field: FieldModel, path: str) -> Markup:
        """A value as it reads."""
        return show(field, path)(self.row.get(path), self.row, self.look)

    def _many(self, field: FieldModel) -> Markup:
        """The ends of a link to many, each a link; people by their faces."""
        far = _far(field)
        assert field.relation is not None
        there = self.context.store.model.entities[field.relation.target]
        end = there.fields[far].relation
        target = self.context.store.model.entities[end.target] if end else there
        title = f"{far}.{target.definition.title}"
        identity = str(self.row["id"])
        rows = door.related(self.context, self.entity.key, [identity], field.key, (far, title), limit=_MANY + 1)[
            identity
        ]
        pieces = [
            anchor(f"{self.look.base}/{target.key}/{one[far]}", name, "lk" if target.key == "person" else "chip line")
            if target.key != "person"
            else Markup('<a class="cell lk" href="{}">{}{}</a>').format(
                f"{self.look.base}/{target.key}/{one[far]}", avatar(name), name
            )
            for one in rows[:_MANY]
            if (name := str(one.get(title) or "—"))
        ]
        more = [Markup('<span class="chip line">+</span>')] if len(rows) > _MANY else []
        return (
            Markup('<span class="several">{}</span>').format(Markup("").join([*pieces, *more]))
            if pieces
            else Markup("")
        )


def _far(field: FieldModel) -> str:
    """The link to the other end, for a link to many."""
    return field.relation.far or "" if field.relation is not None and field.relation.kind == "many" else ""


def seen_fields(context: Context, entity: EntityModel) -> frozenset[str]:
    """Fields the viewer sees unmasked."""
    rights = context.viewer.on(entity.key)
    return frozenset(k for k in entity.fields if context.viewer.admin or rights.field(k) >= FieldRight.READ)


def groups_of(entity: EntityModel, forms: Iterable[Any]) -> tuple[FieldGroup, ...]:
    """Groups for a page nobody defined: the sections of the first form, else one group of all fields."""
    for form in list(forms)[:1]:
        made = tuple(
            FieldGroup(key=section.key, label=section.label, fields=tuple(keys))
            for section in form.sections
            if (keys := [f.field for row in section.rows for f in row if listable(entity.fields[f.field].type.widget)])
        )
        if made:
            return made
    keys = [key for key, field in entity.fields.items() if not field.system and listable(field.type.widget)]
    return (FieldGroup(key="fields", label=text("资料", "Details"), fields=tuple(keys)),)
