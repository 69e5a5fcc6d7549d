// What stands in a form's controls as a record: canonical JSON where it can be told here, else named as the server's to say.

const UNKNOWN = Symbol('the server reads it');
const ABSENT = Symbol('not in the form');
const NUMBERS = new Set(['number', 'integer', 'money', 'percent', 'score', 'rating']);
const PLAIN = { phone: /^(1[3-9]\d{9}|0\d{9,11}|\+(?!86)\d{6,15})$/, email: /^[a-z0-9._-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/ }; // those that are kept as they stand
const LINKS = new Set(['link', 'person', 'department']);

// plan.fields: {key: [widget, reader, scale, least, most]}; `known` has the values the page came with, `gone` the keys
// that were put away here: what was typed there is not sent, so the stored value counts.
export function entered(form, plan, known, rt, gone) {
  const row = { ...known.row };
  const lost = new Set();
  for (const [key, kind] of Object.entries(plan.fields)) {
    const found = taken([...form.querySelectorAll(`[name="${CSS.escape(`f.${key}`)}"]`)], kind, known.row[key], rt);
    if (found === UNKNOWN) lost.add(key);
    else if (found !== ABSENT) row[key] = found;
    else if (gone.has(key)) row[key] = known.old?.[key] ?? null;
  }
  // What the server puts in by itself is its to say where it is blank, and where that was changed it hangs on.
  const same = (key) => JSON.stringify(row[key] ?? null) === JSON.stringify(known.row[key] ?? null);
  for (const [key, by] of Object.entries(plan.fills)) {
    const blank = known.env.is_new && (row[key] ?? '') === '';
    if (key in plan.fields && (blank || (same(key) && !by.every(same)))) lost.add(key);
  }
  for (const path of Object.keys(known.row)) {
    const head = path.split('.')[0];
    if (head !== path && !same(head)) lost.add(`${head}.`);
  }
  for (const [key, part] of Object.entries(plan.lines)) {
    const columns = part.columns.map(([column, kind], at) => [column, kind, at]).filter(([column]) => !part.computed.some(([name]) => name === column));
    const box = form.querySelector(`.lines[data-lines="${CSS.escape(`f.${key}`)}"]`);
    if (box) row[key] = rows(box, key, columns, part.fills, rt, lost); else lost.add(key);
  }
  const changed = plan.compare.filter((key) => JSON.stringify(row[key] ?? null) !== JSON.stringify(known.old?.[key] ?? null));
  return { row, lost, changed };
}

function rows(box, key, columns, fills, rt, lost) {
  const found = [];
  for (const line of box.querySelectorAll('tbody > tr[data-row]:not([data-fresh])')) {
    const row = { id: line.querySelector('input[name$=".id"]')?.value ?? '' };
    for (const [column, kind, at] of columns) {
      const inputs = [...line.querySelectorAll(`td[data-col="${at}"] [name$="].${CSS.escape(column)}"]`)];
      const value = inputs.length && kind ? taken(inputs, kind, undefined, rt) : UNKNOWN;
      if (value === UNKNOWN) lost.add(`${key}.${column}`); else row[column] = value;
    }
    for (const column of row.id ? [] : fills) if ((row[column] ?? '') === '') lost.add(`${key}.${column}`);
    const empty = !row.id && [...line.querySelectorAll('[name]')].every((one) => !one.value || one.value === 'false' || (one.type === 'checkbox' && !one.checked));
    if (!empty) found.push(row);
  }
  return found;
}

function taken(inputs, [widget, reader, scale, least, most], was, rt) {
  if (!inputs.length) return ABSENT;
  const last = inputs.at(-1);
  if (widget === 'bool') return last.checked;
  if (widget === 'multichoice') { const keys = inputs.filter((one) => one.checked).map((one) => one.value); return keys.length ? keys : null; }
  // What the server has put there it has told the value of.
  if (was !== undefined && last.matches('input:not([type=hidden]), textarea') && last.value === last.defaultValue) return was;
  const text = last.value.trim();
  if (LINKS.has(widget)) return text.startsWith('?') ? UNKNOWN : text || null;
  if (!text) return null;
  if (widget === 'choice') return text;
  if (NUMBERS.has(widget)) return number(text, widget, scale, least, most, rt);
  if (widget === 'text' && reader === 'text') return text.normalize('NFC').split(/\s+/).join(' ');
  if (widget === 'long_text') return text.normalize('NFC').replace(/\r\n?/g, '\n');
  if (PLAIN[widget]) return PLAIN[widget].test(text) ? text : UNKNOWN;
  if (widget === 'date') return /^\d{4}-\d\d-\d\d$/.test(text) && rt.isoDate(rt.date(text)) === text ? text : UNKNOWN;
  return UNKNOWN;
}

function number(text, widget, scale, least, most, rt) {
  const plain = text.replace(/[, ]/g, '').replace(/^[¥$€]/, '').replace(widget === 'percent' ? /%$/ : /$^/, '');
  if (!/^-?\d{1,12}(\.\d{1,12})?$/.test(plain)) return UNKNOWN;
  const found = rt.number(plain, scale);
  if (widget === 'integer' && rt.number(plain, 12) !== found * 10n ** 12n) return null; // refused, so there is no value
  if ((least !== null && found < rt.number(least, scale)) || (most !== null && found > rt.number(most, scale))) return null;
  return widget === 'rating' && !found ? null : rt.plain(found, scale);
}
