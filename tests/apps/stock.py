"""What the suites over the templates look at: each app's bundle, its documents and the model beside the base app."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dougong.host.paths import APPS, BASE_APP
from dougong.metamodel.compile import compile_model
from dougong.metamodel.documents import Bundle, load_folder
from dougong.metamodel.model import EntityModel, Model
from dougong.metamodel.role import Role

TEMPLATES = sorted(path.parent.name for path in APPS.glob("*/app.json"))
EVERY = ["base", *TEMPLATES]
CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class App:
    """An app and the model it makes together with what it stands on."""

    key: str
    bundle: Bundle
    model: Model

    @property
    def entities(self) -> list[EntityModel]:
        return [one for one in self.model.entities.values() if one.app == self.key and not one.implicit]

    @property
    def roles(self) -> list[Role]:
        """The app's own roles."""
        keys = {d.raw["key"] for d in self.bundle.documents if d.kind == "role"}
        return [role for key, role in self.model.roles.items() if key in keys]

    def raw(self, kind: str) -> Iterator[tuple[str, Any]]:
        """(file, JSON) of the documents of a kind."""
        return ((one.file, one.raw) for one in self.bundle.documents if one.kind == kind)

    @property
    def tongues(self) -> list[str]:
        """Languages in which there are samples; the first is that of the plain tables."""
        return ["zh-CN", *sorted({place.partition("/")[0] for place in self.bundle.samples if "/" in place})]

    def table(self, entity: str, language: str = "zh-CN") -> list[dict[str, str]]:
        """Rows of a sample table."""
        return list(csv.DictReader(io.StringIO(self.bundle.samples_in(language)[entity])))


@cache
def app(key: str) -> App:
    """A template beside the base app; `base` alone."""
    base = load_folder(BASE_APP)
    bundle = base if key == "base" else load_folder(APPS / key)
    documents = [*base.documents, *(bundle.documents if key != "base" else ())]
    return App(key, bundle, compile_model(documents))


def local_texts(raw: Any, path: str = "$") -> Iterator[tuple[str, str, str]]:
    """(path, zh, en) of every text in two languages."""
    if isinstance(raw, dict):
        if set(raw) == {"zh-CN", "en"}:
            yield path, raw["zh-CN"], raw["en"]
            return
        for key, part in raw.items():
            yield from local_texts(part, f"{path}.{key}")
    elif isinstance(raw, list):
        for number, part in enumerate(raw):
            yield from local_texts(part, f"{path}[{number}]")


def values_of(raw: Any, name: str) -> Iterator[Any]:
    """Every value of a property, wherever it stands."""
    if isinstance(raw, dict):
        if name in raw:
            yield raw[name]
        raw = list(raw.values())
    if isinstance(raw, list):
        for part in raw:
            yield from values_of(part, name)
