"""docs/reference/documents.md: every kind of document an app holds, from the registry; and their JSON Schemas."""

import json
from collections.abc import Callable, Mapping

from dougong.host.reference.properties import parts, properties
from dougong.metamodel.field import Field
from dougong.metamodel.kinds import KINDS, DocumentKind
from dougong.metamodel.schemas import json_schema

_HEAD = """# Documents of an app

<!-- Generated from metamodel/dougong/metamodel/kinds.py by `make docs`. -->

An app is a folder of JSON files, one definition per file. `$schema` says kind and format; the JSON Schemas in `schemas/`
give editors completion. Fields have [a page of their own](field-types.md), the formulas' functions [too](functions.md).

| kind | where | `$schema` |
|---|---|---|
"""


def documents_page() -> str:
    found = {
        part.__name__: part for kind in KINDS.values() for part in parts(kind.value) if not issubclass(part, Field)
    }
    return (
        _HEAD
        + "".join(f"| [{key}](#{key}) | `{kind.place}` | `{kind.schema}` |\n" for key, kind in KINDS.items())
        + "".join(_section(kind) for kind in KINDS.values())
        + "\n# Parts\n"
        + "".join(
            f"\n## {name}\n\n{_words(part.__doc__)}{properties(part, frozenset())}"
            for name, part in sorted(found.items())
        )
    )


def schema_pages() -> Mapping[str, Callable[[], str]]:
    """One JSON Schema per kind of document."""
    return {f"schemas/{key}.schema.json": _schema(key) for key in KINDS}


def _schema(kind: str) -> Callable[[], str]:
    return lambda: json.dumps(json_schema(kind), ensure_ascii=False, indent=1) + "\n"


def _section(kind: DocumentKind) -> str:
    return f"\n## {kind.key}\n\n{_words(kind.value.__doc__)}{properties(kind.value, frozenset({'schema_'}))}"


def _words(docstring: str | None) -> str:
    return " ".join(docstring.split()) + "\n\n" if docstring else ""
