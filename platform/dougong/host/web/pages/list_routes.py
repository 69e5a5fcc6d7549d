"""Addresses of lists: the page, the editor of a filter's value, the change of a filter."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from dougong.expressions.periods import PERIODS
from dougong.host.web.scope import Scope, signed_in

from .conditions import OPERATORS, PERIOD, Condition
from .entity import readable_entity
from .filter_chips import asked_of, changed_filter, literal_of, value_editor, words_in
from .frame import Crumb, frame
from .list_page import list_page, look_of, words_of
from .list_state import MOST_COLUMNS, read_state
from .part import part
from .render import fragment, page
from .saved_views import views_of

router = APIRouter(include_in_schema=False)
Signed = Annotated[Scope, Depends(signed_in)]


@router.get("/{entity}")
def records(scope: Signed, entity: str, request: Request) -> Response:
    """The list of an entity."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        content = list_page(scope, context, model, request.query_params)
        current = f"{scope.base_path}/{entity}?view={content.state['view']}"
        around = frame(scope, context.store.model, content.plural, (Crumb(content.plural),), current, "of-list")
        template = "pages/list.html" if content.kind == "list" else f"views/{content.kind}.html"
        return page(scope, template, around, content)


@router.get("/{entity}/columns")
def columns(scope: Signed, entity: str, request: Request) -> Response:
    """Redirects to the list with the ticked columns (`column_`), in their order."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        state = read_state(views_of(context, model), model, request.query_params)
        chosen = tuple(dict.fromkeys((model.definition.title, *request.query_params.getlist("column_"))))
    return RedirectResponse(f"{scope.base_path}/{entity}?{state.query(columns=chosen[:MOST_COLUMNS])}", 303)


@router.get("/{entity}/filter")
def filter_editor(
    scope: Signed, entity: str, request: Request, field: str, index: str = "new", operator: str = "", find: str = "",
    fresh: bool = False,
) -> Response:  # fmt: skip
    """The editor of one condition; `find` narrows the records offered; `fresh` puts it below the chips, not into one."""
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        state = read_state(views_of(context, model), model, request.query_params)
        editor = value_editor(scope, context, model, state, field, index, operator, find)
        here, fresh = f"{scope.base_path}/{entity}", fresh or index == "new" or not operator
        if "find" in request.query_params:
            return fragment(scope, "parts/filter_options.html", editor=editor)
        title = words_of(scope)("Filter")
        return part(scope, context, model, "parts/filter_value.html", title, editor=editor, here=here, fresh=fresh)


@router.get("/{entity}/filtered")
def filtered(
    scope: Signed, entity: str, request: Request, field_: str = "", index_: str = "new", operator_: str = "",
    period_: str = "", days_: str = "",
) -> Response:  # fmt: skip
    """Redirects to the list with one condition set; `period_` is one of a day (`this_week`), with `days_` where it takes some."""
    values = tuple(value for value in request.query_params.getlist("value_") if value != "")
    with scope.workspace.reading(scope.viewer) as context:
        model = readable_entity(context, entity)
        state = read_state(views_of(context, model), model, request.query_params)
        asked = asked_of(context, model, field_)
        if period_ in PERIODS:
            operator_, values = PERIOD, (f"{period_}:{days_}" if PERIODS[period_].counted else period_,)
        elif asked is not None:
            now = look_of(scope, context).local
            values = tuple(literal_of(asked, value, now) for one in values for value in words_in(asked, one))
        takes = OPERATORS[operator_].takes if operator_ in OPERATORS else "one"
        whole = operator_ in OPERATORS and (takes == "none" or bool(values))
        after = (
            Condition(field_, operator_, () if takes == "none" else values if takes == "some" else values[:1])
            if whole
            else None
        )
        changed = changed_filter(context, model, state.filter, index_, after)
    return RedirectResponse(f"{scope.base_path}/{entity}?{state.query(filter=changed)}", 303)
