"""What changed roles would do to people, as the strip under the matrix and the card before publishing tell it."""

from dataclasses import dataclass

from dougong.host.access import people
from dougong.host.studio.what_if import FieldShift, RecordShift, Sample, WhatIf, what_if
from dougong.host.web.scope import Scope
from dougong.host.web.words import Words
from dougong.host.web.words import words as words_in
from dougong.metamodel.model import Model
from dougong.metamodel.role_words import ACTIONS, RIGHTS
from dougong.records.rights import SYSTEM

_NAMED = 3
"""People with a line of their own; the others stand in one."""


@dataclass(frozen=True, slots=True)
class PersonBar:
    """Records before and after; `kept` and `moved` are widths in percent of the widest: what stays, what comes or goes."""

    name: str
    before: int
    after: int
    kept: float
    moved: float
    gains: bool


@dataclass(frozen=True, slots=True)
class RecordsTold:
    """One sentence, people with bars, samples on either side."""

    id: str
    sentence: str
    short: str
    gains: bool
    people: tuple[PersonBar, ...]
    rest: str
    gained: tuple[Sample, ...]
    lost: tuple[Sample, ...]
    href: str


@dataclass(frozen=True, slots=True)
class LineTold:
    """One field or button: from what to what, for whom."""

    label: str
    before: str
    after: str
    gains: bool
    people: str


@dataclass(frozen=True, slots=True)
class Told:
    """What templates/studio/what_if.html shows; `people` are all whose rights change."""

    people: tuple[str, ...]
    records: tuple[RecordsTold, ...]
    fields: tuple[LineTold, ...]
    actions: tuple[LineTold, ...]

    @property
    def nothing(self) -> bool:
        return not (self.records or self.fields or self.actions)


def told_of(scope: Scope, after: Model, first: str = "") -> Told:
    """The draft's roles against those in force, for everybody who may sign in; the object `first` before others."""
    with scope.workspace.reading(SYSTEM) as context:
        everyone = people.everyone(context.connection, context.store)
        found = what_if(context, after, everyone)
    return _told(scope, after, found, first)


def _told(scope: Scope, model: Model, found: WhatIf, first: str) -> Told:
    records = sorted(found.records, key=lambda one: one.entity != first)
    fields = sorted(found.fields, key=lambda one: one.entity != first)
    words, language = words_in(scope.language), scope.language

    def names(those: tuple[str, ...]) -> str:
        joint = "、" if language.startswith("zh") else ", "
        more = words(" and {n} more", n=len(those) - _NAMED) if len(those) > _NAMED else ""
        return joint.join(those[:_NAMED]) + more

    def field(one: FieldShift) -> LineTold:
        entity = model.entities[one.entity]
        before, after = (RIGHTS[right.name.lower()].in_(language) for right in (one.before, one.after))
        label = f"{entity.label.in_(language)} · {entity.fields[one.field].label.in_(language)}"
        return LineTold(label, before, after, one.after > one.before, names(one.people))

    actions = tuple(
        LineTold(
            f"{model.entities[one.entity].label.in_(language)} · {ACTIONS[one.action].in_(language)}",
            words("not allowed") if one.given else words("allowed"), words("allowed") if one.given else words("not allowed"), one.given,
            names(one.people),
        )
        for one in sorted(found.actions, key=lambda one: one.entity != first)
    )  # fmt: skip
    return Told(found.people, tuple(_records(scope, model, one) for one in records), tuple(map(field, fields)), actions)


def _records(scope: Scope, model: Model, one: RecordShift) -> RecordsTold:
    words, language, entity = words_in(scope.language), scope.language, model.entities[one.entity]
    plural, verb = entity.plural.in_(language), ACTIONS[one.verb].in_(language)
    more, fewer = one.more, one.fewer
    gaining, losing = sum(bool(who.gained) for who in one.people), sum(bool(who.lost) for who in one.people)
    asked = {
        "who": _people(words, gaining or losing),
        "things": plural,
        "verb": verb.lower(),
        "m": f"{more or fewer:,}",
    }
    if not one.counted:
        sentence = words("Who may {verb} {things} changes; it can be counted once it is published", **asked)
    elif more and fewer:
        other = _people(words, losing)
        sentence = words("{who} may {verb} {m} more {things}, {other} {f} fewer", other=other, f=f"{fewer:,}", **asked)
    elif more:
        sentence = words("{who} may {verb} {m} more {things}; nobody fewer", **asked)
    else:
        sentence = words("{who} may {verb} {m} fewer {things}; nobody more", **asked)
    widest = max((max(who.before, who.after) for who in one.people), default=0) or 1
    bars = tuple(
        PersonBar(
            who.name, who.before, who.after, round(100 * min(who.before, who.after) / widest, 1),
            round(100 * abs(who.after - who.before) / widest, 1), who.after >= who.before,
        )
        for who in one.people[:_NAMED]
    )  # fmt: skip
    beyond = one.people[_NAMED:]
    signed = ", ".join(
        f"{'+' if who.after >= who.before else '−'}{abs(who.after - who.before):,}" for who in beyond[:4]
    )
    rest = (
        words("{n} more: {figures}", n=len(beyond), figures=signed + ("…" if len(beyond) > 4 else "")) if beyond else ""
    )
    if one.uncounted and one.counted:
        left = words("not counted: {who}", who=_people(words, len(one.uncounted)))
        rest = f"{rest} {left}".strip()
    figure = f"+{more:,}" if more and not fewer else f"−{fewer:,}" if fewer and not more else f"+{more:,} −{fewer:,}"
    return RecordsTold(
        f"{one.entity}-{one.verb}", sentence, f"{entity.label.in_(language)} · {verb} {figure if one.counted else ''}", more >= fewer,
        bars, rest, one.gained, one.lost, f"{scope.base_path}/{one.entity}",
    )  # fmt: skip


def _people(words: Words, count: int) -> str:
    return words("1 person") if count == 1 else words("{n} people", n=count)
