"""What the editor and the condition builder get: completion, diagnosis, rows to text and back, the value of every part."""

from decimal import Decimal
from random import Random

import pytest

from dougong.expressions import (
    ExpressionError,
    Group,
    check,
    compile_python,
    complete,
    diagnose,
    explain,
    groups_text,
    has_comments,
    hint,
    read_groups,
)

from .generate import Formulas, records
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
    "text",
    [
        'state = "open"',
        'amount > 1.5 AND maker.name <> "a""b" AND NOT ISBLANK(note)',
        'state IN ("open", "done") OR CONTAINS(title, "x")',
        "sealed AND (made = due OR (amount + 1 > 2 AND NOT sealed) OR owner = $user)",
        "made >= TODAY() - 7",
        "NOT (amount > 1 OR sealed)",
    ],
)
def test_conditions_to_groups_and_back(text):
    check(text, SCHEMA)
    assert groups_text(read_groups(text)) == text


def test_groups_hold_every_condition_and_say_the_same():
    wanted = Group("OR", (Group("AND", ("sealed", 'state = "open"')), "amount > 1"))
    assert read_groups('OR(AND(sealed, (state = "open")), ((amount > 1))) // both') == wanted
    assert groups_text(wanted) == '(sealed AND state = "open") OR amount > 1'
    assert groups_text(Group("AND", ("sealed", "amount > 1 OR sealed"))) == "sealed AND (amount > 1 OR sealed)"
    assert (
        groups_text(Group("AND", (Group("OR", ()), "sealed", Group("OR", ("amount > 1",))))) == "sealed AND amount > 1"
    )
    assert has_comments("sealed // why") and not has_comments('title = "a//b"')
    with pytest.raises(ExpressionError):
        read_groups("amount >")


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


def test_groups_of_random_conditions_give_what_the_conditions_give():
    random = Random(5)
    write = Formulas(random)
    rows, _ = records(random, 12)
    done = 0
    while done < 120:
        text = " AND ".join(write.bool(2) for _ in range(random.randint(1, 2)))
        try:
            asked, again = check(text, SCHEMA), check(groups_text(read_groups(text)), SCHEMA)
        except ExpressionError:
            continue
        done += 1
        one, other = compile_python(asked), compile_python(again)
        for row in rows:
            assert bool(one(row, ENV)) == bool(other(row, ENV)), text
