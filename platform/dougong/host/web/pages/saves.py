"""One save in words: what it did to the record, and to its child rows and links, as one entry of the timeline."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dougong.metamodel.model import EntityModel, FieldModel
from dougong.records.context import Context
from dougong.records.history import Event

from .columns import may_read
from .look import Look
from .timeline import ChangeLine, TimelineEvent, came_and_went, change_line, event_of, want_names


def save_of(
    context: Context, entity: EntityModel, save: Sequence[Event], names: dict[str, str], look: Look
) -> TimelineEvent:
    """The record's own event with a line more for each set of rows that changed; `names` as `want_rows` asks for them."""
    own = [one for one in save if one.entity == entity.key]
    head = next((one for one in own if one.action == "merged"), own[0] if own else save[0])
    told = event_of(context, entity, head, names, look)
    lines = list(told.changes)
    for one in own:
        if one is not head and one.record == head.record:
            lines += event_of(context, entity, one, names, look).changes
    if not own:
        told, lines = replace(told, verb=look.words("changed"), thing="", icon="pencil"), []
    for field in entity.fields.values():
        if not may_read(context.store.model, entity.key, field.key, context.viewer):
            continue
        rows = [one for one in save if one.entity != entity.key and _holds(field, one)]
        # What came and went by a link to many is told with the record's own changes.
        known = any(field.key in one.changes for one in own)
        lines += _row_lines(context, field, rows, names, look, known)
    return replace(told, changes=tuple(lines))


def want_rows(context: Context, entity: EntityModel, save: Sequence[Event], wanted: dict[str, set[str]]) -> None:
    """Adds the ids a save speaks of, by entity: those in its changes, and the rows themselves."""
    for one in save:
        want_names(context, one, wanted)
        if one.entity != entity.key and one.entity in context.store.model.entities:
            wanted.setdefault(one.entity, set()).add(one.record)


def _holds(field: FieldModel, event: Event) -> bool:
    relation = field.relation
    return relation is not None and relation.kind == "many" and relation.owned and relation.target == event.entity


def _row_lines(
    context: Context, field: FieldModel, rows: Sequence[Event], names: dict[str, str], look: Look, known: bool
) -> Iterable[ChangeLine]:
    """What came and went in one line, and a line for each value that changed in a row that stayed."""
    if not rows:
        return
    child, label = context.store.model.entities[rows[0].entity], field.label.in_(look.language)
    came = [_title(child, one, names) for one in reversed(rows) if one.action in ("created", "restored")]
    gone = [_title(child, one, names) for one in reversed(rows) if one.action == "deleted"]
    if not known and (said := came_and_went(came, gone, look)):
        yield ChangeLine(label, "", "", said)
    relation = field.relation
    kept = {relation.via, relation.far, getattr(field.field, "order", None)} if relation else set()
    for one in reversed(rows):
        if one.action != "updated":
            continue
        title = _title(child, one, names)
        for key, (old, new) in one.changes.items():
            there = child.fields.get(key)
            if there is None or there.system or there.formula is not None or key in kept:
                continue
            line = change_line(there, old, new, names, look)
            veiled = replace(line, old="•••", new="•••", said="") if key in one.masked else line
            yield replace(veiled, label=" · ".join((label, title, line.label)))


def _title(child: EntityModel, event: Event, names: dict[str, str]) -> str:
    """A row by its name; one that is gone for good by the name it had."""
    had = event.changes.get(child.definition.title, (None, None))
    value = str(next((one for one in had[::-1] if one), ""))
    return names.get(event.record) or names.get(value) or value or "—"
