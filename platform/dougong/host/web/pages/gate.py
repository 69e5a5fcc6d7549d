"""What a step of the path asks before it is taken: the gate's fields and what else is wrong, as a dialog."""

from collections.abc import Sequence

from fastapi.responses import Response
from starlette.datastructures import FormData

from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel
from dougong.metamodel.problem import Problem
from dougong.records.context import Context
from dougong.records.values import Row

from .columns import editable
from .controls import Control, control
from .entity import record
from .form_entry import PREFIX, Entry, read_entry
from .list_page import look_of
from .look import Look
from .part import part
from .show import options_of


def gate_dialog(
    scope: Scope, context: Context, model: EntityModel, identity: str, stage: str, form: FormData,
    problems: Sequence[Problem], href: str, keep: Sequence[tuple[str, str]] = (), stored: Row | None = None,
) -> Response:  # fmt: skip
    """422 with the dialog; it is sent to `href`, `keep` goes along as it is. `stored` is the record where it is at hand."""
    assert model.pipeline is not None
    look, own = look_of(scope, context), model.pipeline.field
    entry = read_entry(context.store.model, model, form, look.local)
    gate = model.pipeline.gates.get(stage)
    asked = dict.fromkeys([*(gate.require if gate else ()), *(p.path for p in problems)])
    keys = [key for key in asked if key in model.fields and editable(model.fields[key]) and key != own]
    row = stored if stored is not None else record(context, model.key, identity, tuple(keys))
    row = {**row, **{key: entry.values[key] for key in keys if key in entry.values}}
    fields = [_control(model, key, row, look, problems, entry) for key in keys]
    rest = tuple(p.message.in_(scope.language) for p in problems if p.path not in keys)
    label = next(
        (o.label.in_(scope.language) for k, o in options_of(model.fields[own].field).items() if k == stage), stage
    )
    heading = look.words("Before “{stage}”", stage=label)
    return part(
        scope, context, model, "parts/gate.html", heading, 422, {"HX-Retarget": "#dialog", "HX-Reswap": "innerHTML"},
        fields=fields, rest=rest, stage=label, href=href, rev=form.get("rev", ""), keep=keep,
    )  # fmt: skip


def _control(
    model: EntityModel, key: str, row: dict[str, object], look: Look, problems: Sequence[Problem], entry: Entry
) -> Control:
    found = model.fields[key]
    names = {str(row.get(key)): str(row.get(f"{key}.$title") or "")}
    options = tuple(o for o in options_of(found.field).values() if not o.retired or o.key == row.get(key))
    return control(
        found, f"{PREFIX}{key}", row.get(key), look, names, f"{look.base}/{model.key}/pick/{key}", entry.raw.get(key),
        label=found.label.in_(look.language), options=options,
        problems=tuple(p.message.in_(look.language) for p in problems if p.path == key),
    )  # fmt: skip
