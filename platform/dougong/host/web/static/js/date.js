// A date: words are understood by the server; Down opens the month, arrows walk its days, Enter takes one.

const boxOf = (target) => target.closest?.('.date[data-date]'); // days of calendars have a date too
const inputOf = (box) => box.querySelector('input');
const calendarOf = (box) => box.querySelector('.cal');
const isOpen = (box) => calendarOf(box).matches(':popover-open');
let wait = 0;
let asked = null;

async function show(box, at = '', focus = false) {
  asked?.abort();
  asked = new AbortController();
  const url = `${document.body.dataset.base}/profile/calendar?kind=${box.dataset.date}&at=${at}&words=${encodeURIComponent(inputOf(box).value)}`;
  try {
    const answer = await fetch(url, { signal: asked.signal, headers: { 'HX-Request': 'true' } });
    if (!answer.ok || !box.isConnected) return;
    const calendar = calendarOf(box);
    calendar.innerHTML = await answer.text();
    delete box.dataset.at;
    if (!isOpen(box)) calendar.showPopover();
    place(box);
    if (focus) calendar.querySelector('[tabindex="0"]')?.focus();
  } catch (error) { if (error.name !== 'AbortError') document.dispatchEvent(new CustomEvent('missed', { detail: { what: url, again: () => { if (box.isConnected) show(box, at, focus); } } })); }
}

function place(box) {
  const calendar = calendarOf(box);
  if (innerWidth <= 760) { calendar.style.left = calendar.style.top = ''; return; }
  const field = box.getBoundingClientRect();
  const size = calendar.getBoundingClientRect();
  const card = box.closest('.ed')?.getBoundingClientRect(); // a small editor's own button must stay free: beside it
  const right = card && card.right + 4 + size.width <= innerWidth - 8;
  if (right || (card && card.left - 4 - size.width >= 8)) {
    calendar.style.left = `${right ? card.right + 4 : card.left - 4 - size.width}px`;
    calendar.style.top = `${Math.max(8, Math.min(field.top, innerHeight - size.height - 8))}px`;
    return;
  }
  const below = field.bottom + 4 + size.height <= innerHeight - 8;
  calendar.style.left = `${Math.max(8, Math.min(field.left, innerWidth - size.width - 8))}px`;
  calendar.style.top = `${below ? field.bottom + 4 : Math.max(8, field.top - size.height - 4)}px`;
}

function shut(box, back = false) {
  asked?.abort();
  clearTimeout(wait);
  delete box.dataset.at;
  if (isOpen(box)) calendarOf(box).hidePopover();
  if (back) inputOf(box).focus();
}

function put(box, value) {
  const input = inputOf(box);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

function take(box, day, clock = '') {
  const head = calendarOf(box).querySelector('.calh').dataset;
  if (box.dataset.date === 'date') put(box, day);
  else put(box, `${day || head.value.slice(0, 10) || calendarOf(box).querySelector('[tabindex="0"]').dataset.day} ${clock || head.clock || '09:00'}`);
  if (box.dataset.date === 'datetime' && !clock) { show(box); return; }
  shut(box, true);
  inputOf(box).dispatchEvent(new CustomEvent('date-chosen', { bubbles: true }));
}

function moved(day, event) {
  const [year, month, date] = day.split('-').map(Number);
  const weekday = (new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 6) % 7;
  const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -weekday, End: 6 - weekday }[event.key];
  const months = { PageUp: -1, PageDown: 1 }[event.key] * (event.shiftKey ? 12 : 1);
  if (days !== undefined) return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
  if (!months) return '';
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

document.addEventListener('keydown', (event) => {
  const box = boxOf(event.target);
  if (!box || event.isComposing) return;
  const day = box.dataset.at || event.target.dataset?.day; // a month still on its way counts from where it will be
  const stop = () => { event.preventDefault(); event.stopPropagation(); };
  if (event.key === 'Escape' && isOpen(box)) { stop(); shut(box, true); return; }
  if (!event.target.closest('.cal')) {
    if (event.key === 'ArrowDown' && (event.altKey || !box.closest('.lines'))) { stop(); show(box, '', true); }
    if (event.key === 'Enter' || event.key === 'Tab') shut(box);
    return;
  }
  if (event.key === 'Enter' || event.key === ' ') { stop(); event.target.click(); return; }
  const to = day && moved(day, event);
  if (!to) return;
  stop();
  const there = calendarOf(box).querySelector(`[data-day="${to}"]:not(.out)`);
  if (!there) { box.dataset.at = to; show(box, to, true); return; }
  delete box.dataset.at;
  for (const one of calendarOf(box).querySelectorAll('.calr button')) one.tabIndex = one === there ? 0 : -1;
  there.focus();
}, true);

document.addEventListener('input', (event) => {
  const box = boxOf(event.target);
  if (!box || !event.isTrusted) return;
  clearTimeout(wait);
  wait = setTimeout(() => { if (document.activeElement === inputOf(box)) show(box); }, 180);
});
document.addEventListener('pointerdown', (event) => {
  const box = boxOf(event.target);
  for (const other of document.querySelectorAll('.cal:popover-open')) if (boxOf(other) !== box) shut(boxOf(other));
  if (box && event.target.closest('.cal')) event.preventDefault();
});
document.addEventListener('click', (event) => {
  const box = boxOf(event.target);
  if (!box) return;
  const to = event.target.closest('[data-cal-to]');
  const day = event.target.closest('[data-day]');
  const clock = event.target.closest('[data-clock-to]');
  if (to) show(box, to.dataset.calTo);
  else if (day) take(box, day.dataset.day);
  else if (clock) take(box, '', clock.dataset.clockTo);
  else if (event.target.closest('[data-date-open]') && isOpen(box)) shut(box);
  else if (event.target.closest('[data-date-open]')) { inputOf(box).focus(); show(box); }
  else if (event.target === inputOf(box) && !isOpen(box)) show(box);
});
document.addEventListener('focusout', (event) => {
  const box = boxOf(event.target);
  if (box && event.relatedTarget && !box.contains(event.relatedTarget)) shut(box);
});
document.addEventListener('scroll', (event) => {
  for (const one of document.querySelectorAll('.cal:popover-open')) if (!one.contains(event.target)) place(boxOf(one));
}, true);
