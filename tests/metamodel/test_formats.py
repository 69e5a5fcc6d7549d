"""Stored documents of an older format are led to the newest, step by step."""

from typing import Any

import pytest

from dougong.metamodel.documents import Document
from dougong.metamodel.formats import format_of, registered, upgrade
from dougong.metamodel.problem import ProblemsFound

from tests.metamodel.workshop import files

NAME = "views/job_all.json"


def view(**more: Any) -> Document:
    return Document("workshop", "view", NAME, {**files()[NAME], **more})


def test_a_document_of_the_newest_format_stays_as_it_is() -> None:
    assert upgrade(view()) == view()


def test_an_old_document_goes_through_every_step() -> None:
    def to_two(raw: dict[str, Any]) -> dict[str, Any]:
        return {**raw, "steps": ["two"]}

    def to_three(raw: dict[str, Any]) -> dict[str, Any]:
        return {**raw, "steps": [*raw["steps"], "three"]}

    old = view()
    with registered("view", 1, to_two), registered("view", 2, to_three):
        new = upgrade(old)
        assert format_of(new) == 3
        assert new.raw["steps"] == ["two", "three"]
    assert "steps" not in old.raw
    assert upgrade(old) == old


def test_registering_twice_is_an_error() -> None:
    with registered("view", 1, dict), pytest.raises(ValueError), registered("view", 1, dict):
        pass


def test_a_document_from_the_future_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="newer version"):
        upgrade(view(**{"$schema": "dougong/view/2"}))


def test_a_format_nobody_leads_on_from_is_refused() -> None:
    with registered("view", 1, dict), pytest.raises(ProblemsFound, match="not supported"):
        upgrade(view(**{"$schema": "dougong/view/0"}))


def test_a_document_without_a_format_is_left_to_the_check() -> None:
    for said in (None, 7, "nonsense", "dougong/entity/1"):
        assert format_of(view(**{"$schema": said})) is None
