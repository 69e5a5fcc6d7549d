"""Holds what was entered against the form's state: the same conditions for pages and API alike."""

from collections.abc import Mapping
from typing import Any

from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText, text
from dougong.rules.rule_set import is_blank

from .state import FieldState, FormState


def enforce(
    state: FormState, submitted: Mapping[str, Any], stored: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], list[Problem]]:
    """What of the input may be written, and the Problems.

    `state` must be worked out with the input put over `stored`. A value for a field that is hidden, read-only or not in
    the form is not taken: silently when it equals the stored one, with an error otherwise. Required fields that are
    visible and blank are errors, whether they were submitted or not; so are required cells of child rows.
    """
    before = stored or {}
    accepted: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in submitted.items():
        field = state.field(key)
        refusal = _refusal(field, key)
        if refusal is None:
            accepted[key] = value
        elif not _same(value, before.get(key)):
            problems.append(refusal)
    for field in state.fields:
        if not field.visible or field.read_only:
            continue
        if field.required and is_blank(field.value):
            problems.append(Problem("required", _fill_in(field.label), field.key))
        for row in field.rows:
            problems += [
                Problem("required", _fill_in(cell.label), f"{field.key}[{row.number}].{cell.key}")
                for cell in row.fields
                if cell.required and is_blank(cell.value)
            ]
    return accepted, problems


def _refusal(field: FieldState | None, key: str) -> Problem | None:
    """Hidden by rights and unknown read the same, so that nobody learns which fields exist."""
    if field is None:
        return Problem("not_in_form", text(f"表单里没有“{key}”", f'"{key}" is not part of this form'), key)
    label = field.label
    if not field.visible:
        words = text(f"“{label.zh}”当前不适用，不能填写", f'"{label.en}" does not apply now and cannot be set')
        return Problem("hidden", words, key)
    if field.read_only:
        return Problem("read_only", text(f"“{label.zh}”是只读的", f'"{label.en}" is read-only'), key)
    return None


def _same(given: Any, stored: Any) -> bool:
    return given == stored or (is_blank(given) and is_blank(stored))


def _fill_in(label: LocalText) -> LocalText:
    return text(f"请填写“{label.zh}”", f'Fill in "{label.en}"')
