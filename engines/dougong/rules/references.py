"""Every reference of a workspace's documents, those inside expressions too."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dougong.expressions import Checked, ExpressionError
from dougong.expressions.core import Aggregate, Constant, Core, FieldRead, Operation, Path, parts
from dougong.metamodel.check.expressions import Site
from dougong.metamodel.check.references import Part, Reference, structure
from dougong.metamodel.documents import Document
from dougong.metamodel.model import Model

from .check_expressions import checked_site


def references(documents: Iterable[Document]) -> list[Reference]:
    """Who names what, each place and part once; documents that are not well formed name nothing."""
    found, sites, subject = structure(documents)
    every = dict.fromkeys(found)
    for site in sites:
        try:
            checked = checked_site(subject.model, site)
        except ExpressionError:
            continue
        if checked is not None:
            for part in dict.fromkeys(_named(subject.model, site, checked)):
                made = Part("field", site.field, site.entity) if site.use == "formula" else None
                every[Reference(site.document.app, site.document.file, site.path, part, made)] = None
    return list(every)


def uses(found: Iterable[Reference], part: Part) -> list[Reference]:
    """Where a part is named, or anything that goes with it: an entity's fields and options, a field's options."""
    return [one for one in found if one.to == part or _belongs(one.to, part)]


def by_part(found: Iterable[Reference]) -> dict[Part, list[Reference]]:
    """What `uses` gives for every part, for who asks about many."""
    every: dict[Part, dict[Reference, None]] = {}
    for one in found:
        to = one.to
        above = [Part("entity", to.entity)] if to.entity else []
        above += [Part("field", to.field, to.entity)] if to.kind == "option" else []
        for part in (to, *above):
            every.setdefault(part, {})[one] = None
    return {part: list(some) for part, some in every.items()}


def reached(found: Mapping[Part, Sequence[Reference]], part: Part) -> list[Reference]:
    """Of `by_part`: `uses`, and those of the computed fields that are made from it, and so on."""
    every: dict[Reference, None] = {}
    waiting, seen = [part], {part}
    while waiting:
        for one in found.get(waiting.pop(), ()):
            every[one] = None
            if one.makes is not None and one.makes not in seen:
                seen.add(one.makes)
                waiting.append(one.makes)
    return list(every)


def _belongs(inner: Part, part: Part) -> bool:
    if part.kind == "entity":
        return inner.entity == part.key
    return part.kind == "field" and inner.kind == "option" and (inner.entity, inner.field) == (part.entity, part.key)


def _named(model: Model, site: Site, checked: Checked) -> Iterator[Part]:
    for entity, field in sorted(checked.fields):
        yield Part("field", field, entity)
    filled = (site.entity, site.field) if site.field else None
    for part, node in _options(model, site.entity, checked.core, filled):
        # The core has virtual fields opened where they are named; what they name is named where they are defined.
        if checked.source[node.start : node.end] in (f'"{part.key}"', f"'{part.key}'"):
            yield part


def _options(model: Model, entity: str, node: Core, filled: tuple[str, str] | None) -> Iterator[tuple[Part, Core]]:
    """Options a node compares with, or gives to the field it fills."""
    match node:
        case Constant(value=str(key)) if node.type.name == "choice" and filled is not None:
            yield Part("option", key, *filled), node
        case Operation(name="has_role", arguments=(Constant(value=str(key)) as role, *_)):
            yield Part("role", key), role
        case Operation():
            read = next(
                (one for one in node.arguments if isinstance(one, FieldRead) and one.type.name == "choice"), None
            )
            for one in node.arguments:
                compared = _place(model, entity, read.path) if read is not None and isinstance(one, Constant) else None
                yield from _options(model, entity, one, compared or (filled if _gives(node) else None))
        case Aggregate():
            rows = _place(model, entity, node.relation)
            relation = model.entities[rows[0]].fields[rows[1]].relation if rows else None
            for below in (node.where, node.value, node.order):
                if below is not None and relation is not None:
                    yield from _options(model, relation.target, below, None)
        case _:
            for below in parts(node):
                yield from _options(model, entity, below, filled)


def _gives(node: Operation) -> bool:
    """Whether what stands in the operation may be its value."""
    return node.type.name == "choice"


def _place(model: Model, entity: str, path: Path) -> tuple[str, str] | None:
    """The entity and field at a path, None when the path starts elsewhere."""
    *links, last = path
    for step in links:
        field = model.entities[entity].fields.get(step)
        if field is None or field.relation is None or not field.relation.target:
            return None
        entity = field.relation.target
    return (entity, last) if last in model.entities[entity].fields else None
