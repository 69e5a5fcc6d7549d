// The view designer: fields carried into columns and places, by hand, by finger (at the grip) and by keys; columns drawn
// wider; tabs in another order. A gesture is one request; the next waits for its answer.
import { fieldPanel } from './studio_field.js';
import { anotherSheet } from './studio_sheet.js';

const box = () => document.querySelector('[data-view-designer]');
const root = () => document.getElementById('vsheet');
const live = () => Boolean(box()) && !box().dataset.as;
// Columns stand over the table, or in a row of their own where the screen is too narrow for one: only what is seen counts.
const parts = () => [...root().querySelectorAll('[role=option][data-part]')].filter((one) => one.offsetParent);
const byPart = (id) => parts().find((one) => one.dataset.part === id);
const chosen = () => (box().dataset.at ? byPart(box().dataset.at) : null);
const typing = (event) => event.target.closest?.('input, textarea, select, [contenteditable], dialog');
const say = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), root().dataset[name]);
const after = (id) => id.slice(id.indexOf(':') + 1);
const slotOf = (part) => part.dataset.part.split(':')[0];
const LEAST = 40;
const MOST = 800;
const TABLES = ['list', 'tree'];
let queue = Promise.resolve();
let waiting = 0; // requests not answered yet
let newest = null; // what was looked at when the last of them was made: an answer to an earlier one does not undo it
let page = null; // the page last asked for: an older one need not be drawn any more

function ask(verb, values) {
  const place = box().dataset.viewDesigner;
  const { at, slot, open, device, as } = box().dataset;
  newest = { at, slot, open, device, as };
  const mine = verb === 'GET' ? { ...newest, ...values } : { at, open, device, ...values };
  if (verb === 'GET') page = mine;
  waiting += 1;
  queue = queue.then(async () => {
    if (box()?.dataset.viewDesigner !== place || (verb === 'GET' && page !== mine)) return;
    const path = verb === 'GET' ? `${place}?${new URLSearchParams(mine)}` : place;
    await window.htmx.ajax(verb, path, { source: box(), target: '#work', swap: 'outerMorph', push: 'false', values: verb === 'GET' ? {} : mine });
  }).catch(() => null).finally(() => {
    waiting -= 1;
    if (waiting && box()?.dataset.viewDesigner === place) Object.assign(box().dataset, newest);
  });
  return queue;
}
const gesture = (what, values = {}) => ask('POST', { do: what, ...values });
const look = (values) => { Object.assign(box().dataset, values); ask('GET', {}); };

function choose(part) {
  const id = part?.dataset.part ?? '';
  if (id === box().dataset.at) return;
  box().dataset.at = id;
  for (const one of root().querySelectorAll('.sel[data-part]')) { one.classList.remove('sel'); one.ariaSelected = 'false'; }
  if (part) { part.classList.add('sel'); part.ariaSelected = 'true'; }
  dress();
  ask('GET', {});
}

// What the server does not know: where a table's columns stand, which part takes the focus.
function dress() {
  if (!root()) return;
  const cols = document.getElementById('vcols');
  if (cols) {
    const area = document.getElementById('vreal');
    const from = area.getBoundingClientRect();
    const heads = [...area.querySelectorAll('.vdrawn thead th[scope=col]')];
    const bottom = area.querySelector('.vdrawn table')?.getBoundingClientRect();
    [...cols.children].forEach((one, n) => {
      const rect = heads[n]?.getBoundingClientRect();
      one.hidden = !rect;
      if (!rect) return;
      Object.assign(one.style, {
        left: `${rect.left - from.left + area.scrollLeft}px`, top: `${rect.top - from.top + area.scrollTop}px`,
        width: `${rect.width}px`, height: `${Math.max(rect.height, (bottom?.bottom ?? rect.bottom) - rect.top)}px`,
      });
      one.style.setProperty('--head', `${rect.height}px`);
    });
    cols.classList.add('placed');
  }
  for (const one of root().querySelectorAll('[role=option]')) one.tabIndex = -1;
  (chosen() ?? parts().find((one) => one.closest('#vcols')) ?? parts()[0])?.setAttribute('tabindex', '0');
}
new ResizeObserver(() => { if (box()) dress(); }).observe(document.documentElement);

const within = (rect) => {
  const area = root().getBoundingClientRect();
  return { left: rect.left - area.left, right: rect.right - area.left, top: rect.top - area.top, bottom: rect.bottom - area.top, width: rect.width, height: rect.height };
};

// A column is named where it stands, a tab too: in a box that no answer to an earlier gesture draws anew.
let renaming = null; // {input, of}
function rename(part) {
  if (renaming) return;
  const tab = part.dataset.tabKey;
  const label = tab ? part.querySelector('.ell').textContent : part.ariaLabel;
  const input = Object.assign(document.createElement('input'), { className: 'in sm fren vren', value: label, maxLength: 120 });
  input.setAttribute('aria-label', label);
  document.body.append(input);
  renaming = { input, of: () => (tab ? root()?.querySelector(`[data-tab-key="${CSS.escape(tab)}"] .ell`) : byPart(id)) };
  const id = part.dataset.part ?? '';
  stand();
  input.focus();
  input.select();
  const end = (keep) => {
    if (!renaming) return;
    renaming = null;
    const value = input.value.trim();
    input.remove();
    if (!box()) return;
    (tab ? root().querySelector(`[data-tab-key="${CSS.escape(tab)}"]`) : byPart(id))?.focus();
    if (!keep || !value || value === label) return;
    const language = document.body.dataset.language === 'zh-CN' ? 'zh-CN' : 'en';
    gesture('set', { id: tab ? '' : id, name: `label.${language}`, value });
  };
  input.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Enter') { event.preventDefault(); end(true); }
    if (event.key === 'Escape') end(false);
  });
  input.addEventListener('blur', () => end(true));
}
function stand() {
  const at = renaming?.of()?.getBoundingClientRect();
  if (at) Object.assign(renaming.input.style, { left: `${at.left}px`, top: `${at.top + 3}px`, width: `${Math.max(120, Math.min(at.width, 260))}px` });
}

// Where a part that is carried would go.
const carried = anotherSheet();
carried.root = () => (live() ? root() : null);
carried.begin = (target, event) => {
  if (target.closest?.('.fren, [data-turn]')) return null;
  const handle = target.closest?.('[data-handle]');
  if (handle && root().contains(handle)) { pull(handle, event); return null; }
  const field = target.closest?.('[data-field-path]');
  if (field) return { path: field.dataset.fieldPath, fits: field.dataset.fits.split(' '), label: field.querySelector('.ell').textContent, icon: field.querySelector('svg'), type: field.title, from: field };
  const tab = target.closest?.('[data-tab-key]');
  if (tab && root().contains(tab)) return { tab: tab.dataset.tabKey, label: tab.textContent.trim(), icon: tab.querySelector('svg'), from: tab };
  const part = target.closest?.('[role=option][data-part]');
  if (!part || !root().contains(part) || 'fixed' in part.dataset) return null;
  const path = after(part.dataset.part);
  const known = document.querySelector(`[data-field-path="${CSS.escape(path)}"]`);
  const fits = known ? known.dataset.fits.split(' ') : [slotOf(part)];
  return { part, path, slot: slotOf(part), fits, label: part.ariaLabel.split(' · ')[0], icon: null, from: part };
};
const between = (x, y, rect, slack = 0) => x >= rect.left - slack && x <= rect.right + slack && y >= rect.top - slack && y <= rect.bottom + slack;
carried.spot = (x, y, what) => {
  const scroll = document.getElementById('fscroll').getBoundingClientRect();
  if (!between(x, y, scroll)) return null;
  if (what.tab) return spotOfTab(x, y, what);
  const shelf = [...root().querySelectorAll('.vshelf')].find((one) => between(x, y, one.getBoundingClientRect(), 2));
  if (shelf) return spotOfShelf(x, shelf, what);
  const real = document.getElementById('vreal') ?? root().querySelector('.vphone');
  if (!real || !between(x, y, real.getBoundingClientRect())) return null;
  if (TABLES.includes(box().dataset.kind) && box().dataset.device === 'desktop') return what.fits.includes('columns') ? spotOfColumn(x, what) : null;
  if (!what.fits.includes('lines')) return null;
  const area = within((real.querySelector('.kc, .gc') ?? real).getBoundingClientRect());
  return { slot: { left: area.left, top: area.top, width: Math.min(area.width, root().clientWidth - area.left), height: Math.min(area.height, 240) }, text: say('card'), line: { left: area.left, top: area.top, width: 0, height: 3 }, into: 'lines', before: '' };
};
function spotOfShelf(x, shelf, what) {
  const into = shelf.dataset.slot;
  const rect = within(shelf.getBoundingClientRect());
  if (!what.fits.includes(into)) return { refused: true, text: say('misfit', { place: shelf.dataset.label, wants: shelf.dataset.wants }), line: { left: rect.left, top: rect.bottom, width: rect.width, height: 3 } };
  const text = say('into', { place: shelf.dataset.label });
  const chips = [...shelf.querySelectorAll('.vchip')].filter((one) => one !== what.part);
  if (!('many' in shelf.dataset)) return { section: shelf, text, line: { left: rect.left, top: rect.bottom, width: rect.width, height: 3 }, into, before: '' };
  const next = chips.find((one) => { const at = one.getBoundingClientRect(); return x < at.left + at.width / 2; });
  const last = chips.at(-1) ?? shelf.querySelector('.vsl');
  const at = within((next ?? last).getBoundingClientRect());
  return { section: shelf, text, line: { left: next ? at.left - 4 : at.right + 2, top: at.top - 2, width: 3, height: at.height + 4 }, into, before: next ? after(next.dataset.part) : '' };
}
function spotOfColumn(x, what) {
  const every = [...document.querySelectorAll('#vcols .vcol')].filter((one) => !one.hidden && one !== what.part);
  if (!every.length) return { into: 'columns', before: '', text: say('line'), line: within({ ...document.getElementById('vreal').getBoundingClientRect().toJSON(), width: 3 }) };
  const next = every.find((one) => { const at = one.getBoundingClientRect(); return !('fixed' in one.dataset) && x < at.left + at.width / 2; });
  const at = within((next ?? every.at(-1)).getBoundingClientRect());
  const edge = next ? at.left : at.right;
  return { into: 'columns', before: next ? after(next.dataset.part) : '', text: say('line'), line: { left: edge - 1, top: at.top, width: 3, height: Math.min(at.height, 420) } };
}
function spotOfTab(x, y, what) {
  const tabs = [...root().querySelectorAll('[data-tab-key]')].filter((one) => one.dataset.tabKey !== what.tab);
  const strip = root().querySelector('.vtabs').getBoundingClientRect();
  if (!tabs.length || y > strip.bottom + 24) return null;
  const next = tabs.find((one) => { const at = one.getBoundingClientRect(); return x < at.left + at.width / 2; });
  const at = within((next ?? tabs.at(-1)).getBoundingClientRect());
  return { tabBefore: next?.dataset.tabKey ?? '', text: say('tab'), line: { left: (next ? at.left - 12 : at.right + 8), top: at.top + 8, width: 3, height: at.height - 12 } };
}
carried.drop = (what, where) => {
  if (what.tab) { gesture('tab', { path: what.tab, before: where.tabBefore }); return; }
  const id = what.part ? what.part.dataset.part : '';
  gesture('put', { slot: where.into, path: what.path, before: where.before, id });
};

// A column's edge pulled: it follows at once, and is kept when let go.
function pull(handle, event) {
  const part = handle.closest('[data-part]');
  event.preventDefault();
  const start = part.getBoundingClientRect().width;
  const usual = Number(part.dataset.width);
  let wanted = start;
  const moved = (move) => {
    wanted = Math.max(LEAST, Math.min(MOST, start + move.clientX - event.clientX));
    part.style.width = `${wanted}px`;
    part.classList.add('pulled');
    part.dataset.said = `${Math.round(wanted * usual / start)}`;
  };
  const done = () => {
    document.removeEventListener('pointermove', moved);
    document.removeEventListener('pointerup', done);
    part.classList.remove('pulled');
    box().dataset.at = part.dataset.part;
    if (wanted !== start) gesture('width', { id: part.dataset.part, value: String(Math.round(wanted * usual / start)) }); else ask('GET', {});
  };
  document.addEventListener('pointermove', moved);
  document.addEventListener('pointerup', done);
}
function widen(part, by) {
  const width = Math.max(LEAST, Math.min(MOST, Number(part.dataset.width) + by));
  if (width === Number(part.dataset.width)) return;
  part.dataset.width = String(width);
  gesture('width', { id: part.dataset.part, value: String(width) });
}

function take(id) {
  box().dataset.at = id;
  gesture('out', { id });
}
function step(part, way) {
  if (part.dataset.tabKey) { gesture('tab', { path: part.dataset.tabKey, value: way }); return; }
  if (!('fixed' in part.dataset)) gesture('step', { id: part.dataset.part, value: way });
}
// A field that is pressed instead of carried goes to the place that was asked for, else to where most fields go.
function add(field) {
  const fits = field.dataset.fits.split(' ');
  const { slot, kind, device } = box().dataset;
  const usual = TABLES.includes(kind) && device === 'desktop' ? ['columns'] : ['lines', 'title', 'start'];
  const into = slot || [...usual, ...fits].find((one) => fits.includes(one));
  if (!into || !fits.includes(into)) return;
  document.getElementById('pal').classList.remove('on');
  if (slot) document.getElementById('fscroll').focus(); // one place was to be filled: what fills it is gone on with
  box().dataset.slot = '';
  const part = chosen();
  const before = !slot && part && slotOf(part) === into ? behind(part) : '';
  gesture('put', { slot: into, path: field.dataset.fieldPath, before });
}
function behind(part) {
  const every = parts().filter((one) => slotOf(one) === slotOf(part));
  const next = every[every.indexOf(part) + 1];
  return next ? after(next.dataset.part) : '';
}
function open(path) {
  const now = new Set(box().dataset.open.split(',').filter(Boolean));
  if (now.has(path)) now.delete(path); else now.add(path);
  look({ open: [...now].join(',') });
}

document.addEventListener('click', (event) => {
  if (!box()) return;
  const on = (selector) => event.target.closest?.(selector);
  if (carried.moved && on('[data-tab-key]')) { event.preventDefault(); event.stopPropagation(); }
}, true);
document.addEventListener('click', (event) => {
  if (!box()) return;
  const on = (selector) => event.target.closest?.(selector);
  if (on('.vdevice [data-device]')) { look({ device: on('.vdevice [data-device]').dataset.device, slot: '' }); return; }
  if (on('[data-design]')) { look({ as: '' }); return; }
  if (!live() || carried.moved || on('.fren')) return;
  if (on('[data-behind]')) open(on('[data-behind]').dataset.behind);
  else if (on('[data-field-path]')) add(on('[data-field-path]'));
  else if (on('[data-kind-to]')) gesture('kind', { value: on('[data-kind-to]').dataset.kindTo });
  else if (on('[data-add-to]')) want(on('[data-add-to]').dataset.addTo);
  else if (on('[data-turn]')) gesture('turn', { id: on('[data-part]').dataset.part });
  else if (on('[data-way]')) { if (on('[data-way]').ariaPressed !== 'true') gesture('turn', { id: shown() }); }
  else if (on('[data-take]')) take(on('[data-take]').dataset.take);
  else if (on('[data-colour-of]')) gesture('rule_add', { path: on('[data-colour-of]').dataset.colourOf });
  else if (on('[data-rule-up]')) gesture('rule_move', { name: 'up', value: on('[data-rule]').dataset.rule });
  else if (on('[data-rule-out]')) gesture('rule_out', { value: on('[data-rule]').dataset.rule });
  else if (on('[data-duplicate]')) gesture('duplicate');
  else if (on('[data-remove-view]')) { document.getElementById('dialog').close(); gesture('remove'); }
  else if (root().contains(event.target)) {
    const part = on('[role=option][data-part]');
    if (part) { part.focus({ preventScroll: true }); choose(part); } else if (on('.vreal, .vshelves') && !on('button')) choose(null);
  }
});
// The palette shows what fits a place, and the next press goes there.
let wanting = false;
function want(slot) {
  box().dataset.slot = box().dataset.slot === slot ? '' : slot;
  wanting = Boolean(box().dataset.slot);
  ask('GET', {});
}
function offer() {
  wanting = false;
  document.getElementById('pal').classList.add('on');
  if (matchMedia('(min-width: 981px)').matches) document.querySelector('#pal [data-narrow-palette]').focus(); // a sheet has no need of a phone's keys
}
document.addEventListener('dblclick', (event) => {
  const part = live() && event.target.closest?.('#vcols .vcol, .vtabs .tab.on');
  if (part) { event.preventDefault(); rename(part); }
});
document.addEventListener('change', (event) => {
  if (box() && 'asChoice' in event.target.dataset) look({ as: event.target.value });
});
// What is done in the panel is done to the part it shows, which may be another than the one just chosen.
const shown = () => (document.querySelector('#props .phead')?.dataset.part ?? '.').replace(/^\.$/, '');
fieldPanel({
  on: () => (live() ? box() : null),
  send: (name, value) => gesture('set', { id: shown(), name, value }),
  act: (what) => {
    const part = byPart(shown());
    if (what === 'close') { document.getElementById('props').classList.remove('on'); choose(null); }
    else if (what === 'out') take(shown());
    else if (part) step(part, what);
  },
});

document.addEventListener('keydown', (event) => {
  if (!live() || event.ctrlKey || event.metaKey || event.isComposing) return;
  const stop = () => { event.preventDefault(); event.stopPropagation(); };
  const search = event.target.closest?.('#pal [data-narrow-palette]');
  if (search) { searchKeys(event, stop); return; }
  if (typing(event)) return;
  if (event.key.toLowerCase() === 't' && !event.altKey) { stop(); document.getElementById('pal').classList.add('on'); document.querySelector('#pal [data-field-path]')?.focus(); return; }
  const field = event.target.closest?.('#pal [data-field-path]');
  if (field) { fieldKeys(event, field, stop); return; }
  const part = event.target.closest?.('#vsheet [role=option][data-part], #vsheet [data-tab-key]');
  if (!part) return;
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const column = part.closest('#vcols');
  if (event.altKey && by) { stop(); step(part, by < 0 ? 'left' : 'right'); return; }
  if (part.dataset.tabKey) { if (event.key === 'F2' && part.matches('.on')) { stop(); rename(part); } return; }
  if (event.shiftKey && by) { if (column) { stop(); widen(part, 10 * by); } }
  else if (by || event.key === 'ArrowUp' || event.key === 'ArrowDown') { const next = neighbour(part, event.key); stop(); if (next) { next.focus(); choose(next); } }
  else if (event.key === 'Enter' || event.key === 'F2') { stop(); if (column) rename(part); else if (slotOf(part) === 'sort') gesture('turn', { id: part.dataset.part }); }
  else if (event.key === 'Delete' || event.key === 'Backspace') { stop(); take(part.dataset.part); }
  else if (event.key === 'Escape' && box().dataset.at && !document.querySelector('.ghost')) { stop(); choose(null); }
}, true);
// Left and right within a row of parts and on into the next; up and down to what stands above or below.
function neighbour(part, key) {
  const every = parts();
  const at = every.indexOf(part);
  if (key === 'ArrowLeft' || key === 'ArrowRight') return every[at + (key === 'ArrowLeft' ? -1 : 1)];
  const list = part.closest('[role=listbox]');
  const lists = [...root().querySelectorAll('[role=listbox]')].filter((one) => one.offsetParent);
  return lists[lists.indexOf(list) + (key === 'ArrowUp' ? -1 : 1)]?.querySelector('[role=option]:not([hidden])');
}
const lines = () => [...document.querySelectorAll('#pal [data-field-path]')].filter((one) => one.offsetParent);
function searchKeys(event, stop) {
  if (event.key === 'ArrowDown') { stop(); lines()[0]?.focus(); }
  if (event.key === 'Enter') { stop(); const first = lines().find((one) => !one.matches('.nofit')); if (first) { event.target.value = ''; add(first); } }
  if (event.key === 'Escape') { stop(); document.getElementById('pal').classList.remove('on'); (chosen() ?? parts()[0])?.focus(); }
}
function fieldKeys(event, field, stop) {
  const every = lines();
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const more = field.parentElement.querySelector('[data-behind]');
  if (by) { stop(); every[every.indexOf(field) + by]?.focus(); }
  else if (more && ((event.key === 'ArrowRight' && more.ariaExpanded === 'false') || (event.key === 'ArrowLeft' && more.ariaExpanded === 'true'))) { stop(); open(more.dataset.behind); }
  else if (event.key === 'Escape') { stop(); document.getElementById('pal').classList.remove('on'); (chosen() ?? parts()[0])?.focus(); }
}

// On a phone fields and properties are sheets: an answer draws them anew, and they stay as they were.
let sheets = [];
document.addEventListener('htmx:before:swap', () => { if (box()) sheets = ['pal', 'props'].filter((id) => document.getElementById(id)?.classList.contains('on')); });
// A part that a gesture chose has the focus, unless one is typing or looking for a field.
document.addEventListener('htmx:after:settle', () => {
  if (!root()) return;
  for (const id of sheets) document.getElementById(id)?.classList.add('on');
  dress();
  stand();
  if (wanting && box().dataset.slot) { offer(); return; }
  const at = chosen();
  if (at && !document.activeElement?.closest?.('#props, #pal, dialog, input')) at.focus({ preventScroll: true });
});
dress();
