// A record beside its list: by the button at its name or p; j and k go on to the next while it is open, Escape closes it.

const panel = () => document.getElementById('peek');
const rows = () => [...document.querySelectorAll('#table tr[data-id]')].filter((row) => !row.hidden);
const opened = () => document.querySelector('#table tr.peeked');

export const isOpen = () => Boolean(panel() && !panel().hidden);

export function peek(row) {
  const box = panel();
  if (!box || !row) return;
  for (const one of rows()) one.classList.toggle('peeked', one === row);
  const list = document.getElementById('scroll').dataset.list;
  window.htmx.ajax('GET', `${list}/${row.dataset.id}/peek`, { target: '#peek', swap: 'innerHTML', source: box, push: 'false' }).then(() => {
    box.hidden = false;
    box.closest('.work').classList.add('peeking');
    row.scrollIntoView({ block: 'nearest' });
  });
}

export function close() {
  const box = panel();
  if (!box || box.hidden) return false;
  box.hidden = true;
  box.replaceChildren();
  box.closest('.work').classList.remove('peeking');
  const row = opened();
  row?.classList.remove('peeked');
  if (document.activeElement === document.body) row?.querySelector('.nm a')?.focus({ preventScroll: true });
  return true;
}

function step(by) {
  const every = rows();
  const next = every[every.indexOf(opened()) + by];
  if (next) {
    document.dispatchEvent(new CustomEvent('row-on', { detail: next.id }));
    peek(next);
  }
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-peek]');
  if (button) { const row = button.closest('tr'); if (row === opened()) close(); else peek(row); }
  const by = event.target.closest?.('[data-peek-step]');
  if (by) step(Number(by.dataset.peekStep));
  if (event.target.closest?.('[data-peek-close]')) close();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open], .pop[open], .editing') && close()) event.preventDefault();
});
