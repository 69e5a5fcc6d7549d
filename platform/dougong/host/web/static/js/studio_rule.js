// The rules of an object: added from the palette, moved within their kind, taken out, by hand, finger and keys.
// A gesture is one request; the next waits for its answer, so that each is made on what the one before left.
import { carrier } from './studio_drag.js';
import { fieldPanel } from './studio_field.js';

const box = () => document.querySelector('[data-rules]');
const list = () => document.getElementById('rrows');
const rows = () => [...(list()?.querySelectorAll('.rrow') ?? [])];
const byId = (id) => rows().find((row) => row.dataset.id === id);
const alike = (row) => rows().filter((one) => one.dataset.family === row.dataset.family);
const chosen = () => byId(box().dataset.at);
let queue = Promise.resolve();
let latest = null; // the page last asked for: an older one need not be drawn any more

function ask(verb, values, then = () => {}) {
  const place = box().dataset.rules;
  const mine = { at: box().dataset.at, ...values };
  if (verb === 'GET') latest = mine;
  queue = queue.then(async () => {
    if (box()?.dataset.rules !== place || (verb === 'GET' && latest !== mine)) return;
    const all = verb === 'GET' ? mine : { ...mine, at: box().dataset.at };
    const path = verb === 'GET' ? `${place}?${new URLSearchParams(all)}` : place;
    await window.htmx.ajax(verb, path, { source: box(), target: '#work', swap: 'outerMorph', push: 'false', values: verb === 'GET' ? {} : all });
    if (box()) then();
  }).catch(() => null);
  return queue;
}
const gesture = (what, values = {}, then = undefined) => ask('POST', { do: what, ...values }, then);

function choose(id, open = true) {
  if (open) document.getElementById('props')?.classList.add('on');
  if (id === box().dataset.at) return;
  box().dataset.at = id;
  for (const one of rows()) { one.classList.toggle('sel', one.dataset.id === id); one.ariaSelected = String(one.dataset.id === id); }
  ask('GET', {}, () => { if (open && id) document.getElementById('props')?.classList.add('on'); });
}
const begin = () => document.querySelector('#props [data-set]')?.focus();
function add(family, after) {
  document.getElementById('pal').classList.remove('on');
  gesture('add', { value: family, after: after ?? (chosen()?.dataset.family === family ? box().dataset.at : '') }, () => chosen()?.scrollIntoView({ block: 'nearest' }));
}
function step(row, by) {
  const every = alike(row);
  const at = every.indexOf(row);
  if (!every[at + by]) return;
  const after = by > 0 ? every[at + 1].dataset.id : every[at - 2]?.dataset.id ?? '';
  row.focus();
  gesture('move', { rule: row.dataset.id, after });
}
function take(row) {
  if (!row) return;
  const every = rows();
  const next = every[every.indexOf(row) + 1] ?? every[every.indexOf(row) - 1];
  gesture('remove', { rule: row.dataset.id, after: next?.dataset.id ?? '' });
}

document.addEventListener('click', (event) => {
  if (!box()) return;
  const on = (selector) => event.target.closest?.(selector);
  const row = on('.rrow');
  if (row) { row.focus(); choose(row.dataset.id); } else if (on('[data-new-rule]') && !hold.moved) add(on('[data-new-rule]').dataset.newRule);
});
document.addEventListener('change', (event) => {
  if (!box() || !event.target.matches?.('select[data-rules-of]')) return;
  const base = box().dataset.rules.replace(/[^/]+$/, '');
  window.htmx.ajax('GET', base + event.target.value, { target: '#work', swap: 'outerHTML', push: base + event.target.value });
});

fieldPanel({
  on: box,
  send: (name, value) => gesture('set', { rule: box().dataset.at, name, value }),
  act: (what) => {
    const row = chosen();
    if (what === 'close') choose('', false);
    else if (!row) return;
    else if (what === 'copy') gesture('copy', { rule: row.dataset.id });
    else if (what === 'remove') take(row);
    else step(row, what === 'up' ? -1 : 1);
  },
});

document.addEventListener('keydown', (event) => {
  if (!box() || event.ctrlKey || event.metaKey || event.target.closest?.('input, textarea, select, dialog')) return;
  const row = event.target.closest?.('.rrow');
  const tile = event.target.closest?.('[data-new-rule]');
  const stop = () => { event.preventDefault(); event.stopPropagation(); };
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (tile && by) {
    const tiles = [...document.querySelectorAll('[data-new-rule]')];
    stop();
    tiles[tiles.indexOf(tile) + by]?.focus();
  } else if (row && by) {
    stop();
    if (event.altKey) { step(row, by); return; }
    const to = rows()[rows().indexOf(row) + by];
    if (to) { to.focus(); choose(to.dataset.id, false); }
  } else if (row && (event.key === 'Enter' || event.key === 'F2')) { stop(); if (row === chosen()) begin(); else { choose(row.dataset.id); queue.then(begin); } } else if (row && (event.key === 'Delete' || event.key === 'Backspace')) { stop(); take(row); }
  else if (event.key === 'Escape' && box().dataset.at && !document.querySelector('dialog[open], .ghost')) { stop(); choose('', false); }
  else if (event.key.toLowerCase() === 't' && !event.altKey) { stop(); document.getElementById('pal').classList.add('on'); document.querySelector('[data-new-rule]')?.focus(); }
}, true);

// A rule goes among those of its kind; the line shows where.
const hold = carrier('.rrow');
hold.begin = (target) => {
  const row = target.closest?.('.rrow');
  const tile = target.closest?.('[data-new-rule]');
  if (!list() || (!row && !tile)) return null;
  if (tile) return { level: 1, row: null, family: tile.dataset.newRule, label: tile.querySelector('b').textContent, icon: tile.querySelector('svg'), from: tile };
  return { level: 1, row, family: row.dataset.family, label: row.querySelector('.rh').textContent, icon: row.querySelector('.fi svg'), from: row };
};
hold.rows = (what) => rows().filter((row) => row !== what.row);
hold.place = (what, above, below) => {
  if (above?.dataset.family === what.family) return { after: above.dataset.id };
  if (below?.dataset.family === what.family || !rows().some((row) => row !== what.row && row.dataset.family === what.family)) return { after: '' };
  return null;
};
hold.tree = list;
hold.said = () => list().dataset.line;
hold.pill = () => list().dataset.line;
hold.drop = (what, where) => { if (what.row) gesture('move', { rule: what.row.dataset.id, ...where }); else add(what.family, where.after); };

function dress() {
  if (!list()) return;
  for (const row of rows()) row.tabIndex = -1;
  (chosen() ?? rows()[0])?.setAttribute('tabindex', '0');
}
document.addEventListener('htmx:after:settle', () => {
  dress();
  const at = list() && chosen();
  if (at && !document.activeElement?.closest?.('#props, #pal, dialog, input, select')) at.focus({ preventScroll: true });
});
dress();
