// The fields of an object: dragged in from the palette, reordered, renamed where they stand, by hand, finger and keys.
// A gesture is one request; the next waits for its answer, so that each is made on what the one before left.
import { carrier } from './studio_drag.js';
import { fieldPanel } from './studio_field.js';

const box = () => document.querySelector('[data-entity]');
const list = () => document.getElementById('erows');
const rows = () => [...(list()?.querySelectorAll('.frow') ?? [])];
const byKey = (key) => rows().find((row) => row.dataset.key === key);
const last = () => rows().at(-1)?.dataset.key ?? '';
const chosen = () => byKey(box().dataset.at);
const fill = (name, values) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), list().dataset[name]);
let queue = Promise.resolve();
const waiting = new Set(); // values of gestures not sent yet
let latest = null; // the page last asked for: an older one need not be drawn any more

function ask(verb, values, then = () => {}) {
  const entity = box().dataset.entity;
  const mine = verb === 'GET' ? { at: box().dataset.at, ...values } : { ...values };
  if (verb === 'GET') latest = mine;
  waiting.add(mine);
  queue = queue.then(async () => {
    waiting.delete(mine);
    if (box()?.dataset.entity !== entity || (verb === 'GET' && latest !== mine)) return;
    const all = { at: box().dataset.at, device: box().dataset.device, ...mine };
    const path = verb === 'GET' ? `${entity}?${new URLSearchParams(all)}` : entity;
    await window.htmx.ajax(verb, path, { source: box(), target: '#work', swap: 'outerMorph', push: 'false', values: verb === 'GET' ? {} : all });
    if (box()) then(mine);
  }).catch(() => null);
  return queue;
}

// A field that is named for the first time may get another key: what waits to be sent, or is being typed, means that one.
function follow({ field }) {
  const key = box().dataset.at;
  if (!key || key === field || byKey(field)) return;
  for (const one of waiting) for (const name of ['field', 'after', 'at']) if (one[name] === field) one[name] = key;
  if (typed?.key === field) typed.key = key;
}
const gesture = (what, values = {}, then = follow) => ask('POST', { do: what, ...values }, then);

function choose(key, open = true) {
  if (open) document.getElementById('props')?.classList.add('on');
  if (key === box().dataset.at) return;
  box().dataset.at = key;
  for (const one of rows()) { one.classList.toggle('sel', one.dataset.key === key); one.ariaSelected = String(one.dataset.key === key); }
  ask('GET', {});
}

function unchoose() {
  for (const one of rows()) { one.classList.remove('sel'); one.ariaSelected = 'false'; }
  box().dataset.at = '';
  ask('GET', {});
}

function add(type, after) {
  document.getElementById('pal').classList.remove('on');
  gesture('add', { value: type, after: after ?? (chosen() ? box().dataset.at : last()) }, () => { if (chosen() && !typed) rename(chosen()); });
}

function step(row, by) {
  const every = rows();
  const at = every.indexOf(row);
  if (!every[at + by]) return;
  const after = by > 0 ? every[at + 1].dataset.key : every[at - 2]?.dataset.key ?? '';
  if (by > 0) every[at + 1].after(row); else every[at - 1].before(row);
  row.focus();
  gesture('move', { field: row.dataset.key, after });
}

// The name being typed outlives answers that come meanwhile: they draw the rows anew, and it is opened again.
let typed = null; // {key, value}
let swapping = false;
document.addEventListener('htmx:before:swap', () => { swapping = true; });
function rename(row, value = null) {
  const name = row.querySelector('.en');
  if (!name || row.querySelector('.eren')) return;
  const input = Object.assign(document.createElement('input'), { className: 'in sm eren', value: value ?? name.textContent, maxLength: 120 });
  input.setAttribute('aria-label', name.textContent);
  row.scrollIntoView({ block: 'nearest' });
  name.hidden = true;
  name.after(input);
  input.focus();
  if (value === null) input.select();
  typed = { key: row.dataset.key, value: input.value };
  let over = false;
  const end = (keep, back = true) => {
    if (over || (swapping && back === false)) return;
    over = true;
    typed = null;
    const given = input.value.trim();
    input.remove();
    name.hidden = false;
    if (back) row.focus();
    if (keep && given && given !== name.textContent) {
      name.textContent = given;
      gesture('rename', { field: row.dataset.key, value: given });
    }
  };
  input.addEventListener('input', () => { typed = { key: row.dataset.key, value: input.value }; });
  input.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Enter') { event.preventDefault(); end(true); }
    if (event.key === 'Escape') end(false);
  });
  input.addEventListener('blur', () => end(true, false));
}

// What others use, or what records hold, is asked about; what was only just added goes at once and can be undone.
function take(row) {
  if (!row || row.dataset.title === 'yes') return;
  const every = rows();
  const next = every[every.indexOf(row) + 1] ?? every[every.indexOf(row) - 1];
  if (row.dataset.fresh === 'yes') gesture('remove', { field: row.dataset.key, after: next?.dataset.key ?? '' });
  else window.htmx.ajax('GET', `${box().dataset.entity}/removal?${new URLSearchParams({ field: row.dataset.key, after: next?.dataset.key ?? '' })}`, { target: '#dialog', swap: 'innerHTML', push: 'false' });
}

document.addEventListener('click', (event) => {
  if (!box()) return;
  const on = (selector) => event.target.closest?.(selector);
  const row = on('.frow');
  if (on('[data-remove-field]')) {
    const { removeField: field, after } = on('[data-remove-field]').dataset;
    document.getElementById('dialog').close();
    gesture('remove', { field, after });
  } else if (row && !on('.eren')) { row.focus(); choose(row.dataset.key); }
  else if (on('[data-type]') && !hold.moved) add(on('[data-type]').dataset.type);
  else if (on('[data-thing]')) choose('.');
  else if (on('[data-unchoose]')) unchoose();
  else if (on('[data-icon]')) gesture('set', { field: '.', name: 'icon', value: on('[data-icon]').dataset.icon });
  else if (on('button[data-device]')) { box().dataset.device = on('button[data-device]').dataset.device; ask('GET', {}); }
});
document.addEventListener('dblclick', (event) => { const row = event.target.closest?.('.frow'); if (row && box()) rename(row); });

fieldPanel({
  on: box,
  send: (name, value) => gesture('set', { field: box().dataset.at, name, value }),
  act: (what) => {
    const row = chosen();
    if (what === 'close') unchoose();
    else if (what === 'copy') gesture('copy', { field: row.dataset.key });
    else if (what === 'remove') take(row);
    else step(row, what === 'up' ? -1 : 1);
  },
});

document.addEventListener('keydown', (event) => {
  if (!box()) return;
  const typing = event.target.closest?.('input, textarea, select, [contenteditable], dialog');
  const row = event.target.closest?.('.frow');
  const stop = () => { event.preventDefault(); event.stopPropagation(); };
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'd' && !typing && chosen()) { stop(); gesture('copy', { field: chosen().dataset.key }); return; }
  if (event.ctrlKey || event.metaKey || typing) return;
  const tile = event.target.closest?.('.ptile[data-type]');
  if (tile && event.key.startsWith('Arrow')) {
    const tiles = [...document.querySelectorAll('.ptile[data-type]:not([hidden])')];
    const to = tiles[tiles.indexOf(tile) + ({ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -2, ArrowDown: 2 }[event.key] ?? 0)];
    if (to) { stop(); to.focus(); }
    return;
  }
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (row && event.altKey && by) { stop(); step(row, by); return; }
  if (event.altKey) return;
  if (row && by) {
    const to = rows()[rows().indexOf(row) + by];
    if (to) { stop(); to.focus(); choose(to.dataset.key, false); }
  } else if (row && (event.key === 'Enter' || event.key === 'F2')) { stop(); rename(row); }
  else if (row && (event.key === 'Delete' || event.key === 'Backspace')) { stop(); choose(row.dataset.key, false); take(row); }
  else if (event.key === 'Escape' && box().dataset.at && !document.querySelector('dialog[open], .ghost')) { stop(); unchoose(); } else if (event.key.toLowerCase() === 'a') { stop(); add('text'); }
  else if (event.key.toLowerCase() === 't') { stop(); document.getElementById('pal').classList.add('on'); document.querySelector('.ptile[data-type]')?.focus(); }
}, true);

// The palette's search narrows its tiles by their words and those of their family.
document.addEventListener('input', (event) => {
  if (!event.target.closest?.('[data-narrow-types]')) return;
  const wanted = event.target.value.trim().toLowerCase();
  for (const family of document.querySelectorAll('.pfamily')) {
    for (const one of family.querySelectorAll('.ptile')) one.hidden = !`${family.dataset.family} ${one.textContent} ${one.dataset.type}`.toLowerCase().includes(wanted);
    family.hidden = ![...family.querySelectorAll('.ptile')].some((one) => !one.hidden);
  }
});
document.addEventListener('keydown', (event) => {
  const search = event.target.closest?.('[data-narrow-types]');
  if (search && event.key === 'Enter') {
    const first = document.querySelector('.pfamily:not([hidden]) .ptile:not([hidden])');
    if (first) { event.preventDefault(); add(first.dataset.type); }
  } else if (event.key === '/' && box() && !event.target.closest?.('input, textarea, select')) {
    event.preventDefault();
    document.getElementById('pal').classList.add('on');
    document.querySelector('[data-narrow-types]').focus();
  }
}, true);

const hold = carrier('.frow');
hold.begin = (target) => {
  const row = target.closest?.('.frow');
  const tile = target.closest?.('.ptile[data-type]');
  if (!list() || (!row && !tile) || target.closest('.eren')) return null;
  if (tile) return { level: 1, row: null, type: tile.dataset.type, label: tile.textContent.trim(), icon: tile.querySelector('svg'), from: tile };
  return { level: 1, row, label: row.querySelector('.en').textContent, icon: row.querySelector('.fi svg'), from: row };
};
hold.rows = (what) => rows().filter((row) => row !== what.row);
hold.place = (what, above) => ({ after: above?.dataset.key ?? '' });
hold.tree = list;
hold.pill = (what, where) => {
  const n = hold.rows(what).findIndex((row) => row.dataset.key === where.after) + 2;
  return fill(what.row ? 'move' : 'line', { type: what.label, n });
};
hold.drop = (what, where) => { if (what.row) gesture('move', { field: what.row.dataset.key, ...where }); else add(what.type, where.after); };

function dress() {
  if (!list()) return;
  for (const row of rows()) row.tabIndex = -1;
  (chosen() ?? rows()[0])?.setAttribute('tabindex', '0');
  for (const one of document.querySelectorAll('[data-problem-of]')) {
    const row = byKey(one.dataset.problemOf);
    if (row) row.after(one);
  }
}
document.addEventListener('htmx:after:settle', () => {
  swapping = false;
  if (!list()) return;
  dress();
  if (typed) { const row = byKey(typed.key); if (row) rename(row, typed.value); else typed = null; return; }
  const at = chosen();
  if (!document.activeElement?.closest?.('#props, #pal, dialog, input') && at) at.focus({ preventScroll: true });
});
dress();
