// The tabs of a record's page: each is fetched when it is first opened; the one open stays so when the page is drawn anew.

let open = { record: '', tab: 'stream' };
const grid = () => document.querySelector('.rgrid[data-record]');

export function show(name) {
  const here = grid();
  if (!here || !document.querySelector(`[data-tab="${name}"]`)) return;
  open = { record: here.dataset.record, tab: name };
  here.dataset.shown = name;
  for (const one of document.querySelectorAll('[data-tab]')) {
    const on = one.dataset.tab === name;
    one.classList.toggle('on', on);
    if (on) one.setAttribute('aria-current', 'true'); else one.removeAttribute('aria-current');
  }
  const panel = here.querySelector(`[data-panel="${name}"]`);
  if (!panel) return; // fields and lists, which a desk shows anyway
  for (const one of here.querySelectorAll('[data-panel]')) one.hidden = one !== panel;
  for (const one of here.querySelectorAll('[data-for]')) one.hidden = one.dataset.for !== name;
  if (!panel.childElementCount) window.htmx.ajax('GET', `${here.dataset.record}/tab/${name}`, { source: panel, target: panel, swap: 'innerHTML', push: 'false' });
}

document.addEventListener('click', (event) => {
  const tab = event.target.closest?.('[data-tab]');
  if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(tab.dataset.tab);
});
if (location.hash.length > 1) show(location.hash.slice(1)); // pressed before this script was there
document.addEventListener('htmx:after:settle', () => {
  const here = grid();
  if (here && open.record === here.dataset.record && here.dataset.shown === 'stream' && open.tab !== 'stream') show(open.tab);
});
