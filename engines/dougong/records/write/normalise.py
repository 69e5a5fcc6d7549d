"""Given values -> canonical values: what each field makes of its input, and whether it may be given at all.

Every problem of every record is collected; child rows are only taken note of here.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

import orjson

from dougong.metamodel.model import FieldModel
from dougong.metamodel.problem import ValueProblem
from dougong.metamodel.text import text

from ..context import Cause, Context
from ..names import entity_column
from ..rights import SYSTEM, FieldRight
from .plan import WritePlan
from .state import RowState

_FORBIDDEN = text("您无权修改这一项", "You may not change this")
_READ_ONLY = text("这一项由系统得出，不能填写", "This is worked out by the system and cannot be set")


class _Entry(NamedTuple):
    """A field that is among the given values, and what this viewer may do to it; the same for a whole batch."""

    field: FieldModel
    right: FieldRight
    may_be_given: bool
    rows: bool
    """Child rows, written after the record."""
    two_columns: bool


def normalise(ctx: Context, plan: WritePlan, states: list[RowState], cause: Cause) -> None:
    """Puts the given values into `state.new`; what may not or cannot be put becomes a problem of the record."""
    rights = ctx.viewer.on(plan.key)
    system = ctx.viewer is SYSTEM
    may_import = system or (cause.kind == "import" and "import" in rights.actions)

    def entry_for(key: str) -> _Entry | None:
        field = plan.inputs.get(key)
        if field is None:
            return None
        right = FieldRight.EDIT if system else rights.field(key)
        may = may_be_given(plan, key, system, may_import)
        return _Entry(field, right, may, key in plan.children, key in plan.any_links)

    entries: dict[str, _Entry | None] = {}
    for state in states:
        for key in state.given.keys() - entries.keys():
            entries[key] = entry_for(key)
        _given(plan, state, entries)


def _given(plan: WritePlan, state: RowState, entries: Mapping[str, _Entry | None]) -> None:
    children: dict[str, list[dict[str, Any]]] = {}
    for key, raw in state.given.items():
        entry = entries[key]
        if entry is None:
            _unknown(plan, state, key)
            continue
        if entry.right < FieldRight.READ:
            state.refuse("forbidden", _FORBIDDEN, key)
            continue
        try:
            value = read_value(entry.field, raw)
        except ValueProblem as problem:
            state.refuse(problem.code, problem.message, key)
            continue
        if not entry.rows and _unchanged(state, key, value, entry.two_columns):
            continue
        if not entry.rows and not entry.may_be_given:
            state.refuse("read_only", _READ_ONLY, key)
        elif entry.right < FieldRight.EDIT:
            state.refuse("forbidden", _FORBIDDEN, key)
        elif entry.rows:
            children[key] = value
        elif entry.two_columns:
            put(plan, state, key, value)
        else:
            state.set(key, value)
    state.children = children


def read_value(field: FieldModel, raw: object) -> Any:
    """The canonical value; ValueProblem when the field cannot take it or no database could keep it."""
    try:
        value = field.type.normalise(field.field, raw)
    except (OverflowError, RecursionError, UnicodeError, TypeError, AttributeError) as error:
        raise ValueProblem("value", "这个值无法识别", "This value cannot be read") from error
    if isinstance(value, list | dict) and field.storage is not None:
        _must_be_plain(value)
    return value


def put(plan: WritePlan, state: RowState, key: str, value: Any) -> None:
    """A canonical value into its column, or two columns for a link to any entity."""
    if key in plan.any_links:
        state.set(key, value and value["id"])
        state.set(entity_column(key), value and value["entity"])
    else:
        state.set(key, value)


def _must_be_plain(value: Any) -> None:
    """Neither lone surrogates nor U+0000 anywhere inside: PostgreSQL keeps neither."""
    try:
        if b"\\u0000" in orjson.dumps(value):
            raise ValueProblem("control_character", "含有不可见的控制字符，请删去", "It holds control characters")
    except (TypeError, orjson.JSONEncodeError) as error:
        raise ValueProblem("text_encoding", "内容编码已损坏", "The content is damaged") from error


def may_be_given(plan: WritePlan, key: str, system: bool = False, may_import: bool = False) -> bool:
    """Whether a field takes values from outside; the system and imports may give more than people."""
    return key in plan.open or (may_import and key in plan.for_import) or (system and key in plan.for_system)


def _unchanged(state: RowState, key: str, value: Any, two_columns: bool) -> bool:
    """A value sent back as it was is no edit, so that whole forms may be posted."""
    if state.old is None:
        return False
    if two_columns:
        before = state.old.get(key)
        return bool(
            before == (value and value["id"]) and state.old.get(entity_column(key)) == (value and value["entity"])
        )
    return key in state.old and bool(state.old[key] == value) and key not in state.changed


def _unknown(plan: WritePlan, state: RowState, key: str) -> None:
    shown = str(key)[:40]
    near = get_close_matches(shown, plan.inputs, 1)
    fix = text(f"是不是“{near[0]}”？", f'Did you mean "{near[0]}"?') if near else None
    state.refuse("unknown_field", text(f"没有字段“{shown}”", f'There is no field "{shown}"'), shown, fix)
