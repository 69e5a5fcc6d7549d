"""The product's pages: server-rendered HTML drawn from definitions; no page knows what it lists.

Order counts: fixed addresses stand before those that begin with an entity.
"""

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
    form_logic_routes,
    form_routes,
    help_routes,
    import_routes,
    list_routes,
    list_rows,
    log_routes,
    notice_routes,
    own_files,
    peek_routes,
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
    why_routes,
    widths,
)
from .admin import routes as admin_routes
from .arrangements import routes as arrangement_routes
from .guide import routes as guide_routes
from .studio import routes as studio_routes

ROUTES = [
    route
    for part in (
        static,
        app_routes,
        sign_in_routes,
        sign_in_steps,
        provider_routes,
        second_factor_routes,
        welcome_routes,
        *admin_routes.PARTS,
        *studio_routes.PARTS,
        guide_routes,
        profile_routes,
        own_files,
        calendar_routes,
        search_routes,
        notice_routes,
        favourite_routes,
        help_routes,
        board_arrange,
        board_routes,
        export_routes,
        file_routes,
        import_routes,
        recycle_routes,
        list_rows,
        peek_routes,
        widths,
        view_routes,
        bulk_routes,
        pick_routes,
        quick_routes,
        form_logic_routes,
        form_routes,
        arrangement_routes,
        list_routes,
        log_routes,
        comment_routes,
        presence_routes,
        record_part_routes,
        share_routes,
        why_routes,
        record_routes,
    )
    for route in part.router.routes
]
"""In the order in which they are tried; flat, since a router within a router is gone through anew for each request."""
