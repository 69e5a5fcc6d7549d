"""Every template: its documents compile, its expressions mean something, its words are there in both languages."""

import json
import re

import pytest

from dougong.host.paths import APPS, BASE_APP
from dougong.metamodel.check import check_app
from dougong.metamodel.documents import load_folder
from dougong.rules.check_expressions import check_expressions

from tests.apps.stock import CHINESE, EVERY, TEMPLATES, app, local_texts, values_of


@pytest.mark.parametrize("key", EVERY)
def test_nothing_is_wrong_with_it(key: str) -> None:
    """Shape, references, moves, widths, scopes, expressions, sample columns: not even a warning."""
    base = [] if key == "base" else load_folder(BASE_APP).documents
    problems = check_app(app(key).bundle, base, check_expressions)
    assert [f"{one.file} {one.path}: {one.message.en}" for one in problems] == []


def test_all_templates_stand_beside_each_other() -> None:
    documents = [*load_folder(BASE_APP).documents]
    for key in TEMPLATES:
        problems = check_app(app(key).bundle, documents, check_expressions)
        assert [f"{one.file} {one.path}: {one.message.en}" for one in problems] == []
        documents += app(key).bundle.documents


@pytest.mark.parametrize("key", EVERY)
def test_words_are_there_in_both_languages(key: str) -> None:
    for document in app(key).bundle.documents:
        for path, zh, en in local_texts(document.raw):
            place = f"{document.file} {path}"
            assert zh.strip(), place
            assert en.strip(), place
            if document.file != "entities/person.json":  # languages are named in themselves
                assert not CHINESE.search(en), f"{place}: {en} is not English"
                assert CHINESE.search(zh) or zh == en or len(zh) <= 3, f"{place}: {zh} is not Chinese"


@pytest.mark.parametrize("key", TEMPLATES)
def test_chinese_words_keep_chinese_punctuation(key: str) -> None:
    """Full-width beside Chinese characters, and no full stop at the end of a label."""
    half = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[(][\u4e00-\u9fff]")
    for document in app(key).bundle.documents:
        for path, zh, _ in local_texts(document.raw):
            assert not zh.endswith(("。", ".")), f"{document.file} {path}: {zh}"
            assert not half.search(zh), f"{document.file} {path}: {zh}"


@pytest.mark.parametrize("key", EVERY)
def test_icons_are_plain_names_that_can_be_drawn(key: str) -> None:
    named = {icon for one in app(key).bundle.documents for icon in values_of(one.raw, "icon")}
    assert all(isinstance(icon, str) and icon.replace("-", "").isalnum() and icon.islower() for icon in named)
    drawings = APPS.parent / "node_modules" / "@tabler" / "icons" / "icons" / "outline"
    if drawings.is_dir():
        assert sorted(icon for icon in named if not (drawings / f"{icon}.svg").exists()) == []


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_option_list_is_used(key: str) -> None:
    here = app(key)
    used = {name for _, raw in here.raw("entity") for name in values_of(raw, "options_from")}
    assert {raw["key"] for _, raw in here.raw("options")} == used


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_document_stands_in_a_file_of_its_name(key: str) -> None:
    for document in app(key).bundle.documents:
        name = document.raw.get("key") or document.raw.get("entity")
        if "/" in document.file:
            assert document.file.rpartition("/")[2] == f"{name}.json"


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_entity_can_be_seen_and_edited(key: str) -> None:
    """A form, a list and a record page, except for child rows, which are edited inside their parent."""
    here = app(key)
    for entity in here.entities:
        if entity.owner_link is None:
            assert here.model.forms_of(entity.key), f"{entity.key} has no form"
            assert here.model.views_of(entity.key), f"{entity.key} has no view"
            assert any(p.entity == entity.key and p.record for p in here.model.pages.values()), (
                f"{entity.key} has no page"
            )


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_form_can_enter_every_field_a_person_may_enter(key: str) -> None:
    here = app(key)
    for entity in here.entities:
        placed = {
            field.field
            for form in here.model.forms_of(entity.key)
            for s in form.sections
            for r in s.rows
            for field in r
        }
        worked_out = {"computed", "rollup", "reverse", "auto_number"}
        wanted = {
            one.key
            for one in entity.fields.values()
            if not one.system and one.field.type not in worked_out and not one.field.read_only
        }
        if entity.owner_link is None:
            assert wanted - placed == set(), f"{entity.key}: nobody can enter {sorted(wanted - placed)}"


@pytest.mark.parametrize("key", TEMPLATES)
def test_it_says_what_it_is(key: str) -> None:
    words = (APPS / key / "README.md").read_text("utf-8")
    assert words.startswith("# ")
    assert all(f"`{role.key}`" in words for role in app(key).roles)


@pytest.mark.parametrize("key", TEMPLATES)
def test_it_is_data_only(key: str) -> None:
    """No code, and JSON that reads the same after a round trip."""
    for path in (APPS / key).rglob("*"):
        assert path.is_dir() or path.suffix in (".json", ".csv", ".md"), path.name
        if path.suffix == ".json":
            assert json.loads(path.read_text("utf-8"))
            assert path.read_text("utf-8").endswith("}\n")
