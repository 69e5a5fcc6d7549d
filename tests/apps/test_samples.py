"""Sample tables of every template: values the fields take, refs that lead somewhere, days that move with the clock."""

from pathlib import Path

import pytest

from dougong.metamodel.field_types import field_types
from dougong.metamodel.model import FieldModel
from dougong.metamodel.storage import Kind

from tests.apps.stock import CHINESE, TEMPLATES, app

RELATIVE = ("today", "now")
SETS = [(key, language) for key in TEMPLATES for language in app(key).tongues]
TABLES = [(key, language, entity) for key, language in SETS for entity in sorted(app(key).bundle.samples_in(language))]


def refs(key: str, language: str) -> dict[str, set[str]]:
    here = app(key)
    return {
        entity: {row["ref"] for row in here.table(entity, language) if row.get("ref")}
        for entity in here.bundle.samples_in(language)
    }


@pytest.mark.parametrize(("key", "language", "entity"), TABLES)
def test_every_cell_is_taken(key: str, language: str, entity: str) -> None:
    here, known = app(key), refs(key, language)
    fields = here.model.entities[entity].fields
    for number, row in enumerate(here.table(entity, language), 2):
        for column, cell in row.items():
            if column == "ref" or not cell:
                continue
            field = fields[column]
            place = f"{entity}.csv:{number} {column}={cell}"
            if field.relation is not None and field.relation.far:
                ends = app(key).model.entities[field.relation.target].fields[field.relation.far]
                assert all(_leads_somewhere(ends, part, known) for part in cell.split(";")), place
                continue
            assert field.storage is not None, f"{place}: {column} has no column"
            if field.storage.kind is Kind.REFERENCE:
                assert _leads_somewhere(field, cell, known), place
            elif not (field.storage.kind in (Kind.DATE, Kind.INSTANT) and cell.startswith(RELATIVE)):
                assert field_types()[field.field.type].normalise(field.field, cell) is not None, place


def _leads_somewhere(field: FieldModel, cell: str, known: dict[str, set[str]]) -> bool:
    assert field.relation is not None
    entity, ref = cell.split(":", 1) if field.relation.kind == "any" else (field.relation.target, cell)
    return ref in known.get(entity, set())


@pytest.mark.parametrize(("key", "language", "entity"), TABLES)
def test_what_must_be_there_is_there_and_unique(key: str, language: str, entity: str) -> None:
    here = app(key)
    model, rows = here.model.entities[entity], here.table(entity, language)
    for field in model.columns:
        given = [row.get(field.key, "") for row in rows]
        if field.field.required and field.field.default is None and field.field.default_formula is None:
            assert all(given), f"{entity}.{field.key} is blank in row {given.index('') + 2}"
        if field.field.unique:
            some = [one for one in given if one]
            assert len(some) == len(set(some)), f"{entity}.{field.key} is not unique"
    for keys in model.definition.unique:
        found = [tuple(row.get(one, "") for one in keys) for row in rows]
        assert len(found) == len(set(found)), f"{entity} {keys}"


@pytest.mark.parametrize(("key", "language"), SETS)
def test_every_entity_has_samples(key: str, language: str) -> None:
    here = app(key)
    assert {one.key for one in here.entities} - set(here.bundle.samples_in(language)) == set()


@pytest.mark.parametrize(("key", "language"), [one for one in SETS if one[1] == "en"])
def test_english_samples_are_english(key: str, language: str) -> None:
    """A set for another language is whole: no table of the Chinese set is left in its place, no word of it."""
    here = app(key)
    for entity, table in here.bundle.samples_in(language).items():
        assert not CHINESE.search(table), entity


@pytest.mark.parametrize(("key", "language"), SETS)
def test_every_role_is_somebody_s_and_nobody_has_another(key: str, language: str) -> None:
    """So that every role can be tried on the sign-in page."""
    here = app(key)
    held = {role for row in here.table("person", language) for role in row["roles"].split(";") if role}
    assert held == {role.key for role in here.roles}


@pytest.mark.parametrize(("key", "language"), SETS)
def test_samples_never_look_old(key: str, language: str) -> None:
    """Days that matter move with the day of installation; birthdays and the like stand still."""
    here = app(key)
    still = {"birthday", "launched_on"}
    for entity in here.bundle.samples_in(language):
        for field in here.model.entities[entity].columns:
            if field.storage and field.storage.kind in (Kind.DATE, Kind.INSTANT) and field.key not in still:
                cells = {row[field.key] for row in here.table(entity, language) if row.get(field.key)}
                assert all(cell.startswith(RELATIVE) for cell in cells), f"{entity}.{field.key}"


@pytest.mark.needs_app("crm")
@pytest.mark.needs_app("maintenance")
def test_the_committed_tables_are_what_the_generator_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tools.samples import crm, maintenance, table

    monkeypatch.setattr(table, "APPS", tmp_path)
    crm.make()
    maintenance.make()
    made = {path.relative_to(tmp_path).as_posix(): path.read_text("utf-8") for path in tmp_path.rglob("*.csv")}
    kept = {
        f"{key}/samples/{place}.csv": table for key in TEMPLATES for place, table in app(key).bundle.samples.items()
    }
    assert made.keys() == kept.keys()
    assert [name for name in sorted(made) if made[name] != kept[name]] == []
