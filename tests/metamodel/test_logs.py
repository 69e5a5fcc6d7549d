"""A log that names what is not there, or what is of another kind, is told at its place."""

import copy
import json
from typing import Any

import pytest

from dougong.metamodel.check import check_app
from dougong.metamodel.documents import bundle_from_files
from dougong.rules.check_expressions import check_expressions

from tests.metamodel.workshop import BASE
from tests.support.dock import DOCUMENTS


def problems(entity: str, **log: Any) -> list[tuple[str, str]]:
    raw = copy.deepcopy(DOCUMENTS)
    raw[f"entities/{entity}.json"]["log"].update(log)
    bundle = bundle_from_files((path, json.dumps(document).encode()) for path, document in raw.items())
    return [
        (one.code, one.path) for one in check_app(bundle, BASE.documents, check_expressions) if one.severity == "error"
    ]


def test_the_dock_is_clean() -> None:
    assert problems("talk") == []


@pytest.mark.parametrize(
    ("entity", "part", "value", "code", "path"),
    [
        ("talk", "about", "nothing", "unknown_field", "$.log.about"),
        ("talk", "about", "subject", "log_about", "$.log.about"),
        ("talk", "at", "again", "log_field", "$.log.at"),
        ("talk", "kind", "subject", "log_field", "$.log.kind"),
        ("talk", "files", "words", "log_field", "$.log.files"),
        ("talk", "ask", ["length", "nothing"], "unknown_field", "$.log.ask[1]"),
        ("chore", "done", {"nothing": "shut"}, "unknown_field", "$.log.done.nothing"),
    ],
)
def test_a_mistake_is_told(entity: str, part: str, value: Any, code: str, path: str) -> None:
    assert (code, path) in problems(entity, **{part: value})


def test_a_condition_must_be_true_or_false() -> None:
    assert [path for _, path in problems("chore", open="subject")] == ["$.log.open"]
