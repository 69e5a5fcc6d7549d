"""What commands print, in the operator's language: DOUGONG_LANGUAGE, else the terminal's."""

import os
import sys
from collections.abc import Iterable
from functools import cache

import click

from dougong.metamodel.problem import Problem
from dougong.metamodel.text import LocalText


@cache
def language() -> str:
    """`zh-CN` or `en`."""
    given = os.environ.get("DOUGONG_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "zh-CN" if given.lower().startswith("zh") else "en"


def say(zh: str, en: str, *, err: bool = False) -> None:
    click.echo(zh if language() == "zh-CN" else en, err=err)


def words(text: LocalText) -> str:
    return text.in_(language())


def say_problems(problems: Iterable[Problem]) -> None:
    """One per line on standard error, with its place and the fix."""
    found = list(problems)
    for problem in found[:100]:
        place = " ".join(part for part in (problem.file, problem.path if problem.path != "$" else "") if part)
        mark = click.style(
            "✗" if problem.severity == "error" else "!", fg="red" if problem.severity == "error" else "yellow"
        )
        click.echo(f"{mark} {place + ': ' if place else ''}{words(problem.message)} [{problem.code}]", err=True)
        if problem.fix is not None:
            click.echo(f"  → {words(problem.fix)}", err=True)
    if len(found) > 100:
        say(f"…… 还有 {len(found) - 100} 个问题", f"... and {len(found) - 100} more", err=True)


class Told:
    """Shows how far a load is: a line that is drawn anew on a terminal, nothing elsewhere."""

    def __init__(self, label: str) -> None:
        self._label, self._drawn = label, False
        self._terminal = sys.stderr.isatty()

    def __call__(self, done: int, total: int, entity: str) -> None:
        if self._terminal:
            self._drawn = True
            percent = 100 * done // max(total, 1)
            click.echo(f"\r  {self._label} {percent:3d}%  {entity:30.30}", nl=False, err=True)

    def end(self) -> None:
        if self._drawn:
            click.echo("\r" + " " * 70 + "\r", nl=False, err=True)
