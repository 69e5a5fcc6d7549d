"""The product as one ASGI application: wires settings, workspaces, pages, API and workers together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from dougong.host.clock import Clock, system_clock
from dougong.host.jobs import Workers
from dougong.host.settings import Settings
from dougong.host.web import api, pages
from dougong.host.web.errors import Refused, SignInNeeded, answer
from dougong.host.web.health import ROUTES
from dougong.host.web.middleware import middleware
from dougong.host.web.pages.refused import refused_page
from dougong.host.workspaces import Workspaces
from dougong.metamodel.problem import ProblemsFound


def create_app(settings: Settings, clock: Clock = system_clock, *, work: bool = True) -> FastAPI:
    """The application over the workspaces of the settings, which have been prepared; `work` False: no job is run."""
    workspaces = Workspaces(settings, clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        workers = Workers(workspaces.every)
        if work:
            workers.start()
        yield
        workers.stop()
        workspaces.close()

    app = FastAPI(
        title="Dougong",
        lifespan=lifespan,
        middleware=middleware(settings),
        openapi_url=None,  # the API's own, per workspace and role, is in web.api
        routes=[*ROUTES, *api.ROUTES, *pages.ROUTES],
    )
    app.state.settings = settings
    app.state.workspaces = workspaces
    app.state.refused_page = refused_page
    for kind in (Refused, SignInNeeded, ProblemsFound, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, answer)
    return app


def from_environment() -> FastAPI:
    """What a server's worker process imports."""
    from dougong.host.logs import configure_logs

    settings = Settings()
    configure_logs(settings)
    return create_app(settings)
