"""Who asks, in which workspace: what every page and API endpoint is given, as FastAPI dependencies.

`signed_in` for pages (sends others to sign in), `api_scope` for the API (bearer token, or a session with its CSRF
token), `anonymous` for what anyone may see. The work of an endpoint is not done here.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from dougong.host.access import people, sessions, tokens, viewer
from dougong.host.access.read_only import read_only
from dougong.host.access.sessions import Session, hash_token
from dougong.host.workspaces import Workspace
from dougong.metamodel.problem import Problem
from dougong.metamodel.text import text
from dougong.records.rights import Viewer
from dougong.records.store import RecordStore

from . import csrf
from .cookies import clear_session, session_token, set_session
from .errors import Refused, SignInNeeded, language_of

NOBODY = Viewer(person=None, name="", rights_key="nobody")
"""The viewer of anonymous requests: no right at all."""
_MOST_CALLERS = 10_000


@dataclass(frozen=True, slots=True)
class Scope:
    """One request. `csrf` goes into forms as `_csrf` or the header X-CSRF-Token; links begin with `base_path`."""

    request: Request = field(repr=False)
    workspace: Workspace
    viewer: Viewer
    language: str
    csrf: str
    request_id: str
    base_path: str
    session: Session | None = None
    token: tokens.Token | None = None
    store: RecordStore | None = None
    """Of the revision in force when the token was looked up; None where that was not looked at."""

    def url(self, path: str) -> str:
        """An address inside the workspace from a path that begins with `/`."""
        return self.base_path + path


@dataclass(frozen=True, slots=True)
class _Caller:
    """What a bearer token meant in a state of the data; `language` is the person's own, None where none was chosen."""

    state: str | None
    language: str | None
    store: RecordStore
    token: tokens.Token
    viewer: Viewer


async def anonymous(request: Request) -> Scope:
    """The signed-in person's scope if there is one, else nobody's; unsafe requests need the CSRF token either way."""
    found = await run_in_threadpool(_by_session, request)
    if found is None:
        clear_session(request)
        found = _scope(request, NOBODY, csrf.anonymous_token(request))
    await csrf.check(request, found.csrf)
    return found


async def signed_in(request: Request) -> Scope:
    """A person's scope; raises SignInNeeded."""
    found = await run_in_threadpool(_by_session, request)
    if found is None:
        clear_session(request)
        raise SignInNeeded
    await csrf.check(request, found.csrf)
    return found


def known_scope(request: Request) -> Scope | None:
    """The signed-in person's scope, or None; for what is drawn when a request was refused."""
    return _by_session(request)


async def api_scope(request: Request) -> Scope:
    """A person's scope by bearer token, else by session; raises Refused 401."""
    found = await run_in_threadpool(_either, request)
    if found.session is not None:
        await csrf.check(request, found.csrf)
    return found


def caller(request: Request) -> Scope:
    """The same in a thread that may wait for the database; takes no form."""
    found = _either(request)
    if found.session is not None:
        csrf.check_header(request, found.csrf)
    return found


def _either(request: Request) -> Scope:
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind:  # noqa: SIM108
        found = _by_token(request, secret.strip()) if kind.lower() == "bearer" else None
    else:
        found = _by_session(request)
    if found is None:
        words = text("需要有效的访问令牌", "A valid access token is needed")
        fix = text(
            "用 dougong token create 生成令牌，放在请求头 Authorization: Bearer <token>",
            "Make one with `dougong token create` and send it as Authorization: Bearer <token>",
        )
        problem = Problem("unauthorized", words, "$", fix=fix)
        raise Refused(401, [problem], headers={"WWW-Authenticate": "Bearer"})
    return found


def workspace_of(request: Request) -> Workspace:
    """The workspace that the middleware chose by path or host name."""
    found: Workspace = request.state.workspace
    return found


def _by_session(request: Request) -> Scope | None:
    workspace = workspace_of(request)
    token = session_token(request)
    if not token:
        return None
    now, store = workspace.clock(), workspace.store
    with workspace.engine.connect() as connection:
        found = sessions.look_up(connection, token, now)
        person = people.by_id(connection, store, found[0].person) if found else None
    if found is None or person is None or not person.active:
        return None
    session, due = found
    if due:
        days = workspace.settings.session_days
        with workspace.writer.begin() as connection:
            fresh = sessions.touch(connection, token, now, days)
        set_session(request, fresh or token)
    request.state.language = person.language
    who = replace(viewer.viewer_of(workspace, person), language=language_of(request))
    return _scope(request, who, session.csrf, session=session)


def _by_token(request: Request, secret: str) -> Scope | None:
    """Asked of the database once per state of the data: as long as nothing is written, a token means the same."""
    workspace = workspace_of(request)
    now, state = workspace.clock(), getattr(request.state, "data_state", None)
    known: dict[str, _Caller] = workspace.caches.setdefault("callers", {})
    name = hash_token(secret)
    found = known.get(name)
    if found is None or state is None or found.state != state or now >= tokens.good_until(found.token):
        found = _look_up(workspace, secret, now, state)
        if found is None:
            return None
        if len(known) >= _MOST_CALLERS:
            known.clear()
        known[name] = found
    request.state.language = found.language
    return _scope(request, found.viewer, "", token=found.token, store=found.store)


def _look_up(workspace: Workspace, secret: str, now: datetime, state: str | None) -> _Caller | None:
    with workspace.engine.connect() as connection:
        store = workspace.store_seen_by(connection)
        found = tokens.look_up(connection, secret, now)
        person = people.by_id(connection, store, found[0].person) if found else None
    if found is None or person is None or not person.active:
        return None
    token, due = found
    if due:
        with workspace.writer.begin() as connection:
            tokens.note_use(connection, token.id, now)
    who = viewer.viewer_of(workspace, person, store)
    return _Caller(state, person.language, store, token, read_only(who) if token.scope == "read" else who)


def _scope(
    request: Request,
    who: Viewer,
    csrf_token: str,
    session: Session | None = None,
    token: tokens.Token | None = None,
    store: RecordStore | None = None,
) -> Scope:
    if who.person is not None:
        request.state.person = who.person
    return Scope(
        request=request,
        workspace=workspace_of(request),
        viewer=who,
        language=language_of(request),
        csrf=csrf_token,
        request_id=request.state.request_id,
        base_path=request.scope.get("root_path", ""),
        session=session,
        token=token,
        store=store,
    )
