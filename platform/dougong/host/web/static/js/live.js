// A form answers while somebody types: what is shown, what must be filled, values worked out, rules. The server is asked all
// the same and has the last word (form.js); what it alone can say is left as it stands.
import { entered } from './entered.js';
import * as rt from './expressions.js';
import { standing } from './logic.js';
import { shown } from './shown.js';

const form = () => document.getElementById('form');
const main = () => document.getElementById('form-main');
const byId = (id) => document.getElementById(id);
const away = new Map(); // id -> the part that was put away, with what was typed in it
const since = new Set(); // those put away since the server answered: what was typed there is not sent
let made = null; // {address, plan, functions}
let record = ''; // whose form it is
let parts = null; // every part of the form, drawn by the server, for those that were not there
let asked = false; // whether `parts` were asked for

async function ready() {
  const address = main()?.dataset.logic;
  if (!address) return false;
  if (made?.address !== address) {
    const module = await import(address).catch(() => null); // without a connection the server says all of it later
    if (!module?.plan) return false;
    made = { address, plan: module.plan, functions: module.default(rt) };
    record = '';
  }
  if (main()?.dataset.logic !== address) return false;
  const now = `${address} ${form().elements.id.value}`;
  if (record !== now) { record = now; away.clear(); since.clear(); parts = null; asked = false; }
  return true;
}

export function stand() {
  const known = JSON.parse(main().dataset.known);
  const { plan, functions } = made;
  const gone = new Set();
  for (const section of plan.sections) for (const one of section.fields) if (since.has(`s-${section.key}`) || since.has(`f-${one.key}-f`)) gone.add(one.key);
  const { row, lost, changed } = entered(form(), plan, known, rt, gone);
  return standing(plan, functions, row, { ...known.env, old: known.old, changed }, lost);
}

// What is put away takes its values along, so the rest is worked out again until nothing moves.
function settle(typing) {
  if (!made || main()?.dataset.logic !== made.address || record !== `${made.address} ${form().elements.id.value}`) return;
  let found = stand();
  for (let turn = 0; turn < 4 && arrange(found); turn += 1) found = stand();
  values(found);
  required(found);
  rules(found, typing);
}

function arrange(found) {
  let moved = false;
  let before = null;
  for (const section of made.plan.sections) {
    moved = place(`s-${section.key}`, found.sections[section.key], () => before, main()) || moved;
    const here = byId(`s-${section.key}`);
    const grid = here?.querySelector('.fgrid');
    before = here ?? before;
    let last = null;
    for (const one of grid ? section.fields : []) {
      moved = place(`f-${one.key}-f`, found.fields[one.key].shown, () => last, grid) || moved;
      last = byId(`f-${one.key}-f`) ?? last;
    }
  }
  return moved;
}
function place(id, wanted, before, inside) {
  const here = byId(id);
  if (wanted === undefined || wanted === Boolean(here)) { if (here) away.delete(id); return false; }
  if (here) { away.set(id, here); since.add(id); here.remove(); return true; }
  const part = away.get(id) ?? parts?.querySelector(`#${CSS.escape(id)}`)?.cloneNode(true);
  if (!part) return false;
  away.delete(id);
  since.delete(id);
  if (before()) before().after(part); else inside.prepend(part);
  window.htmx.process(part);
  return true;
}

function values(found) {
  for (const [key] of made.plan.computed) {
    const place = byId(`f-${key}`);
    if (!found.lost.has(key) && place?.matches('.ro')) write(place, made.plan.shapes[key], found.row[key]);
  }
  for (const [key, part] of Object.entries(made.plan.lines)) {
    const box = form().querySelector(`.lines[data-lines="${CSS.escape(`f.${key}`)}"]`);
    const lines = [...(box?.querySelectorAll('tbody > tr[data-row]:not([data-fresh])') ?? [])];
    if (lines.length !== found.row[key]?.length) continue; // a row with nothing in it is none
    for (const [column] of part.computed) {
      const at = part.columns.findIndex(([name]) => name === column);
      if (at < 0 || found.lost.has(`${key}.${column}`)) continue;
      lines.forEach((line, number) => {
        const place = line.querySelector(`td[data-col="${at}"] .cv`);
        if (place) write(place, made.plan.shapes[`${key}.${column}`], found.row[key][number][column], '');
      });
    }
  }
}
function write(place, shape, value, blank = '—') {
  const html = shape ? shown(shape, value) : null;
  if (html === null) return;
  const held = document.createElement('template');
  held.innerHTML = html || blank;
  if (held.innerHTML !== place.innerHTML.trim()) place.replaceChildren(held.content);
}

function required(found) {
  for (const [key, one] of Object.entries(found.fields)) {
    const label = byId(`f-${key}-f`)?.querySelector(':scope > label');
    const star = label?.querySelector('.red');
    if (!label || one.required === undefined || one.required === Boolean(star)) continue;
    if (star) { star.previousSibling?.nodeType === Node.TEXT_NODE && star.previousSibling.remove(); star.remove(); }
    else label.append(' ', Object.assign(document.createElement('span'), { className: 'red', textContent: '*', ariaHidden: 'true' }));
  }
}

// A rule is told where its field stands; at the control somebody is typing in only when it is left.
function rules(found, typing) {
  const language = document.documentElement.lang;
  made.plan.rules.forEach((rule, number) => {
    const box = byId(`f-${rule.field}-f`)?.querySelector('.fv');
    const refused = found.rules[number];
    if (!box || refused === undefined) return;
    const words = rule.message[language] ?? rule.message.en;
    const told = [...box.querySelectorAll('.problem > span')].find((one) => one.firstChild?.textContent.trim().startsWith(words));
    if (refused === Boolean(told)) return;
    if (told) { told.parentNode.remove(); mark(box, box.querySelector('.problem:not(.warning)')); return; }
    if (typing && box.contains(document.activeElement)) return;
    const icons = document.querySelector('svg.i use').getAttribute('href').split('#')[0];
    const warns = rule.severity === 'warning';
    const said = document.createElement('template');
    said.innerHTML = `<span class="problem${warns ? ' warning' : ''}"><svg class="i" width="14" height="14" aria-hidden="true"><use href="${icons}#${warns ? 'alert-triangle' : 'alert-circle'}"/></svg><span></span></span>`;
    said.content.querySelector('span > span').textContent = `${words} `;
    const behind = (warns ? null : box.querySelector(':scope > .problem.warning')) ?? box.querySelector(':scope > .alikes, :scope > .hintline, :scope > input[name=filled]');
    if (behind) behind.before(said.content); else box.append(said.content);
    if (!warns) mark(box, true);
  });
}
function mark(box, bad) {
  box.querySelector('.in')?.classList.toggle('bad', Boolean(bad));
  const input = box.querySelector('input:not([type=hidden]), select, textarea');
  if (bad) input?.setAttribute('aria-invalid', 'true'); else input?.removeAttribute('aria-invalid');
}

// Parts that are not there now are drawn by the server once, ahead of when they are needed.
async function fetchParts() {
  const one = form();
  const ids = made.plan.sections.flatMap((section) => [`s-${section.key}`, ...section.fields.map((field) => `f-${field.key}-f`)]);
  if (asked || ids.every(byId)) return;
  asked = true;
  const whose = record;
  try {
    const pairs = [...new FormData(one)].filter(([, value]) => typeof value === 'string');
    const answer = await fetch(main().dataset.live, { method: 'POST', headers: { 'HX-Request': 'true' }, body: new URLSearchParams([...pairs, ['parts', 'all']]) });
    const drawn = answer.ok ? await answer.text() : '';
    if (record !== whose || !drawn) return;
    const held = document.createElement('template');
    held.innerHTML = drawn;
    parts = held.content;
    settle(true);
  } catch { asked = false; }
}

async function start() {
  if (!form() || !(await ready())) return;
  settle(true);
  await fetchParts();
}

// After the form's own listeners: they count what was typed first.
for (const name of ['input', 'change', 'lines-changed']) {
  document.addEventListener(name, (event) => { if (event.target.closest?.('#form')) settle(name === 'input'); });
}
document.addEventListener('htmx:after:swap', () => { since.clear(); start(); });
start();
