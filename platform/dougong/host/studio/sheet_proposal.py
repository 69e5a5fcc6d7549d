"""What a file's sheets would become: an object each, a field for every column; the guesses with a person's answers over them."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dougong.metamodel.text import LocalText, text

from .field_palette import key_for
from .sheet_guess import (
    MAY_LINK,
    NAMING,
    NEVER_REQUIRED,
    OFFERED,
    ROOMY,
    TELLING,
    Column,
    Guess,
    guess,
    guess_as,
    misfits,
    options_of,
)
from .sheet_links import Target, sheet_targets, target_of, unknown_in
from .sheet_table import Sheet

Answers = Mapping[str, Mapping[str, Any]]
"""`2` for the sheet of that number, `2.5` for its column: what a person chose instead of the guess."""
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_LABEL = 60
MOST_REQUIRED_OF = 3
"""So many rows at least, before all of them being filled says anything."""


@dataclass(frozen=True, slots=True)
class ProposedField:
    """A column as a field. `to` is a Target's key, `make` whether records that are not there are made; `misfits` are values
    the field refuses, `unknown` rows that name a record that is not there."""

    number: int
    header: str
    key: str
    label: LocalText
    guess: Guess
    required: bool
    unique: bool
    left_out: bool
    filled: int
    different: int
    samples: tuple[str, ...]
    misfits: tuple[tuple[str, int], ...]
    to: str = ""
    by: int = -1
    make: bool = False
    blank: bool = True
    """Whether cells that do not fit are left blank; else their rows are refused."""
    unknown: int = 0

    @property
    def refused(self) -> int:
        """Cells that do not fit."""
        return sum(count for _, count in self.misfits)

    @property
    def definition(self) -> dict[str, Any]:
        """The field's JSON; a link's `to` is put in by whoever knows the keys."""
        said = {
            "key": self.key,
            "type": self.guess.type,
            "label": {"zh-CN": self.label.zh, "en": self.label.en},
            **self.guess.parts,
        }
        if self.guess.type in _REFERENCES:
            said.pop("options", None)
        return said | {name: True for name, on in (("required", self.required), ("unique", self.unique)) if on}


@dataclass(frozen=True, slots=True)
class ProposedObject:
    """A sheet as an object; `title` is the number of the column that names its records."""

    number: int
    sheet: str
    key: str
    label: LocalText
    icon: str
    title: int
    left_out: bool
    rows: int
    errors: int
    fields: tuple[ProposedField, ...]

    @property
    def kept(self) -> tuple[ProposedField, ...]:
        """Fields that are made."""
        return tuple(one for one in self.fields if not one.left_out)


_REFERENCES = ("link", "person")
_TELLING = ("编号", "编码", "代码", "证号", "工号", "单号", "邮箱", "手机", "id", "code", "no", "email", "sku")


@dataclass(frozen=True, slots=True)
class Read:
    """One sheet looked at: its columns and what each most likely is. Pure, and dear enough to be kept."""

    sheet: Sheet
    file: str
    columns: tuple[Column, ...]
    guesses: tuple[Guess, ...]

    @property
    def label(self) -> str:
        return _spaced(self.file if _UNNAMED.fullmatch(self.sheet.name.strip()) else self.sheet.name.strip())


def read_sheet(sheet: Sheet, file: str) -> Read:
    """A sheet's columns judged by their cells; `file` is the file's name without its ending."""
    columns = tuple(Column(name, [row[n] for row in sheet.rows]) for n, name in enumerate(sheet.headers))
    return Read(sheet, file, columns, tuple(map(guess, columns)))


def propose(
    read: Sequence[Read], known: Sequence[Target], answers: Answers, taken: Collection[str]
) -> tuple[ProposedObject, ...]:
    """An object per sheet; `known` are objects that are there, `taken` keys no object may have."""
    titles = [_title(one, answers.get(str(number), {})) for number, one in enumerate(read)]
    sheets = {number: sheet_targets(number, one.label, one.columns) for number, one in enumerate(read)}
    ahead: dict[int, set[int]] = {}
    found: list[ProposedObject] = []
    keys = [*taken]
    for number, one in enumerate(read):
        said = answers.get(str(number), {})
        label = _label(said, one.label)
        key = key_for(
            label if label.en != label.zh else text(label.zh, label.en if label.en.isascii() else ""), "object", keys
        )
        keys.append(key)
        others = [
            each for n, some in sheets.items() if n != number and number not in _reached(ahead, n) for each in some
        ]
        fields = tuple(_fields(number, one, titles[number], answers, [*others, *sheets[number], *known], ahead))
        found.append(
            ProposedObject(number, one.sheet.name, key, label, str(said.get("icon") or "table"), titles[number],
                           bool(said.get("left_out")), len(one.sheet.rows), one.sheet.errors, fields)
        )  # fmt: skip
    return tuple(_asking_less(one, found, answers) for one in found)


def _asking_less(one: ProposedObject, every: Sequence[ProposedObject], answers: Answers) -> ProposedObject:
    """Where rows of other sheets make records of their name alone, nothing but the name can be required."""
    own = f"#{one.number}"
    if not any(field.to == own and field.make and field.unknown for other in every for field in other.kept):
        return one
    fields = tuple(
        field
        if field.number == one.title or "required" in answers.get(f"{one.number}.{field.number}", {})
        else replace(field, required=False)
        for field in one.fields
    )
    return replace(one, fields=fields)


def _fields(
    number: int, read: Read, title: int, answers: Answers, targets: Sequence[Target], ahead: dict[int, set[int]]
) -> Iterator[ProposedField]:
    taken = [
        "id",
        "rev",
        "owner",
        "department",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
        "deleted_at",
        "number",
        "tags",
    ]
    for n, column in enumerate(read.columns):
        said = answers.get(f"{number}.{n}", {})
        target = _target(number, n, title, column, said, targets, read.guesses[n])
        found = _guessed(column, read.guesses[n], said, target, n == title)
        if target is not None and target.key.startswith("#"):
            ahead.setdefault(number, set()).add(int(target.key[1:]))
        label = _label(said, _spaced(column.header))
        key = key_for(text(label.zh, label.en if label.en != label.zh or label.en.isascii() else ""), "field", taken)
        taken.append(key)
        whole = len(column.cells) >= MOST_REQUIRED_OF and column.filled == len(column.cells)
        unknown = unknown_in(column, target) if target else 0
        wrong = () if target else tuple(misfits(found, column))
        yield ProposedField(
            n, column.header, key, label, found,
            bool(said.get("required", n == title or (whole and not wrong and found.type not in NEVER_REQUIRED))),
            bool(said.get("unique", whole and column.differs and found.type in TELLING and _names(column))),
            bool(said.get("left_out", not column.filled)), column.filled, len(column.counted),
            column.shown,
            wrong, target.key if target else "", target.by if target else -1,
            bool(said.get("make", bool(unknown) and target.makes)) if target else False, bool(said.get("blank", True)), unknown,
        )  # fmt: skip


def _guessed(column: Column, first: Guess, said: Mapping[str, Any], target: Target | None, title: bool) -> Guess:
    if target is not None:
        return Guess("person") if target.key == "person" else Guess("link")
    chosen = str(said.get("type") or "")
    if chosen in _REFERENCES or chosen not in OFFERED:
        chosen = ""
    found = first if not chosen or chosen == first.type else guess_as(column, chosen)
    if title and not chosen and found.type in ROOMY:
        found = Guess("text")
    if "options" in said and "options" in found.parts:
        lines = list(dict.fromkeys(line.strip()[:120] for line in said["options"] if line.strip()))[:500]
        found = Guess(found.type, {**found.parts, "options": options_of(lines)}, found.reading)
    return found


def _target(
    number: int, n: int, title: int, column: Column, said: Mapping[str, Any], targets: Sequence[Target], first: Guess
) -> Target | None:
    """What a column points to: as chosen, else what most of its values name; none for what has a type of its own."""
    chosen = said.get("type")
    if chosen in _REFERENCES:
        wanted = "person" if chosen == "person" else str(said.get("to") or "")
        fitting = [one for one in targets if one.key == wanted] or (
            [one for one in targets if one.key != f"#{number}"] if not wanted else []
        )
        return max(fitting, key=lambda one: column.filled - unknown_in(column, one), default=None)
    if chosen or n == title or first.type not in MAY_LINK:
        return None
    own = f"#{number}"
    return target_of(column, [one for one in targets if one.key != own or one.by == title])


def _reached(ahead: Mapping[int, set[int]], start: int) -> set[int]:
    """Sheets that one points to, directly or not: pointing back from there would be a circle no import gets into."""
    found: set[int] = set()
    waiting = [start]
    while waiting:
        for one in ahead.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def _title(read: Read, said: Mapping[str, Any]) -> int:
    """The column that names the rows: words, all there, all different; a name rather than a number."""
    if isinstance(said.get("title"), int) and 0 <= said["title"] < len(read.columns):
        return int(said["title"])

    def worth(n: int) -> tuple[float, ...]:
        column, kind = read.columns[n], read.guesses[n].type
        words = column.sample.share(lambda one: not one.isdigit())
        name = column.says(
            "名称", "姓名", "名字", "标题", "主题", "name", "title", "subject"
        ) or column.header.endswith("名")
        whole = column.filled / (len(column.cells) or 1)
        return (
            kind in NAMING and whole > 0.9, column.differs and whole > 0.9, name, kind == "text",
            not _names(column), round(words, 1), -n,
        )  # fmt: skip

    return max(range(len(read.columns)), key=worth)


def _names(column: Column) -> bool:
    """Whether its header says that it tells things apart."""
    return column.says(*_TELLING) or column.header.endswith("号")


def _label(said: Mapping[str, Any], usual: str) -> LocalText:
    """What it is called in both languages: as chosen, else as the file says."""
    zh, en = (str(said.get(one) or "").strip()[:_LABEL] for one in ("zh", "en"))
    words = usual[:_LABEL] or "?"
    return text(zh or (en if en and words.isascii() else words), en or (zh if zh and not words.isascii() else words))


def _spaced(header: str) -> str:
    """`sales_agent` as `Sales agent`."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*", header):
        return header
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", header).replace("_", " ").replace("-", " ")
    return words if words.isupper() else words[0].upper() + words[1:].lower()
