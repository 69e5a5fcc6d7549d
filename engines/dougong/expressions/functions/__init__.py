"""The functions of the language: one file each, registered in one explicit list per family."""

from . import date, logical, number, record, relation, text
from .kind import Function

FAMILIES = {
    "logical": logical.MODULES,
    "number": number.MODULES,
    "text": text.MODULES,
    "date": date.MODULES,
    "relation": relation.MODULES,
    "record": record.MODULES,
}


def _register() -> dict[str, Function]:
    found: dict[str, Function] = {}
    for modules in FAMILIES.values():
        for module in modules:
            function: Function = module.FUNCTION
            if function.name in found:
                raise ValueError(f"the function {function.name} is registered twice")
            found[function.name] = function
    return found


FUNCTIONS = _register()
"""By name, in the order of the reference."""
