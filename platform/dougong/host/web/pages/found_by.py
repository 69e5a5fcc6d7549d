"""Why a search found a record: its title, with the words marked; how the title sounds; or the field that has them."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from dougong.metamodel.model import EntityModel
from dougong.records.context import Context
from dougong.records.rights import FieldRight
from dougong.records.search import fold, sounds
from dougong.records.search.entries import searched_fields
from dougong.records.values import Row

_AROUND = 24
"""Characters shown before the first word found in a long value."""


def asked_fields(context: Context, entity: EntityModel) -> tuple[str, ...]:
    """The searched fields the viewer may read."""
    rights = context.viewer.on(entity.key)
    return tuple(key for key in searched_fields(entity) if context.viewer.admin or rights.field(key) >= FieldRight.READ)


def marked(value: str, words: Iterable[str]) -> Markup:
    """The value with every word in <mark>; letters are compared as the search does where folding keeps their places."""
    folded = value.casefold()
    if len(folded) != len(value):
        return escape(value)
    hit = [False] * len(value)
    for word in words:
        at = folded.find(word)
        while at >= 0:
            hit[at : at + len(word)] = [True] * len(word)
            at = folded.find(word, at + len(word))
    parts, at = [], 0
    while at < len(value):
        end = at
        while end < len(value) and hit[end] == hit[at]:
            end += 1
        part = escape(value[at:end])
        parts.append(Markup("<mark>{}</mark>").format(part) if hit[at] else part)
        at = end
    return Markup("").join(parts)


def reason(entity: EntityModel, row: Row, fields: Iterable[str], text: str, language: str) -> tuple[str, Markup]:
    """The key of the field that has the words, and its value around them; else the title's pinyin without a key; nothing
    where the title has them."""
    words = fold(text).split()
    title = str(row.get(entity.title.key) or "")
    missing = [word for word in words if word not in fold(title)]
    if not missing:
        return "", Markup("")
    for key in fields:
        value = " ".join(str(row.get(key) or "").split())
        folded = fold(value)
        if any(word in folded for word in missing):
            first = min((at for word in missing if (at := folded.find(word)) >= 0), default=0)
            start = max(0, first - _AROUND)
            shown = ("…" if start else "") + value[start : start + 80]
            label = entity.fields[key].label.in_(language)
            return key, Markup('<span class="t3">{}</span> {}').format(label, marked(shown, missing))
    heard = sounds(title)
    return "", marked(heard.partition(" ")[0], missing) if any(word in heard for word in missing) else Markup("")
