// The page designer: parts of a dashboard or a record's page are chosen, renamed, moved, changed by hand, finger and keys.
// A gesture is one request; the next waits for its answer, so that each is made on what the one before left. What is
// different between the two kinds of pages (where a part can go, what a key does to it) each says for itself.
import { board } from './studio_page_board.js';
import { box, byPart, chosen, fits, live, parts, root, shapeOf, within } from './studio_page_canvas.js';
import { recordPage } from './studio_page_record.js';
import { fieldPanel } from './studio_field.js';
import { anotherSheet } from './studio_sheet.js';

const KINDS = { board, record: recordPage };
const kind = () => KINDS[box().dataset.kind];
const sheet = anotherSheet();
const typing = (event) => event.target.closest?.('input, textarea, select, [contenteditable]');
let queue = Promise.resolve();
const sheets = { pal: false, props: false }; // open on a phone
let firstOpen = '';

function ask(verb, values) {
  const place = box().dataset.pageDesigner;
  queue = queue.then(async () => {
    if (!box() || box().dataset.pageDesigner !== place) return;
    const { at, of, period, device, as, record, tab, who } = box().dataset;
    const had = [...(root()?.querySelectorAll('[data-drawn]') ?? [])].map((one) => one.dataset.drawn).join(',');
    const all = { at, of, period, device, as, record, tab, who, had, ...values };
    for (const [name, value] of Object.entries(all)) if (value === undefined) delete all[name];
    const path = verb === 'GET' ? `${place}?${new URLSearchParams(all)}` : place;
    await window.htmx.ajax(verb, path, { source: box(), target: '#work', swap: 'outerMorph', push: 'false', values: verb === 'GET' ? {} : all });
  }).catch(() => null);
  return queue;
}
const gesture = (what, values = {}) => ask('POST', { do: what, id: box().dataset.at, ...values });
const look = (values) => { Object.assign(box().dataset, values); ask('GET', {}); };

function choose(part) {
  const id = part?.dataset.part ?? '';
  if (id === box().dataset.at) return;
  box().dataset.at = id;
  for (const one of root().querySelectorAll('.sel')) one.classList.remove('sel');
  for (const one of root().querySelectorAll('[role=option][aria-selected=true]')) one.ariaSelected = 'false';
  part?.classList.add('sel');
  if (part?.role === 'option') part.ariaSelected = 'true';
  document.getElementById('ftools')?.remove();
  dress();
  ask('GET', { at: id });
}

// What the server does not know: how large the page is drawn, where the tools and handles stand, what takes the focus.
function dress() {
  const over = document.getElementById('fover');
  if (!over || !root()) return;
  fits();
  const part = chosen();
  for (const one of parts()) one.tabIndex = -1;
  (part?.role === 'option' ? part : parts()[0])?.setAttribute('tabindex', '0');
  const tools = document.getElementById('ftools');
  over.hidden = !part;
  if (tools) tools.hidden = !part;
  if (!part) return;
  over.classList.toggle('fixed', !('width' in part.dataset) || 'rail' in part.dataset);
  const here = within(shapeOf(part).getBoundingClientRect());
  Object.assign(over.style, { left: `${here.left - 4}px`, top: `${here.top - 4}px`, width: `${here.width + 8}px`, height: `${here.height + 8}px` });
  if (!tools) return;
  const right = root().clientWidth - tools.offsetWidth - 8;
  tools.style.left = `${Math.max(8, Math.min(here.right - tools.offsetWidth, right))}px`;
  const above = here.top - tools.offsetHeight - 8;
  tools.style.top = `${above > 4 ? above : here.bottom + 8}px`;
}
let seen = '';
function show(part) {
  if (!part || seen === box().dataset.at) return;
  seen = box().dataset.at;
  const area = document.getElementById('fscroll').getBoundingClientRect();
  const here = part.getBoundingClientRect();
  if (here.top < area.top + 50 || here.top > area.bottom - 80) part.scrollIntoView({ block: 'center' });
}

function rename(part) {
  const name = kind().named(part);
  if (!name || root().querySelector('.fren')) return;
  const label = name.textContent.trim();
  const input = Object.assign(document.createElement('input'), { className: 'in sm fren', value: label, maxLength: 120 });
  input.setAttribute('aria-label', label);
  root().append(input);
  const here = within(name.getBoundingClientRect());
  Object.assign(input.style, { left: `${here.left - 9}px`, top: `${here.top + here.height / 2 - 14}px`, width: `${Math.min(Math.max(150, here.width + 40), root().clientWidth - here.left)}px` });
  input.focus();
  input.select();
  const id = part.dataset.part ?? '';
  let over = false;
  const end = (keep) => {
    if (over) return;
    over = true;
    const value = input.value.trim();
    input.remove();
    (id ? byPart(id) : part)?.focus();
    if (keep && value && value !== label) { name.textContent = value; gesture('say', { id, language: document.body.dataset.language === 'zh-CN' ? 'zh-CN' : 'en', value }); }
  };
  input.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Enter') { event.preventDefault(); end(true); }
    if (event.key === 'Escape') end(false);
  });
  input.addEventListener('blur', () => end(true));
}

function take() {
  const part = chosen();
  if (!part) return;
  const every = parts();
  const at = every.indexOf(part);
  const id = box().dataset.at;
  box().dataset.at = (every[at + 1] ?? every[at - 1])?.dataset.part ?? '';
  gesture('out', { id, at: box().dataset.at });
}
function widen(by, to = 0) {
  const part = chosen();
  if (!part || !('width' in part.dataset) || 'rail' in part.dataset) return;
  const width = Math.max(2, Math.min(12, to || Number(part.dataset.width) + by));
  if (width === Number(part.dataset.width)) return;
  board.wide(part, width);
  dress();
  gesture('width', { value: String(width) });
}
const shut = () => { sheets.pal = false; document.getElementById('pal').classList.remove('on'); };

sheet.root = () => (live() ? root() : null);
sheet.begin = (target, event) => {
  if (target.closest?.('.fren, button:not([data-new], [data-grab]), select, input')) return null;
  const handle = target.closest?.('[data-handle]');
  if (handle) { chosen()?.focus({ preventScroll: true }); board.pull(handle, event, { done: (width) => gesture('width', { value: String(width) }), moved: () => { sheet.moved = true; dress(); }, over: () => { setTimeout(() => { sheet.moved = false; }, 0); } }); return null; }
  const tile = target.closest?.('[data-new]');
  if (tile) return { fresh: tile.dataset.new, kind: tile.dataset.kindOf, wide: Number(tile.dataset.wide ?? 4), label: tile.querySelector('.ell').textContent, icon: tile.querySelector('svg'), from: tile };
  const part = target.closest?.('[data-grab]') ? chosen() : target.closest?.('[data-part]:not(.tab)');
  if (!part || !root().contains(part)) return null;
  return { part, id: part.dataset.part, wide: Number(part.dataset.width ?? 4), label: part.ariaLabel, icon: part.querySelector('.dfxi svg'), from: shapeOf(part) };
};
sheet.over = (under, what) => kind().over?.(under, what, openTab);
sheet.spot = (x, y, what) => {
  const area = root().closest('.fscroll').getBoundingClientRect();
  if (x < area.left || x > area.right || y < area.top || y > area.bottom) return null;
  return kind().spot(x, y, what);
};
sheet.drop = (what, where) => {
  document.activeElement?.blur(); // what was dropped takes the focus
  const spot = { place: where.place, before: where.before };
  if (what.fresh) gesture('add', { ...spot, id: '', value: what.fresh });
  else gesture('place', { ...spot, id: what.id });
};

function openTab(key) {
  if (box().dataset.tab === key) return;
  look({ tab: key, at: `tab:${key}` });
}

document.addEventListener('click', (event) => {
  if (!box()) return;
  const on = (selector) => event.target.closest?.(selector);
  if (on('.fdevice [data-device]')) { look({ device: on('.fdevice [data-device]').dataset.device }); return; }
  if (on('[data-design]')) { look({ as: '', device: 'desktop' }); return; }
  if (!live() || sheet.moved || on('.fren')) return;
  if (on('[data-new]')) { gesture('add', { id: '', ...kind().beside(chosen(), on('[data-new]')), value: on('[data-new]').dataset.new }); shut(); }
  else if (on('[data-take-out]')) take();
  else if (on('[data-narrower]')) widen(-1);
  else if (on('[data-wider]')) widen(1);
  else if (on('[data-width-to]')) widen(0, Number(on('[data-width-to]').dataset.widthTo));
  else if (on('[data-gesture]')) gesture(on('[data-gesture]').dataset.gesture, { value: on('[data-gesture]').dataset.value });
  else if (on('[data-step]')) gesture('step', { value: on('[data-step]').dataset.step });
  else if (on('[data-period-to]')) look({ period: on('[data-period-to]').dataset.periodTo });
  else if (on('[data-tab-to]')) look({ tab: '', at: '' });
  else if (on('[data-page-do]')) pageDo(on('[data-page-do]').dataset);
  else if (root().contains(event.target) && !on('.ftools')) {
    const part = on('[data-part]');
    if (part?.matches('.tab')) openTab(part.dataset.part.slice(4));
    else if (part?.role === 'option') part.focus({ preventScroll: true });
    choose(part);
  }
});
function pageDo({ pageDo: what, value }) {
  if (what === 'menu') gesture('page', { id: '', name: 'menu', value }); else gesture(what, { id: '' });
}
// On a phone palette and panel are sheets; an answer draws them anew, and they stay as they were.
document.addEventListener('click', (event) => {
  const id = live() && event.target.closest?.('[data-sheet]')?.dataset.sheet;
  if (id in sheets) sheets[id] = document.getElementById(id).classList.contains('on');
});
document.addEventListener('dblclick', (event) => {
  if (!live() || event.target.closest?.('.ftools, button:not([data-part])')) return;
  const part = event.target.closest?.('#psheet [data-part], #psheet [data-page-name]');
  if (part) rename(part);
});

document.addEventListener('change', (event) => {
  if (!box()) return;
  const { target } = event;
  const { dataset } = target;
  if (dataset.look) { look({ [dataset.look]: target.value }); return; }
  if (!live()) return;
  if ('say' in dataset) gesture('say', { id: target.closest('[data-page-part]') ? '' : box().dataset.at, language: dataset.language, value: target.value });
  else if (dataset.page === 'menu' || dataset.page === 'period') gesture('page', { id: '', name: dataset.page, value: target.value });
  else if (dataset.page) gesture('page', { id: '', name: dataset.page, value: `${dataset.key}=${target.checked ? 'on' : ''}` });
});

document.addEventListener('keydown', (event) => {
  if (!live() || event.isComposing) return;
  const stop = () => { event.preventDefault(); event.stopPropagation(); };
  if (typing(event) || event.target.closest?.('#ftools, dialog')) return;
  if ((event.ctrlKey || event.metaKey)) {
    if (event.key.toLowerCase() === 'd' && chosen()) { stop(); gesture('double'); }
    return;
  }
  if (event.key.toLowerCase() === 'a' && !event.altKey) { stop(); document.querySelector('#pal [data-new]')?.focus(); return; }
  const tile = event.target.closest?.('#pal .ptile, #pal .pline');
  if (tile) { tileKeys(event, tile, stop); return; }
  const part = event.target.closest?.('#psheet [data-part]');
  if (!part) return;
  const way = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }[event.key];
  if (way && event.altKey) { stop(); choose(part); gesture('step', { value: way }); }
  else if (way && event.shiftKey) { if (way === 'left' || way === 'right') { stop(); widen(way === 'right' ? 1 : -1); } }
  else if (way) { const next = neighbour(part, way); if (next) { stop(); next.focus(); choose(next); } }
  else if (event.key === 'Enter' || event.key === 'F2') { stop(); rename(part); }
  else if (event.key === 'Delete' || event.key === 'Backspace') { stop(); choose(part); take(); }
  else if (event.key.toLowerCase() === 'r' && kind() === board) { stop(); gesture('cross'); }
}, true);
function tileKeys(event, tile, stop) {
  const every = [...document.querySelectorAll('#pal .ptile, #pal .pline')].filter((one) => one.offsetParent);
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const next = by && every[every.indexOf(tile) + by];
  if (next) { stop(); next.focus(); }
  if (event.key === 'Escape') { stop(); shut(); (chosen() ?? parts()[0])?.focus(); }
}
// Left and right go in reading order, up and down to the nearest part above or below.
function neighbour(part, way) {
  const every = parts();
  const at = every.indexOf(part);
  if (way === 'left' || way === 'right') return every[at + (way === 'left' ? -1 : 1)];
  const here = part.getBoundingClientRect();
  const x = here.left + Math.min(here.width / 2, 40);
  const far = (one) => { const rect = one.getBoundingClientRect(); return { one, down: way === 'up' ? here.top - rect.bottom : rect.top - here.bottom, aside: x < rect.left ? rect.left - x : x > rect.right ? x - rect.right : 0 }; };
  return every.map(far).filter(({ one, down }) => one !== part && down > -12).sort((a, b) => a.down + 3 * a.aside - b.down - 3 * b.aside)[0]?.one;
}

fieldPanel({ on: () => (live() && chosen() ? box() : null), send: (name, value) => gesture('set', { name, value }), act: () => {} });

document.addEventListener('htmx:after:settle', () => {
  if (!box()) return;
  const inside = document.activeElement?.closest?.('#props, #pal, .chead, dialog, .fren');
  for (const [id, open] of Object.entries(sheets)) document.getElementById(id).classList.toggle('on', open);
  if (!live()) return;
  dress();
  show(chosen());
  if (!inside && chosen()?.role === 'option') chosen().focus({ preventScroll: true });
});
// What a fold shows stays shown while one works on one part.
document.addEventListener('toggle', (event) => { if (event.target.matches?.('#props .pfold')) firstOpen = event.target.open ? box()?.dataset.at ?? '' : ''; }, true);
document.addEventListener('htmx:after:swap', () => { if (firstOpen && firstOpen === box()?.dataset.at) document.querySelector('#props .pfold:not(.pmore)')?.setAttribute('open', ''); });
window.addEventListener('resize', () => { if (live()) dress(); });
new ResizeObserver(() => { if (live()) dress(); }).observe(document.documentElement);
if (live()) dress();
// What was chosen before this script was there.
for (const one of document.querySelectorAll('.spage [data-look]')) {
  const first = ([...one.options].find((option) => option.defaultSelected) ?? one.options[0])?.value;
  if (one.value !== first) look({ [one.dataset.look]: one.value });
}
