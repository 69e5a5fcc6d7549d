"""The generated pages of docs/reference: one function per page, listed here.

`python -m dougong.host.reference` writes them, with `--check` it fails when one is not up to date.
"""

from collections.abc import Callable, Mapping

from dougong.expressions import reference as functions_page
from dougong.host.reference.documents import documents_page, schema_pages
from dougong.host.reference.field_types import field_types_page
from dougong.host.reference.settings import settings_page

PAGES: Mapping[str, Callable[[], str]] = {
    "documents.md": documents_page,
    "field-types.md": field_types_page,
    "functions.md": functions_page,
    "settings.md": settings_page,
    **schema_pages(),
}
