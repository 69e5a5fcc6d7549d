// The menu's tree: rows are chosen, renamed, folded, and moved by hand, by finger (at the grip) and by keys.
// A gesture is one request; the next waits for its answer, so that each is made on what the one before left.
import { carry } from './studio_drag.js';

const box = () => document.querySelector('[data-menu-editor]');
const tree = () => document.getElementById('mtree');
const rows = () => [...tree().querySelectorAll('.mrow')];
const shown = () => rows().filter((row) => !row.hidden);
const level = (row) => Number(row.ariaLevel);
const byId = (id) => rows().find((row) => row.dataset.id === id);
const children = (id) => rows().filter((row) => row.dataset.parent === id);
const chosen = () => byId(box().dataset.at);
const said = (name, values) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), tree().dataset[name]);
const FOLDED = 'studio:menu:folded';
const folded = () => { try { return new Set(JSON.parse(sessionStorage.getItem(FOLDED) ?? '[]')); } catch { return new Set(); } };
let queue = Promise.resolve();

function ask(verb, values) {
  const place = box().dataset.menuEditor;
  queue = queue.then(() => {
    if (!box()) return null;
    const all = { as: box().dataset.as, at: box().dataset.at, ...values };
    const path = verb === 'GET' ? `${place}?${new URLSearchParams(all)}` : place;
    return window.htmx.ajax(verb, path, { source: box(), target: '#work', swap: 'outerMorph', push: 'false', values: verb === 'GET' ? {} : all });
  }).catch(() => null);
  return queue;
}
const gesture = (what, values = {}) => ask('POST', { do: what, ...values });

function choose(row, open = true) {
  if (!row || row.dataset.id === box().dataset.at) { if (open) document.getElementById('props').classList.add('on'); return; }
  box().dataset.at = row.dataset.id;
  for (const one of rows()) { one.classList.toggle('sel', one === row); one.ariaSelected = String(one === row); }
  ask('GET', {});
}

function fold(row, shut) {
  const kept = folded();
  if (shut) kept.add(row.dataset.id); else kept.delete(row.dataset.id);
  sessionStorage.setItem(FOLDED, JSON.stringify([...kept]));
  dress();
}

// What the server does not know: which rows are folded, which one takes the focus.
function dress() {
  if (!tree()) return;
  const kept = folded();
  for (const row of rows()) {
    const parent = byId(row.dataset.parent);
    row.hidden = Boolean(parent) && (parent.hidden || kept.has(parent.dataset.id));
    if (level(row) < 3) row.ariaExpanded = String(!kept.has(row.dataset.id));
    row.tabIndex = -1;
  }
  (chosen() ?? shown()[0])?.setAttribute('tabindex', '0');
}

function rename(row) {
  const name = row.querySelector('.tmn');
  if (row.querySelector('.mren')) return;
  const input = Object.assign(document.createElement('input'), { className: 'in sm mren', value: name.textContent, maxLength: 120 });
  input.setAttribute('aria-label', name.textContent);
  name.hidden = true;
  name.after(input);
  input.focus();
  input.select();
  let over = false;
  const end = (keep) => {
    if (over) return;
    over = true;
    const value = input.value.trim();
    input.remove();
    name.hidden = false;
    row.focus();
    if (keep && value && value !== name.textContent) {
      name.textContent = value;
      gesture('set', { id: row.dataset.id, name: `label.${document.body.dataset.language === 'zh-CN' ? 'zh-CN' : 'en'}`, value });
    }
  };
  input.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Enter') { event.preventDefault(); end(true); }
    if (event.key === 'Escape') end(false);
  });
  input.addEventListener('blur', () => end(true));
}

// Where a part of a level goes when it is put behind visible row `above`: {parent, after}, null where it has no place.
export function place(what, above, below) {
  const last = (id) => children(id).filter((row) => row !== what.row).at(-1)?.dataset.id ?? '';
  if (what.level === 1) {
    if (below && level(below) !== 1) return null;
    let area = above;
    while (area && level(area) > 1) area = byId(area.dataset.parent);
    return { parent: '', after: area?.dataset.id ?? '' };
  }
  if (!above) return null;
  if (what.level === 2) {
    if (below && level(below) === 3) return null;
    if (level(above) === 1) return { parent: above.dataset.id, after: above.ariaExpanded === 'false' ? last(above.dataset.id) : '' };
    const group = level(above) === 2 ? above : byId(above.dataset.parent);
    return { parent: group.dataset.parent, after: group.dataset.id };
  }
  if (level(above) === 3) return { parent: above.dataset.parent, after: above.dataset.id };
  if (level(above) === 2) return { parent: above.dataset.id, after: above.ariaExpanded === 'false' ? last(above.dataset.id) : '' };
  return null;
}

function step(row, by) {
  const same = children(row.dataset.parent);
  const at = same.indexOf(row);
  const id = row.dataset.id;
  if (same[at + by]) { gesture('move', { id, parent: row.dataset.parent, after: by > 0 ? same[at + 1].dataset.id : same[at - 2]?.dataset.id ?? '' }); return; }
  if (level(row) === 1) return;
  const homes = rows().filter((one) => level(one) === level(row) - 1);
  const home = homes[homes.findIndex((one) => one.dataset.id === row.dataset.parent) + by];
  if (home) gesture('move', { id, parent: home.dataset.id, after: by > 0 ? '' : children(home.dataset.id).at(-1)?.dataset.id ?? '' });
}

// What is new and pressed instead of dragged goes behind what is chosen, or to the end.
function put(tile) {
  const what = { level: Number(tile.dataset.level), row: null };
  const every = rows();
  const from = chosen() ? every.indexOf(chosen()) : every.length - 1;
  const order = [...every.keys()].map((n) => from + n).filter((n) => n < every.length).concat([...Array(Math.max(from, 0)).keys()].reverse());
  const found = order.map((n) => place(what, every[n], every[n + 1])).find(Boolean) ?? (what.level === 1 ? { parent: '', after: '' } : null);
  if (found) gesture('add', { ...found, value: tile.dataset.new });
  document.getElementById('pal').classList.remove('on');
}

document.addEventListener('click', (event) => {
  if (!box()) return;
  const row = event.target.closest?.('.mrow');
  const on = (selector) => event.target.closest?.(selector);
  if (row && event.target.closest('.fold')) fold(row, row.ariaExpanded !== 'false');
  else if (row && !event.target.closest('.mren')) { row.focus(); choose(row); }
  else if (on('[data-new]') && !carry.moved) put(on('[data-new]'));
  else if (on('[data-take-out]')) take();
  else if (on('[data-icon]')) gesture('set', { id: box().dataset.at, name: 'icon', value: on('[data-icon]').dataset.icon });
  else if (on('[data-step]')) {
    const { step: what } = on('[data-step]').dataset;
    if (what === 'up' || what === 'down') step(chosen(), what === 'up' ? -1 : 1); else gesture(what, { id: box().dataset.at });
  }
});
document.addEventListener('dblclick', (event) => { const row = event.target.closest?.('.mrow'); if (row && !event.target.closest('.fold')) rename(row); });

document.addEventListener('change', (event) => {
  if (!box()) return;
  const { target } = event;
  const id = box().dataset.at;
  if (target.dataset.set) gesture('set', { id, name: target.dataset.set, value: target.value });
  else if (target.dataset.role) gesture('set', { id, name: 'role', value: `${target.dataset.role}=${target.checked ? 'on' : ''}` });
  else if ('phone' in target.dataset) gesture('set', { id, name: 'phone', value: target.checked ? 'on' : '' });
  else if ('home' in target.dataset) gesture('move', { id, parent: target.value, after: children(target.value).at(-1)?.dataset.id ?? '' });
  else if ('as' in target.dataset) { box().dataset.as = target.value; ask('GET', {}); }
});

function take() {
  const row = chosen();
  if (!row) return;
  const every = shown();
  const next = every.slice(every.indexOf(row) + 1).find((one) => level(one) <= level(row)) ?? every[every.indexOf(row) - 1];
  box().dataset.at = next?.dataset.id ?? '';
  gesture('remove', { id: row.dataset.id, parent: box().dataset.at });
}

document.addEventListener('keydown', (event) => {
  const row = event.target.closest?.('.mrow');
  if (!row || event.ctrlKey || event.metaKey || event.target.matches('input')) return;
  const every = shown();
  const at = every.indexOf(row);
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const stop = () => { event.preventDefault(); event.stopPropagation(); };
  if (event.altKey) {
    if (by) { stop(); step(row, by); }
    if (event.key === 'ArrowLeft') { stop(); gesture('lift', { id: row.dataset.id }); }
    if (event.key === 'ArrowRight') { stop(); gesture('sink', { id: row.dataset.id }); }
    return;
  }
  if (by && every[at + by]) { stop(); every[at + by].focus(); choose(every[at + by], false); }
  if (event.key === 'ArrowLeft' && level(row) < 3 && row.ariaExpanded === 'true') { stop(); fold(row, true); } else if (event.key === 'ArrowLeft') { stop(); const up = byId(row.dataset.parent); up?.focus(); choose(up, false); }
  if (event.key === 'ArrowRight' && row.ariaExpanded === 'false') { stop(); fold(row, false); }
  if (event.key === 'Enter' || event.key === 'F2') { stop(); rename(row); }
  if (event.key === 'Delete' || event.key === 'Backspace') { stop(); choose(row, false); take(); }
}, true);

carry.begin = (target) => {
  const row = target.closest?.('.mrow');
  const tile = target.closest?.('[data-new]');
  if (!tree() || (!row && !tile) || target.closest('.fold, .mren')) return null;
  if (tile) return { level: Number(tile.dataset.level), row: null, value: tile.dataset.new, label: tile.textContent.trim(), icon: tile.querySelector('svg'), from: tile };
  return { level: level(row), row, label: row.querySelector('.tmn').textContent, icon: row.querySelector('.tmi svg'), count: Number(row.dataset.children), from: row };
};
carry.rows = (what) => {
  const gone = (row) => row === what.row || byId(row.dataset.parent) === what.row || byId(byId(row.dataset.parent)?.dataset.parent) === what.row;
  return shown().filter((row) => !what.row || !gone(row));
};
carry.place = place;
carry.said = said;
carry.tree = tree;
carry.drop = (what, where) => {
  if (where.pour) gesture('pour', { id: what.row.dataset.id, parent: where.pour });
  else if (what.row) gesture('move', { id: what.row.dataset.id, ...where });
  else gesture('add', { value: what.value, ...where });
};

document.addEventListener('htmx:after:settle', () => {
  if (!tree()) return;
  const typing = document.activeElement?.closest?.('#props, #prev, #pal, dialog');
  dress();
  if (!typing) chosen()?.focus({ preventScroll: false });
});
dress();
