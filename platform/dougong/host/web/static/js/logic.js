// What a form's plan says of a record as it stands: values, what is shown, what must be filled, which rules refuse. It knows
// no page. A row is canonical JSON; `lost` names what only the server knows: fields, `link.` for all behind a link,
// `lines.column`. What hangs on such is undefined: the server's answer stands.

const PASSES = 3; // formulas over formulas settle in their order, as on the server

// plan.lines: {key: {computed: [[column, number]]}}, plan.computed: [[key, number]], plan.reads: paths by number.
export function standing(plan, functions, given, env, lost = new Set()) {
  const row = { ...given };
  const missing = new Set(lost);
  for (const [key, part] of Object.entries(plan.lines)) {
    if (!Array.isArray(row[key])) continue;
    row[key] = row[key].map((one) => {
      const full = { ...one };
      for (const column of fill(plan, functions, part.computed, full, env, within(missing, key))) missing.add(`${key}.${column}`);
      return full;
    });
  }
  for (const key of fill(plan, functions, plan.computed, row, env, missing)) missing.add(key);
  const ask = (number) => (known(plan, number, missing) ? Boolean(functions[number](row, env)) : undefined);
  const gated = asked(plan, row, env, missing);
  const fields = {};
  const sections = {};
  for (const section of plan.sections) {
    const wanted = section.visible === null ? true : ask(section.visible);
    for (const one of section.fields) {
      const shown = one.visible === null ? true : ask(one.visible);
      const fixed = one.closed || (one.fixed === null ? false : ask(one.fixed));
      const must = either(one.must || (one.required === null ? false : ask(one.required)), gated(one.key));
      fields[one.key] = { section: section.key, shown, visible: both(wanted, shown), fixed, required: both(not(fixed), must) };
    }
    sections[section.key] = both(wanted, section.fields.map((one) => fields[one.key].shown).reduce(either, false));
  }
  return { row, lost: missing, fields, sections, rules: plan.rules.map((rule) => ask(rule.number)) };
}

// Yes, no, or undefined where one does not decide it alone.
const not = (one) => (one === undefined ? undefined : !one);
const both = (a, b) => (a === false || b === false ? false : a === undefined || b === undefined ? undefined : true);
const either = (a, b) => (a === true || b === true ? true : a === undefined || b === undefined ? undefined : false);

function known(plan, number, missing) {
  return number >= 0 && plan.reads[number].every((path) => {
    const head = path.split('.')[0];
    return !missing.has(path) && !missing.has(head) && !(path !== head && missing.has(`${head}.`));
  });
}
const within = (missing, key) => new Set([...missing].filter((one) => one.startsWith(`${key}.`)).map((one) => one.slice(key.length + 1)));

// Fills in what is worked out; gives the names of what could not be.
function fill(plan, functions, computed, row, env, missing) {
  const left = new Set(missing);
  const failed = new Set();
  for (let turn = 0; turn < PASSES; turn += 1) {
    let moved = false;
    for (const [key, number] of computed) {
      if (!known(plan, number, left)) { moved ||= !left.has(key); left.add(key); failed.add(key); continue; }
      const value = functions[number](row, env);
      moved ||= JSON.stringify(value) !== JSON.stringify(row[key]);
      row[key] = value;
    }
    if (!moved) break;
  }
  return failed;
}

// What the stage that an existing record is about to enter asks for.
function asked(plan, row, env, missing) {
  const { gates } = plan;
  if (!gates || !env.old) return () => false;
  if (missing.has(gates.field)) return (key) => (Object.values(gates.stages).some((keys) => keys.includes(key)) ? undefined : false);
  const stage = row[gates.field];
  const keys = typeof stage === 'string' && stage !== env.old[gates.field] ? gates.stages[stage] ?? [] : [];
  return (key) => keys.includes(key);
}
