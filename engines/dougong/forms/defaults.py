"""The form and the view an entity has before anybody designs one."""

from dougong.metamodel.form import Form, FormField, Section
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.storage import Kind
from dougong.metamodel.system_fields import WRITABLE_SYSTEM_KEYS
from dougong.metamodel.text import LocalText, text
from dougong.metamodel.view import View

MOST_COLUMNS = 7
_WIDE_LENGTH = 1000
"""Text that may be longer takes a whole row."""


def default_form(model: Model, entity: str) -> Form:
    """Every field a person may see: short ones two in a row, long ones and child rows across, owners last."""
    here = model.entities[entity]
    own = [field for field in here.fields.values() if not field.system and not _is_far_end(field)]
    rows_of = [field for field in own if field.relation is not None and field.relation.owned]
    sections = [
        Section(key="basics", label=text("基本信息", "Basics"), rows=_rows([f for f in own if f not in rows_of])),
        *(Section(key=f"rows_{n}", label=f.label, rows=_rows([f])) for n, f in enumerate(rows_of)),
    ]
    if here.owner_link is None:
        system = [field for key, field in here.fields.items() if field.system and key in WRITABLE_SYSTEM_KEYS]
        sections.append(Section(key="responsible", label=text("归属", "Responsibility"), rows=_rows(system)))
    kept = tuple(section for section in sections if section.rows)
    return Form(schema_="dougong/form/1", key=f"{entity}_default", entity=entity, label=here.label, sections=kept)


def default_view(model: Model, entity: str) -> View:
    """A list: the title first, then the first fields that fit a column, owner and last change; newest change on top."""
    here = model.entities[entity]
    title = here.definition.title
    fields = [field.key for field in here.fields.values() if not field.system and field.key != title and _fits(field)]
    number = ["number"] if "number" in here.fields else []
    columns = tuple(dict.fromkeys([*number, title, *fields[:MOST_COLUMNS], "owner", "updated_at"]))
    return View(
        schema_="dougong/view/1", key=f"{entity}_default", entity=entity, label=_all(here), columns=columns,
        sort=("-updated_at",),
    )  # fmt: skip


def _all(entity: EntityModel) -> LocalText:
    return text(f"全部{entity.plural.zh}", f"All {entity.plural.en}")


def _is_far_end(field: FieldModel) -> bool:
    return field.relation is not None and field.relation.kind == "many" and not field.relation.owned


def _fits(field: FieldModel) -> bool:
    if field.storage is None:
        return field.formula is not None
    return field.storage.kind is not Kind.JSON and not _wide(field)


def _wide(field: FieldModel) -> bool:
    return (
        field.storage is None or getattr(field.field, "max_length", 0) > _WIDE_LENGTH or field.storage.kind is Kind.JSON
    )


def _rows(fields: list[FieldModel]) -> tuple[tuple[FormField, ...], ...]:
    rows: list[tuple[FormField, ...]] = []
    for field in fields:
        wide = _wide(field) and field.formula is None
        placed = FormField(field=field.key, width=12 if wide else 6)
        if not wide and rows and len(rows[-1]) == 1 and rows[-1][0].width == 6:
            rows[-1] = (*rows[-1], placed)
        else:
            rows.append((placed,))
    return tuple(rows)
