// Child rows by keyboard: arrows and Enter move between cells, the last row's Enter adds one, pasted cells fill rows.

const cells = (row) => [...row.querySelectorAll('td')].map((one) => one.querySelector('input:not([type=hidden]), select, textarea'));
const rows = (box) => [...box.querySelectorAll('tr[data-row]')];
const fresh = () => 'n' + Date.now().toString(36) + Math.random().toString(36).slice(2, 6);
// A live answer may have put another table in the place of one that is still being filled.
const current = (box) => (box.isConnected ? box : document.querySelector(`.lines[data-lines="${CSS.escape(box.dataset.lines)}"]`) ?? box);
const changed = (box) => box.dispatchEvent(new CustomEvent('lines-changed', { bubbles: true }));

async function add(box) {
  const field = box.dataset.lines.replace(/^f\./, '');
  const base = box.closest('form').querySelector('[data-live]').dataset.live.replace(/\/form$/, '');
  const answer = await fetch(`${base}/row/${field}?key=${fresh()}&number=${rows(box).length + 1}`, { headers: { 'HX-Request': 'true' } });
  if (!answer.ok) return null;
  const holder = document.createElement('tbody');
  holder.innerHTML = await answer.text();
  const row = holder.querySelector('tr');
  const here = current(box);
  here.querySelector('tr.add').before(row);
  changed(here);
  return row;
}

async function addAndFocus(box) {
  const row = await add(box);
  row?.querySelector('input:not([type=hidden]), select')?.focus();
}

document.addEventListener('click', (event) => {
  const box = event.target.closest?.('.lines');
  if (!box) return;
  if (event.target.closest('[data-row-add]')) addAndFocus(box);
  const drop = event.target.closest('[data-row-drop]');
  if (drop) { const row = drop.closest('tr'); if (row.nextElementSibling?.matches('.lp')) row.nextElementSibling.remove(); row.remove(); changed(box); }
});

document.addEventListener('keydown', (event) => {
  const box = event.target.closest?.('.lines');
  const row = event.target.closest?.('tr[data-row]');
  if (!box || !row || event.isComposing) return;
  const every = rows(box);
  const at = every.indexOf(row);
  const column = cells(row).indexOf(event.target);
  const go = (to) => { const cell = every[to] && cells(every[to])[column]; if (cell) { cell.focus(); cell.select?.(); } return Boolean(cell); };
  const select = event.target.tagName === 'SELECT';
  if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); if (!go(at + 1)) addAndFocus(box); }
  else if (event.key === 'Enter') { event.preventDefault(); go(at - 1); }
  else if (event.key === 'ArrowDown' && !select) { event.preventDefault(); go(at + 1); }
  else if (event.key === 'ArrowUp' && !select) { event.preventDefault(); go(at - 1); }
  else if ((event.key === 'ArrowLeft' || event.key === 'ArrowRight') && event.target.matches('input[type=text], input:not([type])')) {
    const edge = event.key === 'ArrowLeft' ? 0 : event.target.value.length;
    if (event.target.selectionStart === edge && event.target.selectionEnd === edge) {
      const line = cells(row).filter(Boolean);
      const next = line[line.indexOf(event.target) + (event.key === 'ArrowLeft' ? -1 : 1)];
      if (next) { event.preventDefault(); next.focus(); next.select?.(); }
    }
  } else if (event.key === 'Delete' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); row.querySelector('[data-row-drop]')?.click(); go(Math.max(0, at - 1)); }
});

function put(input, text) {
  if (input.matches('[role=combobox]')) { input.value = input.dataset.title = text; input.closest('.combo').querySelector('[data-combo-value]').value = `?${text}`; return; }
  if (input.tagName === 'SELECT') {
    const wanted = text.trim().toLowerCase();
    const option = [...input.options].find((one) => one.text.trim().toLowerCase() === wanted || one.value.toLowerCase() === wanted);
    if (option) input.value = option.value;
    return;
  }
  if (input.type === 'checkbox') { input.checked = /^(1|true|yes|是|y)$/i.test(text.trim()); return; }
  input.value = text.trim();
}

document.addEventListener('paste', async (event) => {
  let box = event.target.closest?.('.lines');
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!box || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const table = text.replace(/\r/g, '').replace(/\n$/, '').split('\n').map((line) => line.split('\t'));
  const start = event.target.closest('tr[data-row]');
  const first = start ? cells(start).indexOf(event.target) : 1;
  let at = start ? rows(box).indexOf(start) : rows(box).length;
  for (const line of table.slice(0, 500)) {
    box = current(box);
    const row = rows(box)[at] ?? await add(box);
    if (!row) break;
    box = current(box);
    const inputs = cells(row);
    line.forEach((cell, index) => { const input = inputs[first + index]; if (input) put(input, cell); });
    at += 1;
  }
  await resolve(box);
  changed(box);
});

// Pasted names of linked records become their ids when exactly one record has the name.
async function resolve(box) {
  const open = [...box.querySelectorAll('[data-combo-value]')].filter((one) => one.value.startsWith('?'));
  const known = new Map();
  for (const value of open) {
    const name = value.value.slice(1).trim();
    const combo = value.closest('.combo');
    const url = `${combo.dataset.combo}?q=${encodeURIComponent(name)}`;
    if (!known.has(url)) {
      const answer = name ? await fetch(url) : null;
      const holder = document.createElement('div');
      holder.innerHTML = answer?.ok ? await answer.text() : '';
      known.set(url, [...holder.querySelectorAll('[data-id]')].filter((one) => one.dataset.title.trim().toLowerCase() === name.toLowerCase()));
    }
    const found = known.get(url);
    value.value = found.length === 1 ? found[0].dataset.id : '';
    combo.querySelector('[role=combobox]').dataset.title = value.value ? found[0].dataset.title : '';
  }
}
