// Boards: cards moved by drag, by a menu and by keys; a refused card goes back; columns fold; on phones tabs follow the swipe.

import { sortable } from './drag.js';

const board = () => document.getElementById('kb');
const columns = () => [...board().querySelectorAll('.kcol')];
const columnOf = (one) => one.closest('.kcol');
const takes = (column, from) => column === from || column.dataset.takes === '*' || column.dataset.takes.split(' ').includes(from.dataset.key);
const said = (words) => { document.getElementById('kb-said').textContent = words; };
let moving = null; // {card, from, next, focus, label}: on its way until the server says placed or refused

function start() {
  const box = board();
  if (!box || box.dataset.started) return;
  box.dataset.started = 'yes';
  for (const column of columns()) if (remembered(column) !== null) fold(column, remembered(column));
  try { if (localStorage.getItem(emptyKey())) foldEmpty(true); } catch { /* storage may be off */ }
  followSwipe(box);
  if (!('moves' in box.dataset)) return;
  const lists = [...box.querySelectorAll('[data-cards]')].map((list) => sortable(list, {
    group: 'cards', draggable: '.kc', filter: '.mv', preventOnFilter: false, forceFallback: true, fallbackTolerance: 4, fallbackOnBody: true,
    delay: 180, delayOnTouchOnly: true, touchStartThreshold: 6, sort: false, emptyInsertThreshold: 60,
    scrollSensitivity: 60, bubbleScroll: true,
    ghostClass: 'kslot', fallbackClass: 'lifted',
    onStart: (event) => { for (const one of columns()) one.classList.toggle('no', !takes(one, columnOf(event.from))); },
    onMove: (event) => {
      if (!takes(columnOf(event.to), columnOf(event.from))) return false; for (const one of columns()) one.classList.toggle('over', one.contains(event.to) && event.to !== event.from);
      return true;
    },
    onEnd: (event) => {
      for (const one of columns()) one.classList.remove('over', 'no');
      if (event.to !== event.from) send(event.item, event.from, [...event.from.children].filter((one) => one !== event.item)[event.oldDraggableIndex] ?? null);
    },
  }));
  Promise.all(lists).then(() => { box.dataset.ready = 'yes'; });
}

// Moving --------------------------------------------------------------------------------------------------------------

function send(card, from, next, focus = false) {
  if (moving) putBack();
  const form = document.getElementById('place');
  const column = columnOf(card);
  moving = { card, from, next, focus, label: column.dataset.label };
  card.classList.add('waiting');
  form.elements.rev.value = card.dataset.rev;
  form.elements[`f.${board().dataset.field}`].value = column.dataset.key === '-' ? '' : column.dataset.key;
  window.htmx.ajax('POST', `${board().dataset.list}/${card.dataset.id}/place`, { source: form, target: '#work', swap: 'none', push: 'false' })
    .catch(() => putBack());
}

export function moveTo(card, column, focus = true) {
  if (columnOf(card) === column) return;
  const from = card.parentElement;
  const next = card.nextElementSibling;
  column.querySelector('[data-cards]').prepend(card);
  send(card, from, next, focus);
}

function putBack() {
  if (!moving) return;
  const { card, from, next, focus } = moving;
  moving = null;
  card.classList.remove('waiting');
  from.insertBefore(card, next?.parentElement === from ? next : from.querySelector('.kmore'));
  said(document.getElementById('kb-said').dataset.back);
  if (focus) card.querySelector('.t').focus();
}

// By then the answer may have put a new card in the place of the one that was moved.
document.addEventListener('placed', (event) => {
  const { id, gone } = event.detail.value ?? event.detail;
  if (!moving || id !== moving.card.dataset.id) return;
  const { card, focus, label } = moving;
  moving = null;
  said(document.getElementById('kb-said').dataset.moved.replace('#', label));
  if (gone) card.remove();
  refocus = focus ? card.id : '';
  settled();
});
let refocus = '';
function settled() {
  const card = document.getElementById(refocus);
  card?.classList.remove('waiting');
  card?.querySelector('.t').focus();
}
document.addEventListener('htmx:after:settle', () => { if (refocus) { settled(); refocus = ''; } });
document.addEventListener('refused', putBack);
// htmx gives a new element the attributes of the old one first; a style left by dragging would break the page's policy.
document.addEventListener('htmx:before:swap', () => { for (const one of document.querySelectorAll('.kc[style], .kl[style], #kb-menu[style]')) one.removeAttribute('style'); });
document.addEventListener('close', (event) => {
  if (event.target.id !== 'dialog') return;
  event.target.classList.remove('beside');
  if (moving) putBack();
}, true);
document.addEventListener('htmx:error', () => putBack());
document.addEventListener('htmx:response:error', (event) => { if (event.detail.ctx?.response?.status >= 500) putBack(); });

// The gate's questions stand beside the column the card waits in.
document.addEventListener('htmx:after:swap', () => {
  const dialog = document.getElementById('dialog');
  if (!moving?.card.isConnected || !dialog?.open || innerWidth <= 760 || !dialog.querySelector('form')) return;
  dialog.classList.add('beside');
  const box = (moving.card.offsetParent ? moving.card : columnOf(moving.card)).getBoundingClientRect();
  const left = box.right + 12 + dialog.offsetWidth < innerWidth ? box.right + 12 : box.left - dialog.offsetWidth - 12;
  dialog.style.left = `${Math.max(8, left)}px`;
  (dialog.querySelector('.db .bad input, .db .bad select') ?? dialog.querySelector('.db input:not([type=hidden]), .db select, .db textarea'))?.focus();
  dialog.style.top = `${Math.max(8, Math.min(box.top, innerHeight - dialog.offsetHeight - 16))}px`;
});
document.addEventListener('close', (event) => { if (event.target.id === 'dialog') { event.target.style.left = ''; event.target.style.top = ''; } }, true);

// The menu of a card: every other column ------------------------------------------------------------------------------

function openMenu(card, button) {
  const menu = document.getElementById('kb-menu');
  menu.replaceChildren(...columns().filter((one) => one !== columnOf(card) && takes(one, columnOf(card))).map((column) => {
    const item = Object.assign(document.createElement('button'), { type: 'button', className: 'mi' });
    item.setAttribute('role', 'menuitem');
    const dot = document.createElement('span');
    dot.className = `dot ${column.dataset.hue}`;
    const words = Object.assign(document.createElement('span'), { textContent: column.dataset.label, className: 'ell' });
    item.append(dot, words);
    item.addEventListener('click', () => { closeMenu(); moveTo(card, column); });
    return item;
  }));
  menu.hidden = false;
  const at = (button ?? card).getBoundingClientRect();
  menu.style.setProperty('--x', `${Math.max(8, Math.min(at.left, innerWidth - menu.offsetWidth - 12))}px`);
  menu.style.setProperty('--y', `${Math.max(8, Math.min(at.bottom + 4, innerHeight - menu.offsetHeight - 12))}px`);
  menu.card = card;
  menu.querySelector('.mi')?.focus();
}
function closeMenu(back = false) {
  const menu = document.getElementById('kb-menu');
  if (!menu || menu.hidden) return;
  menu.hidden = true;
  menu.removeAttribute('style');
  if (back) menu.card?.querySelector('.t').focus();
}
document.addEventListener('pointerdown', (event) => { if (!event.target.closest?.('#kb-menu, [data-move]')) closeMenu(); });
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-move]');
  if (button) { openMenu(button.closest('.kc'), button); return; }
  const strip = event.target.closest?.('.kcol');
  if (event.target.closest?.('[data-fold-column]') || (strip?.matches('.shut') && innerWidth > 760 && !event.target.closest('a'))) {
    fold(strip, !strip.classList.contains('shut'), true);
  }
});

// Folding: remembered on this device -----------------------------------------------------------------------------------

const foldKey = (column) => `fold:${board().dataset.list}:${board().dataset.field}:${column.dataset.key}`;
function remembered(column) {
  try { const found = localStorage.getItem(foldKey(column)); return found === null ? null : found === '1'; } catch { return null; }
}
function fold(column, shut, keep = false) {
  column.classList.toggle('shut', shut);
  if (!shut) { const more = column.querySelector('.kmore'); if (more) window.htmx.trigger(more, 'unfold'); }
  if (keep) try { localStorage.setItem(foldKey(column), shut ? '1' : '0'); } catch { /* storage may be off */ }
}

// Empty columns fold together while the button is pressed; where somebody folded or opened one by hand, that stays.
const emptyKey = () => `fold-empty:${board().dataset.list}`;
function foldEmpty(wanted, keep = false) {
  const button = document.querySelector('[data-fold-empty]');
  if (!button) return;
  button.setAttribute('aria-pressed', String(wanted));
  button.classList.toggle('on', wanted);
  button.classList.toggle('ghost', !wanted);
  for (const one of columns()) if (one.dataset.count === '0' && one.dataset.open === 'open' && remembered(one) === null) fold(one, wanted);
  if (keep) try { localStorage.setItem(emptyKey(), wanted ? '1' : ''); } catch { /* storage may be off */ }
}
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-fold-empty]');
  if (button) foldEmpty(button.getAttribute('aria-pressed') !== 'true', true);
});

// Keys: arrows between cards, Alt and arrows move a card, m opens its menu ------------------------------------------------

document.addEventListener('keydown', (event) => {
  const menu = document.getElementById('kb-menu');
  if (menu && !menu.hidden && event.key === 'Escape') { event.stopPropagation(); closeMenu(true); return; }
  const card = event.target.closest?.('.kc');
  if (!card || event.ctrlKey || event.metaKey) return;
  const open = columns().filter((one) => !one.classList.contains('shut'));
  const at = open.indexOf(columnOf(card));
  const sides = { ArrowLeft: -1, ArrowRight: 1 };
  if (event.key in sides) {
    const to = open[at + sides[event.key]];
    event.preventDefault();
    if (!to) return;
    if (event.altKey) { if ('moves' in board().dataset) moveTo(card, to); return; }
    const place = [...card.parentElement.querySelectorAll('.kc')].indexOf(card);
    const there = [...to.querySelectorAll('.kc')];
    there[Math.min(place, there.length - 1)]?.querySelector('.t').focus();
  }
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    const every = [...card.parentElement.querySelectorAll('.kc')];
    every[every.indexOf(card) + (event.key === 'ArrowDown' ? 1 : -1)]?.querySelector('.t').focus();
  }
  if (event.key === 'm' && 'moves' in board().dataset) { event.preventDefault(); event.stopPropagation(); openMenu(card); }
});

// Phones: the tab of the column in sight -------------------------------------------------------------------------------

function followSwipe(box) {
  const tabs = [...document.querySelectorAll('.kb-tabs a')];
  const mark = (number) => tabs.forEach((one, n) => {
    one.classList.toggle('on', n === number);
    if (n === number && innerWidth <= 760) one.parentElement.scrollTo({ left: one.offsetLeft - 60 });
  });
  const every = columns();
  const watch = new IntersectionObserver((entries) => {
    const seen = entries.find((one) => one.isIntersecting);
    if (!seen) return;
    mark(every.indexOf(seen.target));
    const more = seen.target.matches('.shut') && innerWidth <= 760 && seen.target.querySelector('.kmore');
    if (more) window.htmx.trigger(more, 'unfold');
  }, { root: box, threshold: 0.6 });
  for (const one of every) watch.observe(one);
  mark(0);
}
document.addEventListener('click', (event) => {
  const tab = event.target.closest?.('.kb-tabs a');
  if (!tab) return;
  event.preventDefault();
  const column = columns()[Number(tab.dataset.column)];
  board().scrollTo({ left: column.offsetLeft - board().offsetLeft - 12, behavior: 'smooth' });
});

document.addEventListener('htmx:after:settle', start);
start();
