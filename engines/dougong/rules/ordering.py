"""Puts computations so that each comes after what it reads of the same record; the listed order decides the rest."""

from typing import TypeVar

from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import text

from .rule_set import Computation, Filling

Step = TypeVar("Step", bound=Computation | Filling)


def in_order(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Steps in dependency order. A computation that reads itself through others is refused (ProblemsFound); defaults
    that read each other are not, since each fills a blank once."""
    by_field: dict[str, list[int]] = {}
    for number, step in enumerate(steps):
        by_field.setdefault(step.field.key, []).append(number)
    order: list[int] = []
    state: dict[int, int] = {}

    def visit(number: int, trail: tuple[str, ...]) -> None:
        step = steps[number]
        trail = (*trail, step.field.key)
        if state.get(number) == 1:
            if isinstance(step, Filling):
                return
            way = " → ".join(trail[trail.index(step.field.key) :])
            words = text(f"计算字段互相依赖：{way}", f"Computed fields depend on each other: {way}")
            raise ProblemsFound([Problem("cycle", words, step.field.key)])
        if number in state:
            return
        state[number] = 1
        for key in sorted({path[0] for path in step.dependencies}):
            if key == step.field.key and (isinstance(step, Filling) or step.rule):
                continue  # a rule may read the value it replaces
            for earlier in by_field.get(key, ()):
                visit(earlier, trail)
        state[number] = 2
        order.append(number)

    for number in range(len(steps)):
        visit(number, ())
    return tuple(steps[number] for number in order)
