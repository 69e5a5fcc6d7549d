"""The quick log of a record: one text, the ways to say what it was, and the few fields asked beside it."""

from dataclasses import dataclass, replace
from typing import Any

from starlette.datastructures import FormData

from dougong.forms import enforce
from dougong.metamodel.lists import Option
from dougong.metamodel.model import EntityModel
from dougong.metamodel.problem import Problem
from dougong.records.context import Cause, Context
from dougong.records.ids import is_id, new_id
from dougong.records.values import Create

from . import door
from .controls import Control, control
from .form_entry import Entry, read_entry
from .form_now import defaults_of, state_of
from .form_page import drawn
from .form_problems import words_of_problems
from .logs import LogSource, log_sources, may_set
from .look import Look
from .recents import note_recent

COMMENT = "comment"
_TITLE = 80


@dataclass(frozen=True, slots=True)
class Way:
    """A way to begin: `key` is `<entity>`, `<entity>:<kind>` or `comment`; `group` names the fields asked beside it."""

    key: str
    label: str
    icon: str
    group: str
    placeholder: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields asked with the logs of an entity; their names begin `f.<entity>~`."""

    group: str
    fields: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Composer:
    """What templates/record/composer.html shows; `problems` stand in the way of saving."""

    href: str
    id: str
    ways: tuple[Way, ...]
    chosen: str
    words: str
    asked: tuple[Asked, ...]
    problems: tuple[str, ...] = ()


def composer(context: Context, entity: EntityModel, identity: str, look: Look, sent: "Sent | None" = None) -> Composer:
    """The form, empty or as it was sent with what stands in the way."""
    sources = [one for one in log_sources(context, entity) if one.may_write]
    ways, asked = list[Way](), list[Asked]()
    for source in sources:
        ways += _ways(source, look)
        mine = sent if sent and sent.source and sent.source.key == source.key else None
        if fields := _asked(context, source, look, mine):
            asked.append(Asked(source.key, fields))
    ways.append(
        Way(COMMENT, look.words("Comment"), "message-circle", COMMENT, look.words("Ask or tell; @ names somebody"))
    )
    return Composer(
        f"{look.base}/{entity.key}/{identity}/log", sent.id if sent else new_id(), tuple(ways),
        next((one.key for one in ways if sent and one.key == sent.way), ways[0].key), sent.words if sent else "", tuple(asked),
        words_of_problems(sent.problems, look.language) if sent else (),
    )  # fmt: skip


def _ways(source: LogSource, look: Look) -> list[Way]:
    says = look.words("What was said or done…") if source.log.open is None else look.words("What is to be done…")
    offered: list[Option] = [one for one in source.kinds().values() if not one.retired]
    icon = source.entity.definition.icon
    if not offered:
        return [Way(source.key, source.entity.label.in_(look.language), icon, source.key, says)]
    return [
        Way(f"{source.key}:{one.key}", one.label.in_(look.language), one.icon or icon, source.key, says)
        for one in offered
    ]


@dataclass(frozen=True, slots=True)
class Sent:
    """A log somebody sent: which way, the words, and what could not be taken."""

    id: str
    way: str
    words: str
    source: LogSource | None
    entry: Entry
    problems: tuple[Problem, ...] = ()


def read_sent(context: Context, entity: EntityModel, form: FormData, look: Look) -> Sent:
    """The log out of a form; a way that is not offered has no source."""
    way, words = str(form.get("way", "")), str(form.get("words", "")).replace("\r\n", "\n").strip()
    key = way.partition(":")[0]
    source = next((one for one in log_sources(context, entity) if one.key == key and one.may_write), None)
    entry = Entry()
    if source is not None:
        before = f"f.{source.key}~"
        own = FormData(
            [("f." + name.removeprefix(before), value) for name, value in form.multi_items() if name.startswith(before)]
        )
        entry = read_entry(context.store.model, source.entity, own, look.local)
    given = str(form.get("id", ""))
    return Sent(given if is_id(given) else new_id(), way, words, source, entry)


def write_log(context: Context, entity: str, identity: str, sent: Sent) -> tuple[Problem, ...]:
    """Makes the log's record; what stands in the way. The same form sent twice makes one."""
    source = sent.source
    assert source is not None
    there, log = source.entity, source.log
    title = there.definition.title
    if door.get(context, there.key, sent.id, (title,)) is not None:
        return ()
    values: dict[str, Any] = {**defaults_of(there, context.viewer.person), **sent.entry.values}
    values.update(_from_words(source, sent.words))
    values[log.about] = source.value(entity, identity)
    if log.kind and (kind := sent.way.partition(":")[2]):
        values[log.kind] = kind
    if log.at and not values.get(log.at):
        values[log.at] = context.now
    state, _ = state_of(context, there, "create", None, Entry(values=values))
    accepted, refused = enforce(state, values, None)
    for key in (log.about, log.kind, log.at, log.files):  # a form may leave these out
        if key and key in values:
            accepted = {**accepted, key: values[key]}
    problems = [*sent.entry.problems, *refused]
    if not problems:
        written = door.write(context, [Create(there.key, accepted, sent.id)], Cause("user"))
        problems = list(written.problems)
    if not problems:
        note_recent(context.connection, context.viewer.person, [(there.key, sent.id), (entity, identity)], context.now)
    return tuple(problems)


def _from_words(source: LogSource, words: str) -> dict[str, Any]:
    """The first line is the title; the whole is the text where it says more."""
    first, _, more = words.partition("\n")
    field = source.entity.fields[source.entity.definition.title].field
    most = min(_TITLE, int(getattr(field, "max_length", None) or _TITLE))
    short = first if len(first) <= most else first[: most - 1] + "…"
    found: dict[str, Any] = {source.entity.definition.title: short or None}
    if source.log.text and (more.strip() or short != first):
        found[source.log.text] = words
    return found


def _asked(context: Context, source: LogSource, look: Look, sent: Sent | None) -> tuple[Control, ...]:
    log = source.log
    keys = [key for key in (*log.ask, log.next, log.files) if key]
    entry = Entry(values=defaults_of(source.entity, context.viewer.person))
    if sent is not None:
        entry = replace(sent.entry, values={**entry.values, **sent.entry.values}, problems=[])
    state, _ = state_of(context, source.entity, "create", None, entry)
    here = f"{look.base}/{source.key}"
    fields = {one.key: one for one in state.fields if one.visible and not one.read_only}
    made = list(drawn([fields[key] for key in dict.fromkeys(keys) if key in fields], state, look, here, entry, context))
    if log.files and log.files not in fields and may_set(context, source.entity, log.files):
        field = source.entity.fields[log.files]
        value = entry.values.get(log.files)
        made.append(control(field, f"f.{log.files}", value, look, {}, here, label=field.label.in_(look.language)))
    return tuple(
        replace(one, name=f"f.{source.key}~{one.name[2:]}", id=f"log-{source.key}-{one.id}", problems=())
        for one in made
    )
