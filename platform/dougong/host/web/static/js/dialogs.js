// #dialog and #quick (above it) open when something is put into them and close by [data-close], Escape or an empty answer;
// the palette by Ctrl/⌘ K.

const boxes = () => document.querySelectorAll('#dialog, #quick');
const before = new WeakMap();

document.addEventListener('htmx:after:swap', () => {
  for (const box of boxes()) {
    if (box.textContent.trim() === '') { if (box.open) box.close(); continue; }
    if (box.open) continue;
    before.set(box, document.activeElement);
    box.showModal();
    box.querySelector('[autofocus], .in, button.pri')?.focus();
  }
});

document.addEventListener('click', (event) => {
  if (event.target.closest?.('[data-close]')) event.target.closest('dialog')?.close();
  if (event.target.matches?.('dialog')) event.target.close();
});
document.addEventListener('click', (event) => {
  if (event.target.closest?.('[data-palette]')) { event.preventDefault(); event.stopPropagation(); palette(); }
}, true);
document.addEventListener('close-dialog', () => document.getElementById('dialog').close());
document.addEventListener('close', (event) => {
  if (!event.target.matches?.('#dialog, #quick')) return;
  event.target.replaceChildren();
  before.get(event.target)?.focus?.();
}, true);

export function palette() {
  const box = document.getElementById('palette');
  if (box.open) return;
  box.showModal();
  const input = box.querySelector('input');
  input.select();
  window.htmx.trigger(input, 'input');
}

document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); palette(); return; }
  const box = document.getElementById('palette');
  if (!box?.open) return;
  const hits = [...box.querySelectorAll('.hit')];
  const at = hits.findIndex((one) => one.classList.contains('on'));
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    const next = (at + (event.key === 'ArrowDown' ? 1 : -1) + hits.length) % hits.length;
    hits.forEach((one, index) => one.classList.toggle('on', index === next));
    hits[next]?.scrollIntoView({ block: 'nearest' });
  }
  if (event.key === 'Enter') { event.preventDefault(); (hits[at] ?? hits[0])?.click(); }
});
document.addEventListener('click', (event) => {
  if (event.target.closest?.('#palette .hit')) document.getElementById('palette').close();
});
