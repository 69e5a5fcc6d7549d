"""The record a designed form is shown with: one of those there are, as the definitions in force read it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from dougong.forms import needed_paths
from dougong.host.web.pages import door
from dougong.host.web.pages.form_now import behind_links, stored_record
from dougong.host.web.pages.live import worked_out
from dougong.metamodel.form import Form
from dougong.metamodel.model import EntityModel, Model
from dougong.records.context import Context
from dougong.records.environment import env_of
from dougong.records.values import Query

NONE = "none"
"""Asks for the form as it is before anything is entered."""
_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Sample:
    """`id` empty: a new record; `offered` are (id, title) of those changed last."""

    id: str
    title: str
    row: dict[str, Any]
    offered: tuple[tuple[str, str], ...]


def sample_of(context: Context, model: Model, form: Form, wanted: str) -> Sample:
    """The record `wanted`, else the one changed last, else none. `model` is the draft's; what is new in it is blank."""
    here = context.store.model.entities.get(form.entity)
    if here is None:
        return Sample("", "", {}, ())
    title = here.definition.title
    found = door.find(context, Query(here.key, (title,), sort=("-updated_at",), limit=_OFFERED)).rows
    offered = tuple((str(one["id"]), str(one[title] or "")) for one in found)
    chosen = wanted or (offered[0][0] if offered else NONE)
    stored = stored_record(context, here, chosen) if chosen != NONE else None
    if stored is None:
        return Sample("", "", {}, offered)
    row = worked_out(context, here, stored, replace(env_of(context), old=stored))
    behind_links(context, here, row, _readable(here, context.store.model, _paths(model, form)))
    return Sample(chosen, str(stored.get(title) or ""), row, offered)


def _paths(model: Model, form: Form) -> Iterable[tuple[str, ...]]:
    return needed_paths(model, form) if form.entity in model.entities else ()


def _readable(here: EntityModel, now: Model, paths: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those that are in force already."""
    found = []
    for path in paths:
        try:
            now.field(here.key, ".".join(path))
        except KeyError:
            continue
        found.append(path)
    return found
