// The stages of an object: dragged in and along, fields dropped onto them, moves switched, by hand, finger and keys.
// A gesture is one request; the next waits for its answer, so that each is made on what the one before left.
import { carrier } from './studio_drag.js';
import { fieldPanel } from './studio_field.js';

const box = () => document.querySelector('[data-pipeline-designer]');
const track = () => (box() ? document.getElementById('pcols') : null);
const columns = () => [...(track()?.querySelectorAll('.pcol') ?? [])];
const byKey = (key) => columns().find((one) => one.dataset.stage === key);
const chosen = () => byKey(box()?.dataset.at);
const last = () => columns().at(-1)?.dataset.stage ?? '';
const fill = (name, values) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), track().dataset[name]);
let queue = Promise.resolve();
const waiting = new Set(); // values of gestures not sent yet
let latest = null; // the page last asked for and not on its way yet: an older one need not be drawn, nor undo the choice
let sheetOpen = false; // on a phone the panel is a sheet; an answer draws it anew, and it stays as it was

function ask(verb, values, then = () => {}) {
  const home = box().dataset.pipelineDesigner;
  const mine = verb === 'GET' ? { at: box().dataset.at, ...values } : { ...values };
  if (verb === 'GET') latest = mine;
  waiting.add(mine);
  queue = queue.then(async () => {
    waiting.delete(mine);
    if (box()?.dataset.pipelineDesigner !== home || (verb === 'GET' && latest !== mine)) return;
    if (verb === 'GET') latest = null;
    const { at, record, device } = box().dataset;
    const all = { at, record, device, as: box().dataset.as, ...mine };
    const path = verb === 'GET' ? `${home}?${new URLSearchParams(all)}` : home;
    await window.htmx.ajax(verb, path, { source: box(), target: '#work', swap: 'outerMorph', push: 'false', values: verb === 'GET' ? {} : all });
    if (box()) then(mine);
  }).catch(() => null);
  return queue;
}

// A stage that is named for the first time may get another key: what waits to be sent, or is being typed, means that one.
function follow({ stage }) {
  const key = box().dataset.at;
  if (!key || key === stage || byKey(stage)) return;
  for (const one of waiting) for (const name of ['stage', 'after', 'at']) if (one[name] === stage) one[name] = key;
  if (typed?.key === stage) typed.key = key;
}
const gesture = (what, values = {}, then = follow) => ask('POST', { do: what, ...values }, then);

function point(key) {
  box().dataset.at = key;
  for (const one of columns()) { one.classList.toggle('sel', one.dataset.stage === key); one.ariaSelected = String(one.dataset.stage === key); }
}
function choose(key, open = true) {
  if (open) { sheetOpen = true; document.getElementById('props').classList.add('on'); }
  if (key === box().dataset.at) return;
  point(key);
  ask('GET', {});
}

function add(kind, after = chosen()?.dataset.stage ?? last()) {
  document.getElementById('pal').classList.remove('on');
  gesture('add', { value: kind, after }, () => { if (chosen() && !typed) rename(chosen()); });
}

function step(column, by) {
  const every = columns();
  const at = every.indexOf(column);
  if (!every[at + by]) return;
  const after = by > 0 ? every[at + 1].dataset.stage : every[at - 2]?.dataset.stage ?? '';
  put(column, after);
}

// Only along the track: what is looked at further down stays where it is.
function reveal(column) {
  if (!column || track().scrollWidth <= track().clientWidth) return;
  const { offsetLeft: left, offsetWidth: width } = column;
  if (left < track().scrollLeft) track().scrollLeft = left - 5;
  else if (left + width > track().scrollLeft + track().clientWidth) track().scrollLeft = left + width + 5 - track().clientWidth;
}

// The column stands in its new place at once; the answer says the same.
function put(column, after) {
  if (after) byKey(after).after(column); else columns()[0].before(column);
  column.focus();
  choose(column.dataset.stage, false);
  gesture('move', { stage: column.dataset.stage, after });
}

function askFor(column, field) {
  document.getElementById('pal').classList.remove('on');
  if (!column || column.dataset.asks.split(' ').includes(field)) return;
  column.dataset.asks += ` ${field}`;
  const tile = document.querySelector(`#pal [data-field="${CSS.escape(field)}"]`);
  const chip = Object.assign(document.createElement('span'), { className: 'pask' }); // it shows at once; the answer says the same
  chip.append(tile.querySelector('svg').cloneNode(true), Object.assign(document.createElement('span'), { className: 'ell', textContent: tile.textContent.trim() }));
  column.querySelector('.pgate').prepend(chip);
  box().dataset.at = column.dataset.stage;
  gesture('ask', { stage: column.dataset.stage, value: field });
}

// The name being typed outlives answers that come meanwhile: they draw the columns anew, and it is opened again.
let typed = null; // {key, value, at}: `at` is the caret, null while the whole name is still chosen
let swapping = false;
document.addEventListener('htmx:before:swap', () => { swapping = true; });
function rename(column, value = null, at = null) {
  if (column.querySelector('.pren')) return;
  const name = column.dataset.label;
  const input = Object.assign(document.createElement('input'), { className: 'in sm pren', value: value ?? name, maxLength: 120 });
  input.setAttribute('aria-label', name);
  column.append(input);
  column.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  input.focus({ preventScroll: true });
  if (at === null) input.select(); else input.setSelectionRange(at, at);
  typed = { key: column.dataset.stage, value: input.value, at };
  let over = false;
  const end = (keep, back = true) => {
    if (over || (swapping && back === false)) return;
    over = true;
    typed = null;
    const given = input.value.trim();
    input.remove();
    if (back) column.focus();
    if (!keep || !given || given === name) return;
    column.dataset.label = given;
    column.querySelector('h2').textContent = given;
    gesture('rename', { stage: column.dataset.stage, value: given });
  };
  input.addEventListener('input', () => { typed = { key: column.dataset.stage, value: input.value, at: input.selectionStart }; });
  input.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Enter') { event.preventDefault(); end(true); }
    if (event.key === 'Escape') end(false);
  });
  input.addEventListener('blur', () => end(true, false));
}

const beside = (column) => { const every = columns(); const at = every.indexOf(column); return (every[at + 1] ?? every[at - 1])?.dataset.stage ?? ''; };
// What is in force is asked about: records may stand in it. What was only just added goes at once and can be undone.
function take(column) {
  if (!column) return;
  const { stage, fresh } = column.dataset;
  if (fresh === 'yes') gesture('remove', { stage, after: beside(column) });
  else window.htmx.ajax('GET', `${box().dataset.pipelineDesigner}/removal?${new URLSearchParams({ stage, after: beside(column) })}`, { target: '#dialog', swap: 'innerHTML', push: 'false' });
}

document.addEventListener('click', (event) => {
  if (!box() || hold.moved) return;
  const on = (selector) => event.target.closest?.(selector);
  const column = on('.pcol');
  const close = () => document.getElementById('dialog').close();
  if (on('[data-remove-stage]')) {
    const { removeStage: stage, after } = on('[data-remove-stage]').dataset;
    const value = document.getElementById('pr-to')?.value ?? '';
    close();
    gesture('remove', { stage, after, value });
  } else if (on('[data-put-aside]')) {
    const { putAside: stage, after } = on('[data-put-aside]').dataset;
    close();
    gesture('aside', { stage, after });
  } else if (column && !on('.pren')) { column.focus(); choose(column.dataset.stage); }
  else if (on('[data-new]')) add(on('[data-new]').dataset.new);
  else if (on('[data-back]')) { document.getElementById('pal').classList.remove('on'); gesture('back', { stage: on('[data-back]').dataset.back, after: last() }); }
  else if (on('[data-field]')) askFor(chosen(), on('[data-field]').dataset.field);
  else if (on('[data-no-more]')) gesture('ask_no_more', { stage: box().dataset.at, value: on('[data-no-more]').dataset.noMore });
  else if (on('[data-do-moves]')) gesture(on('[data-do-moves]').dataset.doMoves);
  else if (on('[data-before]')) allow(on('[data-before]'));
  else if (on('[data-end]')) gesture('end');
  else if (on('button[data-device]')) { box().dataset.device = on('button[data-device]').dataset.device; ask('GET', {}); }
  if (on('[data-sheet=props]')) sheetOpen = document.getElementById('props').classList.contains('on');
});
document.addEventListener('dblclick', (event) => { const column = event.target.closest?.('.pcol'); if (column && box()) rename(column); });

function allow(cell) {
  const { before, after } = cell.dataset;
  if (cell.role === 'switch') { // it shows at once; the answer says the same
    const now = cell.ariaChecked !== 'true';
    cell.ariaChecked = String(now);
    cell.classList.toggle('on', now);
  }
  gesture('allow', { stage: before, after });
}

document.addEventListener('change', (event) => {
  const { target } = event;
  if (!box()?.contains(target)) return;
  if (target.matches('[data-record-choice]')) { box().dataset.record = target.value; ask('GET', {}); }
  else if (target.matches('[data-as-choice]')) { box().dataset.as = target.value; ask('GET', {}); }
  else if (target.matches('[data-begin]')) gesture('begin', { stage: box().dataset.at });
  else if (target.matches('[data-ask-for]') && target.value) askFor(chosen(), target.value);
});

fieldPanel({
  on: box,
  send: (name, value) => gesture('set', { stage: box().dataset.at, name, value }),
  act: (what) => {
    const column = chosen();
    if (!column) return;
    if (what === 'remove') take(column);
    else if (what === 'aside') gesture('aside', { stage: column.dataset.stage, after: beside(column) });
    else step(column, what === 'left' ? -1 : 1);
  },
});

document.addEventListener('keydown', (event) => {
  if (!box()) return;
  const typing = event.target.closest?.('input, textarea, select, [contenteditable], dialog');
  if (event.ctrlKey || event.metaKey || typing || typed) return;
  const column = event.target.closest?.('.pcol');
  const stop = () => { event.preventDefault(); event.stopPropagation(); };
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
  if (column && event.altKey && by) { stop(); step(column, by); return; }
  if (event.altKey) return;
  const tile = event.target.closest?.('#pal .ptile, #pal .pline');
  const cell = event.target.closest?.('#pwt [data-before]');
  if (tile && by) {
    const tiles = [...document.querySelectorAll('#pal :is(.ptile, .pline):not([hidden])')];
    const to = tiles[tiles.indexOf(tile) + by];
    if (to) { stop(); to.focus(); }
  } else if (cell && by) { stop(); walk(cell, event.key); }
  else if (column && by) {
    const to = columns()[columns().indexOf(column) + by];
    if (to) { stop(); to.focus(); choose(to.dataset.stage, false); }
  } else if (column && (event.key === 'Enter' || event.key === 'F2')) { stop(); rename(column); }
  else if (column && (event.key === 'Delete' || event.key === 'Backspace')) { stop(); choose(column.dataset.stage, false); take(column); }
  else if (event.key.toLowerCase() === 'a') { stop(); add('open'); }
  else if (event.key.toLowerCase() === 'f') { stop(); document.getElementById('pal').classList.add('on'); document.querySelector('[data-narrow-palette]').focus(); }
}, true);

const narrow = (search) => search.dispatchEvent(new Event('input', { bubbles: true }));
// In the search of fields Enter asks for the first one found.
document.addEventListener('keydown', (event) => {
  if (!box() || event.key !== 'Enter' || event.isComposing || !event.target.closest?.('[data-narrow-palette]')) return;
  const search = event.target;
  const wanted = search.value.trim().toLowerCase();
  const first = [...document.querySelectorAll('#pal [data-field]')].find((one) => one.textContent.toLowerCase().includes(wanted));
  event.preventDefault();
  if (!first) return;
  askFor(chosen(), first.dataset.field);
  search.value = '';
  narrow(search);
  chosen()?.focus();
}, true);

// The matrix is one stop of the Tab key; arrows go about in it.
const cells = () => [...document.querySelectorAll('#pwt [data-before]')];
function walk(cell, key) {
  const { left, top, width, height } = cell.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const ahead = { ArrowLeft: (a) => x - a.x, ArrowRight: (a) => a.x - x, ArrowUp: (a) => y - a.y, ArrowDown: (a) => a.y - y }[key];
  const level = key === 'ArrowLeft' || key === 'ArrowRight';
  const found = cells().map((one) => { const r = one.getBoundingClientRect(); return { one, x: r.left + r.width / 2, y: r.top + r.height / 2 }; })
    .filter((a) => ahead(a) > 4 && Math.abs(level ? a.y - y : a.x - x) < 4)
    .sort((a, b) => ahead(a) - ahead(b))[0];
  if (!found) return;
  for (const one of cells()) one.tabIndex = one === found.one ? 0 : -1;
  found.one.focus();
}

// Carrying: a stage, a kind of stage or one put aside goes between columns; a field goes onto one.
const hold = carrier('.pcol');
hold.begin = (target) => {
  if (!track()) return null;
  const column = target.closest?.('.pcol');
  const tile = target.closest?.('[data-new], [data-back], [data-field]');
  const within = tile?.closest('#pal');
  if ((!column && !within) || target.closest('.pren')) return null;
  if (column) return { level: 1, row: column, label: column.dataset.label, icon: null, from: column };
  const { new: kind, back, field } = tile.dataset;
  return { level: 1, row: null, kind, back, field, label: tile.textContent.trim(), icon: tile.querySelector('svg, .dot'), from: tile };
};
hold.rows = columns;
hold.tree = track;
hold.left = () => { for (const one of columns()) one.classList.remove('into', 'refusing'); };
hold.locate = (what, event, line) => {
  const area = track().getBoundingClientRect();
  const inside = event.clientX >= area.left && event.clientX <= area.right && event.clientY >= area.top - 20 && event.clientY <= area.bottom + 20;
  hold.left();
  line.hidden = !inside;
  if (!inside) return null;
  return what.field ? onto(what, event, line) : between(what, event, line, area);
};

function onto(what, event, line) {
  const column = columns().find((one) => { const r = one.getBoundingClientRect(); return event.clientX >= r.left && event.clientX <= r.right && event.clientY >= r.top && event.clientY <= r.bottom; });
  line.hidden = !column;
  if (!column) return null;
  const there = column.dataset.asks.split(' ').includes(what.field);
  column.classList.add(there ? 'refusing' : 'into');
  place(line, column.offsetLeft, column.offsetTop, `dropline words${there ? ' refused' : ''}`, fill(there ? 'asked' : 'ask', { stage: column.dataset.label, what: what.label }), column);
  return there ? null : { onto: column.dataset.stage };
}

function between(what, event, line, area) {
  const others = columns().filter((one) => one !== what.row);
  const first = others[0]?.getBoundingClientRect();
  const second = others[1]?.getBoundingClientRect();
  const lying = Boolean(second) && second.top > first.top + 4; // one under another on a phone
  const at = lying ? event.clientY : event.clientX;
  const middle = (one) => { const r = one.getBoundingClientRect(); return lying ? r.top + r.height / 2 : r.left + r.width / 2; };
  const n = others.filter((one) => middle(one) < at).length;
  const [before, behind] = [others[n - 1], others[n]];
  const gap = 4;
  const edge = behind ? (lying ? behind.offsetTop : behind.offsetLeft) - gap : before ? (lying ? before.offsetTop + before.offsetHeight : before.offsetLeft + before.offsetWidth) + gap : 0;
  place(line, lying ? 0 : edge, lying ? edge : 0, `dropline${lying ? ' lying' : ''}`, fill('line', { n: n + 1 }), null);
  if (!lying && event.clientX < area.left + 40) track().scrollLeft -= 12;
  if (!lying && event.clientX > area.right - 40) track().scrollLeft += 12;
  return { after: before?.dataset.stage ?? '' };
}

function place(line, left, top, kind, words, column) {
  line.className = kind;
  Object.assign(line.style, { left: `${left}px`, top: `${top}px`, right: kind.includes('lying') ? '0' : '' });
  line.classList.toggle('atright', left - track().scrollLeft > track().clientWidth - 200 && !column);
  line.firstChild.textContent = words;
}

hold.drop = (what, where) => {
  if (what.field) askFor(byKey(where.onto), what.field);
  else if (what.kind) add(what.kind, where.after);
  else if (what.back) gesture('back', { stage: what.back, after: where.after });
  else if (where.after !== what.row.dataset.stage) put(what.row, where.after);
};

let shown = ''; // the stage that was brought into sight last
function dress() {
  if (!track()) return;
  for (const one of columns()) one.tabIndex = -1;
  (chosen() ?? columns()[0])?.setAttribute('tabindex', '0');
  if (shown !== chosen()?.dataset.stage) { shown = chosen()?.dataset.stage; reveal(chosen()); }
  const among = cells();
  const kept = among.find((one) => one === document.activeElement) ?? among[0];
  for (const one of among) one.tabIndex = one === kept ? 0 : -1;
}
document.addEventListener('htmx:after:settle', () => {
  swapping = false;
  if (!track()) return;
  if (latest) point(latest.at);
  dress();
  const search = document.querySelector('[data-narrow-palette]');
  if (search?.value) narrow(search); // an answer draws every field anew
  document.getElementById('props').classList.toggle('on', sheetOpen && Boolean(chosen()));
  if (typed) { const column = byKey(typed.key); if (column) rename(column, typed.value, typed.at); else typed = null; return; }
  if (!document.activeElement || document.activeElement === document.body) chosen()?.focus({ preventScroll: true }); // it was on what went
});
dress();
