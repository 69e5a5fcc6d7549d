"""The picture of the installed app: the workspace's logo on white, else the product's mark on the workspace's accent."""

import io
import re
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw

from dougong.host.paths import STATIC
from dougong.host.preferences import ACCENTS, Preferences

_MARK = (
    ((12, 5), (5, 8.5), (12, 12), (19, 8.5), (12, 5)),
    ((5, 12), (12, 15.5), (19, 12)),
    ((5, 15.5), (12, 19), (19, 15.5)),
)
"""The lines of static/logo.svg, in its 24 units."""
_FINER = 4
"""Drawn so many times larger and made smaller: smooth edges."""
LARGEST = 2048
"""Pixels a side of a logo that is still read."""


def icon_url(base: str, chosen: Preferences, name: str) -> str:
    """Where a picture of the app is, by an address that changes with it."""
    return f"{base}/workspace/icon/{stamp_of(chosen)}/{name}"


def stamp_of(chosen: Preferences) -> str:
    """Changes with the picture."""
    return f"{ACCENTS.index(chosen.accent)}{chosen.logo[:12]}"


@cache
def accents() -> dict[str, str]:
    """Key -> colour (`#rrggbb`) of the light form, from the style sheets; blue is that of tokens.css."""
    folder = STATIC / "css"
    own = re.search(r"--accent:(#\w{6})", (folder / "tokens.css").read_text("utf-8"))
    others = re.findall(
        r"^\[data-accent=(\w+)\]\{--accent:(#\w{6})", (folder / "accents.css").read_text("utf-8"), re.MULTILINE
    )
    assert own
    return {"blue": own[1], **dict(others)}


@lru_cache(maxsize=64)
def app_icon(size: int, accent: str, logo: Path | None = None, *, full: bool = False) -> bytes:
    """A square PNG. `full`: no rounded corners and a wide margin, for systems that cut out a shape of their own."""
    side = size * _FINER
    picture = _read(logo) if logo else None
    ground = "#ffffff" if picture else accents()[accent]
    canvas = Image.new("RGBA", (side, side), ground if full else (0, 0, 0, 0))
    draw = ImageDraw.Draw(canvas)
    if not full:
        draw.rounded_rectangle((0, 0, side - 1, side - 1), side * 0.22, fill=ground)
    if picture is None:
        _draw_mark(draw, side, 0.72 if full else 1)
    canvas = canvas.resize((size, size), Image.Resampling.LANCZOS)
    if picture is not None:
        room = round(size * (0.6 if full else 0.78))
        share = room / max(picture.size)
        small = picture.resize((max(1, round(picture.width * share)), max(1, round(picture.height * share))))
        canvas.alpha_composite(small, ((size - small.width) // 2, (size - small.height) // 2))
    out = io.BytesIO()
    canvas.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_mark(draw: ImageDraw.ImageDraw, side: int, share: float) -> None:
    unit, thick = side / 24 * share, max(1, round(side / 24 * share * 1.6))
    edge = side * (1 - share) / 2
    for line in _MARK:
        points = [(edge + x * unit, edge + y * unit) for x, y in line]
        draw.line(points, fill="#ffffff", width=thick, joint="curve")
        for x, y in points:
            half = thick * 0.465  # a slanted line comes out a little thinner than asked
            draw.ellipse((x - half, y - half, x + half, y + half), fill="#ffffff")


def _read(logo: Path) -> Image.Image | None:
    """The picture, or None for what cannot be read or is far too large: the product's mark stands in."""
    try:
        with Image.open(logo) as found:
            return found.convert("RGBA") if max(found.size) <= LARGEST else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
