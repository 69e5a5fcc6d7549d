"""Dotted paths resolved against the model and held against what the viewer may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

from dougong.expressions import Checked, ExpressionError
from dougong.metamodel.model import FieldModel
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

from ..context import Context
from ..formulas import Unknown
from ..rights import FieldRight

if TYPE_CHECKING:
    from ..store import RecordStore

MAX_HOPS = 5


@dataclass(frozen=True, slots=True)
class Resolved:
    """A field behind links. `right` is the weakest on the way."""

    links: tuple[str, ...]
    field: FieldModel
    right: FieldRight

    @property
    def key(self) -> str:
        return ".".join((*self.links, self.field.key))


def resolve(ctx: Context, entity: str, path: str, place: str) -> Resolved:
    """The field at a path; ProblemsFound with a suggestion when there is none. `place` names the part of the query."""
    *links, last = path.split(".")
    right = FieldRight.EDIT
    if len(links) > MAX_HOPS:
        raise refused(
            "query.too_many_links",
            place,
            text(f"最多跨 {MAX_HOPS} 级关联", f"At most {MAX_HOPS} links may be followed"),
        )
    for link in links:
        step = field_of(ctx, entity, link, place)
        right = min(right, field_right(ctx, step))
        if step.relation is None or step.relation.kind != "one":
            words = text(
                f"“{step.label.zh}”不是关联字段，后面不能再写字段", f'"{link}" is not a link, so no field can follow it'
            )
            raise refused("query.not_a_link", place, words)
        entity = step.relation.target
    found = field_of(ctx, entity, last, place)
    return Resolved(tuple(links), found, min(right, field_right(ctx, found)))


def resolve_readable(ctx: Context, entity: str, path: str, place: str) -> Resolved:
    """The same, refused when the viewer may not read the value: a sort or group would tell it."""
    found = resolve(ctx, entity, path, place)
    here = entity
    for step in path.split(".") if found.right is FieldRight.HIDDEN else ():
        field = ctx.store.model.entities[here].fields[step]
        if field_right(ctx, field) is FieldRight.HIDDEN:
            raise _unknown(ctx, here, step, place)
        here = field.relation.target if field.relation else ""
    if found.right < FieldRight.READ:
        raise refused("query.forbidden_field", place, _forbidden(found.field))
    return found


class Check(Protocol):
    """`formulas.check_condition` or `check_figure`."""

    def __call__(self, store: "RecordStore", entity: str, text: str, unknown: Unknown = ...) -> Checked: ...


def asked(ctx: Context, entity: str, words: str, place: str, check: Check) -> Checked:
    """A formula of a question. Fields hidden from the viewer are as if they were not there, in suggestions too; one that
    they see only masked is refused by its name."""
    try:
        checked = check(ctx.store, entity, words)
        known = all(
            field_right(ctx, ctx.store.model.entities[e].fields[k]) > FieldRight.HIDDEN for e, k in checked.fields
        )
    except ExpressionError:
        if ctx.viewer.admin:
            raise
        known = False
    if not known:
        checked = check(ctx.store, entity, words, _hidden(ctx))
    require_readable(ctx, checked.fields, place)
    return checked


def _hidden(ctx: Context) -> Unknown:
    every = (field for one in ctx.store.model.entities.values() for field in one.fields.values())
    return frozenset((one.entity, one.key) for one in every if field_right(ctx, one) is FieldRight.HIDDEN)


def require_readable(ctx: Context, fields: Iterable[tuple[str, str]], place: str) -> None:
    """Refuses a formula that names fields the viewer may not read; otherwise a filter leaks values by bisection."""
    model = ctx.store.model
    problems = [
        Problem("query.forbidden_field", _forbidden(found), place)
        for entity, key in sorted(fields)
        if field_right(ctx, found := model.entities[entity].fields[key]) < FieldRight.READ
    ]
    if problems:
        raise ProblemsFound(problems)


def field_right(ctx: Context, field: FieldModel) -> FieldRight:
    """What the viewer may do with a field; what identifies a row is always readable."""
    if ctx.viewer.admin or (field.system and field.key in ("id", "rev")):
        return FieldRight.EDIT
    return ctx.viewer.on(field.entity).field(field.key)


def field_of(ctx: Context, entity: str, key: str, place: str) -> FieldModel:
    """A field by key, or the problem that says what was probably meant."""
    model = ctx.store.model.entities[entity]
    if key in model.fields:
        return model.fields[key]
    raise _unknown(ctx, entity, key, place)


def _unknown(ctx: Context, entity: str, key: str, place: str) -> ProblemsFound:
    model = ctx.store.model.entities[entity]
    known = [one.key for one in model.fields.values() if field_right(ctx, one) > FieldRight.HIDDEN]
    close = get_close_matches(key, known, n=1, cutoff=0.6)
    words = text(f"{model.label.zh}没有字段“{key}”", f'"{key}" is not a field of {model.label.en}')
    fix = text(f"是不是想写“{close[0]}”？", f'Did you mean "{close[0]}"?') if close else None
    return refused("query.unknown_field", place, words, fix)


def refused(code: str, place: str, words: LocalText, fix: LocalText | None = None) -> ProblemsFound:
    """The error for one finding about a query."""
    return ProblemsFound([Problem(code, words, place, fix=fix)])


def _forbidden(field: FieldModel) -> LocalText:
    return text(f"您无权查看字段“{field.label.zh}”", f'You may not read the field "{field.label.en}"')
