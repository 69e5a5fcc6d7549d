"""Documents -> definition values; every shape error becomes a Problem with file, path, words and fix."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from .base import Definition
from .documents import Document
from .field_types import field_types, parse_field
from .formats import upgrade
from .kinds import KINDS
from .locales import localised
from .places import step
from .problem import Problem, ProblemsFound
from .text import LocalText, text


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document with its value; `value` is None when `problems` has an error."""

    document: Document
    value: Definition | None
    problems: tuple[Problem, ...] = ()


def parse(document: Document) -> Parsed:
    """One document; unknown or missing `$schema` is reported, not raised."""
    kind = KINDS[document.kind]
    raw, problems = document.raw, list[Problem]()
    if not isinstance(raw, dict):
        problem = Problem(
            "not_object",
            text("这里应是一个 JSON 对象", "This must be a JSON object"),
            file=document.file,
            app=document.app,
        )
        return Parsed(document, None, (problem,))
    if raw.get("$schema") != kind.schema:
        words = text(f"$schema 应为 {kind.schema}", f"$schema must be {kind.schema}")
        problems.append(Problem("schema", words, "$['$schema']", document.file))
    if document.kind == "entity":
        raw = {**raw, **_parse_fields(raw, "fields", "$", document.file, problems)}
    try:
        value = kind.value.model_validate(raw)
    except ValidationError as error:
        problems.extend(_problems(error, "$", document.file, document.raw))
        value = None
    except RecursionError:
        problems.append(Problem("too_deep", text("嵌套太深", "Nested too deeply"), file=document.file))
        value = None
    return Parsed(document, None if problems else value, tuple(replace(one, app=document.app) for one in problems))


Kept = dict[int, Parsed]
"""Documents that were read before, by the identity of their JSON: for whoever never changes JSON in place, as drafts do."""


def parse_all(documents: Iterable[Document], kept: Kept | None = None) -> tuple[list[Parsed], list[Problem]]:
    """All documents, brought to their newest format and with their locales' words, and all their Problems. What is `kept`
    is not read again; afterwards it has these documents."""
    upgraded, problems = [], list[Problem]()
    for document in documents:
        try:
            upgraded.append(upgrade(document))
        except ProblemsFound as error:
            problems.extend(error.problems)
    parsed = [_read(document, kept) for document in localised(upgraded)]
    if kept is not None:
        kept.clear()
        kept.update((id(one.document.raw), one) for one in parsed)
    return parsed, [*problems, *(problem for one in parsed for problem in one.problems)]


def _read(document: Document, kept: Kept | None) -> Parsed:
    found = kept.get(id(document.raw)) if kept else None
    same = found is not None and found.document.raw is document.raw
    return found if found is not None and same and found.document.file == document.file else parse(document)


def _parse_fields(raw: dict[str, Any], part: str, path: str, file: str, problems: list[Problem]) -> dict[str, Any]:
    """Replaces the list of fields by parsed fields, so that each error keeps its place."""
    fields = raw.get(part)
    if not isinstance(fields, list):
        return {}
    found: list[Any] = []
    for number, one in enumerate(fields):
        place = f"{path}.{part}[{number}]"
        if not isinstance(one, dict):
            problems.append(Problem("not_object", text("字段应是一个对象", "A field must be an object"), place, file))
            continue
        key = one.get("type")
        if not isinstance(key, str) or key not in field_types():
            words = text(f"没有“{str(key)[:40]}”这种字段类型", f'"{str(key)[:40]}" is not a field type')
            fix = text("可用：" + "、".join(field_types()), "Use one of: " + ", ".join(field_types()))
            problems.append(Problem("field_type", words, f"{place}.type", file, fix))
            continue
        nested = _parse_fields(one, "with", place, file, problems)
        try:
            found.append(parse_field({**one, **nested}))
        except ValidationError as error:
            problems.extend(_problems(error, place, file, one))
    return {part: found}


def _problems(error: ValidationError, root: str, file: str, raw: Any) -> Iterable[Problem]:
    """One Problem per place; where a union tried several shapes, the finding that lies deepest is the one meant."""
    found: dict[str, Problem] = {}
    for one in error.errors(include_url=False, include_input=True):
        path = root + _path(one["loc"], raw, missing=one["type"] == "missing")
        found.setdefault(path, Problem(f"shape.{one['type']}", _words(one), path, file))
    return [one for path, one in found.items() if not any(_below(other, path) for other in found)]


def _below(path: str, above: str) -> bool:
    return path != above and path.startswith((above + ".", above + "["))


def _path(location: tuple[int | str, ...], raw: Any, missing: bool) -> str:
    """Pydantic's location as a JSON path of the document: the names of union members are no part of it."""
    path = ""
    for number, part in enumerate(location):
        last = number == len(location) - 1
        if isinstance(part, int) and isinstance(raw, list | tuple) and part < len(raw):
            path, raw = f"{path}[{part}]", raw[part]
        elif isinstance(part, str) and isinstance(raw, dict) and part in raw:
            path, raw = path + step(part), raw[part]
        elif last and missing:
            path += step(str(part))
    return path


def _words(one: Any) -> LocalText:
    """The most frequent of pydantic's findings in both languages; the rest keep its English."""
    value = one.get("input")
    given = "…" if isinstance(value, list | tuple | dict) else str(value)[:60]
    known = {
        "missing": ("缺少这一项", "This is missing"),
        "extra_forbidden": ("没有这一项；请检查拼写", "There is no such property; check the spelling"),
        "string_pattern_mismatch": (
            f"“{given}”写法不对：只用小写字母、数字、下划线，以字母开头，最长 48 个字符",
            f'"{given}" is not well formed: lower-case letters, digits and underscores, beginning with a letter, at most 48',
        ),
        "string_type": ("这里应是文字", "This must be text"),
        "bool_type": ("这里应是 true 或 false", "This must be true or false"),
        "int_type": ("这里应是整数", "This must be a whole number"),
        "tuple_type": ("这里应是一个列表", "This must be a list"),
        "dict_type": ("这里应是一个对象", "This must be an object"),
        "model_type": ("这里应是一个对象", "This must be an object"),
    }
    zh, en = known.get(one["type"], (f"值“{given}”不合要求：{one['msg']}", f'"{given}" is refused: {one["msg"]}'))
    return text(zh, en)
