"""Every form of the templates says the same in the browser and on the server: what is shown, must be filled, is refused."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page

from dougong.expressions import Env
from dougong.expressions.javascript import RUNTIME, env_to_json, to_plain
from dougong.forms import Logic, form_logic, form_state
from dougong.forms.conditions import Values
from dougong.host.access.viewer import rights_of
from dougong.host.paths import STATIC
from dougong.host.web.pages.live import formulas_of
from dougong.metamodel.form import Form
from dougong.metamodel.model import EntityModel, FieldModel, Model
from dougong.metamodel.storage import Kind
from dougong.records.rights import SYSTEM, Viewer
from dougong.records.store import RecordStore
from dougong.rules import RuleRow, compile_rules

from .stock import TEMPLATES, app

pytestmark = pytest.mark.browser
ROWS = 6
ENV = Env(
    now=datetime(2026, 5, 20, 7, 30, tzinfo=UTC), today=date(2026, 5, 20), zone="Asia/Shanghai",
    user={"id": "p", "name": "Ann", "department": "d", "region": ""},
)  # fmt: skip
_RUN = """async ([runtime, logic, asked]) => {
  const load = (text) => import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
  const [rt, { standing }] = await Promise.all([load(runtime), load(logic)]);
  const found = [];
  for (const { plan, source, cases } of JSON.parse(asked)) {
    const functions = (await load(source)).default(rt);
    found.push(cases.map(({ row, env }) => {
      const { fields, sections, rules, row: values, lost } = standing(plan, functions, row, env);
      return { fields, sections, rules, values, lost: [...lost] };
    }));
  }
  return JSON.stringify(found);
}"""


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("key", TEMPLATES)
def test_the_browser_says_what_the_server_says(page: Page, key: str) -> None:
    random, model = Random(key), app(key).model
    store = RecordStore(model)
    asked: list[dict[str, Any]] = []
    wanted: list[tuple[str, Any]] = []
    viewers = _viewers(key, model)
    for form in model.forms.values():
        for viewer in viewers:
            if viewer.on(form.entity).read.words or viewer.admin:
                logic, cases, answers = _cases(random, store, form, viewer)
                asked.append({"plan": logic.plan, "source": logic.source, "cases": cases})
                wanted += [(f"{form.key} for {viewer.name}", one) for one in answers]
    logic_js = (STATIC / "js" / "logic.js").read_text("utf-8")
    found = json.loads(page.evaluate(_RUN, [RUNTIME.read_text("utf-8"), logic_js, json.dumps(asked, default=str)]))
    wrong, compared = [], 0
    for (who, (server, kept)), browser in zip(wanted, [one for every in found for one in every], strict=True):
        for place, want in server.items():
            got = _at(browser, place)
            compared += got is not None
            if got != want and (got is not None or place not in kept):
                wrong.append(f"{who}: {place}: server {want!r}, browser {got!r}")
    assert not wrong, "\n".join(wrong[:30])
    assert compared > 1_000


def _viewers(key: str, model: Model) -> list[Viewer]:
    roles = app(key).roles
    return [
        replace(SYSTEM, name="an administrator"),
        *(Viewer("p", role.key, roles=frozenset({role.key}), rights=rights_of(model, [role])) for role in roles if not role.admin),
    ]  # fmt: skip


def _cases(random: Random, store: RecordStore, form: Form, viewer: Viewer) -> tuple[Logic, list[Any], list[Any]]:
    model = store.model
    entity = model.entities[form.entity]
    context: Any = SimpleNamespace(store=store)
    inside = {one.relation.target for one in entity.fields.values() if one.relation is not None and one.relation.owned}
    formulas = {one: formulas_of(context, model.entities[one]) for one in {entity.key, *inside}}
    checked = {one: {field: formula for field, (formula, _) in every.items()} for one, every in formulas.items()}
    known = {one: store.plan(("rules", one), partial(compile_rules, model, one)) for one in checked}
    rules, logic = known[entity.key], form_logic(model, form, viewer, known, checked)
    cases, answers = [], []
    for number in range(ROWS):
        old = _row(random, model, entity, logic, rules) if number % 2 else None
        row = _row(random, model, entity, logic, rules)
        row |= {key: value for key, value in (old or {}).items() if random.random() < 0.5}
        changed = frozenset(key for key in row if row[key] != (old or {}).get(key))
        env = replace(ENV, roles=viewer.roles, old=old, is_new=old is None, changed=changed)
        plain = {path: to_plain(row.get(path)) for path in [*logic.paths, *logic.plan["lines"]]}
        cases.append({"row": plain, "env": env_to_json(env, logic.cores)})
        row = _worked_out(model, entity, formulas, row, env)
        state = form_state(model, form, row, viewer, env)
        server: dict[str, Any] = {}
        for section in state.sections:
            server[f"sections.{section.key}"] = section.visible
            for field in (one for line in section.rows for one in line):
                place = f"fields.{field.key}"
                server |= {f"{place}.visible": field.visible, f"{place}.fixed": field.read_only}
                if field.visible:
                    server[f"{place}.required"] = field.required
        refused = rules.refusals(row, RuleRow(row, old, changed).env(env)) if rules.validations else ()
        told = {rule.key: bool(one) for (rule, _), one in zip(rules.validations, refused, strict=True)}
        server |= {f"rules.{n}": told[rule["key"]] for n, rule in enumerate(logic.plan["rules"])}
        server |= {
            f"values.{key}": to_plain(row[key]) for key, _ in logic.plan["computed"] if row[key] not in (None, "")
        }
        for lines, part in logic.plan["lines"].items():
            for n, one in enumerate(row[lines]):
                server |= {
                    f"values.{lines}.{n}.{key}": to_plain(one[key])
                    for key, _ in part["computed"]
                    if one[key] is not None
                }
        answers.append((server, _kept(logic)))
    return logic, cases, answers


def _kept(logic: Logic) -> set[str]:
    """Places that stay with the server."""
    kept = set()
    for section in logic.plan["sections"]:
        every = [section, *section["fields"]]
        if any(one["visible"] == -1 for one in every):
            kept |= {f"sections.{section['key']}"}
        for one in section["fields"]:
            place = f"fields.{one['key']}"
            kept |= {f"{place}.visible", f"{place}.required"} if -1 in (section["visible"], one["visible"]) else set()
            kept |= {f"{place}.required"} if -1 in (one["required"], one["fixed"]) else set()
            kept |= {f"{place}.fixed"} if one["fixed"] == -1 else set()
    return kept


def _at(found: Any, place: str) -> Any:
    for step in place.split("."):
        found = found[int(step)] if isinstance(found, list) else found.get(step)
        if found is None:
            return None
    return found


def _worked_out(model: Model, entity: EntityModel, formulas: Any, row: dict[str, Any], env: Env) -> dict[str, Any]:
    full = Values(row)
    for field in entity.fields.values():
        if field.relation is not None and field.relation.owned:
            full[field.key] = [_filled(formulas[field.relation.target], Values(one), env) for one in row[field.key]]
    return _filled(formulas[entity.key], full, env)


def _filled(formulas: Any, row: dict[str, Any], env: Env) -> dict[str, Any]:
    for _ in range(3):
        for key, (_, evaluate) in formulas.items():
            row[key] = evaluate(row, env)
    return row


def _row(random: Random, model: Model, entity: EntityModel, logic: Logic, rules: Any) -> dict[str, Any]:
    """The record's own fields, child rows, and what is behind its links."""
    row = {key: _value(random, field) for key, field in entity.fields.items() if field.storage is not None}
    for field in entity.fields.values():
        if field.relation is not None and field.relation.owned:
            child = model.entities[field.relation.target]
            stored = [(key, one) for key, one in child.fields.items() if one.storage is not None]
            row[field.key] = [{key: _value(random, one) for key, one in stored} for _ in range(random.randint(0, 3))]
    behind = {path for path in logic.paths if "." in path} | {
        ".".join(path) for path in rules.dependencies if len(path) > 1
    }
    for path in behind:
        try:
            row[path] = _value(random, model.field(entity.key, path)) if row.get(path.partition(".")[0]) else None
        except KeyError:
            continue
    return row


def _value(random: Random, field: FieldModel) -> Any:
    assert field.storage is not None or field.relation is not None
    if field.storage is None or random.random() < 0.25:
        return None
    options = field.value_type.options
    match field.storage.kind:
        case Kind.TEXT:
            words = ["x", "13800000000", "+1 555", "a@b.cn", "中文 😀", "Zoë"]
            return random.choice(options) if options else random.choice(words)
        case Kind.INTEGER:
            return random.choice([0, 1, 5, 30, 100, 2026, 90_000])
        case Kind.DECIMAL:
            return Decimal(random.choice([0, 5, 10, 13, 999, 12_345, 99_999_999])).scaleb(-min(2, field.storage.scale))
        case Kind.BOOLEAN:
            return random.random() < 0.5
        case Kind.DATE:
            return date(2026, 5, 20) + timedelta(days=random.randint(-200, 200))
        case Kind.INSTANT:
            return datetime(2026, 5, 20, tzinfo=UTC) + timedelta(minutes=random.randint(-90_000, 90_000))
        case Kind.REFERENCE:
            return f"id{random.randint(1, 3)}"
        case Kind.LIST:
            return random.sample(options, 1) if options else ["x"]
        case _:
            return {"x": "y"}
