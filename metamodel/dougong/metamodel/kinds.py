"""The kinds of documents an app folder holds: where each stands and which value it becomes."""

from dataclasses import dataclass

from .app import App
from .base import Definition
from .changes import Changes
from .entity import Entity
from .form import Form
from .lists import Locale, OptionList, Sequence
from .menu import Menus
from .page import Page
from .role import Role
from .rule import Rules
from .scenario import Scenario
from .view import View


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """`place` is a file name (`app.json`) or a folder (`entities/`); `format` the newest format number."""

    key: str
    place: str
    value: type[Definition]
    format: int = 1

    @property
    def schema(self) -> str:
        return f"dougong/{self.key}/{self.format}"


KINDS: dict[str, DocumentKind] = {
    kind.key: kind
    for kind in (
        DocumentKind("app", "app.json", App),
        DocumentKind("entity", "entities/", Entity),
        DocumentKind("options", "options/", OptionList),
        DocumentKind("rules", "rules/", Rules),
        DocumentKind("form", "forms/", Form),
        DocumentKind("view", "views/", View),
        DocumentKind("page", "pages/", Page),
        DocumentKind("menus", "menus.json", Menus),
        DocumentKind("role", "roles/", Role),
        DocumentKind("sequence", "sequences/", Sequence),
        DocumentKind("locale", "locales/", Locale),
        DocumentKind("scenario", "tests/", Scenario),
        DocumentKind("changes", "changes/", Changes),
    )
}
