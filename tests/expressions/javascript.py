"""Runs generated JavaScript in Chromium, the engine people have: one round trip for a whole set of formulas and rows."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from playwright.sync_api import Browser

from dougong.expressions import Checked, Env
from dougong.expressions.core import Core
from dougong.expressions.javascript import RUNTIME, Source, compile_js_many, env_to_json, to_plain

_RUN = """async ([runtime, module, rows, env]) => {
  const load = (text) => import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
  const [rt, made] = await Promise.all([load(runtime), load(module)]);
  const [every, known] = [JSON.parse(rows), JSON.parse(env)];
  const tried = (run, row) => { try { return run(row, known); } catch (error) { return { error: String(error) }; } };
  return JSON.stringify(made.default(rt).map((run) => every.map((row) => tried(run, row))));
}"""


class Script:
    """A page that evaluates; `runtime` is the text of the runtime, which a mutation may change."""

    def __init__(self, browser: Browser) -> None:
        self.page = browser.new_page()
        self.runtime = RUNTIME.read_text("utf-8")

    def run(self, source: Source, rows: Sequence[Mapping[str, Any]], env: dict[str, Any]) -> list[list[Any]]:
        """Per formula and row what it gives, as plain JSON."""
        asked = [self.runtime, source.text, json.dumps(to_plain(list(rows))), json.dumps(env)]
        found: list[list[Any]] = json.loads(self.page.evaluate(_RUN, asked))
        return found

    def values(self, formulas: Sequence[Checked], rows: Sequence[Mapping[str, Any]], env: Env) -> list[list[Any]]:
        """The same as canonical values."""
        cores: list[Core] = [one.core for one in formulas]
        found = self.run(compile_js_many(cores), rows, env_to_json(env, cores))
        return [
            [canonical(one.type.name, value) for value in values] for one, values in zip(formulas, found, strict=True)
        ]


def canonical(kind: str, value: Any) -> Any:
    """Plain JSON as the value Python has; what went wrong stays what it is."""
    if value is None or isinstance(value, bool | dict):
        return value
    match kind:
        case "number" | "money" | "percent" | "duration":
            return Decimal(value)
        case "date":
            return date.fromisoformat(value)
        case "datetime":
            return datetime.fromisoformat(value)
        case _:
            return value
