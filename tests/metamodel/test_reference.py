"""The generated reference names every kind of document, field type and property, and is up to date."""

from pathlib import Path

import pytest

from dougong.host.reference import PAGES
from dougong.metamodel.field_types import field_types
from dougong.metamodel.kinds import KINDS

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("page", ["documents.md", "field-types.md", *(f"schemas/{key}.schema.json" for key in KINDS)])
def test_a_page_is_up_to_date(page: str) -> None:
    assert (FOLDER / page).read_text("utf-8") == PAGES[page](), "run `make docs`"


def test_every_kind_and_property_is_documented() -> None:
    page = PAGES["documents.md"]()
    for key, kind in KINDS.items():
        _, _, section = page.partition(f"\n## {key}\n")
        section = section.partition("\n## ")[0]
        for name, field in kind.value.model_fields.items():
            assert name == "schema_" or f"| `{field.alias or name}` |" in section


def test_every_field_type_and_property_is_documented() -> None:
    page = PAGES["field-types.md"]()
    for key, kind in field_types().items():
        assert f"\n## `{key}`\n" in page
        for name, field in kind.config.model_fields.items():
            assert f"| `{field.alias or name}` |" in page
