"""Colour rules of a view on what stands for a record: words of one field inked, a whole row or card tinted, both with their why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from dougong.host.web.format import dates
from dougong.metamodel.model import EntityModel
from dougong.metamodel.view import View
from dougong.records.context import Context
from dougong.records.values import Row

from .arrangements.holds import Holds, holds
from .columns import may_read, path_label
from .form_condition import condition_words
from .look import Look
from .show import Show


@dataclass(frozen=True, slots=True)
class ColourRule:
    """`path` is the field whose words are inked, empty for the whole record; `words` say when."""

    colour: str
    path: str
    label: str
    words: str
    held: Holds


def rules_of(context: Context, entity: EntityModel, view: View, look: Look) -> tuple[ColourRule, ...]:
    """The rules whose condition the viewer may know; the first that holds wins."""
    found = []
    for one in view.colours:
        held = holds(context, entity, one.when)
        if held is not None:
            words = condition_words(context, entity, one.when, look) or one.when
            if one.field and not may_read(context.store.model, entity.key, one.field, context.viewer):
                continue
            label = path_label(context.store.model, entity.key, one.field, look.language) if one.field else ""
            found.append(ColourRule(one.colour, one.field or "", label, words, held))
    return tuple(found)


def read_by(rules: Iterable[ColourRule]) -> tuple[str, ...]:
    """The paths that must be among a row's fields."""
    return tuple(dict.fromkeys(path for rule in rules for path in rule.held.paths))


def tint_of(rules: Iterable[ColourRule], row: Row) -> ColourRule | None:
    """The rule that colours the record as a whole."""
    return next((rule for rule in rules if not rule.path and rule.held.of(row)), None)


def inked(shown: Show, path: str, rules: Iterable[ColourRule]) -> Show:
    """The same words in the colour of the first rule for the field that holds; a late day says by how much."""
    mine = tuple(rule for rule in rules if rule.path == path)
    if not mine:
        return shown

    def drawn(value: Any, row: Row, look: Look) -> Markup:
        html = shown(value, row, look)
        rule = next((rule for rule in mine if html and rule.held.of(row)), None)
        return _INK.format(rule.colour, rule.words, html, _late(value, look)) if rule else html

    return drawn


def _late(value: Any, look: Look) -> Markup:
    is_day = isinstance(value, date) and not isinstance(value, datetime) and value < look.today
    return (
        Markup(" <small>{}</small>").format(dates.overdue(value, look.today, look.language)) if is_day else Markup("")
    )


_INK = Markup('<span class="ink {}" title="{}">{}{}</span>')
