// <details class="pop" data-pop>: one open at a time, closed by Escape and by a click outside; placed inside the window.

const open = () => document.querySelectorAll('details[data-pop][open]');

export function closeAll(except) {
  for (const one of open()) if (!one.contains(except)) one.removeAttribute('open');
  for (const one of document.querySelectorAll('[data-float]')) if (!one.contains(except)) one.remove();
}

document.addEventListener('toggle', (event) => {
  const pop = event.target;
  if (!pop.matches?.('details[data-pop]') || !pop.open) return;
  for (const other of open()) if (other !== pop && !other.contains(pop)) other.removeAttribute('open');
  const menu = pop.querySelector(':scope > .menu');
  const box = menu?.getBoundingClientRect();
  if (box && box.right > innerWidth - 8) menu.classList.add('end');
}, true);

document.addEventListener('pointerdown', (event) => closeAll(event.target));

// On a phone the conditions stand behind the filter's button; without any it opens the fields at once.
document.addEventListener('click', (event) => {
  if (!event.target.closest?.('#filter-menu > summary') || !document.querySelector('#filters > .fc') || innerWidth > 760) return;
  event.preventDefault();
  document.body.classList.toggle('chipped');
});

document.addEventListener('click', (event) => {
  const opens = event.target.closest?.('[data-opens]');
  if (opens) {
    const menu = document.querySelector(opens.dataset.opens);
    menu.open = true;
    menu.querySelector('.menu input, .menu .mi')?.focus();
  }
  const toggle = event.target.closest?.('[data-toggle]');
  if (toggle) {
    const target = document.querySelector(toggle.dataset.toggle);
    target.hidden = !target.hidden;
    if (!target.hidden) target.querySelector('input:not([type=hidden])')?.focus();
    closeAll();
  }
  if (event.target.closest?.('[data-add-filter]')) for (const one of open()) one.removeAttribute('open');
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    const shown = [...open()].pop();
    if (shown) { shown.removeAttribute('open'); shown.querySelector('summary').focus(); event.stopPropagation(); }
    document.querySelector('[data-float]')?.remove();
  }
  const menu = event.target.closest?.('.menu, .pop');
  if (menu && (event.key === 'ArrowDown' || event.key === 'ArrowUp') && !event.target.matches('select, input[type=number], [data-date] input, .cal *')) {
    const items = [...menu.querySelectorAll('.mi')].filter((one) => one.offsetParent);
    if (!items.length) return;
    const focusable = items.map((one) => one.matches('label') ? one.querySelector('input') : one);
    const step = event.key === 'ArrowDown' ? 1 : -1;
    focusable[(focusable.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    event.preventDefault();
  }
});

// Values found by words stand below those that are ticked already.
document.addEventListener('htmx:before:swap', (event) => {
  const task = event.detail.tasks.find((one) => one.target?.matches?.('.opts'));
  if (!task) return;
  for (const box of [...task.target.querySelectorAll('input')].reverse()) {
    const same = task.fragment.querySelector(`input[value="${CSS.escape(box.value)}"]`);
    if (same) same.checked = box.checked; else if (box.checked) task.fragment.prepend(box.closest('label'));
  }
});

// A change of operator hides the value when it takes none.
document.addEventListener('change', (event) => {
  if (event.target.matches?.('[data-operator]')) {
    const none = ['blank', 'filled', 'yes', 'no'].includes(event.target.value);
    event.target.form.querySelector('[data-values]').hidden = none;
  }
});
document.addEventListener('htmx:after:settle', () => {
  document.querySelector('[data-float] [autofocus], .pop[open] .ed [autofocus]')?.focus();
});
