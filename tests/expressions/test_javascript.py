"""JavaScript of formulas: every function has it or says that it stays on the server, and no text of a formula becomes code."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dougong.expressions import check, compile_python, reference
from dougong.expressions.functions import FUNCTIONS
from dougong.expressions.functions.kind import Native
from dougong.expressions.javascript import ServerOnly, Source, compile_js

from .differential import same
from .javascript import Script
from .test_functions import EXAMPLES
from .world import ENV, SCHEMA

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def script(browser):
    return Script(browser)


def test_every_function_has_javascript_or_says_that_it_stays_on_the_server(monkeypatch):
    natives = {name: one for name, one in FUNCTIONS.items() if isinstance(one.meaning, Native)}
    assert [name for name, one in natives.items() if one.meaning.javascript is None] == []
    kept = replace(natives["LEN"], meaning=replace(natives["LEN"].meaning, javascript=None))
    monkeypatch.setitem(FUNCTIONS, "LEN", kept)
    checked = check('note & LEN(title) & "!"', SCHEMA)
    refused = compile_js(checked.core)
    assert "javascript" not in checked.places
    assert isinstance(refused, ServerOnly) and "LEN" in refused.reason.en
    assert checked.source[refused.start : refused.end] == "LEN(title)"


def test_examples_in_the_browser(script):
    wrong = []
    for zone in ("UTC", ENV.zone):
        some = [(check(f, SCHEMA), value) for f, value in EXAMPLES if ("DATETIME" in f) == (zone == "UTC")]
        found = script.values([checked for checked, _ in some], [{}], replace(ENV, zone=zone))
        wrong += [
            f"{checked.source}: {got!r}, not {value!r}"
            for (checked, value), (got,) in zip(some, found, strict=True)
            if not (same(got, Decimal(value)) if type(value) is int else same(got, value))
        ]
    assert not wrong


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_clocks_of_zones(script, zone):
    """Hours that occur twice and hours that never occur included."""
    env = replace(ENV, zone=zone)
    every = [
        check(one, SCHEMA) for one in ("DATE(seen)", "HOUR(seen) * 100 + MINUTE(seen)", "DATETIME(made, count, 30)")
    ]
    days = [date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5), date(2026, 10, 4), date(1, 1, 1), date(9999, 12, 31)]
    rows = [
        {"seen": datetime(year, 11, 1, hour, 29, 59, 999_999, tzinfo=UTC), "made": day, "count": hour}
        for day in days
        for hour in range(24)
        for year in (1900, 2026)
    ]
    for checked, values in zip(every, script.values(every, rows, env), strict=True):
        run = compile_python(checked)
        assert [run(row, env) for row in rows] == values, checked.source


def test_periods_and_what_is_known_of_the_change(script):
    env = replace(
        ENV, here="America/New_York", old={"title": "before", "amount": Decimal("1.50")}, changed=frozenset({"title"})
    )
    every = [
        check(one, SCHEMA)
        for one in (
            'DURING(made, "this_week")',
            'DURING(seen, "last_days", 7)',
            "CHANGED(title) AND NOT CHANGED(amount)",
            "OLD(title) & title",
            "amount - $old.amount",
            "ISNEW()",
            'HASROLE("packer") AND $user.name = "Ann"',
        )
    ]
    row = {
        "made": date(2026, 5, 22),
        "seen": datetime(2026, 5, 14, 3, 59, tzinfo=UTC),
        "title": "x",
        "amount": Decimal(4),
    }
    found = [values[0] for values in script.values(every, [row], env)]
    assert found == [compile_python(one)(row, env) for one in every]
    assert found == [True, False, True, "beforex", Decimal("2.5"), False, True]


def test_rows_that_are_not_saved_yet_stand_in_their_order(script):
    every = [check(one, SCHEMA) for one in ("JOIN(parts.label)", "FIRST(parts.label)", "LAST(parts.label)")]
    rows = [{"parts": [{"label": "b"}, {"label": "a"}]}]
    found = [values[0] for values in script.values(every, rows, ENV)]
    assert found == [compile_python(one)(rows[0], ENV) for one in every] == ["b, a", "b", "a"]


NASTY = '"</script>` + alert(1) + `${1}\\u2028 中文 😀 */ // __proto__"'


def test_text_of_a_formula_is_never_code(script):
    checked = check(f"title & {NASTY} & note", SCHEMA)
    source = compile_js(checked.core)
    assert isinstance(source, Source)
    code = [line for line in source.text.splitlines() if not line.startswith("const K = ")]
    assert "alert" not in "".join(code) and "title" not in "".join(code)
    row = {"title": "__proto__", "note": "'"}
    assert script.values([checked], [row], ENV) == [[compile_python(checked)(row, ENV)]]


def test_the_reference_says_where_each_function_runs():
    page = reference()
    assert page.count("Runs on the server") == len(FUNCTIONS)
    assert "Runs on the server, in the browser (forms)." in page.split("### ISNEW\n")[1].split("###")[0]
