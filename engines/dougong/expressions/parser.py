"""Text to syntax tree, with messages that say what to write instead."""

from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, cast

from lark import Lark, Token, v_args
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.tree import Meta
from lark.visitors import Transformer_NonRecursive

from dougong.metamodel.text import text as words

from . import tree
from .grammar import GRAMMAR
from .problems import ExpressionError, FormulaProblem, problem
from .source import LIMIT, normalise_source

MAX_DEPTH = 100
MAX_NODES = 2_000
_SHORT = 1_000
"""Longer texts are parsed each time: what is kept stays small, whatever is asked."""
_INSTEAD = (
    ("==", "=", "相等用一个等号", "Write = for equality"),
    ("&&", " AND ", "“并且”写 AND", "Write AND"),
    ("||", " OR ", "“或者”写 OR", "Write OR"),
    ("'", '"', "文字用双引号", "Write text in double quotes"),
    ("!", "NOT ", "“不”写 NOT", "Write NOT"),
    ("；", ", ", "参数用逗号分开", "Separate arguments with commas"),
    (";", ", ", "参数用逗号分开", "Separate arguments with commas"),
    ("%", "/100", "百分数写成除以 100", "Write /100"),
)


def parse(text: str) -> tree.Node:
    """The tree of a formula; raises ExpressionError. Positions count code points of `normalise_source(text)`."""
    if len(text) > LIMIT:
        raise ExpressionError(
            [
                problem(
                    "too_long",
                    f"公式超过 {LIMIT} 个字符",
                    f"The formula is longer than {LIMIT} characters",
                    LIMIT,
                    len(text),
                )
            ]
        )
    source = normalise_source(text)
    if "\0" in source:
        raise ExpressionError(
            [problem("character", "公式中有空字符 U+0000", "The formula contains U+0000", 0, len(source))]
        )
    if not source.lstrip("= \n\t"):
        raise ExpressionError([problem("empty", "公式是空的", "The formula is empty", 0, len(source))])
    return _known(source) if len(source) <= _SHORT else _parsed(source)


def _parsed(source: str) -> tree.Node:
    try:
        node = cast(tree.Node, _Build().transform(_lark().parse(source)))
    except UnexpectedInput as error:
        raise ExpressionError([_explain(source, error)]) from None
    _check_size(node)
    return node


_known = lru_cache(maxsize=2_048)(_parsed)
"""Nodes are frozen and know no schema: a formula is checked, compiled and explained from one tree."""


def parser() -> Lark:
    """The lark parser, for the editor's completion."""
    return _lark()


@cache
def _lark() -> Lark:
    return Lark(GRAMMAR, parser="lalr", propagate_positions=True, maybe_placeholders=False)


def _check_size(root: tree.Node) -> None:
    for count, (node, depth) in enumerate(tree.walk(root), 1):
        if depth > MAX_DEPTH:
            raise ExpressionError(
                [
                    problem(
                        "too_deep",
                        f"嵌套超过 {MAX_DEPTH} 层",
                        f"Nested deeper than {MAX_DEPTH} levels",
                        node.start,
                        node.end,
                    )
                ]
            )
        if count > MAX_NODES:
            raise ExpressionError(
                [
                    problem(
                        "too_large",
                        f"公式超过 {MAX_NODES} 个部分",
                        f"The formula has more than {MAX_NODES} parts",
                        root.start,
                        root.end,
                    )
                ]
            )
        if isinstance(node, tree.Unary) and node.operator == "-" and _is_power(node.operand):
            raise ExpressionError(
                [
                    problem(
                        "minus_power",
                        "-a^b 有两种读法，请加括号：(-a)^b 或 -(a^b)",
                        "-a^b can be read in two ways: write (-a)^b or -(a^b)",
                        node.start,
                        node.end,
                    )
                ]
            )


def _is_power(node: tree.Node) -> bool:
    return isinstance(node, tree.Binary) and node.operator == "^"


def _explain(source: str, error: UnexpectedInput) -> FormulaProblem:
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    start = len(source) if at_end else min(cast(int, error.pos_in_stream), len(source))
    if not at_end:
        for wrong, right, zh, en in _INSTEAD:
            for begin in range(max(0, start - len(wrong) + 1), start + 1):
                if source.startswith(wrong, begin):
                    return _instead(source, begin, wrong, right, zh, en)
    if source.count('"') % 2:
        begin = source.rindex('"')
        return problem("unclosed_text", "文字缺少右引号", 'The text is not closed: a " is missing', begin, len(source))
    if at_end:
        opened = source.count("(") - source.count(")")
        if opened > 0:
            fix = words("补上右括号", "Add the closing parenthesis")
            return problem(
                "unclosed", "缺少右括号", "A closing parenthesis is missing", start, start, fix, source + ")" * opened
            )
        return problem("unfinished", "公式没有写完", "The formula is not finished", start, start)
    found = str(error.token) if isinstance(error, UnexpectedToken) else source[start]
    return problem(
        "syntax", f"这里不能写“{found[:30]}”", f'"{found[:30]}" cannot stand here', start, start + max(len(found), 1)
    )


def _instead(source: str, begin: int, wrong: str, right: str, zh: str, en: str) -> FormulaProblem:
    if wrong == "'":
        close = source.find("'", begin + 1)
        inner = source[begin + 1 : close if close > 0 else None]
        fixed = source[:begin] + '"' + inner + '"' + (source[close + 1 :] if close > 0 else "")
    else:
        fixed = (
            source[:begin].rstrip() + right + source[begin + len(wrong) :].lstrip()
            if right.strip() != right
            else (source[:begin] + right + source[begin + len(wrong) :])
        )
    return problem(
        "write_instead",
        f"这里不能写 {wrong}:{zh}",
        f"{wrong} is not used here. {en}",
        begin,
        begin + len(wrong),
        words(zh, en),
        fixed,
    )


@v_args(meta=True)
class _Build(Transformer_NonRecursive[Token, Any]):
    """Turns lark's rules into tree nodes, bottom-up and without recursion."""

    def start(self, meta: Meta, found: list[tree.Node]) -> tree.Node:
        return found[0]

    def or_(self, meta: Meta, found: list[tree.Node]) -> tree.Node:
        return _left_to_right("OR", found)

    def and_(self, meta: Meta, found: list[tree.Node]) -> tree.Node:
        return _left_to_right("AND", found)

    def negation(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Unary(meta.start_pos, meta.end_pos, "NOT", found[1])

    def comparison(self, meta: Meta, found: list[Any]) -> tree.Node:
        sign = "<>" if found[1] == "!=" else str(found[1])
        return tree.Binary(meta.start_pos, meta.end_pos, cast(Any, sign), found[0], found[2])

    def equality(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Binary(meta.start_pos, meta.end_pos, "=", found[0], found[1])

    def in_list(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.InList(meta.start_pos, meta.end_pos, found[0], tuple(found[1]), negated=False)

    def not_in_list(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.InList(meta.start_pos, meta.end_pos, found[0], tuple(found[2]), negated=True)

    def concat(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Binary(meta.start_pos, meta.end_pos, "&", found[0], found[1])

    def binary(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Binary(meta.start_pos, meta.end_pos, cast(Any, str(found[1])), found[0], found[2])

    def power(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Binary(meta.start_pos, meta.end_pos, "^", found[0], found[1])

    def unary(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Unary(meta.start_pos, meta.end_pos, cast(Any, str(found[0])), found[1])

    def member(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Member(meta.start_pos, meta.end_pos, found[0], str(found[1]).strip("{} "))

    def filter(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Filter(meta.start_pos, meta.end_pos, found[0], found[1])

    def number(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Number(meta.start_pos, meta.end_pos, Decimal(str(found[0])))

    def string(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.String(meta.start_pos, meta.end_pos, str(found[0])[1:-1].replace('""', '"'))

    def true(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Boolean(meta.start_pos, meta.end_pos, value=True)

    def false(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Boolean(meta.start_pos, meta.end_pos, value=False)

    def name(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Name(meta.start_pos, meta.end_pos, str(found[0]))

    def label(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Name(meta.start_pos, meta.end_pos, str(found[0])[1:-1].strip(), braced=True)

    def variable(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Variable(meta.start_pos, meta.end_pos, str(found[0])[1:])

    def input(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Input(meta.start_pos, meta.end_pos)

    def call(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Call(meta.start_pos, meta.end_pos, str(found[0]), tuple(found[1]))

    def call_and(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Call(meta.start_pos, meta.end_pos, "AND", tuple(found[0]))

    def call_or(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Call(meta.start_pos, meta.end_pos, "OR", tuple(found[0]))

    def call_in(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Call(meta.start_pos, meta.end_pos, "IN", tuple(found[0]))

    def group(self, meta: Meta, found: list[Any]) -> tree.Node:
        return tree.Group(meta.start_pos, meta.end_pos, found[0])

    def args(self, meta: Meta, found: list[tree.Node]) -> list[tree.Node]:
        return found


def _left_to_right(operator: Any, found: list[tree.Node]) -> tree.Node:
    node = found[0]
    for right in found[1:]:
        node = tree.Binary(node.start, right.end, operator, node, right)
    return node
