"""What may be written, what it means, and what a person is told who writes something else."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dougong.expressions import (
    ExpressionError,
    Schema,
    check,
    compile_python,
    compile_python_many,
    fields_used,
    normalise_source,
    parse,
)  # fmt: skip
from dougong.metamodel.value_type import ValueType

from .world import ENV, MODEL, SCHEMA, USER


def value(text, row=None, **more):
    return compile_python(check(text, SCHEMA, **more))(row or {}, ENV)


def problem(text, **more):
    with pytest.raises(ExpressionError) as caught:
        check(text, SCHEMA, **more)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("amount + 1", {}, Decimal(1)),
        ("amount / 2", {}, None),
        ("-amount", {}, None),
        ("amount = 0", {}, False),
        ("amount = BLANK()", {}, True),
        ('state <> "open"', {}, True),
        ('title = ""', {}, True),
        ("amount < 5", {}, False),
        ("NOT (amount < 5)", {}, True),
        ("sealed", {}, False),
        ("IF(sealed, 1)", {}, None),
        ("SUM(parts.cost)", {}, Decimal(0)),
        ("AVERAGE(parts.cost)", {}, None),
        ("ALL(parts.ready)", {}, True),
        ("ANY(parts.ready)", {}, False),
        ("amount * 1000", {"amount": Decimal(10) ** 9}, None),
        ("ROUND(amount * share / 100, 2)", {"amount": Decimal("10.05"), "share": Decimal(50)}, Decimal("5.03")),
        ("total", {"amount": Decimal(10), "share": Decimal(25)}, Decimal("2.50")),
        ("parts_total", {"parts": [{"id": "a", "cost": Decimal(2)}, {"id": "b", "cost": None}]}, Decimal(2)),
        ('SUM(parts[label = "x"].cost)', {"parts": [{"id": "a", "cost": 2, "label": "x"}, {"id": "b", "cost": 3}]}, 2),
        ("maker.weight", {"maker": "m", "maker.rank": 3}, Decimal("4.5")),
        ("金额 + 1", {"amount": Decimal(2)}, 3),
        ("{金额} + 1", {"amount": Decimal(2)}, 3),
        ("made - 1", {"made": date(2024, 3, 1)}, date(2024, 2, 29)),
        ("owner = $user", {"owner": USER}, True),
        ('$user.name & "!"', {}, "Ann!"),
        ('HASROLE("packer")', {}, True),
        ('"2" & 1.50', {}, "21.5"),
        ('made = "2024-03-01"', {"made": date(2024, 3, 1)}, True),
    ],
)
def test_meaning(text, row, expected):
    found = value(text, row)
    assert found == expected
    assert type(found) is type(expected) or isinstance(expected, int)


def test_the_strict_mode_of_blanks():
    strict = Schema(MODEL, "crate", blanks="blank")
    assert compile_python(check("amount + 1", strict))({}, ENV) is None


def test_old_changed_and_new():
    from dataclasses import replace

    checked = check('CHANGED(amount) AND $old.state = "done" AND OLD(amount) > 5 AND NOT ISNEW()', SCHEMA)
    assert checked.places == {"python", "javascript"}
    env = replace(ENV, old={"state": "done", "amount": Decimal(6)}, changed=frozenset({"amount"}))
    assert compile_python(checked)({"amount": 7}, env) is True
    assert compile_python(checked)({"amount": 7}, ENV) is False


def test_the_input_of_a_table_cell():
    cell = Schema(MODEL, "crate", input=check("amount", SCHEMA).core)
    assert compile_python(check("? >= 200", cell))({"amount": Decimal(200)}, ENV) is True


def test_many_formulas_run_as_one_function():
    formulas = [check("amount + 1", SCHEMA), check("COUNT(parts)", SCHEMA), check('title & "x"', SCHEMA)]
    assert compile_python_many(formulas)({"amount": 1, "parts": [{"id": "a"}]}, ENV) == (2, 1, "x")
    assert compile_python_many([])({}, ENV) == ()


def test_dependencies_open_virtual_fields_and_the_used_fields_do_not():
    checked = check('total > 1 AND SUM(parts[ready].cost) > 0 AND maker.name = "x"', SCHEMA)
    assert checked.dependencies == {
        ("amount",), ("share",), ("parts",), ("parts", "ready"), ("parts", "cost"), ("maker", "name"),
    }  # fmt: skip
    assert fields_used(checked) == {
        ("crate", "total"), ("crate", "parts"), ("part", "ready"), ("part", "cost"), ("crate", "maker"), ("maker", "name"),
    }  # fmt: skip


def test_a_result_is_rounded_to_the_scale_that_is_expected():
    assert value("amount / 3", {"amount": Decimal(1)}, expected=ValueType("number", scale=2)) == Decimal("0.33")


@pytest.mark.parametrize("text", ['IF(amount > 9, "done", "open")', 'SWITCH(count, 1, "open", 2, "done", "void")'])
def test_an_option_may_be_chosen_by_a_condition(text):
    options = ("open", "done", "void")
    wanted = ValueType("choice", options=options)
    assert value(text, {"amount": Decimal(10), "count": 2}, expected=wanted) == "done"
    assert problem(text.replace('"done"', '"dnoe"'), expected=wanted).code == "expression.unknown_option"
    assert problem('IF(amount > 9, title, "open")', expected=wanted).code == "expression.wrong_type"


@pytest.mark.parametrize(
    ("text", "code", "en", "zh"),
    [
        ("amout + 1", "unknown_field", '"amout" is not a field of Crate. Did you mean "amount"?', "是不是想写“amount”"),
        ("a == 1", "write_instead", "== is not used here. Write = for equality", "相等用一个等号"),
        ("title = 'x'", "write_instead", "Write text in double quotes", "双引号"),
        ("sealed && sealed", "write_instead", "Write AND", "AND"),
        ("-amount^2", "minus_power", "two ways", "括号"),
        (
            "parts.cost + 1",
            "many",
            '"parts.cost" is many, not one value. Aggregate it: SUM(parts.cost)',
            "SUM(parts.cost)",
        ),
        ('IF(sealed, "a", 1)', "branches", "IF gives text in one branch and a number in the other", "一支"),
        ('state = "opne"', "unknown_option", 'Did you mean "open"', "是不是想写“open”"),
        ("SUMM(parts.cost)", "unknown_function", 'Did you mean "SUM"', "没有函数"),
        ("seen + 1", "operands", "HOURS(n)", "HOURS(n)"),
        ("made = seen", "operands", "DATE(...)", "DATE(...)"),
        ("amount.x", "not_a_link", "not a link", "不是关联"),
        ("$usr", "unknown_variable", 'Did you mean "user"', "没有变量"),
        ("LEFT(amount)", "argument_type", "Argument 1 (text) of LEFT cannot be an amount of money", "LEFT"),
        ("LEFT()", "arguments", "LEFT has the wrong number", "个数"),
        ("amount > ", "unfinished", "not finished", "没有写完"),
        ("(amount", "unclosed", "parenthesis", "右括号"),
        ("NOT amount", "not_a_condition", "A condition is needed", "条件"),
        ("1234567890123", "number", "12 digits", "12 位"),
        ("?", "no_input", "decision table", "决策表"),
        ('maker = "x"', "not_an_id", "not the id", "编号"),
    ],
)
def test_messages(text, code, en, zh):
    found = problem(text)
    assert found.code == f"expression.{code}"
    assert en in found.message.en
    assert zh in found.message.zh
    assert 0 <= found.start <= found.end <= len(text) + 1


def test_a_fix_is_offered():
    assert problem("a == 1").replacement == "a = 1"
    assert problem("title = 'x'").replacement == 'title = "x"'


def test_expected_type_and_place():
    assert problem("amount", expected=ValueType("bool")).code == "expression.not_a_condition"
    assert problem("title", expected=ValueType("number")).code == "expression.wrong_type"
    assert problem("ISNEW()", place="sql").code == "expression.not_in_sql"


def test_an_ordering_of_a_blank_under_not_is_warned_of():
    assert [w.code for w in check("NOT (amount < 5)", SCHEMA).warnings] == ["expression.blank_under_not"]
    assert check("NOT (sealed)", SCHEMA).warnings == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1" + "+1" * 3000, "too_deep"),
        ("(" * 200 + "1" + ")" * 200, "too_deep"),
        ("amount IN (" + ", ".join(["1"] * 2500) + ")", "too_large"),
        ("1 " * 6000, "too_long"),
        (" + ".join(["COUNT(parts)"] * 21), "too_many_aggregates"),
    ],
)
def test_limits(text, code):
    assert problem(text).code == f"expression.{code}"


def test_deep_formulas_run():
    nested = "MOD(" * 45 + "7" + ", 5)" * 45
    assert value(nested) == 2
    assert value("amount IN (" + ", ".join(map(str, range(1500))) + ")", {"amount": Decimal(1400)}) is True


def test_circles_of_virtual_fields_are_refused():
    from dougong.metamodel.compile import compile_model
    from dougong.metamodel.documents import Document

    from .world import words

    fields = [
        {"key": "title", "type": "text", "label": words("t", "t")},
        {"key": "a", "type": "computed", "formula": "b + 1", "label": words("a", "a")},
        {"key": "b", "type": "computed", "formula": "a + 1", "label": words("b", "b")},
    ]
    raw = {"$schema": "dougong/entity/1", "key": "loop", "label": words("l", "l"), "title": "title", "fields": fields}
    people = []
    for key in ("person", "department"):
        person = {
            "$schema": "dougong/entity/1",
            "key": key,
            "label": words(key, key),
            "title": "title",
            "fields": fields[:1],
        }
        people.append(Document("x", "entity", f"entities/{key}.json", person))
    model = compile_model([Document("x", "entity", "entities/loop.json", raw), *people])
    with pytest.raises(ExpressionError) as caught:
        check("a", Schema(model, "loop"))
    assert "a → b → a" in caught.value.problems[0].message.en


def test_full_width_punctuation_is_made_plain_outside_texts():
    assert normalise_source("（金额＋１）＞５ ＆ “（x）”") == '(金额+1)>5 & "（x）"'
    assert normalise_source('title = "，" // 备注，') == 'title = "，" // 备注，'


@given(st.text(max_size=60))
def test_any_text_is_a_tree_or_a_problem(text):
    assert _problems(lambda: parse(text)) is not None


@given(st.text(alphabet="amount+-*/()=<>\"“”，（）{} 12.#[]IFSUMparts.cost&'!", max_size=40))
def test_any_likely_text_checks_or_is_a_problem(text):
    assert normalise_source(normalise_source(text)) == normalise_source(text)
    problems = _problems(lambda: compile_python(check(text, SCHEMA))({}, ENV))
    assert all(0 <= p.start <= p.end for p in problems)


def _problems(run):
    """What the run is refused for; any other exception is a failure."""
    try:
        run()
    except ExpressionError as error:
        return error.problems
    return ()
