// #dialog and #quick (above it) open when something is put into them and close by [data-close], Escape or an empty answer.

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

let pressed = null;
document.addEventListener('pointerdown', (event) => { pressed = event.target; }, true);
document.addEventListener('click', (event) => {
  if (event.target.closest?.('[data-close]')) event.target.closest('dialog')?.close();
  if (event.target.matches?.('dialog') && pressed === event.target) event.target.close(); // beside it, not let go there
});
document.addEventListener('close-dialog', () => document.getElementById('dialog').close());
document.addEventListener('close', (event) => {
  if (!event.target.matches?.('#dialog, #quick')) return;
  event.target.replaceChildren();
  before.get(event.target)?.focus?.();
}, true);
