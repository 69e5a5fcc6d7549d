// The cells of a table of child rows: what stands in them, putting something in, new rows, the whole as it was before.

export const boxOf = (target) => target?.closest?.('.lines') ?? null;
export const cellOf = (target) => target?.closest?.('.lines td[data-col]') ?? null;
export const rowsOf = (box) => [...box.querySelectorAll('tr[data-row]')];
export const cellsOf = (row) => [...row.querySelectorAll('td[data-col]')];
export const inputOf = (cell) => cell?.querySelector('input:not([type=hidden]), select, textarea') ?? null;
export const isFresh = (row) => 'fresh' in row.dataset;
// A live answer may have put another table in the place of one that is still being filled.
export const current = (box) => (box.isConnected ? box : document.querySelector(`.lines[data-lines="${CSS.escape(box.dataset.lines)}"]`) ?? box);
export const changed = (box) => current(box).dispatchEvent(new CustomEvent('lines-changed', { bubbles: true }));
const problemsOf = (row) => (row.nextElementSibling?.matches('.lp') ? row.nextElementSibling : null);

export function textOf(cell) {
  const input = inputOf(cell);
  if (!input) return cell.textContent.trim();
  if (input.tagName === 'SELECT') return input.selectedOptions[0]?.text.trim() ?? '';
  return input.type === 'checkbox' ? String(input.checked).toUpperCase() : input.value;
}

// Text as people and spreadsheets write it; a name in a link's cell is looked up by the server (`?name`).
export function put(cell, text) {
  const input = inputOf(cell);
  const words = input?.tagName === 'TEXTAREA' ? text.trim() : text.trim().replace(/\s*\n\s*/g, ' ');
  if (!input || input.readOnly || input.disabled) return;
  if (input.matches('[role=combobox]')) {
    input.value = input.dataset.title = words;
    cell.querySelector('[data-combo-value]').value = words ? `?${words}` : '';
  } else if (input.tagName === 'SELECT') {
    const option = [...input.options].find((one) => [one.text.trim().toLowerCase(), one.value.toLowerCase()].includes(words.toLowerCase()));
    if (option) input.value = option.value;
  } else if (input.type === 'checkbox') input.checked = /^(1|true|yes|是|√|y)$/i.test(words);
  else if (input.inputMode === 'decimal' || input.inputMode === 'numeric') {
    const bare = words.replace(/[\s,，¥￥$€£%％]/g, '');
    input.value = /^\(.*\)$/.test(bare) ? `-${bare.slice(1, -1)}` : /\d/.test(bare) ? bare : words;
  } else input.value = words;
}

// The last row is new and empty; what is put there makes it a row, and another one comes.
export function newRow(box, key = `n${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`) {
  const holder = document.createElement('tbody');
  holder.innerHTML = box.querySelector('template[data-row-new]').innerHTML.replaceAll('__KEY__', key);
  return holder.querySelector('tr');
}
export function settle(box) {
  const every = rowsOf(box);
  const last = every.at(-1);
  for (const row of every) if (row !== last && isFresh(row)) delete row.dataset.fresh;
  if (!last || !isFresh(last)) box.querySelector('tbody').append(newRow(box));
  number(box);
}
export function number(box) {
  rowsOf(box).forEach((row, index) => { const place = row.querySelector('td.no > span'); if (!isFresh(row)) place.textContent = index + 1; });
}
export function promote(row) {
  if (!isFresh(row)) return;
  delete row.dataset.fresh;
  settle(boxOf(row));
}
export function rowAt(box, index) {
  while (rowsOf(box).length <= index) promote(rowsOf(box).at(-1));
  const row = rowsOf(box)[index];
  promote(row);
  return row;
}
export function drop(row) {
  if (isFresh(row)) return;
  problemsOf(row)?.remove();
  row.remove();
}
export function move(row, before) {
  const problems = problemsOf(row);
  before.before(row);
  if (problems) row.after(problems);
}

const inputs = (row) => cellsOf(row).flatMap((cell) => [...cell.querySelectorAll('input, select, textarea')]);
export function snapshot(box) {
  return rowsOf(box).filter((row) => !isFresh(row)).map((row) => ({
    key: row.dataset.row,
    id: row.querySelector('input[name$="].id"]').value,
    held: inputs(row).map((one) => [one.value, one.checked, one.dataset.title]),
  }));
}
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
export function restore(box, kept) {
  const known = new Map(rowsOf(box).map((row) => [row.dataset.row, row]));
  const last = rowsOf(box).at(-1);
  for (const { key, id, held } of kept) {
    const row = known.get(key) ?? newRow(box, key);
    known.delete(key);
    delete row.dataset.fresh;
    row.querySelector('input[name$="].id"]').value = id;
    inputs(row).forEach((one, index) => {
      const [value, on, title] = held[index] ?? ['', false, undefined];
      one.value = value;
      if (one.type === 'checkbox' || one.type === 'radio') one.checked = on;
      if (title !== undefined) one.dataset.title = title;
    });
    move(row, last);
  }
  for (const row of known.values()) if (row !== last) drop(row);
  number(box);
  changed(box);
}
