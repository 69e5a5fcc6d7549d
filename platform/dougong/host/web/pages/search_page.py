"""The search page: what was found, by entity, with the reason, narrowed by owner and time; continued behind the last hit."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from markupsafe import Markup

from dougong.host.web.scope import Scope
from dougong.records.context import Context
from dougong.records.search import Hit, Narrow, counts, fold, search
from dougong.records.values import Query, Row

from . import door
from .found_by import asked_fields, marked, reason
from .link_targets import telling_fields, told_apart
from .list_page import look_of, words_of

STEP = 30
MOST = 2000
DAYS = {"7": 7, "30": 30, "365": 365}


@dataclass(frozen=True, slots=True)
class Found:
    """A record found: its title with the words marked, what tells it apart, and why it was found."""

    href: str
    title: Markup
    plain: str
    icon: str
    kind: str
    second: str
    why: Markup


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    href: str
    on: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What templates/pages/search.html shows; `more` is the address of the next hits."""

    base: str
    query: str
    hits: tuple[Found, ...]
    kinds: tuple[Choice, ...]
    owners: tuple[Choice, ...]
    spans: tuple[Choice, ...]
    total: int
    capped: bool
    more: str
    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The address's query: words, entity, `me` for one's own, days, and the place to go on from."""

    q: str = ""
    kind: str = ""
    owner: str = ""
    days: str = ""
    after: str = ""

    def href(self, base: str, **changes: str) -> str:
        pairs = {"q": self.q, "kind": self.kind, "owner": self.owner, "days": self.days, **changes}
        return f"{base}/search?{urlencode({key: value for key, value in pairs.items() if value})}"


def search_page(scope: Scope, context: Context, asked: Asked) -> SearchPage:
    """One statement for the counts, one for the hits, one for what tells them apart per kind among them."""
    base, query = scope.base_path, asked.q.strip()[:200]
    narrow = narrow_of(scope, context, asked)
    numbers = counts(context, query, narrow, MOST) if query else {}
    entities = context.store.model.entities
    kind = asked.kind if asked.kind in entities else ""
    hits = search(context, query, [kind] if kind else None, STEP + 1, narrow, _place(asked.after)) if query else []
    found, more = hits[:STEP], len(hits) > STEP
    total = sum(numbers.values())
    words = words_of(scope)
    since = (words("Changed in 7 days"), words("Changed in 30 days"), words("Changed in a year"))
    every = words("All kinds")
    kinds = [Choice(every, asked.href(base, kind=""), not kind, str(total))]
    kinds += [
        Choice(entities[key].plural.in_(scope.language), asked.href(base, kind=key), key == kind, str(n))
        for key, n in numbers.items()
    ]
    anyone = Choice(words("Any owner"), asked.href(base, owner=""), asked.owner != "me")
    mine = Choice(words("Owned by me"), asked.href(base, owner="me"), asked.owner == "me")
    whenever = Choice(words("Any time"), asked.href(base, days=""), asked.days not in DAYS)
    spans = [
        Choice(label, asked.href(base, days=key), asked.days == key) for key, label in zip(DAYS, since, strict=True)
    ]
    following = asked.href(base, after=_written(found[-1].place)) if more else ""
    kept = (("kind", kind), ("owner", asked.owner), ("days", asked.days))
    return SearchPage(
        base, query, found_records(scope, context, query, found), tuple(kinds), (anyone, mine), (whenever, *spans),
        numbers.get(kind, 0) if kind else total, total >= MOST, following, tuple(pair for pair in kept if pair[1]),
    )  # fmt: skip


def narrow_of(scope: Scope, context: Context, asked: Asked) -> Narrow:
    days = DAYS.get(asked.days)
    return Narrow(
        scope.viewer.person if asked.owner == "me" else None,
        context.now - timedelta(days=days) if days is not None else None,
    )


def found_records(scope: Scope, context: Context, words: str, hits: list[Hit]) -> tuple[Found, ...]:
    """Hits as they are shown: one statement per kind of record for what tells them apart and why they were found."""
    look, rows = look_of(scope, context), dict[str, Row]()
    asked: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for key in dict.fromkeys(hit.entity for hit in hits):
        entity = context.store.model.entities[key]
        telling, searched = telling_fields(context, entity), asked_fields(context, entity)
        asked[key] = telling, searched
        ids = tuple(hit.id for hit in hits if hit.entity == key)
        fields = tuple(dict.fromkeys((entity.title.key, *telling, *searched)))
        rows |= {str(row["id"]): row for row in door.find(context, Query(key, fields, ids=ids, limit=len(ids))).rows}
    found = []
    for hit in hits:
        entity, row = context.store.model.entities[hit.entity], rows.get(hit.id, {})
        telling, searched = asked[hit.entity]
        title = str(hit.title or "—")
        by, why = reason(entity, row, searched, words, scope.language) if row else ("", Markup(""))
        telling = tuple(key for key in telling if key != by)
        found.append(
            Found(
                f"{scope.base_path}/{hit.entity}/{hit.id}",
                marked(title, fold(words).split()),
                title,
                entity.definition.icon,
                entity.label.in_(scope.language),
                told_apart(entity, row, telling, look) if row else "",
                why,
            )
        )
    return tuple(found)


def _place(after: str) -> tuple[int, int, str] | None:
    parts = after.split(".")
    if len(parts) != 3 or not (parts[0].isdigit() and parts[1].isdigit() and len(parts[0] + parts[1]) < 12):
        return None
    return int(parts[0]), int(parts[1]), parts[2]


def _written(place: tuple[int, int, str]) -> str:
    return ".".join(map(str, place))
