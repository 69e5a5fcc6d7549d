"""Small pieces of HTML that cells and templates share: icons, avatars, chips, bars. All take text and escape it."""

import zlib

from markupsafe import Markup, escape

from .static import static_url


def icon(name: str, size: int = 16) -> Markup:
    """A drawing of the sprite; it is decoration, words stand beside it or in aria-label."""
    return Markup('<svg class="i" width="{s}" height="{s}" aria-hidden="true"><use href="{u}#{n}"/></svg>').format(
        s=size, u=static_url("vendor/icons.svg"), n=name
    )


def avatar(name: str, shape: str = "") -> Markup:
    """One initial on a hue that a name always gets; `shape` adds classes (`m`, `l`, `sq`)."""
    words = name.strip()
    hue = zlib.crc32(words.encode()) % 7 + 1
    return Markup('<span class="av av{hue} {shape}" aria-hidden="true">{initial}</span>').format(
        hue=hue, shape=shape, initial=next((one for one in words if one.isprintable()), "?").upper()
    )


def chip(words: str, colour: str = "gray", kind: str = "") -> Markup:
    """A soft filled label; `kind` `line` outlines it."""
    return Markup('<span class="chip {colour} {kind}">{words}</span>').format(colour=colour, kind=kind, words=words)


def bar(share: float, width: int = 28) -> Markup:
    """A thin bar filled to `share` (0..1)."""
    filled = round(max(0.0, min(1.0, share)) * width, 1)
    return Markup(
        '<svg class="pb" width="{w}" height="4" aria-hidden="true"><rect class="pb0" width="{w}" height="4" rx="2"/>'
        '<rect class="pb1" width="{f}" height="4" rx="2"/></svg>'
    ).format(w=width, f=filled)


def anchor(href: str, words: str, kind: str = "") -> Markup:
    """A link with escaped words."""
    return Markup('<a class="{kind}" href="{href}">{words}</a>').format(kind=kind, href=href, words=escape(words))
