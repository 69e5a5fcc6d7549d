"""Pictures among the uploaded files: known by their content, never by their name; small ones of them for cards.

A few kilobytes may unfold to gigabytes of pixels, here and in the browser of everybody who looks: what has more than
MOST is kept as a file and shown nowhere.
"""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from PIL import Image, ImageOps

from dougong.metamodel.text import LocalText, text

MOST = 64_000_000
"""Pixels; the largest a phone makes without being told to is about 50 million."""
_EDGE = 640
_READ = ("PNG", "JPEG", "GIF", "WEBP")
"""Not SVG: it may hold scripts."""
_MEDIA = {one: f"image/{one.lower()}" for one in _READ} | {"MPO": "image/jpeg"}  # several JPEGs in one, by phones
_ONE_AT_A_TIME = Lock()
"""A large one takes a quarter of a gigabyte while it is made small."""

Image.MAX_IMAGE_PIXELS = None  # asked for below, to be refused in words


@dataclass(frozen=True, slots=True)
class Picture:
    """What the head of a file says; sizes in pixels."""

    media: str
    width: int
    height: int

    @property
    def fits(self) -> bool:
        """Small enough to be shown."""
        return self.width * self.height <= MOST

    @property
    def refusal(self) -> LocalText:
        """Why it is not shown."""
        size, most = f"{self.width:,} × {self.height:,}", MOST // 1_000_000
        return text(
            f"图片太大：{size} 像素，最多 {most * 100:,} 万像素，请先缩小",
            f"The picture is too large: {size} pixels, at most {most} million; make it smaller first",
        )


def picture(path: Path) -> Picture | None:
    """The picture in a file, whatever its name says; None for everything else and for what is damaged."""
    try:
        with Image.open(path, formats=_READ) as found:
            return Picture(_MEDIA[str(found.format)], *found.size)
    except (OSError, ValueError, SyntaxError, MemoryError):
        return None


def small(path: Path, kept: Path) -> Path | None:
    """`kept` with the picture at most 640 pixels a side, upright, as WebP; made when first asked for.
    None for what is no picture, or does not unfold."""
    if kept.is_file():
        return kept
    known = picture(path)
    if known is None or not known.fits:
        return None
    with _ONE_AT_A_TIME:
        try:
            with Image.open(path, formats=_READ) as found:
                found.thumbnail((_EDGE, _EDGE))
                made = ImageOps.exif_transpose(found)
        except (OSError, ValueError, SyntaxError, MemoryError):
            return None
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_suffix(".part")
        made.convert("RGBA" if made.has_transparency_data else "RGB").save(draft, "WEBP", quality=82)
        draft.replace(kept)
    return kept
