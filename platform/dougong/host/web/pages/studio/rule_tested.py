"""A rule's back-test in words: beside the designer, and as a card of the publishing page."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from dougong.host.studio.back_test import back_test, changed_rules
from dougong.host.studio.back_test_asked import Tried
from dougong.host.studio.draft import Draft
from dougong.host.web.format import numbers
from dougong.host.web.pages.list_page import look_of, words_of
from dougong.host.web.pages.look import Look
from dougong.host.web.pages.show import show
from dougong.host.web.scope import Scope
from dougong.metamodel.model import Model
from dougong.metamodel.rule import Compute, Default, Validate
from dougong.metamodel.text import LocalText, text
from dougong.records.context import Context

from .consequence import Consequence
from .shell import PREFIX
from .sketch import model_of

MOST = 8
"""Rules that are tried for the publishing page; those beyond are named as not tried."""
_REFUSES = text("会被拒绝", "would be refused")
_WARNS = text("会被提醒", "would be warned of")
_CHANGES = text("下次保存时会变", "would change at their next save")
_FILLS = text("如果新建会被填上", "would be filled if they were new")


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A record; `old` and `new` in words where its value changes."""

    href: str
    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Tested:
    """`label` of the rule; `after` records (of `total`) it would refuse, change or fill, `what` says which; `more` and
    `fewer` against what holds now; `share` of 100. `looked` blank, or how many were tried. `why` it was not tried."""

    label: str
    place: str
    href: str
    what: str
    total: str
    after: int
    shown: str
    more: str
    fewer: str
    share: float
    looked: str
    changes: bool
    samples: tuple[SampleLine, ...]
    why: str

    @property
    def open(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.more)


def tried(scope: Scope, context: Context, model: Model, entity: str, rule: Tried, href: str = "") -> Tested:
    """The rule tried on the records in force."""
    found = back_test(context, model, entity, rule)
    look, language = look_of(scope, context), scope.language
    field = model.entities[entity].fields.get(rule.field or "") if not isinstance(rule, Validate) else None
    samples = tuple(
        SampleLine(
            f"{scope.base_path}/{entity}/{one.id}", one.title or "—",
            _shown(field, one.old, look), _shown(field, one.new, look),
        )
        for one in found.samples
    )  # fmt: skip
    label = (
        rule.message.in_(language) if isinstance(rule, Validate) else field.label.in_(language) if field else rule.key
    )
    return Tested(
        label, model.entities[entity].label.in_(language), href, _what(rule).in_(language), numbers.number(found.total),
        found.after, numbers.number(found.after), _some(found.more) if found.before else "", _some(found.fewer),
        round(100 * found.after / found.looked, 1) if found.looked else 0.0,
        "" if found.whole else numbers.number(found.looked), not isinstance(rule, Validate), samples,
        found.why.in_(language) if found.why else "",
    )  # fmt: skip


def rules_consequence(scope: Scope, connection: Connection, draft: Draft) -> Consequence | None:
    """What changed checks and computations would do to records there are; None where a draft changes none."""
    now, after = scope.workspace.store.model, model_of(scope, draft)
    changed = changed_rules(now, after) if after is not None else []
    if after is None or not changed:
        return None
    with scope.workspace.reading(scope.viewer) as context:
        done = [
            tried(scope, context, after, entity, rule, f"{scope.base_path}{PREFIX}/rule/{entity}")
            for entity, rule in changed[:MOST]
        ]
    words = words_of(scope)
    hit = any(one.after for one in done)
    foot = words("Records stay as they are until somebody saves them.")
    about = words.count("{n} rule tried", "{n} rules tried", len(done))
    return Consequence(
        "math-function", words("Rules on the records there are"), about, "studio/rule_tests.html",
        (done, len(changed) - len(done)), foot=foot, open=hit,
    )  # fmt: skip


def _what(rule: Tried) -> LocalText:
    match rule:
        case Validate():
            return _WARNS if rule.severity == "warning" else _REFUSES
        case Compute():
            return _CHANGES
        case Default():
            return _FILLS


def _some(count: int) -> str:
    return numbers.number(count) if count else ""


def _shown(field: Any, value: Any, look: Look) -> str:
    if field is None or value is None:
        return ""
    return str(show(field, field.key)(value, {}, look).striptags()) or str(value)
