"""Whatever a workspace made of an app and whatever its next version is: each edit of the workspace is kept, or stands in a
conflict with both sides in words. On a made-up app always, on the stock apps when they are there.
"""

import os
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from dougong.host.install import install, stock_bundles, upgrade
from dougong.host.install.bundles import base_bundle
from dougong.host.store.documents import load_documents
from dougong.host.studio.publish import publish
from dougong.host.workspaces import Workspace
from dougong.metamodel.check import check_model
from dougong.metamodel.diff import compare, documents_of, tree_of, wording
from dougong.metamodel.documents import Bundle
from dougong.metamodel.three_way import ThreeWay, three_way, together
from dougong.rules.check_expressions import check_expressions

from tests.browser.workshop import bundle as workshop
from tests.host.test_change_sets import LI, begun, drawn
from tests.support.edits import Meant, Tree, edited, some_files

ROUNDS = 2000 if os.environ.get("HYPOTHESIS_PROFILE") == "proof" else 100


def apps() -> Iterator[Any]:
    yield pytest.param(workshop(), ROUNDS, id="made up")
    for one in stock_bundles():
        yield pytest.param(one, ROUNDS // 5, id=one.app)


@pytest.mark.parametrize(("app", "rounds"), apps())
def test_every_edit_of_the_workspace_is_kept_or_told(app: Bundle, rounds: int) -> None:
    old = tree_of(app.documents)
    met = 0
    for seed in range(rounds):
        rng = random.Random(seed)
        files = some_files(old, rng)
        new, theirs = edited(old, files, rng, "t")
        mine, ours = edited(old, files, rng, "m")
        three = three_way(old, new, mine)
        met += len(three.meetings)
        kept, lost = together(three)
        assert not lost, seed
        assert [one for one in ours if not one.holds(kept)] == [], (
            f"seed {seed}: ours stands unless somebody says otherwise"
        )
        assert _missing(theirs, kept, three, "theirs") == [], f"seed {seed}: what yields to ours is told"
        given, lost = together(three, yielding=range(len(three.meetings)))
        assert not lost, seed
        assert [one for one in theirs if not one.holds(given)] == [], (
            f"seed {seed}: all of theirs, when theirs is chosen"
        )
        assert _missing(ours, given, three, "ours") == [], f"seed {seed}: what yields to theirs is told"
        for said in _said(three):
            assert said, seed
            assert "{" not in said, f"seed {seed}: {said} is no sentence"
    assert met > rounds // 10, "the edits meet often enough to mean something"


def _missing(meant: list[Meant], tree: Tree, three: ThreeWay, side: str) -> list[tuple[str, str, str]]:
    """Edits that are neither in the tree nor in a conflict about what they were made to."""
    changes = three.ours if side == "ours" else three.theirs
    told = {
        (str(changes[one].path[0]), one)
        for meeting in three.meetings
        for one in (meeting.ours if side == "ours" else meeting.theirs)
    }
    return [
        (one.kind, one.file, one.what)
        for one in meant
        if not one.holds(tree) and not any(file == one.file and (one.what in repr(changes[n])) for file, n in told)
    ]


def _said(three: ThreeWay) -> Iterator[str]:
    for meeting in three.meetings:
        assert meeting.ours
        assert meeting.theirs
        for one in meeting.ours:
            yield from (
                wording(three.ours[one], three.old, three.mine).zh,
                wording(three.ours[one], three.old, three.mine).en,
            )
        for one in meeting.theirs:
            yield wording(three.theirs[one], three.old, three.new).en


def test_in_a_workspace(workspace: Workspace) -> None:
    """The same through a draft, a release and a real upgrade, on both databases."""
    app = workshop()
    install(workspace, app, with_samples=False)
    old = tree_of(app.documents)
    new, mine, ours = _sound()
    given = begun(workspace)
    drawn(workspace, given, *compare(old, mine))
    publish(workspace, given.id, LI, allow_drop=True)
    report = upgrade(workspace, Bundle(app.app, tuple(documents_of(new))), allow_drop=True)
    assert report.three is not None
    assert report.three.meetings
    with workspace.engine.connect() as connection:
        after = tree_of(load_documents(connection))
    assert [one.kind for one in ours if not one.holds(after)] == []


@cache
def _sound() -> tuple[Tree, Tree, list[Meant]]:
    """Edits of both sides that meet, each of which could be installed, and both together."""
    old = tree_of(workshop().documents)
    for seed in range(500):
        rng = random.Random(seed)
        files = some_files(old, rng)
        mine, ours = edited(old, files, rng, "m")
        new, _ = edited(old, files, rng, "t")
        three = three_way(old, new, mine)
        trees = (mine, new, together(three)[0])
        if len(ours) > 3 and three.meetings and not any(_wrong(tree) for tree in trees):
            return new, mine, ours
    raise AssertionError("no edits can be installed")


def _wrong(tree: Tree) -> bool:
    documents = [*base_bundle().documents, *documents_of(tree)]
    return any(one.severity == "error" for one in check_model(documents, check_expressions))
