"""An event of the history in words: who changed what, from what to what, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dougong.host.access.events import ACTIONS
from dougong.host.web.format import dates
from dougong.metamodel.model import EntityModel, FieldModel
from dougong.records.context import Context
from dougong.records.history import Event
from dougong.records.query.titles import titles
from dougong.records.share import FIELD as SHARE

from .controls import plain_text
from .link_targets import named_by
from .look import Look

_ICONS = {
    "create": "plus",
    "update": "pencil",
    "delete": "trash",
    "restore": "arrow-back-up",
    "merge": "git-merge",
    "shared": "share",
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """`said` tells the change of a set better than what it was and what it is."""

    label: str
    old: str
    new: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    who: str
    verb: str
    thing: str
    when: str
    icon: str
    kind: str
    cause: str
    changes: tuple[ChangeLine, ...]
    reason: str = ""


def event_of(context: Context, entity: EntityModel, event: Event, names: dict[str, str], look: Look) -> TimelineEvent:
    """An event in words; `names` come from `names_of`."""
    words = look.words
    verbs = {
        "create": words("created"), "update": words("changed"), "delete": words("deleted"), "restore": words("restored"),
        "merge": words("merged"),
    }  # fmt: skip
    causes = {
        "rule": words("by a rule"), "flow": words("by a flow"), "import": words("by an import"), "api": words("through the API"),
        "bulk": words("in a bulk edit"), "undo": words("by undo"), "install": words("at installation"),
        "release": words("with a release"),
    }  # fmt: skip
    action = (
        event.action.removesuffix("d")
        if event.action in ("created", "updated", "deleted", "restored", "merged")
        else event.action
    )
    action = {"create": "create", "update": "update", "delete": "delete", "restore": "restore", "merge": "merge"}.get(
        action, action
    )
    there = context.store.model.entities.get(event.entity, entity)
    lines = []
    for key, (old, new) in event.changes.items():
        field = there.fields.get(key)
        if field is None or (field.system and key not in ("owner", "department")):
            continue
        if action == "create" and new in (None, "", [], False):
            continue
        if key in event.masked:
            lines.append(ChangeLine(field.label.in_(look.language), "•••", "•••"))
            continue
        lines.append(change_line(field, old, new, names, look))
    kind = event.cause.kind if event.cause.kind in ("rule", "flow", "import") else action
    verb, thing = verbs.get(action, ""), there.label.in_(look.language) if event.entity != entity.key else ""
    if action == "shared":
        verb, thing = _share_words(context, event, names, look)
    return TimelineEvent(
        names.get(event.actor or "", "") or words("The system"), verb or _access_words(action, look.language),
        thing, dates.clock(event.at, look.zone),
        _ICONS.get(action, "circle"), kind, causes.get(event.cause.kind, ""),
        tuple(lines[:4] if action == "create" else lines), _reason(there, event, look.language),
    )  # fmt: skip


def _share_words(context: Context, event: Event, names: dict[str, str], look: Look) -> tuple[str, str]:
    """What was done with a share, and with whom."""
    old, new = event.changes.get(SHARE, (None, None))
    said = new or old
    if not isinstance(said, dict):
        return look.words("changed who may see this"), ""
    role = context.store.model.roles.get(str(said.get("role") or ""))
    whom = role.label.in_(look.language) if role else names.get(str(said.get("person") or said.get("department")), "")
    return look.words("shared this with") if new else look.words("no longer shares this with"), whom or "•••"


def shared_in(event: Event) -> dict[str, set[str]]:
    """Ids of the people and departments an event of sharing speaks of, by entity."""
    said = [one for one in event.changes.get(SHARE, ()) if isinstance(one, dict)]
    return {kind: {str(one[kind]) for one in said if one.get(kind)} for kind in ("person", "department")}


def _reason(entity: EntityModel, event: Event, language: str) -> str:
    """The rule's own words, or what the writer noted."""
    rule = next((one for one in entity.rules if one.key == event.cause.ref), None) if event.cause.ref else None
    label = getattr(rule, "label", None) or getattr(rule, "message", None)
    return event.cause.note or (label.in_(language) if label else "")


def event_words(
    context: Context, entity: EntityModel, fields: Mapping[str, tuple[Any, Any]], look: Look
) -> tuple[ChangeLine, ...]:
    """Changed fields of one record in words, what the platform keeps for itself left out."""
    names: dict[str, str] = {}
    for key, values in fields.items():
        if key in entity.fields and (target := named_by(entity.fields[key])):
            names.update(
                {one: str(title or "") for one, title in titles(context, target, sorted(ids_in(values))).items()}
            )
    return tuple(
        change_line(field, old, new, names, look)
        for key, (old, new) in fields.items()
        if (field := entity.fields.get(key)) is not None and (not field.system or key in ("owner", "department"))
    )


def _access_words(action: str, language: str) -> str:
    """What happened to a person's ways in; an action nobody has words for is shown as it is."""
    known = ACTIONS.get(action)
    return known.in_(language) if known else action


def change_line(field: FieldModel, old: Any, new: Any, names: dict[str, str], look: Look) -> ChangeLine:
    """A field's two values in words; of a set of links, what came and what went."""
    label = field.label.in_(look.language)
    if field.relation is None or not field.relation.far:
        return ChangeLine(label, _words(field, old, names, look), _words(field, new, names, look))
    was, now = ([str(one) for one in some or ()] for some in (old, new))
    came = [names.get(one) or "•••" for one in now if one not in was]
    gone = [names.get(one) or "•••" for one in was if one not in now]
    every = ([names.get(one) or "•••" for one in some] for some in (was, now))
    old_words, new_words = (look.words(", ").join(some) or look.words("Empty") for some in every)
    return ChangeLine(label, old_words, new_words, came_and_went(came, gone, look))


_NAMED = 5
"""Names told of many; a save may touch a thousand rows."""


def came_and_went(came: Sequence[str], gone: Sequence[str], look: Look) -> str:
    """`added A, B; removed C`; empty where nothing was."""
    found = []
    if came:
        found.append(look.words("added {names}", names=_some(came, look)))
    if gone:
        found.append(look.words("removed {names}", names=_some(gone, look)))
    return look.words("; ").join(found)


def _some(names: Sequence[str], look: Look) -> str:
    shown = look.words(", ").join(names[:_NAMED])
    return look.words("{names} and {n} more", names=shown, n=len(names) - _NAMED) if names[_NAMED:] else shown


def _words(field: Any, value: Any, names: dict[str, str], look: Look) -> str:
    if isinstance(value, dict) and value.get("veiled"):
        return "•••"
    try:
        canonical = field.type.normalise(field.field, value) if field.formula is None else value
    except (ValueError, TypeError):
        canonical = value
    try:
        title = names.get(str(value), "")
        return plain_text(field, canonical, {f"{field.key}.$title": title}, look)
    except (ValueError, TypeError, AttributeError, ArithmeticError):
        return str(value)


def names_of(context: Context, events: Iterable[Event]) -> dict[str, str]:
    """Titles of the people and linked records that events speak of, one query per entity."""
    wanted: dict[str, set[str]] = {}
    for event in events:
        want_names(context, event, wanted)
    return names_wanted(context, wanted)


def want_names(context: Context, event: Event, wanted: dict[str, set[str]]) -> None:
    """Adds the ids an event speaks of, by entity."""
    if event.actor:
        wanted.setdefault("person", set()).add(event.actor)
    for kind, ids in shared_in(event).items():
        wanted.setdefault(kind, set()).update(ids)
    there = context.store.model.entities.get(event.entity)
    for key, values in event.changes.items():
        if there is not None and key in there.fields and (target := named_by(there.fields[key])):
            wanted.setdefault(target, set()).update(ids_in(values))


def names_wanted(context: Context, wanted: Mapping[str, set[str]]) -> dict[str, str]:
    """Their titles, one query per entity; absent where the viewer may not see them."""
    found: dict[str, str] = {}
    for target, ids in wanted.items():
        if ids:
            found.update({key: str(title or "") for key, title in titles(context, target, sorted(ids)).items()})
    return found


def ids_in(values: Iterable[Any]) -> set[str]:
    """The ids in two values, each one id or a list of them."""
    each = (one for value in values for one in (value if isinstance(value, list) else (value,)))
    return {one for one in each if isinstance(one, str) and one}
