"""Variants of a form: what is hidden or brought to the top for a role, a condition or a device."""

from collections.abc import Iterable, Mapping
from typing import Any

from dougong.expressions import Env
from dougong.metamodel.form import Form, FormField, Section, Variant
from dougong.metamodel.model import Model
from dougong.metamodel.text import text
from dougong.records.rights import Viewer

from .conditions import holds
from .state import Device

FIRST = "first"
"""Key of the section that a variant's `first` makes."""


def with_variants(
    model: Model, form: Form, row: Mapping[str, Any], viewer: Viewer, env: Env, device: Device
) -> tuple[Section, ...]:
    """The form's sections after every variant that applies: all that a variant states must hold."""
    return _after(
        form.sections,
        (
            variant
            for variant in form.variants
            if _is_for(variant, viewer, device) and holds(model, form.entity, variant.when, row, env, absent=True)
        ),
    )


def fixed_sections(form: Form, viewer: Viewer, device: Device) -> tuple[Section, ...] | None:
    """The sections where the record plays no part in it, None where it does."""
    if any(variant.when is not None for variant in form.variants):
        return None
    return _after(form.sections, (variant for variant in form.variants if _is_for(variant, viewer, device)))


def _after(sections: tuple[Section, ...], variants: Iterable[Variant]) -> tuple[Section, ...]:
    for variant in variants:
        sections = _first(_without(sections, frozenset(variant.hide)), variant.first)
    return sections


def _is_for(variant: Variant, viewer: Viewer, device: Device) -> bool:
    role, of = variant.when_role, variant.device
    return (role is None or role in viewer.roles) and (of is None or of == device)


def _without(sections: tuple[Section, ...], hidden: frozenset[str]) -> tuple[Section, ...]:
    return tuple(
        section.model_copy(update={"rows": _rows(section.rows, hidden)})
        for section in sections
        if section.key not in hidden
    )


def _rows(rows: tuple[tuple[FormField, ...], ...], hidden: frozenset[str]) -> tuple[tuple[FormField, ...], ...]:
    kept = (tuple(placed for placed in row if placed.field not in hidden) for row in rows)
    return tuple(row for row in kept if row)


def _first(sections: tuple[Section, ...], keys: tuple[str, ...]) -> tuple[Section, ...]:
    placed = {one.field: one for section in sections for row in section.rows for one in row}
    moved = [placed[key] for key in keys if key in placed]
    if not moved:
        return sections
    top = Section(
        key=FIRST,
        label=text("重点", "Key facts"),
        rows=tuple((one.model_copy(update={"width": 12}),) for one in moved),
    )
    return (top, *_without(sections, frozenset(one.field for one in moved)))
