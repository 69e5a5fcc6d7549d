"""docs/reference/functions.md: every function of the expression language with its examples."""

from dougong.expressions.functions import FAMILIES, FUNCTIONS
from dougong.expressions.functions.kind import Function

_HEAD = """# Functions

<!-- Generated from engines/dougong/expressions/functions/ by `make docs`. -->

`name?: type` is an argument that may be left out; `?` after a result means it may be blank even when no argument is.

"""


def functions_page() -> str:
    families = [(family, [module.FUNCTION for module in modules]) for family, modules in FAMILIES.items()]
    assert sum(len(functions) for _, functions in families) == len(FUNCTIONS)
    return _HEAD + "\n".join(f"## {family.title()}\n\n" + "\n".join(map(_entry, found)) for family, found in families)


def _entry(function: Function) -> str:
    examples = "".join(f"- `{source}` → `{_shown(result)}`\n" for source, result in function.examples)
    return f"### `{function.signature}`\n\n{function.doc.en}\n\n{function.doc.zh}\n" + (
        f"\n{examples}" if examples else ""
    )


def _shown(value: object) -> str:
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return str(value).upper()
    return f'"{value}"' if isinstance(value, str) else str(value)
