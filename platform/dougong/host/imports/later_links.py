"""Links from rows to other rows of the same file, set once all rows are in.

Needed where a file names its own records (a part's whole, a person's manager): the row linked to may stand below.
"""

from collections.abc import Sequence

from dougong.records.context import Cause, Context
from dougong.records.lookup import fold
from dougong.records.values import Update
from dougong.records.write import write

from .chunk import Result
from .file import File
from .links import Links, title_field
from .reading import Line


def lines_with_links(file: File) -> list[Line]:
    """Lines that may link to a row of the file."""
    places = _places(file)
    return [line for line in file.lines if any(line.cells[place] for place in places.values())]


def set_links(context: Context, file: File, lines: Sequence[Line], links: Links, cause: Cause) -> list[Result]:
    """Sets the links of some lines where both ends are there now; reports what the write path refuses."""
    title = title_field(context, file.entity.key)
    own = next(file.places[c.column] for c in file.plan.mapped if c.field == title)
    places = _places(file)
    wanted = {line.cells[own] for line in lines} | {line.cells[place] for line in lines for place in places.values()}
    found = links.resolve(context, file.entity.key, title, {words for words in wanted if words})
    changes: list[tuple[Line, Update]] = []
    for line in lines:
        ids = found.get(fold(line.cells[own]), ())
        values = {
            key: target[0]
            for key, place in places.items()
            if len(target := found.get(fold(line.cells[place]), ())) == 1 and line.cells[place]
        }
        if len(ids) == 1 and values:
            changes.append((line, Update(file.entity.key, ids[0], values)))
    if not changes:
        return []
    written = write(context, [change for _, change in changes], cause, partial=True)
    return [
        Result(line, "problem", outcome.problems)
        for (line, _), outcome in zip(changes, written.outcomes, strict=True)
        if outcome.problems
    ]


def _places(file: File) -> dict[str, int]:
    """Link field to the own entity -> column position, where the file brings titles."""
    if not file.own_titles:
        return {}
    return {
        column.field: file.places[column.column]
        for column in file.plan.mapped
        if column.field
        and (relation := file.entity.fields[column.field].relation)
        and relation.target == file.entity.key
    }
