// Columns drawn wider or narrower at the line behind their heads: by drag, by arrow keys, to fit by a double click or Enter.

const LEAST = 40;
const MOST = 800;
const clamp = (width) => Math.round(Math.max(LEAST, Math.min(MOST, width)));
const head = (handle) => handle.closest('th');
const colOf = (handle) => document.querySelector('#table colgroup').children[head(handle).cellIndex];
let drag = null; // {handle, from, width}

// Columns that share the room keep what they have of it when one of them is drawn.
function hold() {
  const table = document.getElementById('table');
  if (!table.matches('.fits')) return;
  const cols = [...table.querySelectorAll('colgroup col')].slice(0, -1);
  const widths = cols.map((_, at) => table.tHead.rows[0].cells[at].offsetWidth);
  cols.forEach((col, at) => col.setAttribute('width', widths[at]));
  table.classList.remove('fits');
}

function set(handle, width) {
  hold();
  colOf(handle).setAttribute('width', clamp(width));
  handle.setAttribute('aria-valuenow', clamp(width));
}

let later = 0;
function keep(handle) {
  clearTimeout(later);
  later = setTimeout(() => {
    const box = document.getElementById('scroll')?.dataset;
    if (!box || !handle.isConnected) return;
    const body = new URLSearchParams({ view: box.view, path: handle.dataset.path, width: handle.getAttribute('aria-valuenow') });
    const headers = JSON.parse(document.body.getAttribute('hx-headers:inherited') ?? '{}');
    fetch(`${box.list}/widths`, { method: 'POST', body, headers, keepalive: true }).catch(() => { /* it is as wide as drawn until the next page */ });
  }, 250);
}

// As wide as the widest of its words: copies of the cells are measured where nobody sees them.
function fit(handle) {
  const place = document.body.appendChild(Object.assign(document.createElement('div'), { className: 'measure' }));
  const at = head(handle).cellIndex;
  let widest = 0;
  for (const row of document.querySelectorAll('#table tr')) {
    const cell = row.cells[at];
    if (!cell || cell.colSpan > 1) continue;
    const copy = document.createElement('div');
    for (const node of cell.childNodes) if (!node.matches?.('.rz')) copy.append(node.cloneNode(true));
    for (const one of copy.querySelectorAll('[id]')) one.removeAttribute('id');
    place.append(copy);
  }
  for (const one of place.children) widest = Math.max(widest, one.getBoundingClientRect().width);
  place.remove();
  set(handle, Math.min(600, widest + 26));
  keep(handle);
}

document.addEventListener('pointerdown', (event) => {
  const handle = event.target.closest?.('.rz');
  if (!handle || event.button) return;
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  handle.classList.add('on');
  drag = { handle, from: event.clientX, width: head(handle).offsetWidth, moved: false };
});
document.addEventListener('pointermove', (event) => {
  if (!drag) return;
  if (Math.abs(event.clientX - drag.from) > 2) drag.moved = true;
  if (drag.moved) set(drag.handle, drag.width + event.clientX - drag.from);
});
function end() {
  if (!drag) return;
  drag.handle.classList.remove('on');
  if (drag.moved) keep(drag.handle);
  drag = null;
}
document.addEventListener('pointerup', end);
document.addEventListener('pointercancel', end);
document.addEventListener('dblclick', (event) => { const handle = event.target.closest?.('.rz'); if (handle) fit(handle); });
document.addEventListener('keydown', (event) => {
  const handle = event.target.closest?.('.rz');
  if (!handle) return;
  const step = { ArrowLeft: -10, ArrowRight: 10 }[event.key];
  if (!step && event.key !== 'Enter') return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === 'Enter') { fit(handle); return; }
  set(handle, Number(handle.getAttribute('aria-valuenow')) + step * (event.shiftKey ? 5 : 1));
  keep(handle);
}, true);
