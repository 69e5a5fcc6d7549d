"""The product's pages: server-rendered HTML drawn from definitions; no page knows what it lists.

Order counts: fixed addresses stand before those that begin with an entity.
"""

from fastapi import APIRouter

from . import (
    app_routes,
    board_arrange,
    board_routes,
    bulk_routes,
    calendar_routes,
    comment_routes,
    export_routes,
    favourite_routes,
    file_routes,
    form_routes,
    help_routes,
    import_routes,
    list_routes,
    list_rows,
    log_routes,
    notice_routes,
    own_files,
    pick_routes,
    presence_routes,
    profile_routes,
    provider_routes,
    quick_routes,
    record_part_routes,
    record_routes,
    recycle_routes,
    search_routes,
    second_factor_routes,
    share_routes,
    sign_in_routes,
    sign_in_steps,
    static,
    view_routes,
    welcome_routes,
    widths,
)
from .admin import routes as admin_routes
from .arrangements import routes as arrangement_routes
from .guide import routes as guide_routes

router = APIRouter()
for _part in (
    static.router,
    app_routes.router,
    sign_in_routes.router,
    sign_in_steps.router,
    provider_routes.router,
    second_factor_routes.router,
    welcome_routes.router,
    admin_routes.router,
    guide_routes.router,
    profile_routes.router,
    own_files.router,
    calendar_routes.router,
    search_routes.router,
    notice_routes.router,
    favourite_routes.router,
    help_routes.router,
    board_arrange.router,
    board_routes.router,
    export_routes.router,
    file_routes.router,
    import_routes.router,
    recycle_routes.router,
    list_rows.router,
    widths.router,
    view_routes.router,
    bulk_routes.router,
    pick_routes.router,
    quick_routes.router,
    form_routes.router,
    arrangement_routes.router,
    list_routes.router,
    log_routes.router,
    comment_routes.router,
    presence_routes.router,
    record_part_routes.router,
    share_routes.router,
    record_routes.router,
):
    router.include_router(_part)
