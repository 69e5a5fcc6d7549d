// Tabs and columns in one's own order: by drag, and columns by Alt and arrow keys; a long list of fields narrows by words.

const posting = import('./post.js');

async function start(box, options) {
  if (box.dataset.sorts) return;
  box.dataset.sorts = 'yes';
  await (await import('./drag.js')).sortable(box, { delay: 0, ...options });
  box.dataset.sorts = 'ready';
}

document.addEventListener('pointerover', (event) => {
  const tabs = event.target.closest?.('[data-views]');
  if (tabs && event.pointerType === 'mouse') start(tabs, { draggable: '.tab', forceFallback: true, fallbackTolerance: 5, onEnd: () => keepOrder(tabs) });
  const rows = event.target.closest?.('[data-sort-rows]');
  if (rows) start(rows, { draggable: '.mi:not(.fixed)', handle: '.grip', forceFallback: true });
});

async function keepOrder(tabs) {
  const { post } = await posting;
  const keys = [...tabs.querySelectorAll('[data-view]')].map((one) => one.dataset.view);
  const view = tabs.querySelector('.tab.on')?.dataset.view ?? '';
  post(tabs.dataset.views.slice(document.body.dataset.base.length), [['view', view], ...keys.map((key) => ['key', key])]);
}

document.addEventListener('keydown', (event) => {
  const row = event.altKey && event.target.closest?.('[data-sort-rows] .mi:not(.fixed)');
  if (!row || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  event.preventDefault();
  event.stopPropagation();
  const other = event.key === 'ArrowUp' ? row.previousElementSibling : row.nextElementSibling;
  if (!other || other.classList.contains('fixed')) return;
  if (event.key === 'ArrowUp') other.before(row); else other.after(row);
  event.target.focus();
}, true);

function narrow(box) {
  const words = box.value.trim().toLowerCase();
  for (const row of box.closest('.menu, .ticks').querySelectorAll('.mi, .tick')) row.hidden = !row.textContent.toLowerCase().includes(words);
}
document.addEventListener('input', (event) => { if (event.target.matches?.('[data-narrow]')) narrow(event.target); });
document.addEventListener('htmx:after:swap', () => { for (const box of document.querySelectorAll('.ticks [data-narrow]')) if (box.value) narrow(box); });
document.addEventListener('keydown', (event) => {
  if (event.target.matches?.('[data-narrow]') && event.key === 'Enter') event.preventDefault();
});

// The tab one is on stays in sight among many.
function showTab() {
  const tab = document.querySelector('.views .tab.on');
  const over = tab ? tab.getBoundingClientRect().right - tab.parentElement.getBoundingClientRect().right : -36;
  if (over > -36) tab.parentElement.scrollLeft += over + 36; // and clear of the edge that fades
}
document.addEventListener('htmx:after:settle', showTab);
showTab();
