"""What a form shows, locks, asks for and refuses, for a record, a viewer and a device."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from dougong.expressions import Env
from dougong.forms import FormState, choose_form, default_form, default_view, enforce, form_state, needed_paths
from dougong.metamodel.check import check_app
from dougong.metamodel.documents import Document
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.rights import ALL_ROWS, SYSTEM, EntityRights, FieldRight, Viewer
from dougong.rules.check_expressions import check_expressions

from tests.metamodel.workshop import BASE, bundle, field, files, model

ENV = Env(now=datetime(2026, 3, 1, 8, tzinfo=UTC), today=date(2026, 3, 1))
MODEL = model()
FORM = MODEL.forms["job_edit"]
FORMS = "forms/job.json"


def state(record: dict[str, Any] | None = None, viewer: Viewer = SYSTEM, env: Env = ENV, **more: Any) -> FormState:
    return form_state(MODEL, FORM, record or {}, viewer, env, **more)


def clerk(**fields: FieldRight) -> Viewer:
    rights = EntityRights(read=ALL_ROWS, update=ALL_ROWS, fields=fields)
    return Viewer("p", roles=frozenset({"clerk"}), rights={"job": rights}, other=EntityRights())


def shown(found: FormState) -> list[str]:
    return [one.key for one in found.fields if one.visible]


class TestConditions:
    def test_a_section_appears_when_its_condition_holds(self) -> None:
        assert "cause" not in shown(state({"stage": "new"}))
        dropped = state({"stage": "dropped"})
        assert "cause" in shown(dropped)
        cause = dropped.field("cause")
        assert cause is not None
        assert cause.required

    def test_a_hidden_section_asks_for_nothing(self) -> None:
        found = state({"stage": "new", "name": "x"})
        assert [section.visible for section in found.sections] == [True, False, True]
        assert enforce(found, {"name": "x"}) == ({"name": "x"}, [])

    def test_required_and_read_only_follow_the_record(self) -> None:
        due, amount = state({"amount": Decimal(2000)}).field("due"), state({"stage": "done"}).field("amount")
        assert due is not None
        assert due.required
        assert amount is not None
        assert amount.read_only
        due = state({"amount": Decimal(10)}).field("due")
        assert due is not None
        assert not due.required

    def test_a_stage_to_be_entered_asks_for_its_fields(self) -> None:
        moving = replace(ENV, old={"stage": "new"})
        machine, before = (
            state({"stage": "doing"}, env=moving).field("machine"),
            state({"stage": "doing"}).field("machine"),
        )
        assert machine is not None
        assert before is not None
        assert (machine.required, before.required) == (True, False)

    def test_only_reachable_stages_are_offered(self) -> None:
        stage = state({"stage": "new"}, env=replace(ENV, old={"stage": "new"})).field("stage")
        assert stage is not None
        assert [one.key for one in stage.choices] == ["new", "doing", "dropped"]
        fresh = state().field("stage")
        assert fresh is not None
        assert [one.key for one in fresh.choices] == ["new", "doing", "done", "dropped"]

    def test_a_retired_option_is_kept_only_where_it_is_used(self) -> None:
        raw = files()
        raw["options/causes.json"]["options"][0]["retired"] = True
        changed = model(raw)
        for record, offered in (
            ({"stage": "dropped"}, ["misuse"]),
            ({"stage": "dropped", "cause": "wear"}, ["wear", "misuse"]),
        ):
            found = form_state(changed, FORM, record, SYSTEM, ENV).field("cause")
            assert found is not None
            assert [one.key for one in found.choices] == offered

    def test_what_conditions_read_is_known_before(self) -> None:
        assert needed_paths(MODEL, FORM) == {("stage",), ("amount",)}

    def test_a_form_over_a_new_model_sees_the_new_conditions(self) -> None:
        raw = files()
        raw["entities/job.json"]["fields"][4]["label"] = {"zh-CN": "费用", "en": "Fee"}
        found = form_state(model(raw), FORM, {"stage": "done"}, SYSTEM, ENV).field("amount")
        assert found is not None
        assert found.label.en == "Fee"


class TestRights:
    def test_a_hidden_field_is_not_there(self) -> None:
        assert state(viewer=clerk(secret=FieldRight.HIDDEN)).field("secret") is None

    def test_a_masked_or_read_only_field_is_locked(self) -> None:
        for right in (FieldRight.MASKED, FieldRight.READ):
            secret = state(viewer=clerk(secret=right)).field("secret")
            assert secret is not None
            assert secret.read_only
            assert secret.masked is (right is FieldRight.MASKED)

    def test_what_the_system_works_out_is_locked(self) -> None:
        double = state().field("double")
        assert double is not None
        assert double.read_only

    def test_a_row_out_of_reach_is_locked_whole(self) -> None:
        assert all(one.read_only and not one.required for one in state(may_write=False).fields)


class TestVariants:
    def test_a_role_hides_a_section(self) -> None:
        assert "loss" not in [one.key for one in state({"stage": "dropped"}, viewer=clerk()).sections]

    def test_a_phone_begins_with_what_matters(self) -> None:
        found = state(device="phone")
        assert [one.key for row in found.sections[0].rows for one in row] == ["machine", "amount"]
        every = [one.key for one in found.fields]
        assert len(every) == len(set(every))

    def test_a_condition_on_the_record_decides(self) -> None:
        raw = files()
        raw[FORMS]["variants"] = [{"when": "amount > 100", "hide": ["due"]}]
        changed = model(raw)
        form = changed.forms["job_edit"]
        assert form_state(changed, form, {"amount": Decimal(5)}, SYSTEM, ENV).field("due") is not None
        assert form_state(changed, form, {"amount": Decimal(500)}, SYSTEM, ENV).field("due") is None


class TestRows:
    record = {"parts": [{"id": "1", "name": "bolt", "price": Decimal(3)}, {"name": None}]}

    def test_child_rows_have_columns_and_cells(self) -> None:
        parts = state(self.record).field("parts")
        assert parts is not None
        assert [(one.key, one.required) for one in parts.columns] == [("name", True), ("price", False)]
        assert [(one.number, one.id) for one in parts.rows] == [(0, "1"), (1, "")]
        assert parts.rows[0].fields[0].value == "bolt"

    def test_a_blank_cell_that_must_be_filled_is_told_at_its_place(self) -> None:
        _, problems = enforce(state({**self.record, "name": "x"}), {})
        assert [(one.code, one.path) for one in problems] == [("required", "parts[1].name")]

    def test_problems_stand_in_their_cell(self) -> None:
        words = text("不对", "Wrong")
        given = [Problem("x", words, "parts[0].price"), Problem("y", words, "parts[1]"), Problem("z", words, "name")]
        found = state(self.record, problems=[*given, Problem("other", words, "elsewhere")])
        parts, name = found.field("parts"), found.field("name")
        assert parts is not None
        assert name is not None
        assert [one.code for one in parts.rows[0].fields[1].problems] == ["x"]
        assert [one.code for one in parts.rows[1].problems] == ["y"]
        assert [one.code for one in name.problems] == ["z"]
        assert [one.code for one in found.problems] == ["other"]
        assert found.tabs[0].problems == 1

    def test_columns_follow_rights_on_the_child(self) -> None:
        rights = {
            "job": SYSTEM.other,
            "part": EntityRights(fields={"price": FieldRight.HIDDEN, "name": FieldRight.READ}),
        }
        parts = state(self.record, viewer=Viewer("p", rights=rights)).field("parts")
        assert parts is not None
        assert [(one.key, one.read_only) for one in parts.columns] == [("name", True)]


class TestEnforce:
    def test_a_good_entry_is_taken(self) -> None:
        values = {"name": "x", "amount": Decimal(1)}
        assert enforce(state(values), values) == (values, [])

    @pytest.mark.parametrize(
        ("record", "submitted", "viewer", "code"),
        [
            ({"name": "x"}, {"cause": "wear"}, SYSTEM, "hidden"),
            ({"name": "x", "stage": "done"}, {"amount": Decimal(9)}, SYSTEM, "read_only"),
            ({"name": "x"}, {"double": Decimal(9)}, SYSTEM, "read_only"),
            ({"name": "x"}, {"secret": "s"}, clerk(secret=FieldRight.HIDDEN), "not_in_form"),
            ({"name": "x"}, {"secret": "s"}, clerk(secret=FieldRight.READ), "read_only"),
            ({"name": "x"}, {"no_such_field": 1}, SYSTEM, "not_in_form"),
        ],
    )
    def test_what_must_not_be_set_is_refused(self, record: Any, submitted: Any, viewer: Viewer, code: str) -> None:
        accepted, problems = enforce(state({**record, **submitted}, viewer), submitted, record)
        assert accepted == {}
        assert [one.code for one in problems] == [code]

    def test_the_stored_value_sent_back_is_no_offence(self) -> None:
        stored = {"name": "x", "stage": "done", "amount": Decimal(9)}
        assert enforce(state(stored), {"amount": Decimal(9), "cause": ""}, stored) == ({}, [])

    def test_required_fields_are_asked_for_even_when_not_sent(self) -> None:
        _, problems = enforce(state({"stage": "dropped"}), {})
        assert [(one.code, one.path) for one in problems] == [("required", "name"), ("required", "cause")]
        assert problems[0].message.zh == "请填写“name”"

    def test_no_is_an_answer(self) -> None:
        raw = files()
        raw["entities/job.json"]["fields"].append(field("urgent", "bool", required=True))
        raw[FORMS]["sections"][1]["rows"].append([{"field": "urgent"}])
        changed = model(raw)
        found = form_state(changed, changed.forms["job_edit"], {"name": "x", "urgent": False}, SYSTEM, ENV)
        assert enforce(found, {})[1] == []


class TestWithoutADesign:
    @pytest.mark.parametrize("entity", list(MODEL.entities))
    def test_every_entity_has_a_form_and_a_view_that_check(self, entity: str) -> None:
        form, view = default_form(MODEL, entity), default_view(MODEL, entity)
        assert form_state(MODEL, form, {}, SYSTEM, ENV, use="create").sections
        assert MODEL.entities[entity].definition.title in view.columns
        if "__" in entity:
            return  # a link entity cannot be named in a document
        documents = tuple(
            Document(
                "workshop", kind, f"{kind}s/{entity}_default.json", value.model_dump(mode="json", exclude_unset=True)
            )
            for kind, value in (("form", form), ("view", view))
        )
        changed = replace(bundle(), documents=(*bundle().documents, *documents))
        assert check_app(changed, BASE.documents, check_expressions) == []

    def test_short_fields_share_a_row_and_child_rows_come_apart(self) -> None:
        form = default_form(MODEL, "job")
        assert [one.field for one in form.sections[0].rows[0]] == ["name", "machine"]
        assert [section.label.en for section in form.sections] == ["Basics", "parts", "helpers", "Responsibility"]

    def test_the_designed_form_is_chosen(self) -> None:
        assert choose_form(MODEL, "job", "edit").key == "job_edit"
        assert choose_form(MODEL, "machine", "edit").key == "machine_default"


def test_every_form_says_the_same_twice() -> None:
    """Live changes use the same function: the state depends on what is given only."""
    record = {"stage": "dropped", "parts": [{"name": "x"}]}
    assert state(record) == state(dict(record))
