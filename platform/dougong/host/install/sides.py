"""The three sides of an installation, upgrade or removal: what apps brought so far, what they bring then, the workspace's own."""

from collections.abc import Collection
from dataclasses import dataclass

from dougong.host.store.documents import Layers, layers_of
from dougong.metamodel.diff import tree_of
from dougong.metamodel.documents import Bundle
from dougong.metamodel.layers import Own, own_of
from dougong.metamodel.three_way import ThreeWay, three_way, together


@dataclass(frozen=True, slots=True)
class Sides:
    """`before` holds now; `brought` is what apps bring afterwards, the workspace's own not yet over it."""

    bundle: Bundle
    before: Layers
    brought: Layers
    three: ThreeWay


def sides(before: Layers, bundle: Bundle) -> Sides:
    """A bundle without documents takes its app away, with what the workspace made of it."""
    others = {place: one for place, one in before.brought.items() if place[0] != bundle.app}
    brought = layers_of({**others, **{(one.app, one.file): one for one in bundle.documents}}, {})
    mine = tree_of(before.documents())
    if not bundle.documents:
        old = {(app, file): one for (app, file), one in before.base.items() if app != bundle.app}
        mine = {name: raw for name, raw in mine.items() if not name.startswith(f"{bundle.app}/")}
        return Sides(bundle, before, brought, three_way(tree_of(old.values()), tree_of(brought.base.values()), mine))
    return Sides(
        bundle, before, brought, three_way(tree_of(before.base.values()), tree_of(brought.base.values()), mine)
    )


def joined(found: Sides, yielding: Collection[int] = (), left_out: Collection[int] = ()) -> Layers:
    """What holds afterwards; where both sides meet the workspace's own stands, but for the meetings in `yielding`."""
    tree, _ = together(found.three, yielding=yielding, left_out=left_out)
    own: dict[tuple[str, str], Own] = {}
    names = {f"{app}/{file}" for app, file in found.brought.base} | tree.keys()
    for name in names:
        app, _, file = name.partition("/")
        given = found.brought.base.get((app, file))
        part = own_of(given.raw if given else None, tree.get(name))
        if part is not None:
            own[app, file] = part
    return Layers(found.brought.brought, found.brought.base, own)
