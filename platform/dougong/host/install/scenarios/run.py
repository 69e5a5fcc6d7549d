"""Plays the scenarios of an app: each in a workspace that has only the app and those it needs, at a clock of its own."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from dougong.host.settings import Settings
from dougong.host.store import engines
from dougong.host.workspaces import DEFAULT, open_workspace
from dougong.metamodel.documents import Bundle, Document
from dougong.metamodel.parse import parse
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.scenario import BEGIN, Scenario
from dougong.metamodel.text import LocalText, text

from ..apps import install
from ..bootstrap import prepare
from ..bundles import find_bundle, needs
from .stage import Failed, Stage, StageClock, cast
from .steps import play


@dataclass(frozen=True, slots=True)
class Played:
    """One scenario: how many of its steps came out, and what stopped it."""

    file: str
    label: LocalText
    steps: int
    problem: Problem | None = None


def scenarios_of(bundle: Bundle) -> list[tuple[Document, Scenario]]:
    """The scenarios that travel with an app, by file."""
    found = [(one, parse(one).value) for one in bundle.documents if one.kind == "scenario"]
    return [(one, value) for one, value in found if isinstance(value, Scenario)]


def run(bundle: Bundle, home: Path) -> Iterator[Played]:
    """Plays them one after another below an empty folder; raises ProblemsFound when the app cannot be installed."""
    empty = Settings(home=home / "empty", database_url="")
    for number, (document, scenario) in enumerate(scenarios_of(bundle)):
        clock = StageClock(scenario.now)
        place = Settings(home=home / f"scenario{number}", database_url="")
        if scenario.samples:
            _install(bundle, place, clock, with_samples=True)
        else:
            if not empty.home.exists():
                _install(bundle, empty, StageClock(BEGIN), with_samples=False)
            shutil.copytree(empty.home, place.home)
        workspace = open_workspace(place, DEFAULT, clock)
        try:
            yield _played(Stage(workspace, clock), document, scenario)
        finally:
            workspace.close()
            shutil.rmtree(place.home, ignore_errors=True)


def _install(bundle: Bundle, place: Settings, clock: StageClock, *, with_samples: bool) -> None:
    engines.make_place(place, DEFAULT)
    workspace = open_workspace(place, DEFAULT, clock)
    try:
        prepare(workspace)
        for needed in sorted(needs(bundle) - {"base"}):
            install(workspace, find_bundle(needed), with_samples=False)
        install(workspace, bundle, with_samples=with_samples)
    finally:
        workspace.close()


def _played(stage: Stage, document: Document, scenario: Scenario) -> Played:
    done, place, note = 0, "$.people", None
    try:
        cast(stage, scenario)
        for done, step in enumerate(scenario.steps):
            place, note = f"$.steps[{done}]", step.note
            play(stage, step)
    except Failed as failed:
        words, code = failed.words, "scenario"
    except ProblemsFound as found:
        words, code = _first(found.problems), "scenario"
    except SQLAlchemyError as error:
        words, code = text(f"数据库报错：{error}", f"The database said: {error}"), "scenario_database"
    else:
        return Played(document.file, scenario.label, len(scenario.steps))
    if note is not None:
        words = LocalText(zh=f"{note.zh}：{words.zh}", en=f"{note.en}: {words.en}")
    return Played(document.file, scenario.label, done, document.problem(code, words, place))


def _first(problems: tuple[Problem, ...]) -> LocalText:
    return LocalText(
        zh=";".join(f"{one.message.zh}({one.code})" for one in problems[:3]),
        en="; ".join(f"{one.message.en} ({one.code})" for one in problems[:3]),
    )
