"""What a gesture on a record's page asks for, as changes of the draft: one entry for each thing a hand can do there."""

from typing import Any

from dougong.host.studio import page_moves, page_record
from dougong.host.studio.page_controls import list_after, sort_after
from dougong.host.studio.page_record import PartId, part_of
from dougong.host.web.errors import Refused

from .page_gestures import LANGUAGES, Asked, Gestures, Made, On


def _place(on: On, asked: Asked) -> Made:
    """A part that stands on the page to where it was dropped; the zone says which kind it takes."""
    part, before = part_of(asked.id), _before(asked)
    at: list[str] = []
    kind, _, where = asked.place.partition(":")
    if part.kind == "value" and (kind == "group" or asked.place in page_record.HEAD):
        changes = on.redraw(lambda page: page_record.put_value(page, part.key, asked.place, before, part.place))
        return Made(changes, f"value:{asked.place}:{part.key}")
    if part.kind == "group" and kind == "groups":
        changes = on.redraw(lambda page: at.append(page_record.move_group(page, part.key, part.tab, where, before)))
    elif part.kind == "related" and kind == "related":
        changes = on.redraw(lambda page: at.append(page_record.put_related(page, part.key, where, before, part.tab)))
    else:
        raise Refused(404)
    return Made(changes, at[0])


def _add(on: On, asked: Asked) -> Made:
    """`value` is `field:<path>`, `related:<field>`, `group` or `tab`."""
    kind, _, key = asked.value.partition(":")
    place, _, where = asked.place.partition(":")
    at: list[str] = []
    if kind == "field" and (place == "group" or asked.place in page_record.HEAD):
        changes = on.redraw(lambda page: page_record.put_value(page, key, asked.place, _before(asked)))
        return Made(changes, f"value:{asked.place}:{key}")
    if kind == "related" and place == "related":
        changes = on.redraw(lambda page: at.append(page_record.put_related(page, key, where, _before(asked))))
    elif kind == "group" and place == "groups":
        changes = on.redraw(lambda page: at.append(page_record.add_group(page, where, _before(asked))))
    elif kind == "tab":
        changes = on.redraw(lambda page: at.append(f"tab:{page_record.add_tab(page)}"))
    else:
        raise Refused(404)
    return Made(changes, at[0])


def _before(asked: Asked) -> str:
    return part_of(asked.before).key if asked.before else ""


def _step(on: On, asked: Asked) -> Made:
    """One place earlier or later among its like."""
    by = {"left": -1, "up": -1, "right": 1, "down": 1}.get(asked.value)
    if by is None:
        raise Refused(404)
    part = part_of(asked.id)
    if part.kind == "tab":
        return Made(on.redraw(lambda page: page_record.step_tab(page, part.key, by)), asked.id)
    if part.kind == "value":
        changes = on.redraw(lambda page: page_record.step_value(page, part.key, part.place, by))
        return Made(changes, _value_after(on, part, by))
    return Made(on.redraw(lambda page: page_record.step_part(page, part, by)), asked.id)


def _value_after(on: On, part: PartId, by: int) -> str:
    """The id of a value after a step: it may have gone over into the group beside its own."""
    raw: list[str] = []
    page_moves.redrawn(on.tree, on.key, lambda page: raw.append(page_record.step_value(page, part.key, part.place, by)))
    return f"value:{raw[0]}:{part.key}"


def _out(on: On, asked: Asked) -> Made:
    part = part_of(asked.id)
    takes = {
        "value": lambda page: page_record.take_value(page, part.key, part.place),
        "group": lambda page: page_record.remove_group(page, part.tab, part.key),
        "related": lambda page: page_record.take_related(page, part.tab, part.key),
        "tab": lambda page: page_record.remove_tab(page, part.key),
    }
    return Made(on.redraw(takes[part.kind]), "-")


def _say(on: On, asked: Asked) -> Made:
    if asked.language not in LANGUAGES:
        raise Refused(404)
    if not asked.id:
        return Made(page_moves.name_page(on.tree, on.key, asked.language, asked.value))
    part = part_of(asked.id)
    if part.kind == "value":
        raise Refused(404)
    return Made(on.redraw(lambda page: page_record.name_part(page, part, asked.language, asked.value)), asked.id)


def _set(on: On, asked: Asked) -> Made:
    """A property of a group, list or tab as a control of its panel sends it; `tab` is where it stands."""
    part, written = part_of(asked.id), asked.value.strip()
    plain = asked.name.partition(".")[0].rstrip("+-~")
    sign, rest = asked.name.partition(".")[0].removeprefix(plain), asked.name.partition(".")[2]
    if plain == "tab" and part.kind in ("group", "related"):
        kind = "groups" if part.kind == "group" else "related"
        return _place(on, Asked("place", asked.id, f"{kind}:{written}"))
    if plain == "place" and part.kind == "value":
        return _place(on, Asked("place", asked.id, written))
    if plain == "stream" and part.kind == "tab":
        return Made(on.redraw(lambda page: page_record.stream_tab(page, part.key, written == "on")), asked.id)
    raw = page_record.raw_of(on.raw, part) if part.kind != "value" else {}
    match part.kind, plain:
        case "group", "visible_when":
            wanted: dict[str, Any] = {"visible_when": written or None}
        case "related", "filter":
            wanted = {"filter": written or None}
        case "related", "limit":
            wanted = {"limit": int(written) if written.isdecimal() else None}
        case "related", "columns":
            wanted = {"columns": list_after(list(raw.get("columns", ())), sign, written) or None}
        case "related", "sort":
            wanted = {"sort": sort_after(list(raw.get("sort", ())), rest, written) or None}
        case _:
            raise Refused(404)
    return Made(on.redraw(lambda page: page_moves.put(page_record.raw_of(page, part), wanted)), asked.id)


RECORD: Gestures = {"add": _add, "place": _place, "step": _step, "out": _out, "say": _say, "set": _set}
