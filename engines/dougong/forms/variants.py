"""Variants of a form: what is hidden or brought to the top for a role, a condition or a device."""

from collections.abc import Mapping
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
    """The form's sections after every variant that applies."""
    sections = form.sections
    for variant in form.variants:
        if _applies(model, form, variant, row, viewer, env, device):
            sections = _first(_without(sections, frozenset(variant.hide)), variant.first)
    return sections


def _applies(
    model: Model, form: Form, variant: Variant, row: Mapping[str, Any], viewer: Viewer, env: Env, device: Device
) -> bool:
    """All that a variant states must hold."""
    if variant.when_role is not None and variant.when_role not in viewer.roles:
        return False
    if variant.device is not None and variant.device != device:
        return False
    return holds(model, form.entity, variant.when, row, env, absent=True)


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
