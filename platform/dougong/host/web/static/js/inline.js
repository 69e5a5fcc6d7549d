// Editing in place: double click (or the pencil) asks for the editor, Enter saves, Escape and leaving put the value back.

function begin(cell) {
  if (cell.classList.contains('editing')) return;
  const row = cell.closest('[data-id]');
  const base = (cell.closest('[data-list]') ?? cell.closest('[data-record]')).dataset;
  const place = base.list ? `${base.list}/${row.dataset.id}` : base.record;
  cell.dataset.before = cell.innerHTML;
  const rev = (row ?? cell.closest('[data-rev]')).dataset.rev;
  window.htmx.ajax('GET', `${place}/field/${cell.dataset.edit}?rev=${rev}&in=${base.list ? 'list' : 'record'}`, { target: cell, swap: 'innerHTML', source: cell, push: 'false' })
    .then(() => opened(cell));
}
// Its editor has come, at once or when it was asked for again.
function opened(cell) {
  if (cell.classList.contains('editing') || !cell.querySelector('form')) return;
  cell.classList.add('editing');
  const input = cell.querySelector('input:not([type=hidden], [name=drop]), select, textarea');
  input?.focus();
  input?.select?.();
}
document.addEventListener('htmx:after:swap', (event) => {
  const cell = event.detail.ctx?.target;
  if (cell?.dataset?.before !== undefined) setTimeout(() => opened(cell)); // when its controls work
});

function cancel(cell) {
  cell.classList.remove('editing');
  if (cell.dataset.before !== undefined) cell.innerHTML = cell.dataset.before;
  delete cell.dataset.before;
  delete cell.dataset.sent;
}

document.addEventListener('dblclick', (event) => {
  const cell = event.target.closest?.('td[data-edit]');
  if (cell) { event.preventDefault(); getSelection()?.removeAllRanges(); begin(cell); }
});
document.addEventListener('click', (event) => {
  const pencil = event.target.closest?.('[data-pencil]');
  if (pencil) begin(pencil.closest('[data-edit]') ?? pencil.parentElement.querySelector('[data-edit]'));
  if (event.target.closest?.('[data-theirs]')) document.dispatchEvent(new Event('reload-list'));
  if (event.target.closest?.('[data-cancel]')) cancel(event.target.closest('.editing'));
});
document.addEventListener('keydown', (event) => {
  const cell = event.target.closest?.('.editing');
  if (!cell) return;
  if (event.key === 'Escape') { event.stopPropagation(); cancel(cell); }
  if (event.key === 'Enter' && !event.isComposing && !event.target.matches('textarea:not([data-one])') && !event.target.closest('.combo.open')) {
    event.preventDefault();
    cell.querySelector('form')?.requestSubmit();
  }
});
// Tab keeps what was typed and goes on to the next cell of the row that can be edited; Shift Tab to the one before.
let next = null; // {row, key}
document.addEventListener('keydown', (event) => {
  const cell = event.key === 'Tab' && !event.defaultPrevented && event.target.closest?.('td.editing');
  if (!cell || !event.target.matches('input, select, textarea')) return;
  const every = [...cell.closest('tr').querySelectorAll('td[data-edit]')];
  const to = every[every.indexOf(cell) + (event.shiftKey ? -1 : 1)];
  const form = cell.querySelector('form');
  const same = cell.dataset.sent !== 'yes' && [...form.querySelectorAll('input:not([type=hidden]), textarea')].every((one) => (
    /^(checkbox|radio)$/.test(one.type) ? one.checked === one.defaultChecked : one.value === one.defaultValue));
  if (same && !to) { cancel(cell); return; }
  event.preventDefault();
  next = to ? { row: cell.closest('tr').id, key: to.dataset.edit } : null;
  if (same) { cancel(cell); go(); } else if (cell.dataset.sent !== 'yes') form.requestSubmit();
});
function go() {
  const cell = next && document.getElementById(next.row)?.querySelector(`[data-edit="${CSS.escape(next.key)}"]`);
  next = null;
  if (cell) begin(cell);
}
document.addEventListener('submit', (event) => { const cell = event.target.closest?.('td.editing'); if (cell) cell.dataset.sent = 'yes'; }, true);
// What could not be sent may be sent again, and stays open meanwhile.
function unsent(event) { next = null; delete event.detail?.ctx?.sourceElement?.closest?.('.editing')?.dataset.sent; }
document.addEventListener('htmx:error', unsent);
document.addEventListener('htmx:response:error', (event) => { if (event.detail.ctx?.response?.status >= 500) unsent(event); });
document.addEventListener('htmx:after:swap', () => {
  if (!next) return;
  const row = document.getElementById(next.row);
  if (row?.querySelector('.editing')) { for (const one of row.querySelectorAll('.editing')) delete one.dataset.sent; next = null; } else go();
});
document.addEventListener('change', (event) => {
  const form = event.target.closest?.('.editing form');
  if (form && event.target.matches('select, [data-combo-value]') && !event.target.matches('[multiple]')) form.requestSubmit();
});
document.addEventListener('date-chosen', (event) => event.target.closest?.('.editing form')?.requestSubmit());
// What was saved is drawn by the answer; until then it is no longer being edited.
document.addEventListener('htmx:after:request', (event) => {
  const { ctx } = event.detail;
  if (ctx?.response?.headers?.has('HX-Location')) ctx.sourceElement?.closest?.('.editing')?.classList.remove('editing');
});
document.addEventListener('saved-field', (event) => {
  const { id, rev } = event.detail.value ?? event.detail;
  for (const one of document.querySelectorAll(`[data-id="${CSS.escape(id)}"]`)) one.dataset.rev = rev;
});
document.addEventListener('htmx:after:swap', (event) => {
  const target = event.detail.ctx?.target;
  if (target?.matches?.('.editing') && !target.querySelector('form')) { target.classList.remove('editing'); delete target.dataset.before; }
});
