"""Field types stay open: nobody asks a field for the name of its type, and contracts stay narrow."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields

from dougong.expressions.functions.kind import Expand, Function, Native, Over
from dougong.metamodel.field import FieldType
from dougong.metamodel.field_types import field_types
from dougong.metamodel.kinds import DocumentKind

from tests.architecture.tree import CODE, PAGES, modules, texts

NAMES = frozenset(field_types())
# A registered kind: what one entry of a registry consists of.
KINDS = (FieldType, DocumentKind, Function, Native, Expand, Over)


def test_no_comparison_with_the_name_of_a_field_type() -> None:
    assert [f"{name}:{line}" for name, tree in modules(*CODE) for line in ladders(tree)] == []


def test_no_page_compares_with_the_name_of_a_field_type() -> None:
    compared = re.compile(rf"""\btype\s*(?:==|!=|===|!==|in)\s*[\[(]?\s*["'](?:{"|".join(sorted(NAMES))})["']""")
    suffixes = (".html", ".jinja", ".j2", ".js")
    assert [name for name, text in texts(*PAGES, "platform", suffixes=suffixes) if compared.search(text)] == []


def test_a_registered_kind_has_at_most_six_members() -> None:
    assert {kind.__name__: len(fields(kind)) for kind in KINDS if len(fields(kind)) > 6} == {}


def test_a_ladder_is_seen() -> None:
    seen = 'if field.type == "choice": ...', 'x = field.type in ("text", "url")', 'match f.type:\n case "text": ...'
    assert all(list(ladders(ast.parse(source))) for source in seen)
    assert not list(ladders(ast.parse('if token.type == "$END": ...\nif kind == "text": ...')))


def ladders(tree: ast.Module) -> Iterator[int]:
    """Lines comparing `<something>.type` or `field_type` with the name of a registered field type."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            if any(map(_asks_type, sides)) and any(map(_names_type, sides)):
                yield node.lineno
        if isinstance(node, ast.Match) and _asks_type(node.subject):
            patterns = (inner for case in node.cases for inner in ast.walk(case.pattern))
            if any(isinstance(inner, ast.MatchValue) and _names_type(inner.value) for inner in patterns):
                yield node.lineno


def _asks_type(node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in ("type", "field_type")
    return isinstance(node, ast.Name) and node.id in ("type", "field_type", "type_name")


def _names_type(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value in NAMES
    return isinstance(node, ast.Tuple | ast.List | ast.Set) and any(map(_names_type, node.elts))
