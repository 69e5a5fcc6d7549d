// The role designer: cells of the matrix by hand, by keys and by finger, the picker of a scope, rights of many fields at
// once. A gesture is one request; the next waits for its answer, so that each is made on what the one before left.

const box = () => document.querySelector('[data-role-designer]');
const grid = () => document.getElementById('rmx');
const pane = () => document.getElementById('props');
const cellOf = (entity, action) => document.getElementById(`c-${entity === '*' ? 'others' : entity}-${action}`);
const ticked = new Set();
let queue = Promise.resolve();
let pop = null; // the open picker: { entity, action, element }
let sheet = false; // whether the panel is up on a narrow screen
let entering = false; // whether the focus goes to the first field as soon as its panel is there
let held = ''; // id of what had the focus last: an answer that draws the work area anew gives it back

function ask(verb, values) {
  const home = box().dataset.roleDesigner;
  queue = queue.then(() => {
    if (box()?.dataset.roleDesigner !== home) return null;
    const all = { at: box().dataset.at, pane: box().dataset.pane, ...values };
    const path = verb === 'GET' ? `${home}?${new URLSearchParams(all)}` : home;
    return window.htmx.ajax(verb, path, { source: box(), target: '#work', swap: 'outerMorph', push: 'false', values: verb === 'GET' ? {} : all });
  }).catch(() => null);
  return queue;
}
// What a gesture is about is what the panel shows from then on.
function aim(entity) {
  if (box().dataset.at !== entity) ticked.clear();
  box().dataset.at = entity;
  if (box().dataset.pane === 'role') box().dataset.pane = 'fields';
  for (const row of grid().querySelectorAll('.rrow')) row.classList.toggle('on', row.dataset.row === entity);
}
function gesture(what, values = {}) {
  if (values.entity) aim(values.entity);
  return ask('POST', { do: what, ...values });
}

function raise() { sheet = true; pane().classList.add('on'); }

function enter() {
  const first = entering && pane().dataset.of === box().dataset.at && pane().querySelector('[data-right]:checked');
  if (first) { entering = false; first.focus(); }
}

function choose(entity, up = false) {
  if (up) raise();
  if (box().dataset.at === entity && box().dataset.pane !== 'role') return;
  aim(entity);
  ask('GET', {});
}

// The picker stands beside its cell, and on a phone as a sheet. It is not part of the work area: an answer draws that anew.
function close(back = true) {
  if (!pop) return;
  const cell = cellOf(pop.entity, pop.action);
  pop.element.remove();
  pop = null;
  if (back) cell?.focus({ preventScroll: true });
}

function open(entity, action) {
  close(false);
  const element = Object.assign(document.createElement('div'), { className: 'rpop', id: 'rpop' });
  element.setAttribute('role', 'dialog');
  element.hidden = true;
  box().parentElement.parentElement.append(element);
  pop = { entity, action, element };
  refill(true);
}

function refill(focus) {
  const mine = pop;
  const path = `${box().dataset.roleDesigner}/scope?${new URLSearchParams({ entity: mine.entity, action: mine.action })}`;
  queue = queue.then(() => pop === mine && window.htmx.ajax('GET', path, { target: '#rpop', swap: 'innerHTML', push: 'false' })).then(() => {
    if (pop !== mine) return;
    mine.element.hidden = false;
    mine.element.setAttribute('aria-label', mine.element.querySelector('.rpickh b')?.textContent ?? '');
    place();
    if (focus) (mine.element.querySelector('.rpick.on > button') ?? mine.element.querySelector('button:not(.pclose)'))?.focus();
  }).catch(() => null);
}

function place() {
  const at = cellOf(pop.entity, pop.action)?.getBoundingClientRect();
  if (!at) return;
  const { offsetWidth: wide, offsetHeight: high } = pop.element;
  const below = at.bottom + 4 + high <= window.innerHeight - 8;
  pop.element.style.left = `${Math.max(8, Math.min(at.left - 40, window.innerWidth - wide - 8))}px`;
  pop.element.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - high - 4)}px`;
}

function press(cell) {
  const { entity, action } = cell.dataset;
  if ('scoped' in cell.dataset) open(entity, action);
  else gesture('cycle', { entity, action });
}

document.addEventListener('click', (event) => {
  if (!box()) return;
  const on = (selector) => event.target.closest?.(selector);
  if (pop && on('#rpop')) { picked(on); return; }
  if (on('[data-sheet=props]')) { sheet = false; return; }
  const cell = on('.rcell');
  if (pop) { const again = cell && cell.dataset.entity === pop.entity && cell.dataset.action === pop.action; close(false); if (again) return; }
  if (cell) { focus(cell); if ('scoped' in cell.dataset) choose(cell.dataset.entity); press(cell); }
  else if (on('.rrow')) { const head = on('.rrow').querySelector('th'); focus(head); choose(head.dataset.entity, true); }
  else if (on('[data-open-cell]')) { const of = cellOf(box().dataset.at, on('[data-open-cell]').dataset.openCell); if (of) press(of); }
  else if (on('[data-pane-of]')) { box().dataset.pane = on('[data-pane-of]').dataset.paneOf; if (on('.rhead')) raise(); ask('GET', {}); }
  else if (on('[data-tick-all]')) { const shown = [...pane().querySelectorAll('.rfield:not([hidden]) [data-tick]')]; const all = shown.every((one) => one.checked); for (const one of shown) tick(one, !all); dress(); }
  else if (on('[data-right-all]')) { gesture('fields', { entity: box().dataset.at, fields: [...ticked].join(','), value: on('[data-right-all]').dataset.rightAll }); }
});

function picked(on) {
  const { entity, action } = pop;
  if (on('[data-pick-close]')) close();
  else if (on('[data-pick]')) { const value = on('[data-pick]').dataset.pick; close(); gesture('scope', { entity, action, value }); }
  else if (on('[data-also]')) { gesture('toggle', { entity, action, value: on('[data-also]').dataset.also }); refill(true); }
  else if (on('[data-use-condition]')) use();
}

function use() {
  const { entity, action, element } = pop;
  const value = element.querySelector('[data-condition]').value.trim();
  if (!value) return;
  close();
  gesture('scope', { entity, action, value });
}

let last = null; // the tick pressed last: with Shift all between it and the next
let shifted = false; // a press on a label reaches its box as a click that knows of no key
document.addEventListener('pointerdown', (event) => { shifted = event.shiftKey; if (shifted && event.target.closest?.('.rfield')) event.preventDefault(); });
function tick(one, checked) { one.checked = checked; if (checked) ticked.add(one.dataset.tick); else ticked.delete(one.dataset.tick); }
document.addEventListener('click', (event) => {
  const one = event.target.closest?.('[data-tick]');
  if (!one || !box()) return;
  const every = [...pane().querySelectorAll('.rfield:not([hidden]) [data-tick]')];
  const from = every.findIndex((each) => each.dataset.tick === last);
  const to = every.indexOf(one);
  if ((event.shiftKey || shifted) && from >= 0) for (const each of every.slice(Math.min(from, to), Math.max(from, to) + 1)) tick(each, one.checked);
  tick(one, one.checked);
  last = one.dataset.tick;
  shifted = false;
  dress();
});

document.addEventListener('change', (event) => {
  if (!box()) return;
  const { target } = event;
  if ('right' in target.dataset) {
    const { field } = target.closest('.rfield').dataset;
    const many = ticked.has(field) ? [...ticked] : [field];
    gesture('fields', { entity: box().dataset.at, fields: many.join(','), value: target.value });
  } else if (target.dataset.roleSet) gesture('set', { name: target.dataset.roleSet, value: target.type === 'checkbox' ? (target.checked ? 'on' : '') : target.value });
});

document.addEventListener('input', (event) => {
  const find = event.target.closest?.('[data-narrow-fields]');
  if (!find) return;
  const wanted = find.value.trim().toLowerCase();
  for (const line of pane().querySelectorAll('.rfield')) line.hidden = !line.querySelector('.rtick').textContent.toLowerCase().includes(wanted) && !line.dataset.field.includes(wanted);
  for (const head of pane().querySelectorAll('.rhd')) { let next = head.nextElementSibling; while (next?.matches('.rfield[hidden]')) next = next.nextElementSibling; head.hidden = !next?.matches('.rfield'); }
});

// Keys of the grid: arrows go from cell to cell, rows of a parent have their head only.
const lines = () => [...grid().querySelectorAll('.rrow')].map((row) => [...row.querySelectorAll('th[data-entity], .rcell')].filter((one) => one.offsetParent));
function focus(one) {
  for (const old of grid().querySelectorAll('[tabindex="0"]')) old.tabIndex = -1;
  one.tabIndex = 0;
  one.focus({ preventScroll: false });
}
document.addEventListener('keydown', (event) => {
  if (!box() || event.isComposing) return;
  if (pop && pop.element.contains(event.target)) { inPicker(event); return; }
  const at = event.target.closest?.('#rmx th[data-entity], #rmx .rcell');
  if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
  const stop = () => { event.preventDefault(); event.stopPropagation(); };
  const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  const every = lines();
  if (move) {
    stop();
    const row = every.findIndex((line) => line.includes(at));
    const column = every[row].indexOf(at);
    const line = every[row + move[0]];
    const next = line?.[Math.min(column + move[1], line.length - 1)];
    if (next) { focus(next); if (move[0]) choose(next.dataset.entity); }
  } else if (event.key === 'Home' || event.key === 'End') { stop(); const line = every.find((one) => one.includes(at)); focus(line.at(event.key === 'Home' ? 0 : -1)); }
  else if (!at.dataset.action) { if (event.key === 'Enter' || event.key === ' ') { stop(); entering = true; choose(at.dataset.entity, true); enter(); } }
  else if (event.key === ' ') { stop(); gesture('cycle', { entity: at.dataset.entity, action: at.dataset.action }); }
  else if (event.key === 'Enter') { stop(); press(at); }
  else if (event.key === 'Delete' || event.key === 'Backspace') { stop(); gesture('scoped' in at.dataset ? 'scope' : 'flag', { entity: at.dataset.entity, action: at.dataset.action, value: 'scoped' in at.dataset ? 'none' : '' }); }
}, true);

function inPicker(event) {
  const writing = event.target.matches('textarea, input, [contenteditable]');
  if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); close(); }
  else if (writing && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); event.stopPropagation(); use(); }
  else if (!writing && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    const every = [...pop.element.querySelectorAll('[data-pick], summary')];
    const near = event.target.closest('.rpick')?.querySelector('[data-pick]') ?? event.target;
    every[(every.indexOf(near) + (event.key === 'ArrowDown' ? 1 : -1) + every.length) % every.length]?.focus();
  } else if (event.key === 'ArrowRight' || event.key === '+') {
    const also = !writing && event.target.closest('.rpick')?.querySelector('[data-also]');
    if (also && event.key === '+') { event.preventDefault(); also.click(); } else if (also) { event.preventDefault(); also.focus(); }
  }
}

// What the server does not know: which fields are ticked, which cell takes the focus.
function dress() {
  if (!box()) { close(false); ticked.clear(); return; }
  const known = new Set([...pane().querySelectorAll('[data-tick]')].map((one) => one.dataset.tick));
  for (const one of [...ticked]) if (known.size && !known.has(one)) ticked.delete(one);
  for (const one of pane().querySelectorAll('[data-tick]')) one.checked = ticked.has(one.dataset.tick);
  const said = pane().querySelector('.rmanyn');
  if (said) said.textContent = ticked.size ? said.dataset.some.replace('{n}', ticked.size) : said.dataset.none;
  for (const one of pane().querySelectorAll('[data-right-all]')) one.disabled = ticked.size === 0;
  pane().classList.toggle('on', sheet);
  enter();
  if (document.activeElement === document.body && !pop) document.getElementById(held)?.focus({ preventScroll: true });
  if (grid() && !grid().querySelector('[tabindex="0"]')) {
    const first = document.activeElement?.closest?.('#rmx [tabindex]') ?? grid().querySelector(`[data-row="${CSS.escape(box().dataset.at)}"] [data-entity]`) ?? grid().querySelector('.rcell');
    if (first) first.tabIndex = 0;
  }
  const find = pane().querySelector('[data-narrow-fields]');
  if (find?.value) find.dispatchEvent(new Event('input', { bubbles: true }));
}
document.addEventListener('focusin', (event) => { if (event.target.id && event.target.closest?.('[data-role-designer]')) held = event.target.id; });
document.addEventListener('htmx:after:settle', dress);
dress();
