"""The differential test is worth something: each semantic rule flipped on one back end is caught by it."""

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from sqlalchemy import Boolean, func, literal

from dougong.expressions import arithmetic
from dougong.expressions.javascript import source as javascript
from dougong.expressions.python import runtime, source
from dougong.expressions.sql import numbers, operations, sqlite_functions
from dougong.expressions.sql.raw import raw_type

from .differential import Bench, browser_differences, formulas
from .javascript import Script
from .world import make_engine


@pytest.fixture(scope="module")
def every():
    """Checked by sound rules, once: what is flipped is what they run on."""
    return formulas(seed=11, count=600)


def _caught(database, every) -> bool:
    bench = Bench(make_engine(database), seed=7, count=40)
    with bench.engine.connect() as connection:
        return any(bench.differences(one, connection) for one in every)


def _bare_orderings(monkeypatch):
    """No COALESCE: NULL under NOT stays NULL."""
    for name in ("lt", "le", "gt", "ge"):
        monkeypatch.setitem(operations.OPERATIONS, name, operations.TRUTHS[name])


def _skipping_extremes(monkeypatch):
    """`greatest` and `least` as PostgreSQL has them: NULL is skipped. SQLite: NULL counts as 0."""

    def extreme(w, node):
        kind = raw_type(w.target, node.type)
        values = [w.value(one) for one in node.arguments]
        if w.sqlite:
            pick = func.min if node.name == "least" else func.max
            return pick(*(func.coalesce(one, literal(0)) for one in values), type_=kind)
        return (func.least if node.name == "least" else func.greatest)(*values, type_=kind)

    for name in ("least", "greatest"):
        monkeypatch.setitem(operations.OPERATIONS, name, extreme)


def _nullable_equality(monkeypatch):
    """`=` that is not null-safe."""
    monkeypatch.setitem(
        operations.OPERATIONS, "eq", lambda w, node: operations._bare_equal(*operations._sides(w, node))
    )


def _unbounded_sums(monkeypatch):
    """Numbers of 10^12 and more survive in Python."""
    write = source.OPERATIONS["add"]
    monkeypatch.setitem(
        source.OPERATIONS, "add", lambda f, n: write(f, n).replace("MINUS_LIMIT <", "None != ").replace(" < LIMIT", "")
    )


def _zero_for_blank(monkeypatch):
    """Blank counts as 0 in Python's `<`."""
    monkeypatch.setitem(
        source.OPERATIONS, "lt", lambda f, n: source._compare("<")(f, n).replace("is not None and", "is None or")
    )


def _even_ties(monkeypatch):
    """Ties to even in Python."""

    def rounded(x, digits, mode="round"):
        step = arithmetic.STEPS[digits]
        return (
            arithmetic.bounded(Decimal(x).quantize(step, ROUND_HALF_EVEN))
            if mode == "round"
            else runtime.rounded(x, digits, mode)
        )

    def multiply(a, b, digits):
        x = Decimal(a * b)
        return arithmetic.bounded(x.quantize(arithmetic.STEPS[digits], ROUND_HALF_EVEN)) if abs(x) < 10**12 else None

    monkeypatch.setitem(source.RUNTIME, "rounded", rounded)
    monkeypatch.setitem(source.RUNTIME, "multiply", multiply)


def _own_division(monkeypatch):
    """The database's own scale of a quotient: six digits too many or too few."""

    def divide(w, node):
        a, b = (w.value(one) for one in node.arguments)
        if w.sqlite:
            return (
                func.dg_div(a, b, literal(node.arguments[1].type.scale - node.arguments[0].type.scale), literal(0))
                * 10**6
            )
        return a / func.nullif(b, 0)

    monkeypatch.setitem(operations.OPERATIONS, "div", divide)


def _floor_division(monkeypatch):
    """Quotients rounded down in SQLite."""
    monkeypatch.setattr(sqlite_functions, "_half_up", lambda a, b: a // b)


def _null_text(monkeypatch):
    """NULL text stays NULL in `&`."""
    monkeypatch.setitem(
        operations.OPERATIONS,
        "concat",
        lambda w, node: numbers.infix(
            w.bare(node.arguments[0]), "||", w.bare(node.arguments[-1]), raw_type(w.target, node.type)
        ),
    )


def _order_of_a_language(monkeypatch):
    """No COLLATE "C": text in an order that looks past capitals, as databases made in a language have it."""

    def ordering(sign):
        def write(w, node):
            left, right = operations._sides(w, node)
            if operations.is_text(node.arguments[0].type):
                left, right = func.lower(left), func.lower(right)
            return operations._two_valued(w, left.op(sign, is_comparison=True, return_type=Boolean())(right))

        return write

    for name, sign in (("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">=")):
        monkeypatch.setitem(operations.OPERATIONS, name, ordering(sign))
        monkeypatch.setitem(operations.TRUTHS, name, ordering(sign))


EVERYWHERE = [
    _bare_orderings,
    _skipping_extremes,
    _nullable_equality,
    _unbounded_sums,
    _zero_for_blank,
    _even_ties,
    _own_division,
    _null_text,
    _order_of_a_language,
]


@pytest.mark.parametrize("mutate", EVERYWHERE)
def test_a_flipped_rule_is_caught(database, every, monkeypatch, mutate):
    mutate(monkeypatch)
    assert _caught(database, every)


def test_a_flipped_rule_of_sqlite_is_caught(every, tmp_path, monkeypatch):
    from dougong.host.testing.database import empty_database

    _floor_division(monkeypatch)
    with empty_database(tmp_path) as database:
        assert _caught(database, every)


IN_THE_BROWSER = {
    "blank before everything": ("a !== null && b !== null && a < b", "a < b"),
    "ties towards zero": (">= size(by)", "> size(by)"),
    "no bound": ("size(x) < LIMITS[scale]", "true"),
    "extremes that skip blanks": ("values.includes(null) ? null : values", "values"),
    "a month that runs over": ("Math.min(d, monthLength(year, month))", "d"),
    "order by UTF-16": ("code >= 0xe000 ? code - 0x800 : code >= 0xd800 ? code + 0x2000 : code", "code"),
    "characters of UTF-16": ("Array.from(text)", "text.split('')"),
    "no blank text": ("text = (value) => value || ''", "text = (value) => value ?? null"),
    "the clock of UTC": ("(local - seconds) * 1_000_000n", "0n"),
    "blank counts as 0": ("a === null || b === null ? null : bounded(a + b", "bounded((a ?? 0n) + (b ?? 0n)"),
}


@pytest.mark.browser
@pytest.mark.parametrize("rule", IN_THE_BROWSER)
def test_a_flipped_rule_of_the_browser_is_caught(browser, every, rule):
    right, wrong = IN_THE_BROWSER[rule]
    script = Script(browser)
    assert right in script.runtime
    script.runtime = script.runtime.replace(right, wrong)
    assert any(browser_differences(script, 7, every[:300], 40))


@pytest.mark.browser
def test_an_equality_of_the_browser_that_is_not_null_safe_is_caught(browser, every, monkeypatch):
    def equal(frame, node):
        left, right = javascript._shared(frame, node)
        return f"({left} !== null && {left} === {right})"

    monkeypatch.setitem(javascript.OPERATIONS, "eq", equal)
    assert any(browser_differences(Script(browser), 7, every[:300], 40))
