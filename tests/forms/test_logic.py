"""What a form hands to the browser: only what the viewer may see, and only what is in the form's hands."""

from typing import Any

from dougong.expressions import Schema, check
from dougong.forms import Logic, form_logic
from dougong.metamodel.model import Model
from dougong.records.rights import ALL_ROWS, SYSTEM, EntityRights, FieldRight, Viewer
from dougong.rules import compile_rules

from tests.metamodel.workshop import model

MODEL = model()


def logic(viewer: Viewer = SYSTEM, of: Model = MODEL, use: Any = "edit") -> Logic:
    form = of.forms["job_edit"]
    formulas = {
        key: {
            one.key: check(one.formula, Schema(of, key), one.value_type)
            for one in of.entities[key].fields.values()
            if one.formula
        }
        for key in ("job", "part")
    }
    rules = {key: compile_rules(of, key) for key in ("job", "part")}
    return form_logic(of, form, viewer, rules, formulas, use)


def clerk(**fields: FieldRight) -> Viewer:
    part = EntityRights(read=ALL_ROWS, update=ALL_ROWS)
    rights = EntityRights(read=ALL_ROWS, update=ALL_ROWS, fields=fields)
    return Viewer("p", roles=frozenset({"mender"}), rights={"job": rights, "part": part}, other=EntityRights())


def conditions(found: Logic) -> dict[str, Any]:
    return {
        f"{one['key']}.{name}": one[name]
        for section in found.plan["sections"]
        for one in (section, *section["fields"])
        for name in ("visible", "required", "fixed")
        if one.get(name) is not None
    }


def everything(found: Logic) -> str:
    return f"{found.plan} {found.source} {found.paths} {found.old}"


def test_conditions_values_and_rules_become_functions() -> None:
    found = logic()
    assert set(conditions(found)) == {"due.required", "amount.fixed", "loss.visible", "cause.required"}
    assert all(number >= 0 for number in conditions(found).values())
    assert [key for key, _ in found.plan["computed"]] == ["expected", "double", "cost"]
    assert [rule["field"] for rule in found.plan["rules"]] == ["due"]
    assert found.plan["fields"]["amount"][:3] == ["money", "number", 2]


def test_formulas_over_what_the_viewer_may_not_read_stay_with_the_server() -> None:
    for right in (FieldRight.HIDDEN, FieldRight.MASKED):
        found = logic(clerk(amount=right))
        assert conditions(found)["due.required"] == -1
        assert {key for key, _ in found.plan["computed"]}.isdisjoint({"expected", "double"})
        assert '"amount"' not in found.source
        assert "amount" not in (*found.paths, *found.old, *found.plan["fields"])
    assert "amount" not in everything(logic(clerk(amount=FieldRight.HIDDEN)))


def test_a_hidden_field_is_not_placed_and_a_value_nobody_reads_is_not_worked_out() -> None:
    found = logic(clerk(secret=FieldRight.HIDDEN, double=FieldRight.HIDDEN))
    placed = {one["key"] for section in found.plan["sections"] for one in section["fields"]}
    assert placed.isdisjoint({"secret", "double"})
    assert "double" not in [key for key, _ in found.plan["computed"]]


def test_what_a_role_does_not_get_is_never_shown() -> None:
    found = logic(Viewer("p", roles=frozenset({"clerk"}), admin=True, other=SYSTEM.other))
    assert "loss" not in [section["key"] for section in found.plan["sections"]]


def test_sums_over_rows_the_form_does_not_show_stay_with_the_server() -> None:
    form = MODEL.forms["job_edit"]
    without = form.model_copy(update={"sections": tuple(one for one in form.sections if one.key != "parts")})
    of = MODEL.__class__(**{**_members(MODEL), "forms": {**MODEL.forms, "job_edit": without}})
    assert "cost" in [key for key, _ in logic().plan["computed"]]
    assert "cost" not in [key for key, _ in logic(of=of).plan["computed"]]


def test_what_the_server_puts_in_is_named_with_what_it_hangs_on() -> None:
    assert logic().plan["fills"]["share"] == ["amount"]
    assert "amount" not in str(logic(clerk(amount=FieldRight.HIDDEN)).plan["fills"])


def test_a_stage_that_is_entered_asks_only_of_records_that_are_there() -> None:
    assert logic(use="create").plan["gates"] is None
    gates = logic().plan["gates"]
    assert gates["field"] == "stage"
    assert gates["stages"]["doing"] == ["machine"]
    assert "stage" in logic().old
    hidden = logic(clerk(stage=FieldRight.HIDDEN))
    assert hidden.plan["gates"] is None
    assert conditions(hidden)["machine.required"] == -1


def _members(found: Model) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__dataclass_fields__}
