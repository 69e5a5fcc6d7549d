"""The catalogue of apps: what is there, what can be had, what each brings, and what installing it would do."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import Response

from dougong.host import jobs
from dougong.host.install import installed_bundle, shelf
from dougong.host.install.bundles import needs
from dougong.host.install.package import MOST, write_package
from dougong.host.store import documents
from dougong.host.store.documents import Layers
from dougong.host.studio.app_impact import outcome
from dougong.host.studio.app_preview import Preview
from dougong.host.web.errors import Refused
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.pages.render import fragment
from dougong.host.web.pages.signals import go, toast
from dougong.host.web.scope import Scope
from dougong.metamodel.documents import Bundle
from dougong.metamodel.problem import ProblemsFound

from .home import names_of
from .shell import PREFIX, Around, Designing, draw_page
from .sketch import read_sketch
from .template_cards import AppHere, Card, apps_here, card_of, names_of_apps, preview_of
from .template_outcome import consequence

router = APIRouter(prefix=f"{PREFIX}/template", include_in_schema=False)
KEY = "template"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What templates/studio/template.html shows."""

    around: Around
    here: tuple[Card, ...]
    free: tuple[Card, ...]
    made: bool


@dataclass(frozen=True, slots=True)
class AppPage:
    """What templates/studio/template_app.html shows; `upon` are apps it needs: (name, address, is there)."""

    around: Around
    key: str
    card: Card
    preview: Preview | None
    upon: tuple[tuple[str, str, bool], ...]
    samples: int
    removable: bool


@router.get("")
def show_catalogue(scope: Designing) -> Response:
    """Apps that are here, and those that can be had."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
        layers = documents.load_layers(connection)
    found = apps_here(scope, layers)
    names, base = names_of_apps(scope, found), f"{scope.base_path}{PREFIX}"
    cards = {key: card_of(scope, one, layers, names, base) for key, one in found.items()}
    here = tuple(cards[key] for key, one in found.items() if one.installed)
    free = tuple(cards[key] for key, one in found.items() if not one.installed)
    return draw_page(
        scope, KEY, "studio/template.html", sketch, lambda around: Catalogue(around, here, free, bool(layers.own))
    )


@router.post("/file")
def put_on_shelf(scope: Designing, file: UploadFile) -> Response:
    """Takes a package in; nothing is installed yet."""
    try:
        found = shelf.put(scope.workspace, file.file.read(MOST + 1))
    except ProblemsFound as refused:
        raise Refused(422, refused.problems) from refused
    scope.workspace.caches.pop("previews", None)
    return go(scope, f"{scope.base_path}{PREFIX}/template/app/{found.app.key}")


@router.get("/app/{key}")
def show_app(scope: Designing, key: str) -> Response:
    """What an app brings, drawn small."""
    with scope.workspace.engine.connect() as connection:
        sketch = read_sketch(scope, connection)
        layers = documents.load_layers(connection)
    found = apps_here(scope, layers)
    one = found.get(key)
    if one is None:
        raise Refused(404)
    names, base = names_of_apps(scope, found), f"{scope.base_path}{PREFIX}"
    card = card_of(scope, one, layers, names, base)
    upon = _upon(one, found, names, layers, base)
    drawn = one.offer.bundle if one.offer else one.bundle
    shown = preview_of(scope, one.bundle, layers)
    count = sum(table.strip().count("\n") for table in drawn.samples_in(scope.workspace.settings.language).values())
    return draw_page(
        scope, KEY, "studio/template_app.html", sketch,
        lambda around: AppPage(
            around, key, card, shown if isinstance(shown, Preview) else None, upon, count, one.installed is not None
        ),
        last=card.label,
    )  # fmt: skip


@router.get("/app/{key}/consequence")
def show_consequence(scope: Designing, key: str) -> Response:
    """What installing it would do: asked by the page when it stands."""
    with scope.workspace.engine.connect() as connection:
        layers = documents.load_layers(connection)
        offered = _offered(scope, key)
        found = outcome(connection, scope.workspace, offered, with_samples=True)
        people = names_of(scope, connection)
    told = consequence(found, scope.workspace.store.model, scope.language, people, scope.base_path)
    here = any(app == key for app, _ in layers.brought)
    return fragment(
        scope, "studio/template_install.html", told=told, state=found.state, samples=bool(offered.samples),
        here=f"{scope.base_path}{PREFIX}/template/app/{key}", there=here,
    )  # fmt: skip


@router.post("/app/{key}/install")
def install_app(
    scope: Designing, key: str, samples: Annotated[str, Form()] = "", expected: Annotated[str, Form()] = ""
) -> Response:
    """Begins in the background."""
    _offered(scope, key)
    return begin(scope, "install", {"app": key, "samples": samples == "with", "expected": expected})


@router.post("/app/{key}/away")
def take_off_shelf(scope: Designing, key: str) -> Response:
    """Takes a package that was put in off the catalogue; what is installed stays."""
    if not shelf.take_away(scope.workspace, key):
        raise Refused(404)
    return go(scope, f"{scope.base_path}{PREFIX}/template", toast(words_of(scope)("Taken off the catalogue")))


@router.get("/app/{key}/file")
def download_app(scope: Designing, key: str) -> Response:
    """An installed app as it is in force, as a package."""
    try:
        bundle = installed_bundle(scope.workspace, key)
    except ProblemsFound as refused:
        raise Refused(404, refused.problems) from refused
    return package_file(write_package(bundle), key)


def package_file(content: bytes, key: str) -> Response:
    """A download."""
    headers = {"Content-Disposition": f'attachment; filename="{key}.zip"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/zip", headers=headers)


def begin(scope: Scope, kind: str, payload: dict[str, object]) -> Response:
    """Puts the work in and goes to where it can be watched."""
    job = jobs.enqueue(scope.workspace, kind, payload, str(scope.viewer.person))
    return go(scope, f"{scope.base_path}{PREFIX}/template/work/{job}")


def _offered(scope: Scope, key: str) -> Bundle:
    found = shelf.offer(scope.workspace, key)
    if found is None:
        raise Refused(404)
    return found.bundle


def _upon(
    one: AppHere, found: dict[str, AppHere], names: dict[str, str], layers: Layers, base: str
) -> tuple[tuple[str, str, bool], ...]:
    """Apps that it needs, each with where it can be had."""
    there = {app for app, _ in layers.brought}
    return tuple(
        (names.get(key, key), f"{base}/template/app/{key}" if key in found else "", key in there)
        for key in sorted(needs(one.bundle) - {"base"})
    )
