"""Names and paths: fields by key or label, links followed, to-many relations, variables, virtual fields opened."""

from dataclasses import replace
from typing import Literal

from dougong.metamodel.model import EntityModel, FieldModel
from dougong.metamodel.value_type import ValueType

from ..core import Aggregate, Core, FieldRead, Operation, Path, VariableRead
from ..problems import did_you_mean
from ..schema import field_type, find_field
from ..types import BOOL, DATE, DATETIME, may_be_null
from .coerce import constant
from .scope import MAX_HOPS, Many, Scope, refuse

Found = Core | Many


def entity_of(scope: Scope, start: int, end: int) -> EntityModel:
    """The entity whose fields are meant."""
    found = scope.schema.here
    if found is None:
        raise refuse(
            "no_fields", "这里没有记录，不能写字段", "There is no record here, so no field can be named", start, end
        )
    return found


def lookup(scope: Scope, name: str, start: int, end: int) -> FieldModel:
    """The one field of that key or label; ExpressionError with a suggestion otherwise."""
    entity = entity_of(scope, start, end)
    found = [f for f in find_field(entity, name) if scope.schema.knows(f)]
    if len(found) == 1:
        return found[0]
    if found:
        keys = [f.key for f in found]
        raise refuse(
            "ambiguous_label",
            f"“{name}”有多个字段同名，请写键名：{'、'.join(keys)}",
            f'"{name}" is the label of several fields; write the key: {", ".join(keys)}',
            start,
            end,
        )
    fields = [f for f in entity.fields.values() if scope.schema.knows(f)]
    known = [*(f.key for f in fields), *(f.label.zh for f in fields), *(f.label.en for f in fields)]
    best, meant = did_you_mean(name, known)
    raise refuse(
        "unknown_field",
        f"{entity.label.zh}没有字段“{name}”。{meant.zh}",
        f'"{name}" is not a field of {entity.label.en}.{meant.en}',
        start,
        end,
        best if best is None or best.isidentifier() else f"{{{best}}}",
    )


def read_name(scope: Scope, name: str, start: int, end: int) -> Found:
    """A bare name: a field of the record."""
    return read_field(scope, lookup(scope, name, start, end), (), start, end)


def read_field(scope: Scope, field: FieldModel, links: Path, start: int, end: int) -> Found:
    """A field reached over links: a column, a relation, or the formula behind a virtual field."""
    scope.findings.used.add((field.entity, field.key))
    if len(links) > MAX_HOPS:
        raise refuse(
            "too_many_links", f"最多跨 {MAX_HOPS} 级关联", f"At most {MAX_HOPS} links may be followed", start, end
        )
    relation = field.relation
    if relation is not None and relation.kind == "many":
        return Many((*links, field.key), relation.target, relation.far, start, end, ".".join((*links, field.key)))
    if field.storage is None and field.formula is not None:
        return _open(scope, field, links, start, end)
    value_type = field_type(field)
    if links and field.key == "id" and field.system:
        return FieldRead(value_type, True, start, end, links)
    nullable = may_be_null(value_type) and not (field.key == "id" and field.system)
    return FieldRead(value_type, nullable, start, end, (*links, field.key))


def _open(scope: Scope, field: FieldModel, links: Path, start: int, end: int) -> Core:
    """The formula of a virtual field, in the place of its name."""
    from .check import check_in

    me = (field.entity, field.key)
    if me in scope.within:
        circle = " → ".join(key for _, key in (*scope.within[scope.within.index(me) :], me))
        raise refuse(
            "circle",
            f"公式互相引用成环：{circle}",
            f"The formulas refer to each other in a circle: {circle}",
            start,
            end,
        )
    blanks: Literal["zero", "blank"] = getattr(field.field, "blanks", "zero")
    schema = replace(scope.schema.of(field.entity), input=None, blanks=blanks, unknown=frozenset())
    inside = replace(scope, schema=schema, within=(*scope.within, me), findings=replace(scope.findings, used=set()))
    opened = check_in(inside, field.formula or "", field_type(field))
    scope.findings.aggregates = inside.findings.aggregates
    return place(rebase(opened, links), start, end)


def rebase(node: Core, links: Path) -> Core:
    """The same formula as read from a record that reaches its record over links."""
    match node:
        case FieldRead() if links:
            if node.path == ("id",):
                return replace(node, path=links, nullable=True)
            return replace(node, path=links + node.path, nullable=may_be_null(node.type))
        case Operation():
            return replace(node, arguments=tuple(rebase(one, links) for one in node.arguments))
        case Aggregate():
            return replace(node, relation=links + node.relation)
        case _:
            return node


def place(node: Core, start: int, end: int) -> Core:
    """The node and what is below it at one place of the text: where the virtual field is named."""
    if isinstance(node, Operation):
        return replace(node, start=start, end=end, arguments=tuple(place(one, start, end) for one in node.arguments))
    if isinstance(node, Aggregate):
        where, value, order = (part and place(part, start, end) for part in (node.where, node.value, node.order))
        return replace(node, start=start, end=end, where=where, value=value, order=order)
    return replace(node, start=start, end=end)


def read_variable(scope: Scope, name: str, start: int, end: int) -> Core:
    """`$user`, `$old`, `$today`, `$now` and what the schema declares."""
    types: dict[str, ValueType] = {
        "user": ValueType("ref", entity="person"),
        "old": ValueType("ref", entity=scope.schema.entity),
        "today": DATE,
        "now": DATETIME,
        **scope.schema.variables,
    }
    if name not in types:
        _, meant = did_you_mean(name, types)
        raise refuse(
            "unknown_variable", f"没有变量“${name}”。{meant.zh}", f'"${name}" is not known here.{meant.en}', start, end
        )
    nullable = may_be_null(types[name]) and name not in ("today", "now")
    return VariableRead(types[name], nullable, start, end, name)


def read_member(scope: Scope, base: Found, name: str, start: int, end: int) -> Found:
    """`base.name`."""
    if isinstance(base, Many):
        return _member_of_rows(scope, base, name, start, end)
    if base.type.name != "ref" or not isinstance(base, FieldRead | VariableRead):
        raise refuse(
            "not_a_link", f"“.{name}”前面不是关联字段", f'".{name}" follows something that is not a link', start, end
        )
    target = base.type.entity
    if target not in scope.schema.model.entities:
        zh = "这个关联可以指向多种对象，不能再往下写字段"
        raise refuse("open_link", zh, "This link may point to several entities, so no field can follow it", start, end)
    there = scope.of(target)
    field = lookup(there, name, start, end)
    if isinstance(base, FieldRead):
        links = () if base.path == ("id",) else base.path
        return read_field(there, field, links, start, end)
    return _member_of_variable(there, base, field, start, end)


def _member_of_variable(scope: Scope, base: VariableRead, field: FieldModel, start: int, end: int) -> Core:
    found = read_field(scope, field, (), start, end)
    if isinstance(found, Many):
        zh, en = "这里不能读取多条记录", "Many records cannot be read through a variable"
        raise refuse("variable_many", zh, en, start, end)
    return _through(found, base)


def _through(node: Core, base: VariableRead) -> Core:
    """Reads of a formula turned into reads of the variable's record."""
    match node:
        case FieldRead():
            path = () if node.path == ("id",) and base.name != "old" else node.path
            nullable = may_be_null(node.type)
            return VariableRead(node.type, nullable, node.start, node.end, base.name, base.path + path)
        case Operation():
            return replace(node, arguments=tuple(_through(one, base) for one in node.arguments))
        case Aggregate():
            zh, en = "这里不能读取多条记录", "Many records cannot be read through a variable"
            raise refuse("variable_many", zh, en, node.start, node.end)
        case _:
            return node


def _member_of_rows(scope: Scope, base: Many, name: str, start: int, end: int) -> Many:
    """`lines.amount`, `lines.product.name`; through many-links the far record's fields are meant unless the link has them."""
    if base.value is not None:
        inner = read_member(scope.of(base.entity), base.value, name, start, end)
    else:
        inner = read_in_rows(scope, base, name, start, end)
    if isinstance(inner, Many):
        zh = f"“{base.written}”已经是多条记录，不能再展开“.{name}”。请嵌套汇总：SUM({base.written}, SUM({name}...))"
        en = f'"{base.written}" is many already, so ".{name}" cannot follow. Aggregate twice: SUM({base.written}, SUM({name}...))'
        raise refuse("many_of_many", zh, en, start, end)
    return replace(base, value=inner, start=base.start, end=end, written=f"{base.written}.{name}")


def read_in_rows(scope: Scope, rows: Many, name: str, start: int, end: int) -> Found:
    """A name inside the rows of a relation."""
    there = scope.of(rows.entity)
    entity = entity_of(there, start, end)
    if rows.far and not any(not f.system for f in find_field(entity, name)):
        far = entity.fields[rows.far]
        target = there.of(far.value_type.entity)
        return read_field(target, lookup(target, name, start, end), (rows.far,), start, end)
    return read_field(there, lookup(there, name, start, end), (), start, end)


def flag(name: str, at: Core, *keys: str) -> Operation:
    """A yes/no that only the write path knows: `is_new`, `changed`, `has_role`."""
    arguments = tuple(constant(key, ValueType("text"), at) for key in keys)
    return Operation(BOOL, False, at.start, at.end, name, arguments)
