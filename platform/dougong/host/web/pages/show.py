"""How a value looks on a page: widget -> a function that makes its HTML. One entry per widget, none per field type.

Editing a value is the business of templates/widgets.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import nh3
from markupsafe import Markup, escape

from dougong.host.web.format import dates, numbers
from dougong.metamodel.field import Field
from dougong.metamodel.model import FieldModel
from dougong.records.masking import Masked
from dougong.records.values import Row

from .look import Look
from .marks import anchor, avatar, bar, chip, icon

Show = Callable[[Any, Row, Look], Markup]
"""(value, its row, reader) -> HTML. The value is never None."""
Maker = Callable[[FieldModel, str], Show]
"""(field, its dotted path) -> Show; what can be worked out before the rows is worked out here."""

_NUMERIC = frozenset({"number", "integer", "money", "percent", "duration", "score"})


def show(field: FieldModel, path: str) -> Show:
    """The function that draws this field's values; a masked value is drawn as it comes."""
    inner = MAKERS.get(field.type.widget, _text)(field, path)

    def drawn(value: Any, row: Row, look: Look) -> Markup:
        if value is None or value in ("", []):
            return Markup("")
        if isinstance(value, Masked):
            return Markup('<span class="t3">{}</span>').format(value)
        return inner(value, row, look)

    return drawn


def is_figure(field: FieldModel) -> bool:
    """Whether the column stands right aligned."""
    return field.type.widget in _NUMERIC or (
        field.type.widget in ("computed", "rollup") and field.value_type.name in ("number", "money", "percent")
    )


def _text(_field: FieldModel, _path: str) -> Show:
    return lambda value, _row, _look: escape(value)


def _long_text(_field: FieldModel, _path: str) -> Show:
    return lambda value, _row, _look: Markup('<span class="long">{}</span>').format(value)


def _rich_text(_field: FieldModel, _path: str) -> Show:
    def draw(value: Any, _row: Row, _look: Look) -> Markup:
        words = re.sub(r"\s+", " ", nh3.clean(str(value), tags=set())).strip()
        return Markup('<span class="long">{}</span>').format(Markup(words))  # noqa: S704  (nh3 escaped it)

    return draw


def _number(field: FieldModel, _path: str) -> Show:
    behind = f" {unit}" if (unit := str(getattr(field.field, "unit", "") or "")) else ""
    if not getattr(field.field, "separator", True):
        return lambda value, _row, _look: escape(f"{value}{behind}")
    return lambda value, _row, _look: escape(numbers.number(value) + behind)


def _money(field: FieldModel, path: str) -> Show:
    fixed = str(getattr(field.field, "currency", "") or "")
    by = getattr(field.field, "currency_field", None)
    beside = path.rpartition(".")[0] + "." + by if by and "." in path else by
    scale = field.value_type.scale or 2

    def draw(value: Any, row: Row, look: Look) -> Markup:
        return escape(numbers.money(value, fixed or (beside and row.get(beside)) or look.currency, scale))

    return draw


def _percent(_field: FieldModel, _path: str) -> Show:
    def draw(value: Any, _row: Row, _look: Look) -> Markup:
        return Markup('<span class="bars">{}<span class="w4">{}</span></span>').format(
            bar(float(value) / 100), numbers.percent(value)
        )

    return draw


def _score(field: FieldModel, _path: str) -> Show:
    low, high = getattr(field.field, "min", 0), getattr(field.field, "max", 100)

    def draw(value: Any, _row: Row, _look: Look) -> Markup:
        return Markup('<span class="bars">{}<span class="w3">{}</span></span>').format(
            bar((float(value) - low) / ((high - low) or 1)), value
        )

    return draw


def _rating(field: FieldModel, _path: str) -> Show:
    most = int(getattr(field.field, "max", 5))

    def draw(value: Any, _row: Row, _look: Look) -> Markup:
        stars = Markup("").join([icon("star-filled", 13)] * int(value) + [icon("star", 13)] * (most - int(value)))
        return Markup('<span class="stars" role="img" aria-label="{} / {}">{}</span>').format(value, most, stars)

    return draw


def _duration(_field: FieldModel, _path: str) -> Show:
    return lambda value, _row, look: escape(dates.duration(int(value), look.language))


def _bool(_field: FieldModel, _path: str) -> Show:
    def draw(value: Any, _row: Row, look: Look) -> Markup:
        if not value:
            return Markup('<span class="t3">{}</span>').format(look.words("No"))
        return Markup('<span class="yes">{}{}</span>').format(icon("check", 14), look.words("Yes"))

    return draw


def _date(_field: FieldModel, _path: str) -> Show:
    return lambda value, _row, look: Markup('<time datetime="{}">{}</time>').format(
        value.isoformat(), dates.day(value, look.today)
    )


def _datetime(_field: FieldModel, _path: str) -> Show:
    return lambda value, _row, look: Markup('<time datetime="{}" title="{}">{}</time>').format(
        value.isoformat(), dates.instant(value, look.zone), dates.relative(value, look.now, look.zone, look.language)
    )


def options_of(field: Field) -> Mapping[str, Any]:
    """Options of a choice by key; empty for other fields."""
    return {option.key: option for option in getattr(field, "options", ())}


def _choice(field: FieldModel, _path: str) -> Show:
    chips = {
        key: {language: chip(o.label.in_(language), o.colour) for language in ("zh-CN", "en")}
        for key, o in options_of(field.field).items()
    }

    def draw(value: Any, _row: Row, look: Look) -> Markup:
        known = chips.get(value)
        return known[look.language] if known else chip(str(value))

    return draw


def _several(words_of: Callable[[Any, Look], str]) -> Show:
    """One outlined label and how many more, which show themselves when it is pointed at."""

    def draw(value: Any, _row: Row, look: Look) -> Markup:
        items = value if isinstance(value, list | tuple) else [value]
        words = [words_of(one, look) for one in items]
        more = chip(f"+{len(items) - 1}", "", "line") if len(items) > 1 else Markup("")
        shown = chip(words[0], "", "line") if words else Markup("")
        return Markup('<span class="cell" title="{}">{}{}</span>').format(look.words(", ").join(words), shown, more)

    return draw


def _multichoice(field: FieldModel, _path: str) -> Show:
    options = options_of(field.field)
    return _several(lambda key, look: options[key].label.in_(look.language) if key in options else str(key))


def _tags(_field: FieldModel, _path: str) -> Show:
    return _several(lambda key, _look: str(key))


def _person(_field: FieldModel, path: str) -> Show:
    title = f"{path}.$title"

    def draw(value: Any, row: Row, _look: Look) -> Markup:
        name = str(row.get(title) or value)
        return Markup('<span class="cell">{}<span class="ell">{}</span></span>').format(avatar(name), name)

    return draw


def _link(field: FieldModel, path: str) -> Show:
    title, target = f"{path}.$title", field.relation.target if field.relation else ""

    def draw(value: Any, row: Row, look: Look) -> Markup:
        return anchor(f"{look.base}/{target}/{value}", str(row.get(title) or value), "lk")

    return draw


def _department(_field: FieldModel, path: str) -> Show:
    title = f"{path}.$title"
    return lambda value, row, _look: escape(row.get(title) or value)


def _many_links(field: FieldModel, _path: str) -> Show:
    """At most two ends and how many more; people by their faces."""
    people = getattr(field.field, "to", "") == "person"

    def draw(value: Any, _row: Row, look: Look) -> Markup:
        names = [str(one["title"] or "—") for one in value]
        shown = Markup("").join(
            Markup('{}<span class="ell">{}</span>').format(avatar(name), name) if people else chip(name, "", "line")
            for name in names[:2]
        )
        more = chip(f"+{len(names) - 2}", "", "line") if len(names) > 2 else Markup("")
        return Markup('<span class="cell" title="{}">{}{}</span>').format(look.words(", ").join(names), shown, more)

    return draw


def _any_link(_field: FieldModel, path: str) -> Show:
    title, kind = f"{path}.$title", f"{path}.$entity"

    def draw(value: Any, row: Row, look: Look) -> Markup:
        entity = value.get("entity") if isinstance(value, dict) else row.get(kind)
        identity = value.get("id") if isinstance(value, dict) else value
        words = row.get(title)
        if not words:  # a record the reader may not see, or one that is gone
            return Markup('<span class="t3">—</span>')
        return anchor(f"{look.base}/{entity}/{identity}", str(words), "lk") if entity else escape(words)

    return draw


def _phone(_field: FieldModel, _path: str) -> Show:
    return lambda value, _row, _look: anchor("tel:" + re.sub(r"[^\d+]", "", str(value)), str(value), "lk")


def _email(_field: FieldModel, _path: str) -> Show:
    return lambda value, _row, _look: anchor(f"mailto:{value}", str(value), "lk")


def _url(_field: FieldModel, _path: str) -> Show:
    def draw(value: Any, _row: Row, _look: Look) -> Markup:
        parts = urlsplit(str(value))
        if parts.scheme not in ("http", "https"):
            return escape(value)
        return Markup('<a class="lk" href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
            value, parts.netloc + (parts.path if parts.path != "/" else "")
        )

    return draw


def _files(field: FieldModel, path: str) -> Show:
    holder = path.rpartition(".")[0]
    names = Markup('<span class="file">{}{}</span>')
    links = Markup('<a class="file" hx-boost="false" href="{}/files/{}/{}/{}/{}">{}{}</a>')

    def draw(value: Any, row: Row, look: Look) -> Markup:
        mark, record = icon("paperclip", 14), row.get(holder or "id")
        files = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]
        shown = [
            links.format(look.base, field.entity, record, field.key, one.get("hash", ""), mark, one.get("name", ""))
            if record
            else names.format(mark, one.get("name", ""))
            for one in files
        ]
        return Markup('<span class="cell">{}</span>').format(Markup("").join(shown))

    return draw


def _picture(field: FieldModel, path: str) -> Show:
    """The picture where there is room for one, its name in a row of a table: what is not displayed is not fetched."""
    holder, plain = path.rpartition(".")[0], _files(field, path)
    link = Markup(
        '<a class="file shot" hx-boost="false" href="{0}?inline" target="_blank" rel="noopener" data-picture="{1}">'
        '<img src="{0}?small" alt="{1}" loading="lazy">{2}<span class="ell">{1}</span></a>'
    )

    def draw(value: Any, row: Row, look: Look) -> Markup:
        record = row.get(holder or "id")
        one = value[0] if isinstance(value, list) and value else value
        if not (record and isinstance(one, dict) and str(one.get("type")).startswith("image/")):
            return plain(value, row, look)
        place = f"{look.base}/files/{field.entity}/{record}/{field.key}/{one.get('hash', '')}"
        return link.format(place, one.get("name", ""), icon("photo", 14))

    return draw


def _address(_field: FieldModel, _path: str) -> Show:
    def draw(value: Any, _row: Row, _look: Look) -> Markup:
        parts = value if isinstance(value, dict) else {"detail": value}
        return escape(" ".join(str(parts[key]) for key in ("region", "detail") if parts.get(key)))

    return draw


def _made(field: FieldModel, path: str) -> Show:
    """Computed fields and roll-ups look like what they result in."""
    return _RESULTS.get(field.value_type.name, _text)(field, path)


_RESULTS: dict[str, Maker] = {
    "number": _number, "money": _money, "percent": _percent, "bool": _bool, "date": _date, "datetime": _datetime,
    "duration": _duration, "choice": _choice,
}  # fmt: skip
MAKERS: dict[str, Maker] = {
    "long_text": _long_text, "rich_text": _rich_text, "number": _number, "integer": _number, "money": _money,
    "percent": _percent, "score": _score, "rating": _rating, "duration": _duration, "bool": _bool, "date": _date,
    "datetime": _datetime, "choice": _choice, "multichoice": _multichoice, "tags": _tags, "roles": _tags,
    "person": _person, "department": _department, "link": _link, "any_link": _any_link, "many_links": _many_links, "phone": _phone,
    "email": _email, "url": _url, "files": _files, "image": _picture, "signature": _picture, "address": _address,
    "computed": _made, "rollup": _made,
}  # fmt: skip
