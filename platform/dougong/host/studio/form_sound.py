"""A form of a draft as it can be drawn: without what its definitions cannot answer for, or without any condition at all."""

from collections.abc import Callable, Mapping
from typing import Any

from dougong.metamodel.form import Form, FormField, Section
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem

from .form_moves import ALWAYS

Found = Mapping[str, list[tuple[str, Problem]]]


def sound(model: Model, form: Form, problems: Found) -> Form:
    """The form without fields its object does not have and without conditions that read wrong."""
    here = model.entities.get(form.entity)
    known = here.fields if here is not None else {}

    def wrong(part: str) -> dict[str, Any]:
        errors = {name for name, one in problems.get(part, ()) if one.severity == "error"}
        return dict.fromkeys(errors & {"visible_when", "required_when", "read_only_when"})

    def field(one: FormField) -> FormField | None:
        return one.model_copy(update=wrong(f"field:{one.field}")) if one.field in known else None

    broken = any(name == "when" and one.severity == "error" for name, one in problems.get("", ()))
    kept = _each(form, field, lambda section: wrong(f"section:{section.key}"))
    return kept.model_copy(update={"variants": ()}) if broken else kept


def bare(form: Form) -> Form:
    """Everything the form has at once, whatever it depends on; for roles and devices as for all."""

    def field(one: FormField) -> FormField:
        asked = one.required_when if one.required_when == ALWAYS else None
        return one.model_copy(update={"visible_when": None, "read_only_when": None, "required_when": asked})

    return _each(form, field, lambda section: {"visible_when": None}).model_copy(update={"variants": ()})


def _each(
    form: Form, field: Callable[[FormField], FormField | None], section: Callable[[Section], dict[str, Any]]
) -> Form:
    def rows(one: Section) -> tuple[tuple[FormField, ...], ...]:
        kept = (tuple(found for placed in row if (found := field(placed)) is not None) for row in one.rows)
        return tuple(row for row in kept if row)

    return form.model_copy(
        update={"sections": tuple(one.model_copy(update={**section(one), "rows": rows(one)}) for one in form.sections)}
    )
