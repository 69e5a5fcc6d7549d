"""Words: paragraphs of the definition, an empty line between them."""

from dataclasses import dataclass

from .ask import Ask, Drawn, Kind


@dataclass(frozen=True, slots=True)
class Words:
    paragraphs: tuple[str, ...]


def draw(ask: Ask) -> Drawn:
    """No statement."""
    words = ask.widget.text.in_(ask.look.language) if ask.widget.text else ""
    paragraphs = tuple(one.strip() for one in words.split("\n\n") if one.strip())
    return Drawn(Words(paragraphs) if paragraphs else None)


KIND = Kind(draw, "board/text.html", "rows")
