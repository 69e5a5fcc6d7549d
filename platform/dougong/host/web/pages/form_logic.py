"""What a form's page carries so that it answers at once in the browser: the address of its module, the values known so far.

The module holds formulas and is the same for all who have equal rights and read one language; values are in the page.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dougong.expressions.javascript import env_to_json, to_plain
from dougong.forms import FormState, Logic, choose_form, form_logic
from dougong.forms.state import Use
from dougong.host.web.format import numbers
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.records.context import Context
from dougong.records.environment import env_of
from dougong.records.write.plan import rules_of

from .form_now import behind_links
from .live import formulas_of
from .look import Look
from .show import options_of, show


@dataclass(frozen=True, slots=True)
class FormScript:
    """The text of a form's module and the stamp in its address."""

    logic: Logic
    text: str
    stamp: str


def form_script(context: Context, entity: EntityModel, use: Use, look: Look) -> FormScript:
    """The module of the form that the viewer gets, made once per revision, rights and language."""
    year = look.today.year
    key = (
        "form script",
        entity.key,
        use,
        context.viewer.rights_key,
        context.viewer.roles,
        look.language,
        look.currency,
        year,
    )
    found: FormScript = context.store.plan(key, lambda: _made(context, entity, use, look))
    return found


def _made(context: Context, entity: EntityModel, use: Use, look: Look) -> FormScript:
    model = context.store.model
    form = choose_form(model, entity.key, use)
    inside = [one.relation.target for one in entity.fields.values() if one.relation is not None and one.relation.owned]
    formulas = {
        key: {field: checked for field, (checked, _) in formulas_of(context, model.entities[key]).items()}
        for key in {entity.key, *inside}
    }
    rules = {key: rules_of(context.store, key) for key in formulas}
    logic = form_logic(model, form, context.viewer, rules, formulas, use)
    shapes = {key: shape for key, _ in logic.plan["computed"] if (shape := _shape(entity.fields[key], look))}
    for lines, part in logic.plan["lines"].items():
        relation = entity.fields[lines].relation
        assert relation is not None
        child = model.entities[relation.target]
        every = {f"{lines}.{key}": _shape(child.fields[key], look) for key, _ in part["computed"]}
        shapes |= {key: shape for key, shape in every.items() if shape}
    text = f"export const plan = {json.dumps({**logic.plan, 'shapes': shapes}, default=str)};\n{logic.source}"
    return FormScript(logic, text, hashlib.sha256(text.encode()).hexdigest()[:16])


def _shape(field: FieldModel, look: Look) -> dict[str, Any] | None:
    """How static/js/shown.js writes the values of a field that is worked out, None: the server writes them."""
    config = field.field
    match field.value_type.name:
        case "text":
            return {"kind": "text"}
        case "number":
            unit = str(getattr(config, "unit", "") or "")
            return {
                "kind": "number",
                "unit": f" {unit}" if unit else "",
                "bare": not getattr(config, "separator", True),
            }
        case "money" if not getattr(config, "currency_field", None):
            fixed = str(getattr(config, "currency", "") or "")
            return {
                "kind": "money",
                "symbol": numbers.symbol(fixed or look.currency),
                "scale": field.value_type.scale or 2,
            }
        case "percent":
            return {"kind": "percent"}
        case "bool" | "choice" as kind:
            words = (True, False) if kind == "bool" else tuple(options_of(config))
            draw = show(field, field.key)
            return {"kind": "words", "words": {json.dumps(one).strip('"'): draw(one, {}, look) for one in words}}
        case "date":
            return {"kind": "date", "year": look.today.year}
        case _:
            return None


def known_values(
    context: Context, entity: EntityModel, logic: Logic, row: Mapping[str, Any], stored: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What the module's functions read besides the controls: the row as it stands, the stored one, the time, the person."""
    values = dict(row)
    missing = [path.split(".") for path in logic.paths if "." in path and path not in values]
    behind_links(context, entity, values, [tuple(path) for path in missing])
    env = replace(env_of(context), is_new=stored is None)
    person = {path: env.user.get(path) for path in logic.user}
    return {
        "row": {path: to_plain(values.get(path)) for path in logic.paths},
        "old": None if stored is None else {path: to_plain(stored.get(path)) for path in logic.old},
        "env": env_to_json(replace(env, user=person), logic.cores),
    }


def with_all_parts(state: FormState) -> FormState:
    """The form with nothing put away, for the parts that a browser may have to show."""
    return replace(
        state,
        sections=tuple(
            replace(
                section,
                visible=True,
                rows=tuple(tuple(replace(one, visible=True) for one in row) for row in section.rows),
            )
            for section in state.sections
        ),
    )
