// Administration: a button that copies what an input holds.

document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-copy]');
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
  } catch {
    source.select?.();
    document.execCommand('copy');
  }
  const words = button.querySelector('span');
  words.textContent = button.dataset.copied;
});

// The tree of departments: a row is dropped on the row it shall be below; Alt and an arrow moves it one step out or in.
const move = (id, parent) => {
  const form = document.querySelector('#move');
  form.elements.id.value = id;
  form.elements.parent.value = parent;
  form.requestSubmit();
};
let dragged = null;
const target = (event) => {
  const row = event.target.closest?.('[data-unit]');
  return dragged && row && !dragged.closest('li').contains(row) ? row : null;
};
const unmark = () => document.querySelectorAll('.adm-over').forEach((one) => one.classList.remove('adm-over'));

document.addEventListener('dragstart', (event) => {
  dragged = event.target.closest?.('.adm-unit[data-unit]') ?? null;
  if (dragged) event.dataTransfer.setData('text/plain', dragged.dataset.unit);
});
document.addEventListener('dragover', (event) => {
  const row = target(event);
  unmark();
  if (!row) return;
  event.preventDefault();
  row.classList.add('adm-over');
});
document.addEventListener('drop', (event) => {
  const row = target(event);
  unmark();
  if (!row) return;
  event.preventDefault();
  move(dragged.dataset.unit, row.dataset.unit);
});
document.addEventListener('dragend', () => { dragged = null; unmark(); });
document.addEventListener('keydown', (event) => {
  const name = event.target.closest?.('[data-unit-key]');
  if (!name || !event.altKey || !['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
  event.preventDefault();
  const parent = event.key === 'ArrowLeft' ? name.dataset.up : name.dataset.under || '-';
  if (parent !== '-') move(name.closest('[data-unit]').dataset.unit, parent);
});
document.addEventListener('htmx:after:settle', () => document.querySelector('[data-moved]')?.focus());
