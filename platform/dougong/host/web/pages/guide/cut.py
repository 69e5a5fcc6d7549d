"""Cuts an element out of a page, with ids of its own so that it may stand on a page several times."""

import re
from html import escape
from html.parser import HTMLParser

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_NAMES = frozenset({"id", "for", "list", "form", "popovertarget"})
_LISTS = frozenset({"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers"})
_PART = re.compile(r"([#.]?)([\w-]+)|\[([\w-]+)(?:=([^\]]+))?\]")
Attributes = list[tuple[str, str | None]]


def cut(html: str, select: str, nth: int = 0) -> str:
    """The `nth` element that fits `tag#id.class[attribute=value]`; empty when there is none."""
    found = _Cutter(select, nth)
    found.feed(html)
    return "".join(found.out)


def own(html: str, prefix: str) -> str:
    """The same with every id, and what refers to it, prefixed, and without what would ask the server by itself."""
    found = _Cutter("", 0, prefix)
    found.feed(html)
    return "".join(found.out)


class _Cutter(HTMLParser):
    """Copies what it is fed, from the element that fits to its end; an empty selector copies all."""

    def __init__(self, select: str, nth: int, prefix: str = "") -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._wanted = _PART.findall(select)
        self._nth = nth
        self._prefix = prefix
        self._tag, self._depth, self._done = "", 0 if select else 1, False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if not self._depth and not self._done and self._fits(tag, dict(attrs)):
            self._nth -= 1
            if self._nth < 0:
                self._tag, self._depth = tag, 1
                self._write(tag, attrs)
                if tag in _VOID:
                    self._depth, self._done = 0, True
                return
        if self._depth:
            self._depth += tag == self._tag and tag not in _VOID
            self._write(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if self._depth:
            self._write(tag, attrs, "/")

    def handle_endtag(self, tag: str) -> None:
        if not self._depth:
            return
        self.out.append(f"</{tag}>")
        if tag == self._tag:
            self._depth -= 1
            self._done = not self._depth

    def handle_data(self, data: str) -> None:
        self._copy(data)

    def handle_entityref(self, name: str) -> None:
        self._copy(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._copy(f"&#{name};")

    def _copy(self, words: str) -> None:
        if self._depth:
            self.out.append(words)

    def _fits(self, tag: str, attrs: dict[str, str | None]) -> bool:
        for mark, name, attribute, value in self._wanted:
            if attribute:
                fits = attribute in attrs and (not value or attrs[attribute] == value)
            elif mark == "#":
                fits = attrs.get("id") == name
            elif mark == ".":
                fits = name in (attrs.get("class") or "").split()
            else:
                fits = tag == name
            if not fits:
                return False
        return True

    def _write(self, tag: str, attrs: Attributes, end: str = "") -> None:
        kept = ((name, self._renamed(tag, name, value)) for name, value in attrs if self._keeps(name, value))
        words = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in kept)
        self.out.append(f"<{tag}{words}{end}>")

    def _keeps(self, name: str, value: str | None) -> bool:
        if not self._prefix:
            return True
        return not name.startswith("hx-") and name not in ("action", "formaction", "autofocus", "target", "accesskey")

    def _renamed(self, tag: str, name: str, value: str | None) -> str | None:
        if not self._prefix or not value:
            return value
        if name in _NAMES or (name == "name" and tag in ("input", "details", "select", "textarea")):
            return self._prefix + value
        if name in _LISTS:
            return " ".join(self._prefix + one for one in value.split())
        if name == "href" and value.startswith("#") and tag == "a":
            return "#" + self._prefix + value[1:]
        return value
