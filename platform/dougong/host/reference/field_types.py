"""docs/reference/field-types.md: every field type with its own properties, from the registry."""

import sys

from dougong.host.reference.properties import parts, properties
from dougong.metamodel.field import Field, FieldType
from dougong.metamodel.field_types import field_types

_HEAD = """# Field types

<!-- Generated from metamodel/dougong/metamodel/field_types/ by `make docs`. -->

What every field may say, whatever its type:

"""


def field_types_page() -> str:
    kinds = sorted(field_types().items())
    found = {part.__name__: part for _, kind in kinds for part in parts(kind.config)}
    return (
        _HEAD
        + properties(Field, frozenset())
        + "".join(_section(key, kind) for key, kind in kinds)
        + "\n# Parts\n"
        + "".join(f"\n## {name}\n\n{properties(part, frozenset())}" for name, part in sorted(found.items()))
    )


def _section(key: str, kind: FieldType) -> str:
    words = (sys.modules[kind.config.__module__].__doc__ or "").strip()
    return f"\n## `{key}`\n\n{words}\n\n" + properties(kind.config, frozenset(Field.model_fields))
