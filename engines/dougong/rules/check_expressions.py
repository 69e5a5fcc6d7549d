"""Checks every expression of a workspace's documents: the adapter behind the metamodel's `CheckExpressions`.

Formulas are also checked together: fields that are worked out from each other in a circle, by formulas or by rules, are refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dougong.expressions import Checked, ExpressionError, Schema, check, parse, tree
from dougong.expressions.checking.places import Place
from dougong.expressions.source import normalise_source
from dougong.metamodel.check.expressions import Site
from dougong.metamodel.model import Model
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.rule import Compute
from dougong.metamodel.text import text

from .steps import refuse_circles

MEASURES = ("COUNT", "SUM", "AVERAGE", "MIN", "MAX", "MEDIAN")
IN_SQL = ("filter", "formula", "measure")
Node = tuple[str, str]


def check_expressions(model: Model, sites: Sequence[Site], /) -> list[Problem]:
    """What is wrong with each expression, at the JSON path where it stands; positions in the text are kept."""
    problems: list[Problem] = []
    formulas: dict[Node, tuple[Site, Checked]] = {}
    for site in sites:
        try:
            checked = checked_site(model, site)
        except ExpressionError as error:
            problems += [_at(site, one) for one in error.problems]
            continue
        if checked is None:
            continue
        problems += [_at(site, one) for one in checked.warnings]
        if site.use == "formula":
            formulas[site.entity, site.field] = site, checked
    return [*problems, *_cycles(model, formulas), *_circles(model, sites)]


_MODELS = 4
"""Models whose checked expressions are remembered: what is in force, what is drafted, and what was a moment ago."""
_known: dict[str, dict[tuple[str, ...], Checked | ExpressionError | None]] = {}


def checked_site(model: Model, site: Site) -> Checked | None:
    """One expression as its model understands it, checked once per model and place; raises ExpressionError."""
    found = _known.pop(model.revision, {})
    _known[model.revision] = found
    for old in list(_known)[:-_MODELS]:
        _known.pop(old, None)
    key = (site.document.app, site.document.file, site.path, site.use, site.entity, site.source)
    if key not in found:
        try:
            found[key] = _checked(model, site)
        except ExpressionError as refused:
            found[key] = refused.with_traceback(None)
    outcome = found[key]
    if isinstance(outcome, ExpressionError):
        raise outcome
    return outcome


def _checked(model: Model, site: Site) -> Checked | None:
    source = site.source
    if site.use == "measure":
        inner = _measured(source)
        if inner is None:
            return None
        source = inner
    place: Place | None = "sql" if site.use in IN_SQL else None
    return check(source, Schema(model, site.entity, blanks=site.blanks), site.expected, place)


def _measured(source: str) -> str | None:
    """What a measure such as `SUM(amount)` measures; None for `COUNT()`."""
    node = parse(source)
    if isinstance(node, tree.Call) and node.name.upper() in MEASURES and len(node.arguments) <= 1:
        if node.arguments:
            return normalise_source(source)[node.arguments[0].start : node.arguments[0].end]
        if node.name.upper() == "COUNT":
            return None
    words = text("指标应写成 COUNT()、SUM(字段) 等", "A measure is written as COUNT(), SUM(field), ...")
    raise ExpressionError([Problem("expression.measure", words)])


def _at(site: Site, problem: Problem) -> Problem:
    return replace(problem, path=site.path, file=site.document.file, app=site.document.app)


def _cycles(model: Model, formulas: dict[Node, tuple[Site, Checked]]) -> Iterator[Problem]:
    reads = {
        node: {read for read in _reads(model, node[0], checked) if read in formulas}
        for node, (_, checked) in formulas.items()
    }
    told: set[Node] = set()
    for start in formulas:
        way = _way_back(reads, start)
        if way and not told & set(way):
            told |= set(way)
            site = formulas[start][0]
            names = " → ".join(f"{entity}.{field}" for entity, field in (*way, start))
            words = text(f"计算字段互相依赖：{names}", f"Computed fields depend on each other: {names}")
            yield site.document.problem("cycle", words, site.path)


def _circles(model: Model, sites: Sequence[Site]) -> Iterator[Problem]:
    """Circles that compute rules have a part in, at a rule of theirs."""
    computed = {
        (entity.key, rule.field)
        for entity in model.entities.values()
        for rule in entity.rules
        if isinstance(rule, Compute)
    }
    setting = [one for one in sites if one.path.startswith("$.rules") and (one.entity, one.field) in computed]
    for entity in dict.fromkeys(one.entity for one in setting):
        try:
            refuse_circles(model, entity)
        except ProblemsFound as refused:
            for found in refused.problems:
                way = found.message.en.rpartition(": ")[2].split(" → ")
                site = next((one for one in setting if one.entity == entity and one.field in way), None)
                if site is not None:
                    yield site.document.problem(found.code, found.message, site.path)


def _way_back(reads: dict[Node, set[Node]], start: Node) -> tuple[Node, ...]:
    """The shortest way from a field back to itself, empty when there is none."""
    ways: list[tuple[Node, ...]] = [(start,)]
    seen: set[Node] = set()
    for way in ways:
        for read in sorted(reads[way[-1]]):
            if read == start:
                return way
            if read not in seen:
                seen.add(read)
                ways.append((*way, read))
    return ()


def _reads(model: Model, entity: str, checked: Checked) -> Iterator[Node]:
    for path in checked.dependencies:
        here = entity
        for number, part in enumerate(path):
            field = model.entities[here].fields.get(part)
            if field is None:
                break
            if number == len(path) - 1:
                yield here, part
            elif field.relation is None or field.relation.kind == "any":
                break
            else:
                here = field.relation.target
