"""A record's history and the proof of who may see it."""

from dataclasses import asdict

from starlette.responses import Response

from dougong.records.history import history
from dougong.records.query import get
from dougong.records.why import why

from .encode import answer
from .endpoint import Asked, endpoint
from .records import entity_of, not_found


def record_history(asked: Asked) -> Response:
    """Who changed what, newest first; masked like the fields."""
    entity, record = entity_of(asked), asked.path("record")
    with asked.reading() as context:
        if get(context, entity, record, ("id",)) is None:
            raise not_found(record)
        return answer({"data": [asdict(entry) for entry in history(context, entity, record)]})


def record_why(asked: Asked) -> Response:
    """Why the caller can, or cannot, see the record (`?field=` one field of it)."""
    entity, record = entity_of(asked), asked.path("record")
    with asked.reading() as context:
        return answer({"data": asdict(why(context, entity, record, asked.request.query_params.get("field")))})


ROUTES = [
    endpoint("/api/v1/{entity}/{record}/history", record_history),
    endpoint("/api/v1/{entity}/{record}/why", record_why),
]
