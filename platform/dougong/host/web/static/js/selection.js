// Ticked rows: the bulk bar with count and sum, shift-click for a range, all that the list finds.
// What is ticked is known by id, so that rows may leave the page and come back.

let last = null;
let table = null;
let ticked = new Map(); // id -> amount or NaN
const BOX = ':is(#table, #cards) input.cb[name=id]';
const boxes = () => [...document.querySelectorAll(BOX)];
const rowOf = (box) => box.closest('tr, .rc');
const amount = (row) => (row?.dataset.sum === undefined ? NaN : Number(row.dataset.sum));

function set(box, on) {
  box.checked = on;
  if (on) ticked.set(box.value, amount(rowOf(box))); else ticked.delete(box.value);
}

// To what can be done with the ticked, and back to the row one came from.
let from = null;
export function act() {
  const first = document.querySelector('#bulk:not([hidden]) .cnt ~ :is(button, a):not([hidden])');
  if (!first) return;
  from = document.activeElement;
  first.focus();
}
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !event.target.closest?.('#bulk')) return;
  event.stopPropagation();
  (from?.isConnected && from !== document.body ? from : document.getElementById('work')).focus({ preventScroll: true });
}, true);

// From the row ticked last to this one.
export function tickTo(box) {
  const every = boxes();
  const [at, to] = [every.indexOf(last), every.indexOf(box)].sort((a, b) => a - b);
  for (const one of every.slice(at < 0 ? to : at, to + 1)) set(one, true);
  last = box;
  refresh();
}
export function tick(box) { set(box, !box.checked); last = box; refresh(); }

export function refresh() {
  const bar = document.getElementById('bulk');
  const now = document.getElementById('table');
  // Rows may have been ticked before this script was there.
  if (now !== table) {
    table = now;
    last = null;
    const whole = document.querySelector('[data-all]')?.checked;
    ticked = new Map(boxes().filter((one) => whole || one.checked).map((one) => [one.value, amount(rowOf(one))]));
  }
  if (!bar) return;
  const picking = Boolean(document.querySelector('#cards.picking'));
  bar.hidden = ticked.size === 0 && !picking;
  for (const one of bar.querySelectorAll('[hx-get]')) one.disabled = ticked.size === 0;
  document.getElementById('scroll')?.classList.toggle('bulky', !bar.hidden);
  const words = bar.querySelector('[data-count]');
  words.textContent = words.dataset.count.replace('#', ticked.size);
  const sum = bar.querySelector('[data-sum]');
  const amounts = [...ticked.values()];
  const said = document.getElementById('bulk-said');
  const news = ticked.size ? said.dataset.said.replace('#', ticked.size) : said.dataset.none;
  if (said.textContent || ticked.size) said.textContent = news;
  sum.textContent = sum.dataset.currency && amounts.length && !amounts.some(Number.isNaN)
    ? ` · ${amounts.reduce((a, b) => a + b, 0).toLocaleString(document.body.dataset.language, { style: 'currency', currency: sum.dataset.currency, maximumFractionDigits: 2, minimumFractionDigits: 0 })}` : '';
  for (const one of boxes()) { one.checked = ticked.has(one.value); rowOf(one).classList.toggle('sel', one.checked); }
  const every = boxes();
  const here = every.filter((one) => one.checked).length;
  const all = document.querySelector('[data-all]');
  if (all) { all.checked = here > 0 && here === every.length; all.indeterminate = ticked.size > 0 && !all.checked; }
  const whole = bar.querySelector('[data-every]');
  whole.hidden = !(all?.checked || picking) || ticked.size >= Math.min(1000, Number(whole.dataset.total));
  const place = document.getElementById('bulk-ids');
  place.replaceChildren(...[...ticked.keys()].map((id) => Object.assign(document.createElement('input'), { type: 'hidden', name: 'id', value: id })));
  const link = bar.querySelector('[data-export]');
  if (link) link.href = link.dataset.export + [...ticked.keys()].map((id) => `&id=${id}`).join('') + '&format=xlsx';
}

document.addEventListener('click', (event) => {
  const box = event.target.closest?.(BOX);
  if (box && event.shiftKey && last) {
    const every = boxes();
    const [from, to] = [every.indexOf(last), every.indexOf(box)].sort((a, b) => a - b);
    if (from >= 0) for (const one of every.slice(from, to + 1)) set(one, box.checked);
  }
  if (box) last = box;
  if (event.target.closest?.('[data-none]')) { ticked.clear(); refresh(); }
  const whole = event.target.closest?.('[data-every]');
  if (whole) tickAll(whole.dataset.every);
});
async function tickAll(url) {
  const answer = await fetch(url, { headers: { Accept: 'application/json' } }).catch(() => null);
  if (!answer?.ok) { document.dispatchEvent(new CustomEvent('missed', { detail: { what: url, again: () => tickAll(url) } })); return; }
  for (const id of (await answer.json()).ids) if (!ticked.has(id)) ticked.set(id, NaN);
  refresh();
}
document.addEventListener('change', (event) => {
  if (event.target.matches?.('[data-all]')) for (const one of boxes()) set(one, event.target.checked);
  else if (event.target.matches?.(BOX)) set(event.target, event.target.checked);
  else return;
  refresh();
});
document.addEventListener('rows-came', refresh);
document.addEventListener('htmx:after:settle', refresh);
refresh();
