"""Every template installs with its samples, shows every view, upgrades without loss and goes without a trace."""

import dataclasses

import pytest

from dougong.host.install import find_bundle, install, prepare, uninstall, upgrade
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.workspaces import DEFAULT, Workspace, open_workspace
from dougong.records.query import find
from dougong.records.rights import SYSTEM
from dougong.records.values import Query

from tests.apps.stock import TEMPLATES, app


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_sample_is_there_and_every_view_shows_it(key: str, request: pytest.FixtureRequest) -> None:
    workspace: Workspace = request.getfixturevalue(key)
    here = app(key)
    with workspace.reading(SYSTEM) as ctx:
        for entity in here.bundle.samples_in("zh-CN"):
            found = find(ctx, Query(entity, fields=("id",), limit=1, total="exact")).total
            assert found is not None
            assert found >= len(here.table(entity)), entity
        for view in ctx.store.model.views.values():
            columns = tuple(one if isinstance(one, str) else one.field for one in view.columns)
            find(ctx, Query(view.entity, columns or ("id",), filter=view.filter or "", sort=view.sort, total="exact"))


@pytest.mark.parametrize("key", TEMPLATES)
def test_lists_have_something_to_show(key: str, request: pytest.FixtureRequest) -> None:
    """A view that is empty in the samples teaches nothing; those of `$user` have another viewer."""
    workspace: Workspace = request.getfixturevalue(key)
    with workspace.reading(SYSTEM) as ctx:
        for view in ctx.store.model.views.values():
            if "$user" not in (view.filter or "") and view.key not in ("contact_birthdays", "quotation_expiring"):
                assert find(ctx, Query(view.entity, ("id",), filter=view.filter or "", limit=1)).rows, view.key


@pytest.mark.parametrize("key", TEMPLATES)
def test_an_upgrade_keeps_every_record_and_removal_leaves_the_base(
    key: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = Settings(home=tmp_path_factory.mktemp(key), database_url="")
    engines.make_place(settings, DEFAULT)
    workspace = open_workspace(settings, DEFAULT)
    prepare(workspace)
    bundle = find_bundle(key)
    install(workspace, bundle)
    entity = app(key).entities[0].key

    def count() -> int | None:
        with workspace.reading(SYSTEM) as ctx:
            return find(ctx, Query(entity, ("id",), limit=1, total="exact")).total

    before = count()
    newer = tuple(
        dataclasses.replace(one, raw={**one.raw, "version": "99.0.0"}) if one.kind == "app" else one
        for one in bundle.documents
    )
    assert upgrade(workspace, dataclasses.replace(bundle, documents=newer)).version == "99.0.0"
    assert count() == before
    uninstall(workspace, key)
    assert set(workspace.store.model.entities) == {"person", "department"}
    workspace.close()
