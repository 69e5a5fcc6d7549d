"""Words of a locale stand in place of those written in the documents."""

import pytest

from dougong.metamodel.locales import find_text, path_steps

from tests.metamodel.workshop import files, model


def test_words_are_replaced_in_their_language_only() -> None:
    job = model().entities["job"]
    assert (job.label.en, job.label.zh) == ("Work order", "Job")
    assert job.fields["due"].label.en == "Due day"


@pytest.mark.parametrize(
    ("path", "found"),
    [("label", True), ("fields[due].label", True), ("fields[nothing].label", False), ("title", False), ("", False)],
)
def test_a_place_is_one_of_a_text(path: str, found: bool) -> None:
    assert (find_text(files()["entities/job.json"], path) is not None) is found


def test_a_path_has_steps() -> None:
    assert len(path_steps("fields[due].options[a].label")) == 5
