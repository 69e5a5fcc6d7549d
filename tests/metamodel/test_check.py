"""Every kind of mistake in a definition is found, at its place, in both languages."""

from collections.abc import Callable
from typing import Any

import pytest

from dougong.metamodel.check import check_app
from dougong.metamodel.places import at
from dougong.metamodel.problem import Problem
from dougong.rules.check_expressions import check_expressions

from tests.metamodel.workshop import BASE, both, bundle, field, files, options

Files = dict[str, Any]


def found(raw: Files, samples: dict[str, str] | None = None) -> list[Problem]:
    return check_app(bundle(raw, samples), BASE.documents, check_expressions)


def test_the_sample_app_is_clean() -> None:
    assert found(files()) == []


def test_the_base_app_is_clean() -> None:
    assert check_app(BASE, (), check_expressions) == []


def put(file: str, path: str, value: Any) -> Callable[[Files], None]:
    """Sets what stands at a path (its parent exists)."""

    def change(raw: Files) -> None:
        parent, _, last = path.rpartition(".")
        place = at(raw[file], parent) if parent else raw[file]
        if last.endswith("]"):
            name, _, number = last.removesuffix("]").partition("[")
            place[name][int(number)] = value
        else:
            place[last] = value

    return change


JOB, FORM, VIEW, BOARD = "entities/job.json", "forms/job.json", "views/job_all.json", "views/job_board.json"
MENUS, ROLE, PAGE, START, RULES = (
    "menus.json",
    "roles/clerk.json",
    "pages/job.json",
    "pages/start.json",
    "rules/job.json",
)
MACHINE, PART, APP = "entities/machine.json", "entities/part.json", "app.json"
ITEM = "$.areas[0].groups[0].items[0]"

# file, path to set, value, code, path of the Problem (the same unless given)
MISTAKES: list[tuple[str, str, Any, str] | tuple[str, str, Any, str, str]] = [
    # shape
    (JOB, "$.colours", "red", "shape.extra_forbidden"),
    (JOB, "$.key", "Big Job", "shape.string_pattern_mismatch"),
    (JOB, "$.label", "Job", "shape.model_type"),
    (JOB, "$.fields[0].type", "texxt", "field_type"),
    (JOB, "$.fields[0].width", 3, "shape.extra_forbidden"),
    (JOB, "$.fields[13].with[0].typo", 3, "shape.extra_forbidden"),
    (JOB, "$.$schema", "dougong/entity/9", "newer_format", "$['$schema']"),
    (JOB, "$.$schema", "dougong/job/1", "schema", "$['$schema']"),
    (RULES, "$.rules[0].reject_if", "TRUE", "shape.extra_forbidden"),
    (RULES, "$.rules[0].family", "guess", "shape.union_tag_invalid", "$.rules[0]"),
    (VIEW, "$.columns[1].width", 5, "shape.greater_than_equal"),
    (ROLE, "$.entities.job.read", ["own"], "shape.bool_type"),
    (FORM, "$.sections[0].rows[0][0].width", 13, "shape.less_than_equal"),
    (MENUS, f"{ITEM}.items", [], "shape.extra_forbidden"),
    # apps
    (APP, "$.depends_on.base", ">=2.0", "version"),
    (APP, "$.depends_on.base", "2.0", "version"),
    (APP, "$.depends_on.bse", ">=1.0", "unknown_app"),
    (APP, "$.languages", ["zh-CN", "xx"], "language", "$.languages[1]"),
    (APP, "$.icon", "Users!", "icon"),
    (APP, "$.label.en", "bell \a", "unprintable"),
    (JOB, "$.fields[0].default", "\x00", "unprintable"),
    (APP, "$.label", {"zh-CN": "", "en": "x"}, "empty_text", "$.label['zh-CN']"),
    ("locales/en.json", "$.language", "fr", "language"),
    ("locales/en.json", "$.texts.nowhere", "x", "unknown_place"),
    # entities and fields
    (JOB, "$.title", "nam", "unknown_field"),
    (JOB, "$.title", "helpers", "title"),
    (JOB, "$.number", "J-{yyyy}", "pattern"),
    (JOB, "$.number", "J-{week}{seq:4}", "pattern"),
    (JOB, "$.number", "J-{seq:4", "pattern"),
    (JOB, "$.unique", [["nmae"]], "unknown_field", "$.unique[0][0]"),
    (JOB, "$.indexes[1]", ["parts"], "not_indexable", "$.indexes[1][0]"),
    (JOB, "$.indexes[1]", ["due", "due"], "duplicate_key", "$.indexes[1][1]"),
    (JOB, "$.fields[3].options_from", "causs", "unknown_options"),
    (JOB, "$.fields[2].options", options("a", "a"), "duplicate_key", "$.fields[2].options[1].key"),
    (JOB, "$.fields[2].options", [], "options"),
    (JOB, "$.fields[6].result", "choice", "options", "$.fields[6].options"),
    (JOB, "$.fields[6].options", options("a"), "options"),
    (JOB, "$.fields[2].default", "gone", "default"),
    (JOB, "$.fields[1].to", "machin", "unknown_entity"),
    (JOB, "$.fields[1].reverse.key", "name", "duplicate_field"),
    (JOB, "$.fields[4].key", "name", "duplicate_field", "$.fields[4]"),
    (JOB, "$.fields[4].key", "rev", "duplicate_field", "$.fields[4]"),
    (JOB, "$.fields[4].scale", 9, "scale"),
    (JOB, "$.fields[4].min", "many", "number"),
    (JOB, "$.fields[4].max", "-5", "limits", "$.fields[4].min"),
    (JOB, "$.fields[4].currency_field", "moneyy", "unknown_field"),
    (JOB, "$.fields[6].required", True, "required_read_only"),
    (JOB, "$.fields[0].max_length", 0, "limit"),
    (JOB, "$.fields[0].default_formula", "UPPER(nam)", "expression.unknown_field"),
    (JOB, "$.fields[6].formula", "amount * share +", "expression.unfinished"),
    (JOB, "$.fields[6].formula", "UPPER(name)", "expression.wrong_type"),
    (JOB, "$.fields[1].choices", "risk", "expression.not_a_condition"),
    (JOB, "$.fields[11].of", "part.name", "not_a_link"),
    (JOB, "$.fields[11].of", "part.jb", "unknown_field"),
    (JOB, "$.fields[13].to", "persn", "unknown_entity"),
    (MACHINE, "$.fields[3].to", "job", "tree", "$.fields[3].tree"),
    (MACHINE, "$.fields[3].required", True, "on_delete", "$.fields[3].on_delete"),
    (MACHINE, "$.fields[0].key", "true", "reserved"),
    (PART, "$.owned_by", "nobody", "unknown_field"),
    (PART, "$.owned_by", "name", "not_a_link"),
    # pipelines
    (JOB, "$.pipeline.field", "stge", "unknown_field"),
    (JOB, "$.pipeline.field", "name", "not_a_choice"),
    (JOB, "$.pipeline.stages.nw", {}, "unknown_option"),
    (JOB, "$.pipeline.moves[0]", ["new", "dong"], "unknown_option", "$.pipeline.moves[0][1]"),
    (JOB, "$.pipeline.moves[0]", ["new", "new"], "move"),
    (JOB, "$.pipeline.gates.lost", {}, "unknown_option"),
    (JOB, "$.pipeline.gates.done.require", ["amout"], "unknown_field", "$.pipeline.gates.done.require[0]"),
    (JOB, "$.pipeline.gates.done.when", "amount >", "expression.unfinished"),
    # rules
    (RULES, "$.entity", "jb", "unknown_entity"),
    (RULES, "$.rules[0].field", "du", "unknown_field"),
    (RULES, "$.rules[1].field", "expected", "not_stored"),
    (RULES, "$.rules[1].field", "created_at", "system_field"),
    (RULES, "$.rules[1].key", "due_later", "duplicate_key"),
    (RULES, "$.rules[2].on_change[0]", "engine", "unknown_field"),
    (RULES, "$.rules[0].reject_when", "due < TODY()", "expression.unknown_function"),
    (RULES, "$.rules[0].fix_value", "TODAY(", "expression.unclosed"),
    (RULES, "$.rules[0].fix_value", "1 + 1", "expression.wrong_type"),
    (RULES, "$.rules[1]", {"key": "m", "family": "match", "fields": ["nme"]}, "unknown_field", "$.rules[1].fields[0]"),
    (RULES, "$.rules[1]", {"key": "m", "family": "match", "fields": ["due"]}, "not_compared", "$.rules[1].fields[0]"),
    (JOB, "$.fields[11].order", "nowhere", "unknown_field"),
    (JOB, "$.fields[11].order", "name", "not_an_order"),
    # forms
    (FORM, "$.entity", "jb", "unknown_entity"),
    (FORM, "$.sections[0].rows[0][0].field", "nam", "unknown_field"),
    (FORM, "$.sections[0].rows[0][0].width", 9, "row_width", "$.sections[0].rows[0]"),
    (FORM, "$.sections[0].rows[0][1].field", "name", "placed_twice"),
    (FORM, "$.sections[0].rows[0]", [], "empty"),
    (FORM, "$.sections[0].tab", "man", "unknown_tab"),
    (FORM, "$.sections[1].key", "basics", "duplicate_key"),
    (FORM, "$.sections[1].visible_when", "stage = ", "expression.unfinished"),
    (FORM, "$.sections[2].rows[0][0].columns[0]", "nme", "unknown_field"),
    (FORM, "$.sections[0].rows[0][0].columns", ["name"], "columns"),
    (FORM, "$.sections[0].rows[0][0].create_in_place", True, "create_in_place"),
    (FORM, "$.variants[0].when_role", "clrk", "unknown_role"),
    (FORM, "$.variants[0].hide[0]", "los", "unknown_part"),
    (FORM, "$.variants[1].first[0]", "machin", "unknown_field"),
    (FORM, "$.sections", [], "empty"),
    # views
    (VIEW, "$.entity", "jb", "unknown_entity"),
    (VIEW, "$.columns[0]", "nmber", "unknown_field"),
    (VIEW, "$.columns[2]", "machine.nam", "unknown_field"),
    (VIEW, "$.columns[2]", "name.machine", "not_a_link"),
    (VIEW, "$.columns[2]", "number", "duplicate_column"),
    (VIEW, "$.columns[1].field", "nam", "unknown_field"),
    (VIEW, "$.columns[1].summary", "sum", "not_a_number"),
    (VIEW, "$.sort[0]", "-du", "unknown_field"),
    (VIEW, "$.sort[0]", "helpers", "not_sortable"),
    (VIEW, "$.filter", 'stage = "gone"', "expression.unknown_option"),
    (VIEW, "$.filter", "CHANGED(amount)", "expression.not_in_sql"),
    (ROLE, "$.entities.job.update", "$old.amount > 1", "expression.not_in_sql"),
    (VIEW, "$.colours[0].when", "due", "expression.not_a_condition"),
    (VIEW, "$.type", "tree", "needs_tree"),
    (VIEW, "$.type", "map", "needs_address"),
    (VIEW, "$.type", "calendar", "needs_start"),
    (BOARD, "$.group", "amount", "group"),
    (BOARD, "$.sums[0]", "name", "not_a_number"),
    (BOARD, "$.card.avatar", "ownr", "unknown_field"),
    (BOARD, "$.card.alert_when", "amount > 'x'", "expression.write_instead"),
    # pages
    (PAGE, "$.record.stats[0]", "amout", "unknown_field"),
    (PAGE, "$.record.related[0].field", "name", "not_many"),
    (PAGE, "$.record.related[0].columns[0]", "nme", "unknown_field"),
    (PAGE, "$.record.related[0].filter", "pric > 0", "expression.unknown_field"),
    (PAGE, "$.record.tabs[1].key", "told", "duplicate_key"),
    (PAGE, "$.record.tabs[1].stream", True, "second_stream"),
    (PAGE, "$.record.tabs[1].groups[0].fields[0]", "cots", "unknown_field"),
    (PAGE, "$.record.tabs[1].groups[0].visible_when", "amount", "expression.not_a_condition"),
    (PAGE, "$.record.tabs[1].related[0].field", "name", "not_many"),
    (PAGE, "$.record.tabs[1].related[0].sort[0]", "-prise", "unknown_field"),
    (PAGE, "$.record.tabs[1].related[0].filter", "pric > 0", "expression.unknown_field"),
    (START, "$.roles[0]", "clrk", "unknown_role"),
    (START, "$.widgets[0].entity", "jb", "unknown_entity"),
    (START, "$.widgets[0].measure", "amount", "expression.measure"),
    (START, "$.widgets[0].measure", "SUM(amout)", "expression.unknown_field"),
    (START, "$.widgets[1].view", "job_al", "unknown_view"),
    (START, "$.widgets[1].key", "open", "duplicate_key"),
    (START, "$.widgets[0].type", "ranking", "needs_group", "$.widgets[0]"),
    (START, "$.widgets[0].type", "forecast", "needs_series", "$.widgets[0]"),
    (START, "$.widgets[0].compare", "previous", "needs_period", "$.widgets[0]"),
    (START, "$.widgets[0].period", "amount", "not_a_date"),
    (START, "$.widgets[0].person", "amount", "not_a_person"),
    (START, "$.widgets[0].remind", "amount", "not_a_person"),
    (START, "$.widgets[0].call", "amount", "not_a_phone"),
    (START, "$.widgets[0].target", {"entity": "jb", "measure": "COUNT()"}, "unknown_entity", "$.widgets[0].target.entity"),
    (START, "$.widgets[0].target", {"measure": "SUM(amout)"}, "expression.unknown_field", "$.widgets[0].target.measure"),
    (START, "$.widgets[0].tick", {"stge": "x"}, "unknown_field", "$.widgets[0].tick.stge"),
    # menus
    (MENUS, f"{ITEM}.open", {}, "target"),
    (MENUS, f"{ITEM}.open", {"view": "job_all", "page": "start"}, "target"),
    (MENUS, f"{ITEM}.open.view", "job_al", "unknown_view"),
    (MENUS, f"{ITEM}.open", {"page": "job_page"}, "target", f"{ITEM}.open.page"),
    (MENUS, f"{ITEM}.roles", ["clrk"], "unknown_role", f"{ITEM}.roles[0]"),
    (MENUS, f"{ITEM}.badge", "stge = 1", "expression.unknown_field"),
    (MENUS, "$.areas[0].groups[0].items[1].key", "all", "duplicate_key"),
    # roles
    (ROLE, "$.entities.jb", {"read": True}, "unknown_entity"),
    (ROLE, "$.entities.job.read", "ownn", "scope"),
    (ROLE, "$.entities.job.update", "owner = $usr", "expression.unknown_variable"),
    (ROLE, "$.entities.job.fields.secrt", "hidden", "unknown_field"),
    (ROLE, "$.home", "strt", "unknown_home"),
    (ROLE, "$.all_entities", {"read": "stage = 1"}, "scope", "$.all_entities.read"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m[0]}:{m[1]}:{m[3]}")
def test_a_mistake_is_found_at_its_place(mistake: Any) -> None:
    file, path, value, code, *more = mistake
    raw = files()
    put(file, path, value)(raw)
    problems = found(raw)
    place = more[0] if more else path
    matching = [one for one in problems if one.code == code and one.path == place and one.file == file]
    assert matching, [(one.code, one.file, one.path, one.message.en) for one in problems]
    assert matching[0].app == "workshop"
    assert matching[0].message.zh
    assert matching[0].message.en


@pytest.mark.parametrize(
    ("file", "path", "value", "meant"),
    [
        (JOB, "$.fields[1].to", "machin", "machine"),
        (VIEW, "$.columns[2]", "machine.nam", "name"),
        (MENUS, f"{ITEM}.open.view", "job_al", "job_all"),
        (ROLE, "$.entities.job.read", "ownn", "own"),
        (JOB, "$.pipeline.moves[0]", ["new", "dong"], "doing"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(file: str, path: str, value: Any, meant: str) -> None:
    raw = files()
    put(file, path, value)(raw)
    assert any(one.fix is not None and f'"{meant}"' in one.fix.en for one in found(raw))


def test_formulas_in_a_circle_are_refused() -> None:
    raw = files()
    raw[JOB]["fields"][6]["formula"] = "double / 2"
    problems = found(raw)
    assert {(one.file, one.code.removeprefix("expression.")) for one in problems} == {(JOB, "cycle")}


def test_formulas_in_a_circle_through_two_entities_are_refused() -> None:
    raw = files()
    raw[MACHINE]["fields"].append(field("total", "rollup", result="money", formula="SUM(jobs.shared)"))
    raw[JOB]["fields"].append(field("shared", "computed", result="money", stored=True, formula="machine.total / 2"))
    assert any(one.code == "cycle" for one in found(raw))


def test_a_workspace_keeps_an_administrator() -> None:
    documents = [one for one in BASE.documents if one.file != "roles/admin.json"]
    problems = check_app(bundle(), documents, check_expressions)
    assert "no_admin" in {one.code for one in problems}


def test_an_extension_adds_fields_and_its_mistakes_are_its_own() -> None:
    raw = files()
    raw["entities/person.json"] = {
        "$schema": "dougong/entity/1", "key": "person", "extends": "person", "label": both("Person"), "title": "name",
        "fields": [field("skill", "text"), field("name", "text")],
    }  # fmt: skip
    problems = found(raw)
    assert [(one.app, one.file, one.path) for one in problems] == [("workshop", "entities/person.json", "$.fields[1]")]


def test_the_far_end_of_an_owner_can_be_named_and_summed() -> None:
    raw = files()
    raw["entities/person.json"] = {
        "$schema": "dougong/entity/1", "key": "person", "extends": "person", "label": both("Person"), "title": "name",
        "fields": [
            field("owned", "reverse", of="job.owner"),
            field("load", "rollup", result="money", stored=False, formula="SUM(owned.amount)"),
        ],
    }  # fmt: skip
    assert found(raw) == []
    raw["entities/person.json"]["fields"][0]["of"] = "job.ower"
    assert "unknown_field" in {one.code for one in found(raw)}


def test_sample_columns_are_fields() -> None:
    problems = found(files(), {"job": "ref,name,machine,amout\n", "jb": "name\n"})
    assert {(one.code, one.file, one.path) for one in problems} == {
        ("unknown_entity", "samples/jb.csv", "$"),
        ("unknown_column", "samples/job.csv", "$[0][3]"),
    }


def test_an_item_of_a_fifth_group_on_the_phone_is_warned_about() -> None:
    raw = files()
    groups = raw[MENUS]["areas"][0]["groups"]
    for n in range(len(groups), 5):
        item = {"key": f"p{n}", "label": both("p"), "open": {"view": "job_all"}, "phone": True}
        groups.append({"key": f"g{n}", "label": both("g"), "items": [item, {**item, "key": f"q{n}"}]})
    groups[0]["items"][0]["phone"] = True
    problems = found(raw)
    assert [(one.code, one.path, one.severity) for one in problems] == [
        ("phone_bar", "$.areas[0].groups[4].items[0].phone", "warning")
    ]


def test_shape_comes_before_references() -> None:
    """One unreadable document does not make everything that refers to it a mistake too."""
    raw = files()
    raw[JOB]["colours"] = "red"
    assert [(one.file, one.code) for one in found(raw)] == [(JOB, "shape.extra_forbidden")]


def test_an_extension_may_not_take_another_name() -> None:
    raw = files()
    raw["entities/person.json"] = {
        "$schema": "dougong/entity/1", "key": "people", "extends": "person", "label": both("Person"), "title": "name",
    }  # fmt: skip
    assert "extension_key" in {one.code for one in found(raw)}


def test_two_apps_may_not_define_the_same() -> None:
    raw = files()
    raw["views/person_all.json"] = {**raw[VIEW], "key": "person_all"}
    problems = found(raw)
    assert ("duplicate_key", "$.key") in {(one.code, one.path) for one in problems}


def test_a_stage_nobody_reaches_is_warned_about() -> None:
    raw = files()
    raw[JOB]["pipeline"]["moves"] = [["new", "doing"], ["doing", "done"]]
    assert [(one.code, one.severity) for one in found(raw)] == [("unreachable_stage", "warning")]
