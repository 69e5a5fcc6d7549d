// An answer that draws the page one is on anew leaves alone what is in use there: cells and comments being edited, open menus, words
// being written; and the focus stays where it was.

const alike = (one, page, selector, of = (other) => other.textContent.trim()) => [...page.querySelectorAll(selector)].find((other) => of(other) === of(one));
const summary = (one) => one.querySelector('summary').textContent.trim() + (one.querySelector('summary').getAttribute('aria-label') ?? '');
const cell = (one, page) => {
  const row = one.closest('tr[data-id]');
  return (row ? page.querySelector(`#${CSS.escape(row.id)}`) : page)?.querySelector(`[data-edit="${CSS.escape(one.dataset.edit)}"]`);
};
const KEPT = [
  ['.editc', (one, page) => page.querySelector(`#${CSS.escape(one.id)}`)],
  ['.editing[data-edit]', cell],
  ['details[data-pop][open]:not([data-used])', (one, page) => alike(one, page, 'details[data-pop]', summary)],
  ['#chip-new:not(:empty)', (one, page) => page.querySelector('#chip-new')],
  ['.finder:focus-within', (one, page) => page.querySelector('.finder')],
];
let focused = null; // {find, start, end, words}

// A menu something was chosen from has done what it was opened for.
document.addEventListener('click', (event) => {
  const menu = event.target.closest?.('.menu :is(a, button)')?.closest('details[data-pop]');
  if (menu) menu.dataset.used = 'yes';
}, true);
document.addEventListener('toggle', (event) => { if (event.target.matches?.('details[data-pop]') && !event.target.open) delete event.target.dataset.used; }, true);

function find(at) {
  if (at.closest('#composer') && at.name) return () => document.querySelector(`#composer [name="${CSS.escape(at.name)}"]`);
  const edited = at.closest('[data-edit]');
  if (edited && !edited.matches('.editing')) return () => { const there = cell(edited, document); return there?.querySelector('a, button') ?? there?.parentElement.querySelector('[data-pencil]'); };
  return at.id ? () => document.getElementById(at.id) : null;
}

document.addEventListener('htmx:before:swap', (event) => {
  focused = null;
  const { ctx, tasks } = event.detail;
  const task = tasks.find((one) => one.target?.id === 'work' && one.fragment.querySelector('#work'));
  if (!task || new URL(ctx.request.action, location).href !== location.href.split('#')[0]) return;
  const at = document.activeElement;
  if (task.target.contains(at)) {
    const there = find(at);
    focused = { at, there, start: at.selectionStart, end: at.selectionEnd, words: at.closest('#composer textarea') ? at.value : null };
  }
  for (const [selector, counterpart] of KEPT) {
    for (const one of task.target.querySelectorAll(selector)) {
      for (const other of one.querySelectorAll('[autofocus]')) other.removeAttribute('autofocus'); // it had the focus when it came
      counterpart(one, task.fragment)?.replaceWith(one);
    }
  }
});
document.addEventListener('htmx:after:swap', () => {
  if (!focused || (document.activeElement !== document.body && document.activeElement?.id !== 'work')) return;
  const { at, there, start, end, words } = focused;
  focused = null;
  const now = at.isConnected ? at : there?.();
  if (!now) return;
  if (words && !now.value) { now.value = words; now.dispatchEvent(new Event('input', { bubbles: true })); }
  now.focus({ preventScroll: true });
  if (start !== null && start !== undefined && now.setSelectionRange) try { now.setSelectionRange(start, end); } catch { /* a field without a caret */ }
});
