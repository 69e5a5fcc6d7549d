"""Notices as sentences: who did what to which record, as far as their reader may see it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from dougong.host.notices import Notice
from dougong.host.web.format import dates
from dougong.host.web.scope import Scope
from dougong.host.web.words import Words
from dougong.records.context import Context
from dougong.records.query.titles import titles
from dougong.records.values import Query

from . import door
from .list_page import look_of, words_of
from .show import show

ICONS = {
    "owner": "user-plus",
    "remind": "bell",
    "mention": "at",
    "follow": "message-circle",
    "share": "share",
    "job": "checks",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice as it is drawn; `href` empty where there is nothing to open."""

    id: int
    icon: str
    tone: str
    who: str
    sentence: Markup
    quote: str
    when: str
    unread: bool
    href: str
    day: str


def shown(scope: Scope, context: Context, notices: Sequence[Notice]) -> list[Shown]:
    """One statement for the people, one per kind of record."""
    look, words = look_of(scope, context), words_of(scope)
    people = titles(context, "person", {one.actor for one in notices if one.actor})
    titled = _titles(scope, context, notices)
    found = []
    for one in notices:
        assert one.at is not None
        who = str(people.get(one.actor or "") or words("The system"))
        title = titled.get((one.entity, one.record or ""))
        sentence, href = (
            _job(scope, context, one, words) if one.kind == "job" else _said(scope, context, one, who, title)
        )
        failed = one.kind == "job" and one.details.get("state") == "failed"
        quote = str(one.details.get("words" if title else "message") or "")
        day = dates.day_head(one.at.astimezone(look.local.tzinfo).date(), look.today, scope.language)
        found.append(
            Shown(
                one.id,
                "alert-circle" if failed else ICONS[one.kind],
                "red" if failed else one.kind,
                "" if one.kind == "job" else who,
                sentence,
                quote,
                dates.relative(one.at, context.now, look.zone, scope.language),
                one.unread,
                href,
                day,
            )
        )
    return found


def _said(scope: Scope, context: Context, one: Notice, who: str, title: str | None) -> tuple[Markup, str]:
    words, entity = words_of(scope), context.store.model.entities.get(one.entity)
    thing = entity.label.in_(scope.language) if entity else ""
    things = entity.plural.in_(scope.language) if entity else ""
    if one.count > 1:
        told = {
            "owner": words("{who} made you owner of {n} {things}"), "share": words("{who} shared {n} {things} with you"),
            "remind": words("{who} reminded you of {n} {things}"),
            "mention": words("{who} mentioned you {n} times in {title}"),
            "follow": words("{n} new entries on {title}"),
        }[one.kind]  # fmt: skip
        query = urlencode({"filter": "owner = me", "sort": "-updated_at"}) if one.kind == "owner" else ""
        href = f"{scope.base_path}/{one.entity}{'?' if query else ''}{query}" if entity else ""
        if one.kind not in ("mention", "follow"):
            return _filled(told, who=who, n=one.count, things=things), href
        return _filled(told, who=who, n=one.count, title=title or thing), _record(scope, one, title)
    if title is None:
        told = {
            "owner": words("{who} made you owner of a record ({thing}) that is no longer in your sight"),
            "share": words("{who} shared a record ({thing}) that is no longer in your sight"),
            "remind": words("{who} reminded you of a record ({thing}) that is not in your sight"),
            "mention": words("{who} mentioned you in a record ({thing}) that is not in your sight"),
            "follow": words("{who} wrote on a record ({thing}) that is no longer in your sight"),
        }[one.kind]  # fmt: skip
        return _filled(told, who=who, thing=thing), ""
    told = {
        "owner": words("{who} made you owner of {thing} {title}"), "share": words("{who} shared {thing} {title} with you"),
        "remind": words("{who} reminds you of {thing} {title}"),
        "mention": words("{who} mentioned you in {thing} {title}"), "follow": words("{who} wrote on {thing} {title}"),
    }[one.kind]  # fmt: skip
    return _filled(told, who=who, thing=thing, title=title), _record(scope, one, title)


def _job(scope: Scope, context: Context, one: Notice, words: Words) -> tuple[Markup, str]:
    base, kind = scope.base_path, str(one.details.get("kind"))
    entity = context.store.model.entities.get(one.entity)
    things = entity.plural.in_(scope.language) if entity else words("records")
    done, failed = {
        "import": (words("Import of {things} is finished"), words("Import of {things} failed")),
        "undo_import": (words("Import of {things} is undone"), words("Undoing the import of {things} failed")),
        "export": (words("Export of {things} is ready"), words("Export of {things} failed")),
        "audit_export": (words("The export of the audit is ready"), words("The export of the audit failed")),
        "bulk": (words("Change of many {things} is finished"), words("Change of many {things} failed")),
        "hand_over": (words("Handing over is finished"), words("Handing over failed")),
    }.get(kind, (words("Background work is finished"), words("Background work failed")))
    told = _filled(failed if one.details.get("state") == "failed" else done, things=things)
    count = next((n for key, n in one.details.get("counts", {}).items() if key in ("changed", "done", "rows")), None)
    if count is not None:
        told += Markup(" · {}").format(words.count("{n} row", "{n} rows", int(count)))
    if kind in ("export", "audit_export") and one.details.get("job"):
        done_ = one.details.get("state") == "done"
        return told, f"{base}/profile/files/{one.details['job']}/file" if done_ else f"{base}/profile/files"
    addresses = {"bulk": f"{base}/{one.entity}" if entity else ""}
    if kind in ("import", "undo_import") and entity and one.details.get("batch"):
        return told, f"{base}/{one.entity}/import/{one.details['batch']}"
    return told, addresses.get(kind, "")


def _filled(told: str, **values: object) -> Markup:
    """The words with their places filled, titles and people in bold; everything is escaped."""
    bold = {key: Markup("<b>{}</b>").format(values[key]) for key in ("who", "title") if key in values}
    return Markup(told).format(**(values | bold))  # noqa: S704  (the catalog's own words)


def _record(scope: Scope, one: Notice, title: str | None) -> str:
    return f"{scope.base_path}/{one.entity}/{one.record}" if title else ""


def _titles(scope: Scope, context: Context, notices: Sequence[Notice]) -> dict[tuple[str, str], str]:
    """(entity, id) -> title, of living records within the viewer's sight."""
    look, found = look_of(scope, context), {}
    wanted: dict[str, dict[str, None]] = {}
    for one in notices:
        if one.record and one.entity in context.store.model.entities:
            wanted.setdefault(one.entity, {})[one.record] = None
    for key, ids in wanted.items():
        if not context.viewer.admin and context.viewer.on(key).read.nothing:
            continue
        entity = context.store.model.entities[key]
        title = entity.definition.title
        words = show(entity.fields[title], title)
        for row in door.find(context, Query(key, (title,), ids=tuple(ids), limit=len(ids))).rows:
            found[key, str(row["id"])] = words(row.get(title), row, look).striptags() or "—"
    return found
