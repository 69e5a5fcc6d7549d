"""A record beside its list: what it is, its fields as they read, what happened last; nothing is changed here."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from markupsafe import Markup

from dougong.host.web.scope import Scope, signed_in

from .entity import readable_entity, record
from .list_page import look_of
from .part import part
from .record_fields import ShownGroup
from .record_page import page_of, record_paths, shower_of
from .show import show

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Peek:
    """What templates/parts/peek.html shows; `facts` are the record's figures as (label, html)."""

    href: str
    title: str
    person: bool
    chips: tuple[Markup, ...]
    facts: tuple[tuple[str, Markup], ...]
    groups: tuple[ShownGroup, ...]
    may_edit: bool


@router.get("/{entity}/{id}/peek")
def peek(scope: Annotated[Scope, Depends(signed_in)], entity: str, id: str) -> Response:  # noqa: A002
    """The panel; without scripts a page of its own."""
    with scope.workspace.reading(scope.viewer) as context:
        model, look = readable_entity(context, entity), look_of(scope, context)
        store = context.store.model
        row = record(context, entity, id, record_paths(store, model))
        defined, shower = page_of(store, model), shower_of(context, model, row, look)
        plain = replace(shower, may_edit=False)
        key = model.definition.title
        title = show(model.fields[key], key)(row.get(key), row, look).striptags() or "—"
        facts = [one for path in defined.stats if (one := plain.field(path)) and one.html]
        groups = tuple(
            ShownGroup(group.key, group.label, tuple(replace(one, made=False) for one in group.fields if one.html))
            for group in plain.groups(defined.groups)
        )
        content = Peek(
            f"{look.base}/{entity}/{id}", title, entity == "person",
            tuple(html for path in defined.chips if (one := plain.field(path)) and (html := one.html)),
            tuple((one.label, one.html) for one in facts), tuple(group for group in groups if group.fields),
            shower.may_edit,
        )  # fmt: skip
        return part(scope, context, model, "parts/peek.html", title, peek=content)
