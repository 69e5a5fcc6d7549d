"""What is wrong with the stages of an object in a draft, at the stage concerned: an option that is gone, a condition that
reads wrong, a stage no move reaches."""

from dougong.metamodel.check import pipelines
from dougong.metamodel.check.expressions import sites
from dougong.metamodel.check.subject import Subject
from dougong.metamodel.documents import Document
from dougong.metamodel.model import Model
from dougong.metamodel.parse import parse
from dougong.metamodel.places import steps
from dougong.metamodel.problem import Problem
from dougong.rules.check_expressions import check_expressions

from .pipeline_tree import PipelinePlace

WHOLE = ""
"""The pipeline itself, where no stage is concerned."""


def pipeline_problems(model: Model, place: PipelinePlace, raw: object) -> dict[str, list[tuple[str, Problem]]]:
    """Stage -> [(property, Problem)], warnings among them; `raw` is the document `place.file`."""
    app, _, name = place.file.partition("/")
    subject = Subject(model, (parse(Document(app, "entity", name, raw)),))
    asked = [one for one in sites(subject) if one.path.startswith("$.pipeline")]
    found: dict[str, list[tuple[str, Problem]]] = {}
    for one in (*pipelines.check(subject), *check_expressions(model, asked)):
        stage, part = _part(one, place)
        found.setdefault(stage, []).append((part, one))
    return found


def _part(problem: Problem, place: PipelinePlace) -> tuple[str, str]:
    """`$.pipeline.gates['checked'].when` -> `checked` and `when`; a stage nobody reaches is named in the words alone."""
    way = [str(one) for one in steps(problem.path)]
    known = [one.key for one in place.every]
    if way[1:2] in (["gates"], ["stages"]) and way[2:3] and way[2] in known:
        return way[2], (way[3:] or [""])[0]
    if problem.code == "unreachable_stage":
        return next((key for key in known if _quoted(problem, key)), WHOLE), "moves"
    return WHOLE, (way[1:] or [""])[0]


def _quoted(problem: Problem, key: str) -> bool:
    return f'"{key}"' in problem.message.en
