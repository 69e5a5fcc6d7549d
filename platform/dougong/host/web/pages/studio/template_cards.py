"""The catalogue's cards and the drawings on them: every app that is there or can be had, small, as its definitions say it."""

from dataclasses import dataclass, field

from dougong.host.install import shelf
from dougong.host.install.bundles import base_bundle, manifest
from dougong.host.install.package import digest_of
from dougong.host.install.shelf import Offer
from dougong.host.store.documents import Layers
from dougong.host.studio.app_preview import Preview, preview
from dougong.host.studio.own_app import OWN
from dougong.host.web.pages.list_page import words_of
from dougong.host.web.scope import Scope
from dougong.metamodel.app import App
from dougong.metamodel.documents import Bundle, Document
from dougong.metamodel.problem import Problem

_BUILT_IN = ("base", OWN)


@dataclass(frozen=True, slots=True)
class AppHere:
    """An app with what the workspace has of it: `installed` and the `offer` on the shelf, each None where there is none.
    `newer`: what is on the shelf differs from what was installed."""

    key: str
    installed: App | None
    offer: Offer | None
    newer: bool
    bundle: Bundle = field(repr=False)

    @property
    def app(self) -> App:
        found = self.installed or (self.offer.app if self.offer else None)
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Card:
    """`state`: here, newer (here, and another version can be had), free or wrong; `upon` is the app it extends."""

    href: str
    icon: str
    label: str
    version: str
    offered: str
    about: str
    state: str
    upon: str
    by_file: bool
    counts: tuple[str, ...]
    preview: Preview | None
    problem: str


def apps_here(scope: Scope, layers: Layers) -> dict[str, AppHere]:
    """By key: installed ones and those on the shelf, but for the product's own."""
    brought: dict[str, list[Document]] = {}
    for (app, _), one in layers.brought.items():
        brought.setdefault(app, []).append(one)
    made = {app for app, file in layers.own if file == "app.json" and app not in brought}
    for key in made:  # an app that was made here, document by document
        brought[key] = [one for one in layers.documents() if one.app == key]
    on_shelf = {one.app.key: one for one in shelf.offers(scope.workspace)}
    found = {}
    for key in sorted({*brought, *on_shelf} - set(_BUILT_IN)):
        there, offer = Bundle(key, tuple(brought.get(key, ()))), on_shelf.get(key)
        here = manifest(there) if there.documents else None
        newer = bool(
            here and offer and digest_of(Bundle(key, there.documents)) != digest_of(Bundle(key, offer.bundle.documents))
        )
        bundle = there if here or offer is None else offer.bundle
        found[key] = AppHere(key, here, offer, newer, bundle)
    return found


def card_of(scope: Scope, one: AppHere, layers: Layers, labels: dict[str, str], base: str) -> Card:
    """One app as a card; `labels` are the names of all apps by key."""
    language, app = scope.language, one.app
    drawn = preview_of(scope, one.bundle, layers)
    state = "newer" if one.newer else "here" if one.installed else "free" if isinstance(drawn, Preview) else "wrong"
    return Card(
        f"{base}/template/app/{one.key}", app.icon, app.label.in_(language), app.version,
        one.offer.app.version if one.offer else "", app.description.in_(language) if app.description else "", state,
        labels.get(app.extends, app.extends) if app.extends and app.extends != "base" else "",
        bool(one.offer and one.offer.own), counts_of(scope, drawn) if isinstance(drawn, Preview) else (),
        drawn if isinstance(drawn, Preview) else None,
        "" if isinstance(drawn, Preview) else next((p.message.in_(language) for p in drawn), ""),
    )  # fmt: skip


def preview_of(scope: Scope, bundle: Bundle, layers: Layers) -> Preview | tuple[Problem, ...]:
    """Kept until the next release. An app that builds upon one on the shelf is drawn beside that."""
    known: dict[str, Preview | tuple[Problem, ...]] = scope.workspace.caches.setdefault("previews", {})
    key = f"{digest_of(bundle)}-{scope.workspace.settings.language}"
    if key not in known:
        known[key] = preview(bundle, _beside(scope, bundle, layers), scope.workspace.settings.language)
    return known[key]


def _beside(scope: Scope, bundle: Bundle, layers: Layers) -> list[Document]:
    """What is installed; apps it builds upon that are not are taken from the shelf, so that it can be drawn at all."""
    there = layers.documents()
    present = {one.app for one in there}
    app = manifest(bundle)
    if app is None:
        return there
    waiting = [key for key in (*app.depends_on, app.extends) if key and key not in (*present, "platform", bundle.app)]
    if not waiting:
        return there
    on_shelf = {one.app.key: one.bundle for one in shelf.offers(scope.workspace)}
    return [*there, *(one for key in dict.fromkeys(waiting) if key in on_shelf for one in on_shelf[key].documents)]


def counts_of(scope: Scope, drawn: Preview) -> tuple[str, ...]:
    """What it brings as numbers in words; what it has none of is not said."""
    words = words_of(scope)
    items = sum(one.level == 3 for one in drawn.menu)
    told = (
        (len(drawn.objects), words.count("{n} object", "{n} objects", len(drawn.objects))),
        (len(drawn.forms), words.count("{n} form", "{n} forms", len(drawn.forms))),
        (len(drawn.views), words.count("{n} view", "{n} views", len(drawn.views))),
        (items, words.count("{n} menu item", "{n} menu items", items)),
        (len(drawn.roles), words.count("{n} role", "{n} roles", len(drawn.roles))),
        (drawn.rows, words.count("{n} sample record", "{n} sample records", drawn.rows)),
    )
    return tuple(said for number, said in told if number)


def names_of_apps(scope: Scope, here: dict[str, AppHere]) -> dict[str, str]:
    """Key -> name, of all apps that are there or can be had."""
    base = manifest(base_bundle())
    found = {"base": base.label.in_(scope.language)} if base else {}
    return found | {key: one.app.label.in_(scope.language) for key, one in here.items()}
