"""Whether the process lives (`/healthz`), whether it can serve (`/readyz`), and its measures (`/metrics`)."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dougong.host import metrics
from dougong.host.store.documents import current_revision
from dougong.host.workspaces import DEFAULT


def healthz(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


def readyz(request: Request) -> Response:
    """503 until the default workspace answers."""
    try:
        workspace = request.app.state.workspaces[DEFAULT]
        with workspace.engine.connect() as connection:
            revision = current_revision(connection)
    except Exception:  # whatever it is, we cannot serve
        return JSONResponse({"status": "unavailable"}, 503)
    return JSONResponse({"status": "ready", "revision": revision})


def measures(_: Request) -> Response:
    return Response(metrics.exposed(), media_type=metrics.MEDIA)


ROUTES = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", measures)]
