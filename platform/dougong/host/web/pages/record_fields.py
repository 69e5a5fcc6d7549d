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
from dougong.records.masking import Masked
from dougong.records.rights import FieldRight
from dougong.records.values import Row

from .columns import editable, path_label, readable
from .list_state import far_end, listable
from .look import Look
from .marks import anchor, avatar
from .show import show

_SYSTEM = ("number", "owner", "department", "created_at", "created_by", "updated_at", "updated_by", "last_activity_at")
_MANY = 20
"""Ends of a link to many that are shown; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class ShownField:
    """`editable` when the viewer may change it in place; `made` when a formula makes it; `waits` while its value is yet
    to be worked out anew; `locked`: others might change it, the viewer may not."""

    key: str
    label: str
    html: Markup
    editable: bool
    made: bool = False
    waits: bool = False
    locked: bool = False


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
        """Those whose condition holds and that have a field the viewer may see."""
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
        if field is None or (not listable(field.type.widget) and field.type.widget != "rich_text"):
            return None
        own = "." not in path
        right = viewer.admin or viewer.on(self.entity.key).field(path) is FieldRight.EDIT
        html = self._ends(field) if own and far_end(field) else self.html(field, path)
        return ShownField(
            path, path_label(model, self.entity.key, path, self.look.language), html,
            own and self.may_edit and right and editable(field), own and bool(field.formula), path in self.waits,
            own and editable(field) and not (self.may_edit and right),
        )  # fmt: skip

    def html(self, field: FieldModel, path: str) -> Markup:
        """A value as it reads."""
        return show(field, path)(self.row.get(path), self.row, self.look)

    def _ends(self, field: FieldModel) -> Markup:
        """The ends of a link to many, each a link; people by their faces."""
        target = str(getattr(field.field, "to", ""))
        ends = self.row.get(field.key) or ()
        if isinstance(ends, Masked):
            return self.html(field, field.key)
        pieces = [self._end(target, str(one["id"]), one["title"]) for one in ends[:_MANY]]
        if len(ends) > _MANY:
            pieces.append(Markup('<span class="chip line">+{}</span>').format(len(ends) - _MANY))
        return Markup('<span class="several">{}</span>').format(Markup("").join(pieces)) if pieces else Markup("")

    def _end(self, target: str, identity: str, title: Any) -> Markup:
        href, name = f"{self.look.base}/{target}/{identity}", str(title or "—")
        if title is None:  # one the viewer may not open
            return Markup('<span class="chip line">{}</span>').format(name)
        if target == "person":
            return Markup('<a class="cell lk" href="{}">{}{}</a>').format(href, avatar(name), name)
        return anchor(href, name, "chip line")


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
