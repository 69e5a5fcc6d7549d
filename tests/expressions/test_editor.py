"""What the editor and the condition builder get: completion, diagnosis, rows to text and back, the value of every part."""

from decimal import Decimal

import pytest

from dougong.expressions import (
    FilterRow,
    FlatConditions,
    Formula,
    check,
    complete,
    conditions_text,
    diagnose,
    explain,
    flat_conditions,
    hint,
)  # fmt: skip

from .world import ENV, SCHEMA


def inserts(text):
    return [one.insert for one in complete(text, len(text), SCHEMA)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("am", "amount"),
        ("金", "amount"),
        ("jine", "amount"),
        ("求和", "SUM("),
        ("qiuhe", "SUM("),
        ("SU", "SUM("),
        ("1 + sh", "share"),
        ("maker.na", "name"),
        ("SUM(parts.co", "cost"),
        ("$us", "$user"),
        ("$user.na", "name"),
        ("amount > 1 A", "AND"),
    ],
)
def test_completion(text, wanted):
    assert wanted in inserts(text)[:12]


def test_completion_replaces_the_word_at_the_cursor():
    found = complete("1 + amo", 7, SCHEMA)[0]
    assert (found.start, found.end, found.insert) == (4, 7, "amount")


def test_completion_offers_no_field_after_a_value():
    assert "amount" not in inserts("amount ")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("IF(", ("IF", 0, "condition")),
        ("IF(amount > 1, ", ("IF", 1, "then")),
        ("if（amount > 1， ", ("IF", 1, "then")),
        ('IF(title = "a, b(", ROUND(amount, ', ("ROUND", 1, "digits")),
        ("IF(ROUND(amount), (1 + ", ("IF", 1, "then")),
        ("CONCAT(title, note, ", ("CONCAT", 2, "value")),
        ("SUM(parts[cost > ", ("SUM", 0, "rows")),
        ('DATE(2026, 1, "', ("DATE", 2, "day")),
    ],
)
def test_the_call_around_the_cursor_and_its_argument(text, wanted):
    found = hint(text, len(text))
    assert (found.name, found.argument, found.parameter) == wanted
    assert found.signatures[0].startswith(f"{found.name}(")


@pytest.mark.parametrize("text", ["", "amount", "(amount", "IF(amount)", "nothing(", '"IF(', "// IF("])
def test_there_is_not_always_a_call(text):
    assert hint(text, len(text)) is None


def test_diagnosis_never_raises():
    assert diagnose("amount >", SCHEMA).problems
    found = diagnose("amount ＞ 1", SCHEMA)
    assert found.text == "amount > 1"
    assert found.checked is not None


@pytest.mark.parametrize(
    "rows",
    [
        FlatConditions("AND", (FilterRow("state", "=", "open"),)),
        FlatConditions("AND", (FilterRow("amount", ">", Decimal("1.5")), FilterRow("maker.name", "<>", 'a"b'))),
        FlatConditions("OR", (FilterRow("state", "in", ("open", "done")), FilterRow("title", "contains", "x"))),
        FlatConditions(
            "AND", (FilterRow("made", ">=", Formula("TODAY() - 7")), FilterRow("owner", "=", Formula("$user")))
        ),
        FlatConditions(
            "AND",
            (FilterRow("maker", "blank"), FilterRow("note", "not blank"), FilterRow("title", "not contains", "y")),
        ),
        FlatConditions(
            "AND", (FilterRow("sealed", "true"), FilterRow("sealed", "false"), FilterRow("state", "not in", ("void",)))
        ),
        FlatConditions("AND", (FilterRow("sealed", "=", value=True), FilterRow("count", "=", Decimal(-3)))),
    ],
)
def test_rows_to_text_and_back(rows):
    written = conditions_text(rows)
    check(written, SCHEMA)
    assert flat_conditions(written) == rows
    assert flat_conditions(check(written, SCHEMA)) == rows


@pytest.mark.parametrize(
    "text", ["sealed AND (made = due OR sealed)", "amount + 1 > 2", "amount > price", "NOT (amount > 1)", "amount >"]
)
def test_what_is_not_flat_has_no_rows(text):
    assert flat_conditions(text) is None


def test_explain_gives_the_value_of_every_part():
    checked = check('amount > 100 AND state = "open"', SCHEMA)
    found = explain(checked, {"amount": Decimal(45), "state": "open"}, ENV)
    assert found.value is False
    assert [(one.text, one.value) for one in found.parts] == [("amount > 100", False), ('state = "open"', True)]
    assert [(one.text, one.value) for one in found.parts[0].parts] == [("amount", 45), ("100", 100)]


def test_explain_shows_how_many_rows_passed():
    checked = check("SUM(parts[ready].cost)", SCHEMA)
    row = {"parts": [{"id": "a", "ready": True, "cost": Decimal(2)}, {"id": "b", "ready": False, "cost": Decimal(3)}]}
    found = explain(checked, row, ENV)
    assert (found.value, found.parts[0].value) == (2, 1)
