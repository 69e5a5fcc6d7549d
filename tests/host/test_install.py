"""Installing, upgrading and removing an app, on both databases; refusals leave nothing behind."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dougong.host.access.viewer import viewer_for
from dougong.host.install import check, export, install, list_installed, prepare, uninstall, upgrade
from dougong.host.install.bundles import base_bundle
from dougong.host.testing.clock import FixedClock
from dougong.host.workspaces import Workspace, open_workspace
from dougong.metamodel.documents import Bundle, load_folder
from dougong.metamodel.problem import ProblemsFound
from dougong.records.query import find
from dougong.records.rights import SYSTEM, FieldRight
from dougong.records.values import Query


def changed(bundle: Bundle, file: str, change: Any) -> Bundle:
    """The app with one document replaced by what `change` makes of it."""
    documents = tuple(
        dataclasses.replace(one, raw=change(one.raw)) if one.file == file else one for one in bundle.documents
    )
    return dataclasses.replace(bundle, documents=documents)


def without_field(key: str) -> Any:
    return lambda raw: {**raw, "fields": [one for one in raw["fields"] if one["key"] != key]}


def books(workspace: Workspace, *fields: str) -> list[dict[str, Any]]:
    with workspace.reading(SYSTEM) as ctx:
        return list(find(ctx, Query("book", fields=fields, sort=("name",))).rows)


def test_a_new_workspace_has_the_base_and_an_administrator(workspace: Workspace) -> None:
    assert [one.key for one in list_installed(workspace)] == ["base"]
    assert not prepare(workspace), "a second time there is nothing to do"
    with workspace.reading(SYSTEM) as ctx:
        assert [row["login"] for row in find(ctx, Query("person", fields=("login",))).rows] == ["admin"]


def test_the_base_and_the_library_pass_the_gate(workspace: Workspace, library: Bundle) -> None:
    assert check(library, base_bundle().documents) == []


def test_samples_find_each_other_and_days_are_relative(workspace: Workspace, library: Bundle) -> None:
    report = install(workspace, library)
    assert report.rows == {"person": 3, "writer": 2, "book": 3, "copy": 3}
    found = {
        row["name"]: row for row in books(workspace, "name", "writer.name", "sequel_of.name", "bought_on", "price")
    }
    assert found["茶馆"]["writer.name"] == "老舍"
    assert found["茶馆"]["sequel_of.name"] == "骆驼祥子"
    assert found["骆驼祥子"]["bought_on"] == date(2026, 3, 6)
    assert found["骆驼祥子"]["price"] == Decimal("39.90")
    with workspace.reading(SYSTEM) as ctx:
        people = find(ctx, Query("person", fields=("login", "manager.login"))).rows
        writers = find(ctx, Query("writer", fields=("name", "favourite.name"), sort=("name",))).rows
    assert {row["login"]: row["manager.login"] for row in people} == {"admin": None, "zhao": None, "lin": "zhao"}
    assert {row["name"]: row["favourite.name"] for row in writers} == {"老舍": "茶馆", "鲁迅": None}


def test_samples_speak_the_workspace_s_language(workspace: Workspace, library: Bundle) -> None:
    """Tables of another language stay away; a table that has none of its own is taken as it is."""
    writers = "ref,name\nw1,Hemingway\nw2,Woolf\n"
    both = dataclasses.replace(library, samples={**library.samples, "en/writer": writers})
    assert check(both, base_bundle().documents) == []
    assert set(both.samples_in("en")) == set(both.samples_in("zh-CN")) == set(library.samples)
    english = workspace.settings.model_copy(update={"language": "en"})
    workspace.settings = english
    assert install(workspace, both).rows["book"] == 3
    assert {row["writer.name"] for row in books(workspace, "writer.name")} == {"Hemingway", "Woolf"}
    wrong = dataclasses.replace(library, samples={**library.samples, "en/writer": "ref,nmae\na,b\n"})
    assert [(one.file, one.code) for one in check(wrong, base_bundle().documents)] == [
        ("samples/en/writer.csv", "unknown_column")
    ]


def test_another_process_sees_a_release_at_once(workspace: Workspace, library: Bundle, clock: FixedClock) -> None:
    other = open_workspace(workspace.settings, workspace.key, clock)
    assert "book" not in other.store.model.entities
    install(workspace, library, with_samples=False)
    with other.writing(SYSTEM) as ctx:
        assert "book" in ctx.store.model.entities
    assert "book" in other.store.model.entities
    other.close()


def test_an_unknown_ref_installs_nothing(workspace: Workspace, library: Bundle) -> None:
    broken = dataclasses.replace(library, samples={**library.samples, "copy": "book,shelf\nnowhere,A\n"})
    with pytest.raises(ProblemsFound) as refused:
        install(workspace, broken)
    assert [(one.code, one.file) for one in refused.value.problems] == [("unknown_ref", "samples/copy.csv")]
    assert [one.key for one in list_installed(workspace)] == ["base"]
    assert install(workspace, library).rows["copy"] == 3


def test_an_app_with_errors_is_refused(workspace: Workspace, library: Bundle) -> None:
    broken = changed(library, "views/book_all.json", lambda raw: {**raw, "columns": ["nmae"]})
    with pytest.raises(ProblemsFound) as refused:
        install(workspace, broken)
    assert refused.value.problems[0].file == "views/book_all.json"


def test_twice_is_refused(workspace: Workspace, library: Bundle) -> None:
    install(workspace, library, with_samples=False)
    with pytest.raises(ProblemsFound) as refused:
        install(workspace, library)
    assert refused.value.problems[0].code == "installed"


def test_an_upgrade_adds_and_tells(workspace: Workspace, library: Bundle) -> None:
    install(workspace, library)
    newer = changed(library, "app.json", lambda raw: {**raw, "version": "1.1.0"})
    field = {"key": "colour", "type": "text", "label": {"zh-CN": "颜色", "en": "Colour"}}
    newer = changed(newer, "entities/book.json", lambda raw: {**raw, "fields": [*raw["fields"], field]})
    plan = upgrade(workspace, newer, dry_run=True)
    assert "colour" not in workspace.store.model.entities["book"].fields
    report = upgrade(workspace, newer)
    assert report.changed == plan.changed == ("app.json", "entities/book.json")
    assert [step.kind for step in report.steps] == ["add_column"]
    assert {row["colour"] for row in books(workspace, "colour")} == {None}
    assert {one.key: one.version for one in list_installed(workspace)}["library"] == "1.1.0"


def test_an_upgrade_that_drops_values_is_refused_with_their_number(workspace: Workspace, library: Bundle) -> None:
    install(workspace, library)
    newer = changed(library, "entities/book.json", without_field("bought_on"))
    newer = dataclasses.replace(newer, samples={})
    with pytest.raises(ProblemsFound) as refused:
        upgrade(workspace, newer)
    assert [one.code for one in refused.value.problems] == ["data_at_stake"]
    assert "3" in refused.value.problems[0].message.en
    report = upgrade(workspace, newer, allow_drop=True)
    assert [count for _, count in report.kept] == [3]
    upgrade(workspace, library)
    assert {row["bought_on"] for row in books(workspace, "bought_on")} >= {date(2020, 5, 1)}, "the values come back"


def test_removing_an_app_lists_what_stays(workspace: Workspace, library: Bundle) -> None:
    install(workspace, library)
    report = uninstall(workspace, "library")
    assert {step.entity: count for step, count in report.kept} == {"book": 3, "copy": 3, "writer": 2}
    assert [one.key for one in list_installed(workspace)] == ["base"]
    install(workspace, library, with_samples=False)
    assert len(books(workspace, "name")) == 3, "installed again, the kept records are there"


@pytest.mark.parametrize("app", ["base", "nothing"])
def test_the_base_stays(workspace: Workspace, app: str) -> None:
    with pytest.raises(ProblemsFound):
        uninstall(workspace, app)


def test_an_export_is_the_app_again(workspace: Workspace, library: Bundle, tmp_path: Any) -> None:
    install(workspace, library, with_samples=False)
    export(workspace, "library", tmp_path / "out")
    again = load_folder(tmp_path / "out")
    assert {one.file: one.raw for one in again.documents} == {one.file: one.raw for one in library.documents}


def test_rights_are_the_union_of_the_roles(workspace: Workspace, library: Bundle) -> None:
    install(workspace, library)
    ids = {row["login"]: row["id"] for row in _people(workspace)}
    reader, keeper, admin = (viewer_for(workspace, ids[login]) for login in ("lin", "zhao", "admin"))
    assert reader is not None
    assert keeper is not None
    assert admin is not None
    assert len(reader.on("book").read.conditions) == 1
    assert reader.on("book").update.words == {"own"}
    assert reader.on("book").field("price") == FieldRight.HIDDEN
    assert reader.on("person").read.everything, "everyone is a member"
    assert reader.on("writer").field("name") == FieldRight.READ
    assert keeper.on("copy").read.everything, "child rows follow their parent"
    assert keeper.on("writer").read.nothing
    assert admin.admin
    assert admin.on("anything").read.everything
    with workspace.reading(reader) as ctx:
        assert [row["name"] for row in find(ctx, Query("book", fields=("name",), sort=("pages",))).rows] == [
            "茶馆",
            "呐喊",
            "骆驼祥子",
        ]


def _people(workspace: Workspace) -> list[dict[str, Any]]:
    with workspace.reading(SYSTEM) as ctx:
        return list(find(ctx, Query("person", fields=("id", "login"))).rows)
