"""The roles of a draft as they stand in its documents: what each says of an object, and what it says by not naming one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dougong.host.access.viewer import EVERYONE
from dougong.metamodel.check.scopes import scope_words
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.role import SCOPE_WORDS
from dougong.metamodel.text import text

from .entity_tree import Tree, entities_of, of_kind

SCOPED = ("read", "update", "delete")
"""Actions on records, each on those of a scope."""
FLAGS = ("create", "transfer", "export", "import", "merge", "bulk", "share")
"""Actions that are allowed or not."""
RIGHTS = ("hidden", "masked", "read", "edit")
OTHERS = "*"
"""Stands for every object that a role does not name."""
_NARROW = ("own", "subordinates", "department", "departments", "region", "shared", "pool")


@dataclass(frozen=True, slots=True)
class RolePlace:
    """One role: `file` is its `app/file`, `raw` its JSON."""

    key: str
    file: str
    raw: Mapping[str, Any]

    @property
    def app(self) -> str:
        return self.file.partition("/")[0]

    @property
    def admin(self) -> bool:
        return bool(self.raw.get("admin"))

    @property
    def named(self) -> Mapping[str, Any]:
        """Object -> what the role says of it."""
        given = self.raw.get("entities")
        return given if isinstance(given, dict) else {}

    @property
    def others(self) -> Mapping[str, Any] | None:
        """What holds for objects it does not name; None where it may do nothing with them."""
        given = self.raw.get("all_entities")
        return given if isinstance(given, dict) else None

    def access(self, entity: str) -> Mapping[str, Any]:
        """What holds for an object (`OTHERS`: for those not named), as JSON; empty where nothing is allowed."""
        found = self.others if entity == OTHERS else self.named.get(entity, self.others)
        return found if isinstance(found, dict) else {}


def roles_of(tree: Tree) -> dict[str, RolePlace]:
    """Every role by its key, as far as its document can be read."""
    found = (RolePlace(str(raw.get("key")), name, raw) for name, raw in of_kind(tree, "role"))
    return {one.key: one for one in found if one.raw.get("key")}


def role_in(tree: Tree, key: str) -> RolePlace:
    """One role; ProblemsFound where it is not there (any more)."""
    found = roles_of(tree).get(key)
    if found is None:
        words = text("这个角色已经不在了", "This role is not there any more")
        raise ProblemsFound([Problem("role_gone", words, fix=text("刷新后再试", "Reload and try again"))])
    return found


def scope_text(value: Any) -> str:
    """A scope as one text: words joined by `or`, `all`, `none`, or the text of a condition."""
    if isinstance(value, bool) or value is None:
        return "all" if value else "none"
    return " ".join(str(value).split()) if scope_words(str(value)) else str(value).strip()


def words_in(scope: str) -> tuple[str, ...] | None:
    """The words of a scope's text without `none`; None where it is a condition."""
    found = scope_words(scope)
    return None if found is None else tuple(one for one in found if one != "none")


def joined(words: list[str]) -> str:
    """Words as one scope: in their usual order, each once; `all` holds the others, no word is `none`."""
    if "all" in words:
        return "all"
    return " or ".join(one for one in SCOPE_WORDS if one in words and one in _NARROW) or "none"


def holders(tree: Tree, people: Mapping[str, tuple[str, ...]], key: str) -> list[str]:
    """Who has a role by the draft, also by way of one it replaces; everybody has the one for all. `people`: id -> keys."""
    if key == EVERYONE:
        return list(people)
    place = roles_of(tree).get(key)
    former = set(_former(place)) if place else set()
    known = roles_of(tree).keys()
    return [person for person, roles in people.items() if key in roles or former & (set(roles) - known)]


def parent_of(tree: Tree, entity: str) -> str:
    """For rows of a parent: the object they belong to; else empty."""
    places = entities_of(tree)
    place = places.get(entity)
    link = place.field(str(place.raw.get("owned_by") or "")) if place else None
    return str(link.raw.get("to", "")) if link else ""


def _former(place: RolePlace) -> list[str]:
    given = place.raw.get("replaces")
    return [str(one) for one in given] if isinstance(given, list) else []
