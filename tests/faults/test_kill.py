"""kill -9 at random moments of an import, an installation and a bulk edit: after the next start nothing is half-done."""

import os
import random
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, inspect, select, text, update
from sqlalchemy.schema import DropIndex

from dougong.host import jobs
from dougong.host.access import people
from dougong.host.imports.chunk import ROWS as CHUNK
from dougong.host.install import install, list_installed, prepare
from dougong.host.jobs import indexing, recalculating
from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.workspaces import DEFAULT
from dougong.metamodel.documents import load_folder
from dougong.records import sync
from dougong.records.write.postponed import postpone, waiting

from .world import ROWS, Place, facts, queued, table, with_shop
from tests.api.conftest import SHOP

CHILD = Path(__file__).with_name("killed.py")
SEED = 20260318
ONE = pytest.param(0, id="kill0")
PROOF = [pytest.param(number, id=f"kill{number}", marks=pytest.mark.proof) for number in range(1, 13)]
"""Six kinds of work: a kill of each in a normal run, 13 in a proof; PostgreSQL's, 3 and 15, come on top."""


def child(place: Place, count: int, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(CHILD), str(count), *words],
        env={**os.environ, **place.environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def statements(done: "subprocess.CompletedProcess[str]") -> int:
    assert done.returncode == 0, done.stderr
    return int(done.stderr.strip().splitlines()[-1])


def killed(place: Place, total: int, number: int, *words: str) -> "subprocess.CompletedProcess[str]":
    """Dies at the `number`th random moment of `total`; the moments spread over the whole run, but for the last few
    statements: how often progress is saved depends on the clock."""
    moment = random.Random(f"{SEED} {words[0]} {number}").randint(1, max(1, total - 6))
    done = child(place, moment, *words)
    assert done.returncode == -signal.SIGKILL, f"statement {moment} of {total}: {done.stderr}"
    return done


def later() -> datetime:
    """After the dead worker's lease has run out."""
    return datetime.now(UTC) + timedelta(hours=1)


def empty(home: Path) -> Place:
    settings = Settings(home=home, database_url="")
    engines.make_place(settings, DEFAULT)
    return Place(settings, DEFAULT)


class Series:
    """A prepared place, and what the work comes to when nobody kills it: statements and facts."""

    def __init__(self, folder: Path, place: Place, *words: str) -> None:
        self.folder, self.place, self.words = folder, place, words
        whole = place.copied(folder / "whole")
        self.total = statements(child(whole, 0, *words))
        workspace = whole.open()
        self.facts = facts(workspace) if "machine" in workspace.store.model.entities else {}
        workspace.close()

    def killed(self, number: int) -> tuple[Place, str]:
        """A copy in which the work died; what it had printed."""
        copy = self.place.copied(self.folder / f"kill{number}")
        return copy, killed(copy, self.total, number, *self.words).stdout


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = empty(tmp_path_factory.mktemp("shop") / "home")
    with_shop(place)
    return place


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return table(tmp_path_factory.mktemp("file") / "machines.csv")


@pytest.fixture(scope="module")
def background(tmp_path_factory: pytest.TempPathFactory, shop: Place, file: Path) -> Series:
    folder = tmp_path_factory.mktemp("background")
    place = shop.copied(folder / "home")
    queued(place, file)
    return Series(folder, place, "work", DEFAULT)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory, shop: Place, file: Path) -> Series:
    words = ("cli", "import", str(file), "--entity", "machine", "--create", "maker", "--match", "code")
    return Series(tmp_path_factory.mktemp("shell"), shop, *words)


@pytest.fixture(scope="module")
def full(background: Series) -> Place:
    return Place(Settings(home=background.folder / "whole", database_url=""), DEFAULT)


@pytest.fixture(scope="module")
def bulk(tmp_path_factory: pytest.TempPathFactory, full: Place) -> Series:
    return Series(tmp_path_factory.mktemp("bulk"), full, "bulk", DEFAULT)


@pytest.fixture(scope="module")
def bulk_job(tmp_path_factory: pytest.TempPathFactory, full: Place) -> Series:
    folder = tmp_path_factory.mktemp("bulk_job")
    place = full.copied(folder / "home")
    enqueue_bulk(place)
    return Series(folder, place, "work", DEFAULT)


def enqueue_bulk(place: Place) -> None:
    workspace = place.open()
    with workspace.reading(people_see_all()) as context:
        from .world import rows

        ids = [row["id"] for row in rows(context, "machine", ("id",))]
    with workspace.engine.connect() as connection:
        admin = people.by_login(connection, workspace.store, "admin")
    assert admin is not None
    payload = {"entity": "machine", "ids": ids, "set": {"price": "7", "kind": "press"}}
    jobs.enqueue(workspace, "bulk", payload, admin.id)
    workspace.close()


def people_see_all() -> Any:
    from dougong.records.rights import SYSTEM

    return SYSTEM


def finish(place: Place) -> dict[str, Any]:
    """The next start: a worker takes up what the dead one held. The facts afterwards."""
    workspace = place.open(clock=later)
    try:
        jobs.run_pending(workspace)
        assert [job.state for job in jobs.list_recent(workspace)] == ["done"] * len(jobs.list_recent(workspace))
        return facts(workspace)
    finally:
        workspace.close()


@pytest.mark.parametrize("number", [ONE, *PROOF])
def test_a_killed_background_import_goes_on_to_the_same_total(background: Series, number: int) -> None:
    place, _ = background.killed(number)
    assert finish(place) == background.facts
    assert len(background.facts["machines"]) == background.facts["numbers"] == ROWS


@pytest.mark.parametrize("number", [ONE, *PROOF])
def test_a_killed_import_from_the_shell_goes_on_to_the_same_total(shell: Series, number: int) -> None:
    place, said = shell.killed(number)
    workspace = place.open()
    try:
        before = facts(workspace)
        assert len(before["machines"]) % CHUNK == 0 or len(before["machines"]) == ROWS, "whole chunks only"
    finally:
        workspace.close()
    resumed = re.findall(r"import-resume (\S+)", said)
    if resumed:
        again = child(place, 0, "cli", "import-resume", resumed[0])
        if again.returncode != 0:
            assert "not cut off" in again.stderr, again.stderr  # it had ended, or not begun to write
    if not resumed or not before["machines"]:
        child(place, 0, *shell.words)
    workspace = place.open()
    try:
        assert facts(workspace) == shell.facts
    finally:
        workspace.close()


@pytest.mark.parametrize("number", [ONE, *PROOF])
def test_a_killed_bulk_edit_changed_all_or_nothing(bulk: Series, full: Place, number: int) -> None:
    place, _ = bulk.killed(number)
    workspace = place.open()
    untouched = full.open()
    try:
        found = facts(workspace)
        assert found in (facts(untouched), bulk.facts)
    finally:
        untouched.close()
        workspace.close()


@pytest.mark.parametrize("number", [ONE, *PROOF])
def test_a_killed_bulk_job_goes_on_and_changes_each_record_once(bulk_job: Series, number: int) -> None:
    place, _ = bulk_job.killed(number)
    workspace = place.open()
    facts(workspace)  # the roll-ups agree with the rows at every moment
    workspace.close()
    assert finish(place) == bulk_job.facts


@pytest.mark.parametrize("number", [ONE, *PROOF])
def test_a_killed_installation_installed_all_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, number: int
) -> None:
    place = empty(tmp_path / "home")
    workspace = place.open()
    prepare(workspace)
    workspace.close()
    words = ("cli", "app", "install", str(SHOP))
    total = statements(child(place.copied(tmp_path / "whole"), 0, *words))
    killed(place, total, number, *words)
    check_installation(place)


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory, full: Place) -> Series:
    """Every maker's worth is yet to be worked out, a piece each."""
    folder = tmp_path_factory.mktemp("late")
    place = full.copied(folder / "home")
    workspace = place.open()
    table = workspace.store.table("maker")
    with workspace.writing(people_see_all()) as context:
        context.connection.execute(update(table).values(worth=0))
        for identity in context.connection.execute(select(table.c.id)).scalars().all():
            postpone(context, "maker", ["worth"], [identity])
    recalculating.arrange(workspace)
    workspace.close()
    return Series(folder, place, "work", DEFAULT)


@pytest.mark.parametrize("number", [ONE, *PROOF])
def test_a_killed_recalculation_loses_no_piece(late: Series, number: int) -> None:
    place, _ = late.killed(number)
    workspace = place.open()
    with workspace.engine.connect() as connection:
        table = workspace.store.table("maker")
        right = connection.scalar(select(func.count()).where(table.c.worth != 0))
        assert (right or 0) + waiting(connection) == late.facts["makers"], "each is worked out or waits"
    workspace.close()
    assert finish(place) == late.facts


def check_installation(place: Place) -> None:
    workspace = place.open()
    try:
        apps = [one.key for one in list_installed(workspace)]
        with workspace.engine.connect() as connection:
            tables = {one for one in inspect(connection).get_table_names() if one in ("e_machine", "e_part", "e_maker")}
            known = people.by_login(connection, workspace.store, "chief")
        if "shop" in apps:
            assert len(tables) == 3
            assert known is not None
        else:
            assert not tables
            assert known is None
            assert install(workspace, load_folder(SHOP)).rows["person"] == 3, "and it can be installed"
    finally:
        workspace.close()


@pytest.fixture
def postgres_place(own_database: str, tmp_path: Path) -> Place:
    settings = Settings(home=tmp_path, database_url=own_database)
    engines.make_place(settings, DEFAULT)
    return Place(settings, DEFAULT)


@pytest.mark.database
@pytest.mark.parametrize("number", [ONE, *PROOF[:4]])
def test_postgresql_import_and_bulk(
    postgres_place: Place, background: Series, bulk: Series, file: Path, number: int
) -> None:
    place = postgres_place
    with_shop(place)
    queued(place, file)
    killed(place, background.total // 2, number, "work", place.key)
    assert finish(place) == background.facts
    killed(place, bulk.total // 2, number, "bulk", place.key)
    workspace = place.open()
    try:
        assert facts(workspace) == background.facts, "nothing of the edit is there"
    finally:
        workspace.close()


@pytest.mark.database
@pytest.mark.parametrize("number", [ONE, *PROOF[:4]])
def test_postgresql_indexes_are_all_there_after_the_next_start(postgres_place: Place, number: int) -> None:
    place = postgres_place
    with_shop(place)

    def queue() -> None:
        """All indexes of an entity are missing."""
        workspace = place.open()
        with workspace.writer.begin() as connection:
            for index in workspace.store.table("machine").indexes:
                connection.execute(DropIndex(index, if_exists=True))
            indexing.later(workspace, connection, ["machine"])
        workspace.close()

    queue()
    total = statements(child(place, 0, "work", place.key))
    queue()
    killed(place, total, number, "work", place.key)
    finish(place)
    workspace = place.open()
    with workspace.engine.connect() as connection:
        assert sync.missing(connection, workspace.store, ["machine"]) == []
        assert connection.scalar(text("SELECT count(*) FROM pg_index WHERE NOT indisvalid")) == 0
    workspace.close()


@pytest.mark.database
@pytest.mark.parametrize("number", [ONE, *PROOF[:4]])
def test_postgresql_installation(postgres_place: Place, number: int) -> None:
    workspace = postgres_place.open()
    prepare(workspace)
    workspace.close()
    killed(postgres_place, 40, number, "cli", "app", "install", str(SHOP), "--workspace", postgres_place.key)
    check_installation(postgres_place)
