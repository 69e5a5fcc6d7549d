"""What is asked about a field beside its designer: where it is used, what goes with it, what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from dougong.host.studio.draft import Draft
from dougong.host.studio.entity_tree import Tree, entities_of
from dougong.host.web.pages.render import fragment
from dougong.host.web.scope import Scope
from dougong.metamodel.check.references import Part, Reference
from dougong.metamodel.diff.wording import part_words
from dougong.metamodel.documents import kind_of
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text
from dougong.records.query import count
from dougong.records.values import Query as Asked
from dougong.rules.references import references, uses

from .entity_diagram import words_of
from .shell import PREFIX, Designing
from .sketch import problems_of, read_sketch

router = APIRouter(prefix=f"{PREFIX}/entity", include_in_schema=False)
Key = Annotated[str, Query(max_length=120)]
Groups = list[tuple[str, list[tuple[str, str]]]]
"""(kind of document in words, [(document in words, place in it)])."""
_KINDS = {
    "entity": text("字段与公式", "Fields and formulas"), "rules": text("规则", "Rules"), "form": text("表单", "Forms"),
    "view": text("视图", "Views"), "page": text("页面", "Pages"), "menus": text("菜单", "Menu"), "role": text("角色", "Roles"),
    "scenario": text("剧本", "Scenarios"), "locale": text("译文", "Translations"),
}  # fmt: skip
_TOLD = frozenset({"columns", "sort", "gates", "indexes", "unique", "card", "variants"})
"""Lists and groups that say more than what stands in them."""
_MOST = 12
"""Places told of a kind."""


@router.get("/{key}/used")
def show_used(scope: Designing, key: str, field: Key = "") -> Response:
    """Every place of the draft that names the field."""
    with scope.workspace.engine.connect() as connection:
        draft = read_sketch(scope, connection).draft
    found = places_naming(scope, draft, Part("field", field, key))
    return fragment(scope, "studio/field_used.html", groups=groups_of(scope, draft.after, found), total=len(found))


@router.get("/{key}/removal")
def show_removal(scope: Designing, key: str, field: Key = "", after: Key = "") -> Response:
    """What removing a field takes along: asked before it is done."""
    with scope.workspace.engine.connect() as connection:
        draft = read_sketch(scope, connection).draft
    place = entities_of(draft.after).get(key)
    found = place.field(field) if place else None
    label = words_of(found.raw.get("label") if found else None, field, scope.language)
    groups = groups_of(scope, draft.after, places_naming(scope, draft, Part("field", field, key)))
    return fragment(
        scope, "studio/field_removal.html", groups=groups, records=_holding(scope, key, field), label=label, field=field,
        after=after,
    )  # fmt: skip


@router.get("/{key}/problems")
def show_problems(scope: Designing, key: str) -> Response:
    """What is wrong with the object's fields, each by the field it belongs to."""
    with scope.workspace.engine.connect() as connection:
        draft = read_sketch(scope, connection).draft
    found = [
        (field, _said(one, scope.language))
        for one in problems_of(scope, draft)
        if one.severity == "error" and (field := _field_of(draft.after, key, one))
    ]
    return fragment(scope, "studio/entity_problems.html", problems=found)


def places_naming(scope: Scope, draft: Draft, part: Part) -> Sequence[Reference]:
    """Every place of the draft that names a part; what names what is worked out once for a state of it."""
    known: dict[Any, list[Reference]] = scope.workspace.caches.setdefault("named", {})
    state = draft.change_set.id, draft.state
    if state not in known:
        known.clear()
        known[state] = references(draft.documents)
    return uses(known[state], part)


def groups_of(scope: Scope, tree: Tree, found: Sequence[Reference]) -> Groups:
    """The places in words, by kind of document."""
    places, by_kind = entities_of(tree), dict[str, dict[tuple[str, str], None]]()
    for one in found:
        kind = kind_of(one.file)
        raw = tree.get(f"{one.app}/{one.file}")
        given = raw if isinstance(raw, dict) else {}
        about = places.get(str(given.get("entity", "")))
        label = words_of(given.get("label") or (about.raw.get("label") if about else None), one.file, scope.language)
        by_kind.setdefault(kind.key if kind else "", {})[label, _place(given, one.path, scope.language)] = None
    return [
        (_KINDS[kind].in_(scope.language) if kind in _KINDS else kind, list(by_kind[kind])[:_MOST])
        for kind in dict.fromkeys([*_KINDS, *by_kind])
        if kind in by_kind
    ]


def _place(raw: Mapping[str, Any], path: str, language: str) -> str:
    """A place in a document in words: the labels of what it goes through, and what the last of it is called."""
    at: Any = raw
    said: list[str] = []
    for name, number, quoted in re.findall(r"\.([A-Za-z_]\w*)|\[(\d+)\]|\['([^']*)'\]", path):
        try:
            at = at[int(number)] if number else at[name or quoted]
        except (LookupError, TypeError):
            break
        word = part_words(name)
        if isinstance(at, dict) and ("label" in at or "key" in at):
            said.append(words_of(at.get("label") or at.get("message"), str(at.get("key", "")), language))
        elif word is not None and (name in _TOLD or not isinstance(at, dict | list)):
            said.append(word.in_(language))
    return " · ".join(dict.fromkeys(one for one in said if one))


def _holding(scope: Scope, entity: str, field: str) -> int:
    """How many records hold a value, by what is in force."""
    with scope.workspace.reading(scope.viewer) as context:
        here = context.store.model.entities.get(entity)
        if here is None or field not in here.fields or here.fields[field].storage is None:
            return 0
        try:
            return count(context, Asked(entity, filter=f"NOT ISBLANK({field})"))
        except ProblemsFound:
            return 0


def _field_of(tree: Tree, entity: str, problem: Problem) -> str:
    """The key of the object's field at a problem's place, empty where it is elsewhere."""
    place = entities_of(tree).get(entity)
    raw = tree.get(f"{problem.app}/{problem.file}")
    found = re.match(r"\$\.fields\[(\d+)\]", problem.path)
    if (
        place is None
        or found is None
        or not isinstance(raw, dict)
        or entity not in (raw.get("key"), raw.get("extends"))
    ):
        return ""
    fields = raw.get("fields", [])
    number = int(found[1])
    return str(fields[number].get("key", "")) if number < len(fields) else ""


def _said(one: Problem, language: str) -> str:
    fix = f" {one.fix.in_(language)}" if one.fix else ""
    return f"{one.message.in_(language)}{fix}"
