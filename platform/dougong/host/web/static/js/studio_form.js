// The form designer's canvas: parts are chosen, renamed, moved, made wider by hand, by finger (at the grip) and by keys.
// A gesture is one request; the next waits for its answer, so that each is made on what the one before left.
import { fieldPanel } from './studio_field.js';
import { sheet } from './studio_sheet.js';

const box = () => document.querySelector('[data-form-designer]');
const root = () => document.getElementById('fsheet');
const live = () => Boolean(box()) && !box().dataset.as;
const parts = () => [...root().querySelectorAll('[role=option][data-part]')].filter((one) => !one.closest('[hidden]'));
const byPart = (id) => root().querySelector(`[data-part="${CSS.escape(id)}"]`);
const chosen = () => (box().dataset.at ? byPart(box().dataset.at) : null);
const typing = (event) => event.target.closest?.('input, textarea, select, [contenteditable]');
const say = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), root().dataset[name]);
const GRID = 12;
const LEAST = 2;
let queue = Promise.resolve();
let sheetOpen = false;

// A new field's key follows its name: what is asked of it meanwhile goes to the new one.
const called = new Map();
let waiting = 0;
const now = (id) => (called.has(id) ? now(called.get(id)) : id);

function ask(verb, values) {
  const place = box().dataset.formDesigner;
  waiting += 1;
  queue = queue.then(async () => {
    if (!box()) return;
    const { at, tab, device, record, as, pane } = box().dataset;
    const all = { at, tab, device, record, as, pane, ...values };
    for (const name of ['at', 'id', 'beside']) if (all[name]) all[name] = all[name].includes(':') ? now(all[name]) : now(`field:${all[name]}`).slice(6);
    const path = verb === 'GET' ? `${place}?${new URLSearchParams(all)}` : place;
    await window.htmx.ajax(verb, path, { source: box(), target: '#work', swap: 'outerMorph', push: 'false', values: verb === 'GET' ? {} : all });
    const then = box()?.dataset.at;
    if (all.do === 'say' && then && then !== all.id && all.id.startsWith('field:')) called.set(all.id, then);
  }).catch(() => null).finally(() => {
    waiting -= 1;
    if (!waiting) called.clear();
  });
  return queue;
}
const gesture = (what, values = {}) => ask('POST', { do: what, id: box().dataset.at, ...values });
const look = (values) => { Object.assign(box().dataset, values); ask('GET', {}); };

function choose(part) {
  if (!part) return;
  const id = part.dataset.part;
  if (id.startsWith('tab:')) openTab(part.dataset.tabKey);
  if (id === box().dataset.at) return;
  box().dataset.at = id;
  for (const one of root().querySelectorAll('.sel')) one.classList.remove('sel');
  for (const one of root().querySelectorAll('[role=option][aria-selected=true]')) one.ariaSelected = 'false';
  mark(part);
  document.getElementById('ftools')?.remove();
  dress();
  ask('GET', { at: id });
}
function mark(part) {
  (part.dataset.part.startsWith('section:') ? part.closest('.fsec') : part).classList.add('sel');
  if (part.role === 'option') part.ariaSelected = 'true';
}

function openTab(key) {
  box().dataset.tab = key;
  for (const one of root().querySelectorAll('[data-tab-key]')) {
    one.classList.toggle('on', one.dataset.tabKey === key);
    one.ariaSelected = String(one.dataset.tabKey === key);
  }
  for (const one of root().querySelectorAll('.fsec')) one.hidden = Boolean(one.dataset.inTab) && one.dataset.inTab !== key;
}

// What the server does not know: where the tools and handles stand, which part takes the focus.
function dress() {
  const over = document.getElementById('fover');
  if (!over) return;
  const part = chosen();
  for (const one of root().querySelectorAll('[role=option]')) one.tabIndex = -1;
  const first = part?.role === 'option' ? part : parts()[0];
  first?.setAttribute('tabindex', '0');
  const field = part?.matches('[data-field]') && !part.closest('[hidden]');
  over.hidden = !field;
  over.classList.toggle('fixed', Boolean(field) && 'alone' in part.dataset);
  const tools = document.getElementById('ftools');
  const around = part?.closest('[hidden]') ? null : part?.closest('.fsec, .dtabs') && (field ? part : part.closest('.fsh') ?? part);
  if (tools) tools.hidden = !around;
  if (!around) return;
  const here = within(around.getBoundingClientRect());
  if (!over.hidden) Object.assign(over.style, { left: `${here.left - 8}px`, top: `${here.top - 7}px`, width: `${here.width + 16}px`, height: `${here.height + 14}px` });
  if (!tools) return;
  // Above the part; beside a section's title, which it must not cover; below where there is no room for that.
  const above = here.top - 44;
  const head = field ? part.closest('.fsec').querySelector('.fsh') : null;
  const right = root().clientWidth - tools.offsetWidth - 8;
  let left = field ? here.left - 8 : here.right - tools.offsetWidth - 8;
  let top = field ? above : here.top + 5;
  if (head && above < within(head.getBoundingClientRect()).bottom - 6) {
    const title = within(head.lastElementChild.getBoundingClientRect()).right + 12;
    if (title <= right) left = Math.max(left, title); else top = here.bottom + 12;
  }
  tools.style.left = `${Math.max(8, Math.min(left, right))}px`;
  tools.style.top = `${top}px`;
}
// A part that a gesture chose may stand where nobody sees it.
let seen = '';
function show(part) {
  if (!part || seen === box().dataset.at) return;
  seen = box().dataset.at;
  const area = document.getElementById('fscroll').getBoundingClientRect();
  const here = part.getBoundingClientRect();
  if (here.top < area.top + 50 || here.bottom > area.bottom - 20) part.scrollIntoView({ block: 'center' });
}
function within(rect) {
  const area = root().getBoundingClientRect();
  return { left: rect.left - area.left, right: rect.right - area.left, top: rect.top - area.top, bottom: rect.bottom - area.top, width: rect.width, height: rect.height };
}

function rename(part) {
  const name = part.matches('[data-field]') ? part.querySelector('.ff > label, .lhead b, .fsh h2') : part.querySelector('.fname') ?? part;
  if (!name || root().querySelector('.fren')) return;
  const words = name.querySelector?.('span') ?? name;
  const label = words.textContent.trim();
  const input = Object.assign(document.createElement('input'), { className: 'in sm fren', value: label, maxLength: 120 });
  input.setAttribute('aria-label', label);
  root().append(input);
  const here = within(words.getBoundingClientRect());
  const width = Math.min(Math.max(150, here.width + 40), root().clientWidth - here.left);
  Object.assign(input.style, { left: `${here.left - 9}px`, top: `${here.top + here.height / 2 - 14}px`, width: `${width}px` });
  input.focus();
  input.select();
  let over = false;
  const end = (keep) => {
    if (over) return;
    over = true;
    const value = input.value.trim();
    input.remove();
    part.focus();
    if (keep && value && value !== label) gesture('say', { id: part.dataset.part, name: 'label', language: document.body.dataset.language === 'zh-CN' ? 'zh-CN' : 'en', value });
  };
  input.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Enter') { event.preventDefault(); end(true); }
    if (event.key === 'Escape') end(false);
  });
  input.addEventListener('blur', () => end(true));
}

// The widths of a row when one more comes in, as the server works them out.
export function shares(others, own) {
  const room = GRID - others.reduce((sum, one) => sum + one, 0);
  if (room >= own) return { own, fits: true };
  if (room > LEAST) return { own: room, fits: true };
  const each = Math.floor(GRID / (others.length + 1));
  return each < LEAST ? null : { own: each, fits: false };
}

function rowsOf(section, without) {
  const rows = new Map();
  for (const one of section.querySelectorAll('[data-field]')) {
    if (one === without) continue;
    if (!rows.has(one.dataset.row)) rows.set(one.dataset.row, []);
    rows.get(one.dataset.row).push(one);
  }
  return [...rows.values()].map((fields) => ({ fields, top: Math.min(...fields.map((f) => f.getBoundingClientRect().top)), bottom: Math.max(...fields.map((f) => f.getBoundingClientRect().bottom)) }));
}

function spotOfField(x, y, what) {
  const every = [...root().querySelectorAll('.fsec:not([hidden])')].map((one) => ({ one, rect: one.getBoundingClientRect() }));
  const near = every.sort((a, b) => away(a.rect, y) - away(b.rect, y))[0];
  if (!near) return null;
  const section = near.one;
  const key = section.dataset.section;
  const grid = section.querySelector('.fgrid').getBoundingClientRect();
  const area = within(grid);
  const rows = rowsOf(section, what.part);
  const end = (text) => ({ side: 'end', section: key, text, line: { left: area.left, top: area.bottom + 4, width: area.width, height: 3 } });
  if (!rows.length) return { ...end(say('here')), mark: section, line: { left: area.left, top: area.top + 2, width: area.width, height: 3 }, sec: section };
  const row = rows.find((one) => y <= one.bottom + 4) ?? rows.at(-1);
  const first = row.fields[0].dataset.field;
  const height = row.bottom - row.top;
  const alone = what.alone || row.fields.some((one) => 'alone' in one.dataset);
  const part = (y - row.top) / Math.max(height, 1);
  const flat = (side) => ({ side, beside: first, text: say('rowLine'), sec: section, line: { left: area.left, width: area.width, height: 3, top: within({ left: 0, right: 0, width: 0, height: 0, top: side === 'above' ? row.top : row.bottom, bottom: 0 }).top + (side === 'above' ? -6 : 3) } });
  const widths = row.fields.map((one) => Number(one.dataset.width));
  const found = alone ? null : shares(widths, what.width);
  if (alone || part < 0.22 || part > 0.9 || !found) return flat(part < 0.5 ? 'above' : 'below');
  const boxes = row.fields.map((one) => ({ field: one.dataset.field, rect: one.getBoundingClientRect() }));
  const before = boxes.find(({ rect }) => x < rect.left + rect.width / 2);
  const beside = before ?? boxes.at(-1);
  const edge = within(beside.rect);
  const column = (grid.width + 12) / GRID;
  const text = say('put', { n: found.own });
  const line = { left: (before ? edge.left : edge.right) + (before ? -8 : 4), top: edge.top, width: 3, height: within({ ...row, left: 0, right: 0, width: 0, height }).bottom - edge.top };
  const slot = !before && found.fits ? { left: edge.right + 12, top: edge.top, width: Math.max(found.own * column - 12, 40), height: line.height } : null;
  return { side: before ? 'left' : 'right', beside: beside.field, text, sec: section, line, slot };
}
const away = (rect, y) => (y < rect.top ? rect.top - y : y > rect.bottom ? y - rect.bottom : 0);

function spotOfSection(y, what) {
  const every = [...root().querySelectorAll('.fsec:not([hidden])')].filter((one) => one !== what.section);
  let after = '';
  let top = every.length ? within(every[0].getBoundingClientRect()).top : 60;
  for (const one of every) {
    const rect = one.getBoundingClientRect();
    if (y < rect.top + rect.height / 2) break;
    after = one.dataset.section;
    top = within(rect).bottom;
  }
  return { after, text: say('sectionLine'), line: { left: 12, top: top - 2, width: root().clientWidth - 24, height: 3 } };
}

sheet.root = () => (live() ? root() : null);
sheet.begin = (target, event) => {
  if (target.closest?.('.fren')) return null;
  const handle = target.closest?.('[data-handle]');
  if (handle) { pull(handle, event); return null; }
  const tile = target.closest?.('[data-new], [data-unused]');
  if (tile) {
    const fresh = tile.dataset.new;
    return { create: fresh, field: tile.dataset.unused, alone: 'alone' in tile.dataset, width: 'alone' in tile.dataset ? GRID : 4, label: tile.querySelector('.ell').textContent, icon: tile.querySelector('svg'), type: fresh ? '' : tile.title, from: tile };
  }
  const fresh = target.closest?.('[data-new-section]');
  if (fresh) return { section: null, fresh: true, label: fresh.textContent.trim(), icon: fresh.querySelector('svg'), from: fresh };
  const grab = target.closest?.('[data-grab]');
  const part = grab ? chosen() : target.closest?.('[role=option][data-part]');
  if (!part || !root().contains(part)) return null;
  if (part.dataset.field) return { part, field: part.dataset.field, alone: 'alone' in part.dataset, width: Number(part.dataset.width), label: part.ariaLabel, icon: part.querySelector('.dfxi svg'), from: part };
  return { section: part.closest('.fsec'), label: part.querySelector('.fname').textContent, icon: null, from: part.closest('.fsec') };
};
sheet.over = (under) => {
  const tab = under?.closest?.('[data-tab-key]');
  if (tab && tab.dataset.tabKey !== box().dataset.tab) openTab(tab.dataset.tabKey);
};
sheet.spot = (x, y, what) => {
  const area = root().closest('.fscroll').getBoundingClientRect();
  if (x < area.left || x > area.right || y < area.top || y > area.bottom) return null;
  const found = 'section' in what ? spotOfSection(y, what) : spotOfField(x, y, what);
  return found && { ...found, section: found.sec, into: found.section };
};
sheet.drop = (what, where) => {
  if ('section' in what) {
    if (what.fresh) gesture('section_add', { section: where.after, value: box().dataset.tab });
    else gesture('section_move', { id: `section:${what.section.dataset.section}`, beside: where.after, value: box().dataset.tab });
    return;
  }
  const spot = { side: where.side, beside: where.beside ?? '', section: where.into ?? '' };
  if (what.create) gesture('create', { ...spot, value: what.create });
  else gesture('place', { ...spot, id: `field:${what.field}` });
};

// A handle pulled: the width snaps to the columns, the field follows at once.
function pull(handle, event) {
  const part = chosen();
  if (!part) return;
  event.preventDefault();
  const start = Number(part.dataset.width);
  const column = (part.closest('.fgrid').getBoundingClientRect().width + 12) / GRID;
  const sign = handle.dataset.handle === 'right' ? 1 : -1;
  let wanted = start;
  const moved = (move) => {
    wanted = Math.max(1, Math.min(GRID, start + Math.round((sign * (move.clientX - event.clientX)) / column)));
    wide(part, wanted);
  };
  const done = () => {
    document.removeEventListener('pointermove', moved);
    document.removeEventListener('pointerup', done);
    if (wanted !== start) gesture('width', { value: String(wanted) });
  };
  document.addEventListener('pointermove', moved);
  document.addEventListener('pointerup', done);
}
function wide(part, width) {
  for (let n = 1; n <= GRID; n += 1) part.classList.toggle(`fw${n}`, n === width);
  part.dataset.width = String(width);
  const said = document.querySelector('.ftw');
  if (said) said.textContent = said.textContent.replace(/\d+/, width);
  dress();
}
function widen(by) {
  const part = chosen();
  if (!part?.dataset.field || 'alone' in part.dataset) return;
  const width = Math.max(1, Math.min(GRID, Number(part.dataset.width) + by));
  if (width === Number(part.dataset.width)) return;
  part.dataset.width = String(width);
  gesture('width', { value: String(width) });
}

// What is new and pressed instead of dragged goes below what is chosen, else to the end of the last section shown.
function spotBeside() {
  const part = chosen();
  if (part?.dataset.field && !part.closest('[hidden]')) return { side: 'below', beside: part.dataset.field, section: '' };
  const section = part?.closest('.fsec') ?? [...root().querySelectorAll('.fsec:not([hidden])')].at(-1);
  return { side: 'end', beside: '', section: section?.dataset.section ?? '' };
}
function take() {
  const id = box().dataset.at;
  const [kind] = id.split(':');
  if (!kind) return;
  const every = parts();
  const at = every.indexOf(chosen());
  box().dataset.at = (every[at + 1] ?? every[at - 1])?.dataset.part ?? '';
  gesture({ field: 'out', section: 'section_out', tab: 'tab_out' }[kind], { id, at: kind === 'field' ? box().dataset.at : '' });
}
function step(way) {
  const part = chosen();
  if (!part) return;
  const id = box().dataset.at;
  if (id.startsWith('field:')) { gesture('step', { value: way }); return; }
  if (id.startsWith('tab:')) { if (way === 'left' || way === 'right') gesture('tab_move', { value: way }); return; }
  const every = [...root().querySelectorAll('.fsec:not([hidden])')];
  const at = every.indexOf(part.closest('.fsec'));
  if (way === 'up' && at > 0) gesture('section_move', { beside: every[at - 2]?.dataset.section ?? '', value: box().dataset.tab });
  if (way === 'down' && every[at + 1]) gesture('section_move', { beside: every[at + 1].dataset.section, value: box().dataset.tab });
}

document.addEventListener('click', (event) => {
  if (!box()) return;
  const on = (selector) => event.target.closest?.(selector);
  if (on('.fdevice [data-device]')) { look({ device: on('.fdevice [data-device]').dataset.device }); return; }
  if (on('[data-design]')) { look({ as: '' }); return; }
  if (on('[data-tab-key]') && !live()) { openTab(on('[data-tab-key]').dataset.tabKey); return; }
  if (!live() || sheet.moved || on('.fren')) return;
  const { target } = event;
  if (on('[data-new]')) { gesture('create', { ...spotBeside(), value: on('[data-new]').dataset.new }); shut(); }
  else if (on('[data-unused]')) { gesture('place', { ...spotBeside(), id: `field:${on('[data-unused]').dataset.unused}` }); shut(); }
  else if (on('[data-new-section]')) { gesture('section_add', { section: chosen()?.closest('.fsec')?.dataset.section ?? '', value: box().dataset.tab }); shut(); }
  else if (on('[data-new-tab]')) { gesture('tab_add'); shut(); }
  else if (on('[data-take-out]')) take();
  else if (on('[data-narrower]')) widen(-1);
  else if (on('[data-wider]')) widen(1);
  else if (on('[data-width-to]')) gesture('width', { value: on('[data-width-to]').dataset.widthTo });
  else if (on('[data-step]')) step(on('[data-step]').dataset.step);
  else if (on('[data-pane]') && on('.ptab')) look({ pane: on('[data-pane]').dataset.pane });
  else if (on('[data-required]')) required(on('[data-required]').dataset.required);
  else if (root().contains(target) && !on('.ftools')) {
    const part = on('[data-part^="field:"], [data-part^="section:"], [data-part^="tab:"]');
    if (part) { if (part.role === 'option') part.focus({ preventScroll: true }); choose(part); }
  }
});
// On a phone the panel is a sheet; an answer draws it anew, and it stays as it was.
document.addEventListener('click', (event) => {
  const press = live() && event.target.closest?.('[data-sheet=props]');
  if (press) sheetOpen = document.getElementById('props').classList.contains('on');
});
const shut = () => document.getElementById('pal').classList.remove('on');
function required(value) {
  if (value !== 'when') { gesture('required', { value }); return; }
  const box_ = document.querySelector('.pwhen');
  if (box_) { box_.hidden = false; box_.querySelector('textarea').focus(); }
}
document.addEventListener('dblclick', (event) => {
  const part = live() && event.target.closest?.('#fsheet [data-part]:not(#fsheet)');
  if (part) rename(part);
});

document.addEventListener('change', (event) => {
  if (!box()) return;
  const { target } = event;
  const data = target.dataset;
  if ('recordChoice' in data) look({ record: target.value });
  else if ('asChoice' in data) look({ as: target.value });
  else if (!live()) return;
  else if (data.say) gesture('say', { name: data.say, language: data.language, value: target.value });
  else if (data.condition) gesture('condition', { name: data.condition, value: target.value });
  else if (data.switch) gesture('set', { name: data.switch, value: target.checked ? 'on' : '' });
  else if (data.column) gesture('columns', { value: [...document.querySelectorAll('[data-column]:checked')].map((one) => one.dataset.column).join(',') });
  else if ('toSection' in data) gesture('place', { side: 'end', section: target.value, beside: '' });
  else if ('toTab' in data) {
    const last = [...root().querySelectorAll('.fsec')].filter((one) => one.dataset.inTab === target.value && `section:${one.dataset.section}` !== box().dataset.at).at(-1);
    gesture('section_move', { beside: last?.dataset.section ?? '', value: target.value });
  }
});

document.addEventListener('keydown', (event) => {
  if (!live() || event.ctrlKey || event.metaKey || event.isComposing) return;
  const stop = () => { event.preventDefault(); event.stopPropagation(); };
  const area = event.target.closest?.('textarea[data-condition]');
  if (area && event.key === 'Enter' && !event.shiftKey) { stop(); area.blur(); return; }
  if (typing(event) || event.target.closest?.('#ftools')) return;
  if (event.key.toLowerCase() === 't' && !event.altKey && !event.target.closest?.('dialog')) { stop(); document.getElementById('pal').classList.add('on'); document.querySelector('#pal [data-new]').focus(); return; }
  const tile = event.target.closest?.('#pal .ptile, #pal .pline');
  if (tile) { tileKeys(event, tile, stop); return; }
  const part = event.target.closest?.('#fsheet [data-part]');
  if (!part || part === root()) return;
  const way = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }[event.key];
  if (way && event.altKey) { stop(); step(way); }
  else if (way && event.shiftKey) { if (way === 'left' || way === 'right') { stop(); widen(way === 'right' ? 1 : -1); } }
  else if (way) { const next = neighbour(part, way); if (next) { stop(); next.focus(); choose(next); } }
  else if (event.key === 'Enter' || event.key === 'F2') { stop(); rename(part); }
  else if (event.key === 'Delete' || event.key === 'Backspace') { stop(); choose(part); take(); }
}, true);
function tileKeys(event, tile, stop) {
  const every = [...document.querySelectorAll('#pal .ptile, #pal .pline')].filter((one) => one.offsetParent);
  const at = every.indexOf(tile);
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (by && every[at + by]) { stop(); every[at + by].focus(); }
  if (event.key === 'Escape') { stop(); shut(); (chosen() ?? parts()[0])?.focus(); }
}
// Up and down go to what stands above or below, left and right in reading order.
function neighbour(part, way) {
  const every = parts();
  const at = every.indexOf(part);
  if (way === 'left' || way === 'right') return every[at + (way === 'left' ? -1 : 1)];
  const here = part.getBoundingClientRect();
  const middle = here.left + (part.dataset.field ? here.width / 2 : 40);
  const further = every.filter((one) => { const { top, bottom } = one.getBoundingClientRect(); return way === 'up' ? bottom <= here.top + 2 : top >= here.bottom - 2; });
  const line = further.map((one) => one.getBoundingClientRect().top).reduce((best, top) => (best === null || (way === 'up' ? top > best : top < best) ? top : best), null);
  const same = further.filter((one) => Math.abs(one.getBoundingClientRect().top - line) < 6);
  return same.sort((a, b) => off(a, middle) - off(b, middle))[0];
}
const off = (one, x) => { const rect = one.getBoundingClientRect(); return x < rect.left ? rect.left - x : x > rect.right ? x - rect.right : 0; };

fieldPanel({ on: () => (live() ? box() : null), send: (name, value) => gesture('field_set', { name, value }), act: () => {} });

document.addEventListener('htmx:after:settle', () => {
  if (!box()) return;
  const inside = document.activeElement?.closest?.('#props, #pal, .chead, dialog, .fren');
  dress();
  document.getElementById('props').classList.toggle('on', sheetOpen && Boolean(chosen()));
  if (live()) show(chosen());
  if (!inside && live() && chosen()?.role === 'option') chosen().focus({ preventScroll: true });
});
window.addEventListener('resize', () => { if (box()) dress(); });
if (box()) dress();
