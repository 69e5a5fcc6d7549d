"""Problems of a form in words: beside fields, in the rail, with fixes that do it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dougong.metamodel.problem import Problem

from .controls import Control, Fix, input_text
from .look import Look


@dataclass(frozen=True, slots=True)
class RailProblem:
    """A problem in the right rail with what mends it and the control to jump to; empty when it belongs to none shown."""

    message: str
    fixes: tuple[Fix, ...]
    target: str
    label: str


def words_of_problems(problems: Iterable[Problem], language: str) -> tuple[str, ...]:
    """Each with its fix, where that is more than a button."""
    return tuple(
        problem.message.in_(language) + (f" {problem.fix.in_(language)}" if problem.fix and problem.put is None else "")
        for problem in problems
    )


def fixes_of(problems: Iterable[Problem], name: str, look: Look) -> tuple[Fix, ...]:
    """Buttons that put a value into the control of that name."""
    found = []
    for problem in problems:
        if problem.put is not None:
            value = input_text(problem.put, look)
            said = problem.fix.in_(look.language) if problem.fix else look.words("Change it")
            shown = value if value not in said else ""
            words = look.words("{fix} ({value})", fix=said, value=shown) if shown else said
            found.append(Fix(words, f"{name}={value}"))
    return tuple(dict.fromkeys(found))


def rail(
    shown: Iterable[Control], rest: Sequence[Problem], look: Look, warnings: bool = False
) -> tuple[RailProblem, ...]:
    """Those of fields, then of their child rows in order, then those of no field shown; or the same of warnings."""
    found: list[RailProblem] = []
    for field in shown:
        said, fixes = (field.warnings, ()) if warnings else (field.problems, field.fixes)
        found += [RailProblem(words, fixes, field.id, field.label) for words in said]
        for number, row in enumerate(field.rows, 1):
            label = look.words("{field}, row {n}", field=field.label, n=number)
            for cell in row.cells:
                said, fixes = (cell.warnings, ()) if warnings else (cell.problems, cell.fixes)
                found += [RailProblem(words, fixes, cell.id, label) for words in said]
            if not warnings:
                found += [RailProblem(words, (), f"{field.id}-{row.key}", label) for words in row.problems]
    found += [RailProblem(words, (), "", "") for words in words_of_problems(rest, look.language)]
    return tuple(found)


def still_to_fill(
    shown: Iterable[Control], missing: Sequence[Problem], look: Look, path_of: Callable[[str], str]
) -> tuple[RailProblem, ...]:
    """Blanks that must be filled, in the order of the form, named by their fields alone; `path_of` a control's name. One of
    no field shown says what it is."""
    paths = {one.path for one in missing}
    found: list[tuple[str, RailProblem]] = []
    for field in shown:
        found.append((path_of(field.name), RailProblem("", (), field.id, field.label)))
        for number, row in enumerate(field.rows, 1):
            place = look.words("{field}, row {n}", field=field.label, n=number)
            found += [(path_of(one.name), RailProblem(one.label, (), one.id, place)) for one in row.cells]
    placed = {path for path, _ in found}
    beyond = words_of_problems((one for one in missing if one.path not in placed), look.language)
    return (*(one for path, one in found if path in paths), *(RailProblem(words, (), "", "") for words in beyond))
