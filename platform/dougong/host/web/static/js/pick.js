// Ticking on a phone: a card held long, or "Select" in the menu of the view, lets every touch tick; the bulk bar's first button ends it.
import { refresh, tick } from './selection.js';

const HELD = 450; // milliseconds
const cards = () => document.getElementById('cards');
const on = () => Boolean(cards()?.classList.contains('picking'));
let waiting = 0;
let touched = null; // {x, y}
let spare = false; // the click that ends a long touch is none

function boxOf(card) {
  const known = card.querySelector(':scope > input.cb');
  if (known) return known;
  const link = card.querySelector('a.hd');
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', className: 'cb', name: 'id', value: new URL(link.href).pathname.split('/').pop() });
  box.setAttribute('aria-label', link.querySelector('b').textContent);
  card.prepend(box);
  return box;
}
function begin() {
  if (!cards()) return;
  cards().classList.add('picking');
  dress();
}
function dress() {
  if (!on()) return;
  for (const card of cards().querySelectorAll('.rc')) boxOf(card);
  refresh();
}
function end() {
  cards().classList.remove('picking');
  for (const box of cards().querySelectorAll('.rc > input.cb')) box.remove();
  refresh();
}

document.addEventListener('pointerdown', (event) => {
  spare = false;
  const card = event.pointerType !== 'mouse' && !on() && event.target.closest?.('#cards .rc');
  if (!card) return;
  touched = { x: event.clientX, y: event.clientY };
  waiting = setTimeout(() => { spare = true; begin(); tick(boxOf(card)); navigator.vibrate?.(10); }, HELD);
});
const stop = () => { clearTimeout(waiting); touched = null; };
document.addEventListener('pointermove', (event) => { if (touched && Math.hypot(event.clientX - touched.x, event.clientY - touched.y) > 10) stop(); });
for (const over of ['pointerup', 'pointercancel', 'scroll']) document.addEventListener(over, stop, true);
document.addEventListener('contextmenu', (event) => { if ((touched || on()) && event.target.closest?.('#cards .rc')) event.preventDefault(); });

document.addEventListener('click', (event) => {
  if (event.target.closest?.('[data-pick]')) begin();
  if (event.target.closest?.('[data-none]') && on()) setTimeout(end); // when nothing is ticked any more
  const card = on() && event.target.closest?.('#cards .rc');
  if (!card || event.target.matches('input.cb')) return;
  event.preventDefault();
  event.stopPropagation();
  if (!spare) tick(boxOf(card));
  spare = false;
}, true);
document.addEventListener('rows-came', dress);
