"""Checks fields: options, limits, defaults, links, child rows, formulas' results."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from ..documents import Document
from ..entity import Entity
from ..field import Field
from ..field_types import field_types
from ..model import EntityModel
from ..problem import Problem, ValueProblem
from ..storage import Kind
from ..text import text
from .entities import RESERVED
from .patterns import pattern_problem
from .subject import Subject, twice


def check(subject: Subject) -> Iterator[Problem]:
    """Every field of every entity document, properties of links included."""
    for document, entity in subject.of(Entity):
        here = subject.model.entities.get(entity.extends or entity.key)
        for number, field in enumerate(entity.fields):
            place = f"$.fields[{number}]"
            yield from _field(subject, document, here, field, place)
            inner = getattr(field, "with_", ())
            yield from twice(document, ((f"{place}.with[{n}].key", one.key) for n, one in enumerate(inner)))
            link = subject.model.entities.get(f"{entity.key}__{field.key}")
            for n, one in enumerate(inner):
                yield from _field(subject, document, link, one, f"{place}.with[{n}]")


def _field(
    subject: Subject, document: Document, here: EntityModel | None, field: Field, place: str
) -> Iterator[Problem]:
    if field.key in RESERVED or "__" in field.key:
        words = text(f"“{field.key}”是保留字，请换一个", f'"{field.key}" is reserved; choose another key')
        yield document.problem("reserved", words, f"{place}.key")
    yield from _options(document, field, place)
    yield from _limits(document, field, place)
    yield from _default(document, here, field, place)
    yield from _links(subject, document, here, field, place)
    storage = field_types()[field.type].storage(field)
    if field.unique and (storage is None or storage.kind in (Kind.JSON, Kind.LIST, Kind.BOOLEAN)):
        words = text("这种字段不能要求唯一", "A field of this type cannot be unique")
        yield document.problem("not_indexable", words, f"{place}.unique")
    if field.search and (storage is None or storage.kind is not Kind.TEXT):
        words = text("只有文字类字段能被搜索框查到", "Only text is found by the search box")
        yield document.problem("not_searchable", words, f"{place}.search")
    worked_out = field.read_only or getattr(field, "formula", None) is not None
    if field.required and (worked_out or (storage is None and not hasattr(field, "min_rows"))):
        words = text("只读或由系统得出的字段不能设为必填", "A field nobody can fill in cannot be required")
        yield document.problem("required_read_only", words, f"{place}.required")
    pattern = getattr(field, "pattern", None)
    if isinstance(pattern, str) and (wrong := pattern_problem(pattern)):
        yield document.problem("pattern", wrong, f"{place}.pattern")


def _options(document: Document, field: Field, place: str) -> Iterator[Problem]:
    if not hasattr(field, "options_from"):
        return
    options = getattr(field, "options", ())
    shared = field.options_from
    yield from twice(document, ((f"{place}.options[{n}].key", one.key) for n, one in enumerate(options)))
    if options and shared:
        words = text("options 与 options_from 只能有一个", "Give options or options_from, not both")
        yield document.problem("options", words, f"{place}.options_from")
    chosen = getattr(field, "result", "choice") == "choice"
    if chosen and not options and not shared:
        yield document.problem("options", text("缺少选项", "The options are missing"), f"{place}.options")
    if not chosen and (options or shared):
        words = text("结果是 choice 的公式才有选项", 'Only a formula whose result is "choice" has options')
        yield document.problem("options", words, f"{place}.options" if options else f"{place}.options_from")


def _limits(document: Document, field: Field, place: str) -> Iterator[Problem]:
    scale = getattr(field, "scale", 0)
    if not 0 <= scale <= 6:
        yield document.problem(
            "scale", text("小数位应为 0 到 6", "There are 0 to 6 digits after the point"), f"{place}.scale"
        )
    for part in ("max_length", "max_files", "max_rows"):
        most = getattr(field, part, 1)
        if not 1 <= most <= 1_000_000:
            words = text("应在 1 到 1000000 之间", "It must lie between 1 and 1000000")
            yield document.problem("limit", words, f"{place}.{part}")
    numbers: dict[str, Decimal] = {}
    for part in ("min", "max", "min_rows", "max_rows"):
        given = getattr(field, part, None)
        if given is not None:
            try:
                numbers[part] = Decimal(str(given))
            except InvalidOperation:
                words = text(f"“{str(given)[:40]}”不是数字", f'"{str(given)[:40]}" is not a number')
                yield document.problem("number", words, f"{place}.{part}")
    for low, high in (("min", "max"), ("min_rows", "max_rows")):
        if low in numbers and high in numbers and numbers[low] > numbers[high]:
            words = text("下限大于上限", "The lower limit is above the upper limit")
            yield document.problem("limits", words, f"{place}.{low}")


def _default(document: Document, here: EntityModel | None, field: Field, place: str) -> Iterator[Problem]:
    if field.default is None:
        return
    if field.default_formula is not None:
        words = text("default 与 default_formula 只能有一个", "Give default or default_formula, not both")
        yield document.problem("default", words, f"{place}.default_formula")
    resolved = here.fields[field.key].field if here is not None and field.key in here.fields else field
    if resolved.type != field.type:
        return
    try:
        field_types()[field.type].normalise(resolved, field.default)
    except ValueProblem as error:
        yield document.problem("default", error.message, f"{place}.default")
    except (TypeError, ValueError, ArithmeticError):
        words = text("默认值与字段类型不符", "The default does not fit the field's type")
        yield document.problem("default", words, f"{place}.default")


def _beside(
    subject: Subject, document: Document, here: EntityModel | None, field: Field, place: str
) -> Iterator[Problem]:
    """Fields of the same record that a field names: its currency, its icon."""
    if here is None:
        return
    currency = getattr(field, "currency_field", None)
    if currency is not None:
        yield from subject.field(document, f"{place}.currency_field", here.key, currency)
    shown = getattr(field, "icon_from", None)
    if shown is not None:
        yield from subject.field(document, f"{place}.icon_from", here.key, shown)
        if shown in here.fields and here.fields[shown].value_type.name != "choice":
            words = text(f"“{shown}”不是选项，没有图标", f'"{shown}" is no choice and has no icons')
            yield document.problem("not_a_choice", words, f"{place}.icon_from")


def _links(
    subject: Subject, document: Document, here: EntityModel | None, field: Field, place: str
) -> Iterator[Problem]:
    entities = subject.model.entities
    storage = field_types()[field.type].storage(field)
    if storage is not None and storage.polymorphic:
        for number, target in enumerate(getattr(field, "to", ())):
            yield from subject.entity(document, f"{place}.to[{number}]", target)
    if getattr(field, "tree", False) and here is not None and getattr(field, "to", "") != here.key:
        words = text("树形关联要指向自己这个对象", "A tree link must point to its own entity")
        yield document.problem("tree", words, f"{place}.tree")
    if field.required and getattr(field, "on_delete", "") == "clear":
        words = text("必填的关联不能在删除时清空", "A required link cannot be cleared when its target is deleted")
        yield document.problem("on_delete", words, f"{place}.on_delete")
    yield from _beside(subject, document, here, field, place)
    of = getattr(field, "of", None)
    if of is None or here is None:
        return
    target, _, via = of.partition(".")
    if target not in entities or via not in entities[target].fields:
        return  # told when compiled
    relation = entities[target].fields[via].relation
    if relation is None or relation.kind == "many" or relation.target not in ("", here.key):
        words = text(f"{of} 不是指向“{here.key}”的关联", f'{of} is not a link to "{here.key}"')
        yield document.problem("not_a_link", words, f"{place}.of")
    elif getattr(field, "owns_rows", False) and entities[target].owner_link != via:
        words = text(
            f"明细对象“{target}”应写明 owned_by: {via}", f'"{target}" must say owned_by: {via} to be rows of this'
        )
        yield document.problem("owned_by", words, f"{place}.of")
    order = getattr(field, "order", None)
    if order is not None:
        yield from subject.field(document, f"{place}.order", target, order)
        kept = entities[target].fields.get(order)
        if kept is not None and (kept.storage is None or kept.storage.kind != "integer" or kept.system):
            words = text(
                f"“{order}”不是整数字段，不能保存顺序", f'"{order}" is no integer field and cannot keep an order'
            )
            yield document.problem("not_an_order", words, f"{place}.order")
