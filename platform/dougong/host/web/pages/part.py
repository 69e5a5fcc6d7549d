"""A part of a page that is also a page: swapped in by htmx, inside the frame where scripts are switched off."""

from dataclasses import dataclass
from typing import Any

from fastapi.responses import HTMLResponse
from markupsafe import Markup

from dougong.host.web.scope import Scope
from dougong.metamodel.model import EntityModel
from dougong.records.context import Context

from .frame import Crumb, frame
from .render import draw, fragment, page
from .signals import alive


@dataclass(frozen=True, slots=True)
class PartPage:
    """What templates/pages/part.html shows."""

    html: Markup
    back: str


def part(
    scope: Scope, context: Context, entity: EntityModel, template: str, heading: str, status: int = 200,
    headers: dict[str, str] | None = None, **values: Any,
) -> HTMLResponse:  # fmt: skip
    """The template alone for htmx, else a page of its own below the entity's list."""
    if alive(scope):
        return fragment(scope, template, status, headers, **values)
    html = draw(template, scope.language, base=scope.base_path, csrf=scope.csrf, **values)
    here = f"{scope.base_path}/{entity.key}"
    crumbs = (Crumb(entity.plural.in_(scope.language), here), Crumb(heading))
    content = PartPage(Markup(html), here)  # noqa: S704  (a template escaped it)
    return page(scope, "pages/part.html", frame(scope, context.store.model, heading, crumbs, here), content, status)
