"""Checks forms: fields that exist, rows of at most 12 columns, tabs, variants, columns of child rows."""

from collections import Counter
from collections.abc import Iterator

from ..documents import Document
from ..form import Form, FormField
from ..problem import Problem
from ..text import text
from .subject import Subject, twice

GRID = 12


def check(subject: Subject) -> Iterator[Problem]:
    """Each form."""
    for document, form in subject.of(Form):
        yield from subject.entity(document, "$.entity", form.entity)
        yield from twice(document, ((f"$.tabs[{n}].key", one.key) for n, one in enumerate(form.tabs)))
        yield from twice(document, ((f"$.sections[{n}].key", one.key) for n, one in enumerate(form.sections)))
        placed = Counter(field.field for _, field in _placed(form))
        tabs = [tab.key for tab in form.tabs]
        if not form.sections:
            yield document.problem("empty", text("表单没有分组", "The form has no section"), "$.sections")
        for number, section in enumerate(form.sections):
            place = f"$.sections[{number}]"
            if section.tab is not None:
                yield from subject.known(document, f"{place}.tab", "tab", section.tab, tabs)
            for row_number, row in enumerate(section.rows):
                where = f"{place}.rows[{row_number}]"
                if (width := sum(field.width for field in row)) > GRID:
                    words = text(
                        f"这一行共 {width} 栏，最多 {GRID} 栏", f"This row is {width} columns wide; {GRID} is the most"
                    )
                    fix = text("改小宽度，或把字段移到下一行", "Make fields narrower or move one to the next row")
                    yield document.problem("row_width", words, where, fix)
                if not row:
                    yield document.problem("empty", text("这一行是空的", "This row is empty"), where)
        for where, field in _placed(form):
            yield from _field(subject, document, form, where, field)
            if placed[field.field] > 1:
                words = text(f"字段“{field.field}”放了两次", f'The field "{field.field}" is placed twice')
                yield document.problem("placed_twice", words, f"{where}.field")
        yield from _variants(subject, document, form, set(placed))


def _placed(form: Form) -> Iterator[tuple[str, FormField]]:
    for number, section in enumerate(form.sections):
        for row_number, row in enumerate(section.rows):
            for field_number, field in enumerate(row):
                yield f"$.sections[{number}].rows[{row_number}][{field_number}]", field


def _field(subject: Subject, document: Document, form: Form, place: str, placed: FormField) -> Iterator[Problem]:
    yield from subject.field(document, f"{place}.field", form.entity, placed.field)
    here = subject.model.entities.get(form.entity)
    field = here.fields.get(placed.field) if here is not None else None
    if field is None:
        return
    relation = field.relation
    if placed.columns and (relation is None or relation.kind != "many"):
        words = text("只有明细才有列", "Only child rows have columns")
        yield document.problem("columns", words, f"{place}.columns")
    elif placed.columns and relation is not None:
        for number, key in enumerate(placed.columns):
            yield from subject.field(document, f"{place}.columns[{number}]", relation.target, key)
    if placed.create_in_place and (relation is None or relation.kind != "one"):
        words = text("只有关联字段能就地新建", "Only a link can create in place")
        yield document.problem("create_in_place", words, f"{place}.create_in_place")
    if placed.required_when is not None and field.formula is not None:
        words = text("计算字段不能必填", "A computed field cannot be required")
        yield document.problem("required_read_only", words, f"{place}.required_when")


def _variants(subject: Subject, document: Document, form: Form, placed: set[str]) -> Iterator[Problem]:
    parts = placed | {section.key for section in form.sections}
    for number, variant in enumerate(form.variants):
        place = f"$.variants[{number}]"
        if variant.when_role is not None:
            yield from subject.known(document, f"{place}.when_role", "role", variant.when_role, subject.model.roles)
        for part, what, known, keys in (
            ("hide", "part", parts, variant.hide),
            ("first", "field", placed, variant.first),
        ):
            for n, key in enumerate(keys):
                where = f"{place}.{part}[{n}]"
                if key in placed:
                    yield from subject.field(document, where, form.entity, key)
                else:
                    yield from subject.known(document, where, what, key, sorted(known))
