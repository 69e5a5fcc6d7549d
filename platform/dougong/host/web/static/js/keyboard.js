// Keys of lists: j k move, x tick, b to what is done with the ticked, Enter open, e edit, / search, n new, ? shows them.
import { isOpen, peek } from './peek.js';
import { act, tick, tickTo } from './selection.js';

const typing = (target) => target.closest?.('input:not(.cb), textarea, select, [contenteditable]');
const rows = () => [...document.querySelectorAll('#table tr[data-id]')].filter((row) => !row.hidden);

let on = ''; // the row the keys are on, also when it is drawn anew
function mark() { for (const row of rows()) row.classList.toggle('cur', row.id === on); }
for (const drawn of ['htmx:after:swap', 'rows-came']) document.addEventListener(drawn, mark);

function move(step) {
  const every = rows();
  if (!every.length) return;
  const at = every.findIndex((row) => row.id === on);
  const next = every[Math.max(0, Math.min(every.length - 1, at + step))];
  on = next.id;
  mark();
  next.scrollIntoView({ block: 'nearest' });
  if (isOpen()) peek(next);
}

document.addEventListener('row-on', (event) => { on = event.detail; mark(); });
document.addEventListener('keydown', (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const current = document.querySelector('#table tr.cur');
  const actions = {
    j: () => move(1), k: () => move(-1),
    x: () => { const box = current?.querySelector('.cb'); if (box) tick(box); },
    Enter: () => { if (event.target === document.body || event.target.id === 'work') current?.querySelector('.nm a')?.click(); },
    b: act,
    X: () => { const box = current?.querySelector('.cb'); if (box) tickTo(box); },
    p: () => peek(current ?? rows()[0]),
    e: () => current?.querySelector('[data-edit]')?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true })),
    '/': () => document.querySelector('[data-find]')?.focus(),
    n: () => document.querySelector('[data-new]')?.click(),
    '?': () => window.htmx.ajax('GET', `${document.body.dataset.base}/keys`, { target: '#dialog', swap: 'innerHTML' }),
  };
  const action = actions[event.key];
  if (!action || (event.key === 'Enter' && !current)) return;
  if (event.key !== 'Enter') event.preventDefault();
  action();
});
