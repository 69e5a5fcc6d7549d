// Timelines: bars and their ends dragged by whole days, or moved by Alt and arrow keys; a refusal puts them back.

const gantt = () => document.getElementById('gantt');
let drag = null; // {bar, edge, from, days}
let pending = null; // {bar, before}

function start() {
  const box = gantt();
  if (!box || box.dataset.started) return;
  box.dataset.started = 'yes';
  const today = Number(box.dataset.today);
  if (today > 0) box.scrollLeft = Math.max(0, today - box.clientWidth / 3);
  box.addEventListener('scroll', () => requestAnimationFrame(() => box.querySelectorAll('.gb').forEach(sayName)), { passive: true });
  box.querySelectorAll('.gb').forEach(sayName);
}

// A bar that began before what is shown has its name where one looks.
function sayName(bar) {
  const { label } = parts(bar);
  const { x, width } = geometry(bar);
  if (width <= 60) return;
  const at = Math.min(Math.max(x, gantt().scrollLeft), x + width - 60);
  label.setAttribute('x', at);
  label.setAttribute('width', x + width - at);
}

const parts = (bar) => ({ body: bar.querySelector('.body'), label: bar.querySelector('.lbl'), from: bar.querySelector('.from'), to: bar.querySelector('.to') });
const geometry = (bar) => { const { body } = parts(bar); return { x: Number(body.getAttribute('x')), width: Number(body.getAttribute('width')) }; };
function put(bar, { x, width }) {
  const { body, label, from, to } = parts(bar);
  body.setAttribute('x', x);
  body.setAttribute('width', width);
  label.setAttribute('x', x);
  sayName(bar);
  from?.setAttribute('x', x);
  to?.setAttribute('x', x + width - 7);
}
function moved({ x, width }, edge, days) {
  const size = Number(gantt().dataset.day);
  const by = days * size;
  if (edge === 'from') return { x: Math.min(x + by, x + width - size), width: Math.max(size, width - by) };
  if (edge === 'to') return { x, width: Math.max(size, width + by) };
  return { x: x + by, width };
}
const later = (iso, days) => {
  const [day, clock] = iso.split('T');
  const after = new Date(`${day}T00:00:00Z`);
  after.setUTCDate(after.getUTCDate() + days);
  return after.toISOString().slice(0, 10) + (clock ? ` ${clock.slice(0, 5)}` : '');
};

function send(bar, edge, days, before) {
  const box = gantt();
  const form = document.getElementById('place');
  const start = later(bar.dataset.start, edge === 'to' ? 0 : days);
  const end = later(bar.dataset.end, edge === 'from' ? 0 : days);
  pending = { bar, before, start, end };
  form.elements.rev.value = bar.dataset.rev;
  form.elements[`f.${box.dataset.start}`].value = start;
  if (box.dataset.end) form.elements[`f.${box.dataset.end}`].value = bar.classList.contains('point') ? '' : end;
  window.htmx.ajax('POST', `${box.dataset.list}/${bar.dataset.id}/place`, { source: form, target: '#work', swap: 'none', push: 'false' }).catch(back);
}
function back() {
  if (pending) put(pending.bar, pending.before);
  pending = null;
}
document.addEventListener('placed', (event) => {
  const { id, rev } = event.detail.value ?? event.detail;
  if (pending?.bar.dataset.id !== id) return;
  const { bar, start, end } = pending;
  Object.assign(bar.dataset, { rev, start: start.replace(' ', 'T'), end: end.replace(' ', 'T') });
  document.getElementById('gt-said').textContent = `${start} – ${end}`;
  pending = null;
});
document.addEventListener('refused', back);
document.addEventListener('htmx:error', back);

document.addEventListener('pointerdown', (event) => {
  const bar = event.target.closest?.('.gb');
  if (!bar || event.button || !('moves' in gantt().dataset)) return;
  const edge = event.target.matches('.from') ? 'from' : event.target.matches('.to') ? 'to' : '';
  drag = { bar, edge, from: event.clientX, days: 0, before: geometry(bar), far: false };
  bar.setPointerCapture?.(event.pointerId);
});
document.addEventListener('pointermove', (event) => {
  if (!drag) return;
  if (Math.abs(event.clientX - drag.from) > 4) drag.far = true;
  drag.days = Math.round((event.clientX - drag.from) / Number(gantt().dataset.day));
  drag.bar.classList.toggle('drag', drag.far);
  if (drag.far) put(drag.bar, moved(drag.before, drag.edge, drag.days));
});
document.addEventListener('pointerup', () => {
  if (!drag) return;
  const { bar, edge, days, before, far } = drag;
  drag = null;
  bar.classList.remove('drag');
  if (far) bar.addEventListener('click', (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, { once: true, capture: true });
  if (far && days) send(bar, edge, days, before);
});
document.addEventListener('dragstart', (event) => { if (event.target.closest?.('.gb')) event.preventDefault(); });

document.addEventListener('keydown', (event) => {
  const bar = event.altKey && event.target.closest?.('.gb');
  const days = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!bar || !days || !('moves' in gantt().dataset)) return;
  event.preventDefault();
  const edge = event.shiftKey && !bar.matches('.point') ? 'to' : '';
  const before = geometry(bar);
  put(bar, moved(before, edge, days));
  send(bar, edge, days, before);
});

document.addEventListener('htmx:after:settle', start);
start();
