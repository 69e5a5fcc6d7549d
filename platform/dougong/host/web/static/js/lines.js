// Child rows like a spreadsheet: cells by arrows, Enter and Tab; ranges, copying, pasting, filling; nothing that is not undone.
import { boxOf, cellOf, cellsOf, changed, current, drop, inputOf, isFresh, move, number, promote, put, restore, rowAt, rowsOf, same, settle, snapshot, textOf } from './cells.js';
import { format, goOn, parse } from './sheet.js';

const MOST = 1000;
let range = null; // {box: its name, from: [row key, column], to: [row key, column]}
let editing = null; // the cell in which arrows move the caret
let was = null; // the table as it was when the cell was entered
let drag = ''; // 'range', 'fill' or 'row': what the pointer does
const past = new Map(); // name of a table -> {back: [], on: []}

const boxNamed = (name) => document.querySelector(`.lines[data-lines="${CSS.escape(name)}"]`);
const placeOf = (cell) => [cell.closest('tr').dataset.row, Number(cell.dataset.col)];
const lineOf = (box, key) => rowsOf(box).findIndex((row) => row.dataset.row === key);

function area() {
  const box = range && boxNamed(range.box);
  if (!box) return null;
  const [a, b] = [lineOf(box, range.from[0]), lineOf(box, range.to[0])];
  if (a < 0 || b < 0) return null;
  const [c, d] = [range.from[1], range.to[1]];
  return { box, top: Math.min(a, b), bottom: Math.max(a, b), left: Math.min(c, d), right: Math.max(c, d) };
}
const cellsIn = (at) => rowsOf(at.box).slice(at.top, at.bottom + 1).map((row) => cellsOf(row).slice(at.left, at.right + 1));
const isMany = (at) => at && (at.top !== at.bottom || at.left !== at.right);

function draw() {
  for (const one of document.querySelectorAll('.lines td.sel')) one.classList.remove('sel');
  document.querySelector('.lines .fillh')?.remove();
  const at = area();
  if (!at) return;
  if (isMany(at)) for (const cell of cellsIn(at).flat()) cell.classList.add('sel');
  const corner = cellsOf(rowsOf(at.box)[at.bottom])[at.right];
  if (corner && !isFresh(corner.closest('tr')) && inputOf(corner) && matchMedia('(hover: hover)').matches) corner.append(Object.assign(document.createElement('span'), { className: 'fillh' }));
}
function choose(cell, to = cell) { range = { box: boxOf(cell).dataset.lines, from: placeOf(cell), to: placeOf(to) }; draw(); }

// Every operation goes through here, so that every one can be taken back.
function doing(box, run) {
  const before = snapshot(box);
  run(box);
  if (!same(before, snapshot(box))) { keep(box, before); changed(box); }
  was = snapshot(current(box));
  draw();
}
function keep(box, before) {
  const kept = past.get(box.dataset.lines) ?? { back: [], on: [] };
  kept.back = [...kept.back.slice(-99), before];
  kept.on = [];
  past.set(box.dataset.lines, kept);
}
function undo(box, again = false) {
  const kept = past.get(box.dataset.lines);
  const [from, to] = again ? [kept?.on, kept?.back] : [kept?.back, kept?.on];
  if (!from?.length) return;
  const cell = cellOf(document.activeElement);
  to.push(snapshot(box));
  restore(box, from.pop());
  if (cell) enter(cell.isConnected ? cell : cellsOf(rowsOf(box).at(-1))[Number(cell.dataset.col)]); // moving a row takes the focus away
  was = snapshot(box);
  draw();
}

function enter(cell) {
  const input = inputOf(cell);
  editing = null;
  if (!input) { boxOf(cell).querySelector('.lw').focus({ preventScroll: true }); choose(cell); return; }
  if (document.activeElement !== input) input.focus();
  input.select?.();
}
function step(cell, down, right) {
  const box = boxOf(cell);
  const row = cell.closest('tr');
  let column = Number(cell.dataset.col) + right;
  while (right && cellsOf(row)[column] && !inputOf(cellsOf(row)[column])) column += right;
  const there = rowsOf(box)[rowsOf(box).indexOf(row) + down];
  const next = there && cellsOf(there)[column];
  if (next) enter(next);
  return Boolean(next);
}
function stretch(down, right) {
  const at = area();
  if (!at) return;
  const row = rowsOf(at.box)[lineOf(at.box, range.to[0]) + down];
  const cell = row && !isFresh(row) && cellsOf(row)[range.to[1] + right];
  if (cell) { range.to = placeOf(cell); draw(); cell.scrollIntoView({ block: 'nearest', inline: 'nearest' }); }
}
function clear(at) { doing(at.box, () => { for (const cell of cellsIn(at).flat()) put(cell, ''); }); }

function pasteAt(box, table, top, left) {
  doing(box, () => {
    table.slice(0, MOST - top).forEach((line, down) => {
      const cells = cellsOf(rowAt(box, top + down));
      line.forEach((text, right) => { if (cells[left + right]) put(cells[left + right], text); });
    });
  });
  const last = rowsOf(box)[Math.min(top + table.length, MOST) - 1];
  const wide = Math.max(...table.map((line) => line.length));
  range = { box: box.dataset.lines, from: [rowsOf(box)[top].dataset.row, left], to: [last.dataset.row, Math.min(left + wide, cellsOf(last).length) - 1] };
  draw();
}
function fillTo(line) {
  const at = area();
  if (!at || (line >= at.top && line <= at.bottom)) return;
  const up = line < at.top;
  const every = rowsOf(at.box);
  const texts = cellsIn(at).map((row) => row.map(textOf));
  const end = up ? line : Math.min(line, isFresh(every.at(-1)) ? every.length - 2 : every.length - 1);
  const count = up ? at.top - end : end - at.bottom;
  doing(at.box, () => {
    for (let column = at.left; column <= at.right; column += 1) {
      goOn(texts.map((row) => row[column - at.left]), count, up).forEach((text, index) => put(cellsOf(every[up ? at.top - 1 - index : at.bottom + 1 + index])[column], text));
    }
  });
  range.to = [every[end].dataset.row, at.right];
  range.from = [every[up ? at.bottom : at.top].dataset.row, at.left];
  draw();
}

document.addEventListener('focusin', (event) => {
  const cell = cellOf(event.target);
  if (!cell || !inputOf(cell)?.contains(event.target)) { if (range && !event.target.closest?.('.lines')) { range = null; editing = null; draw(); } return; }
  if (!drag) choose(cell);
  editing = null;
  was = snapshot(boxOf(cell));
});
document.addEventListener('input', (event) => {
  const cell = cellOf(event.target);
  if (!cell) return;
  editing = cell;
  promote(cell.closest('tr'));
}, true);
document.addEventListener('change', (event) => {
  const box = cellOf(event.target) && boxOf(event.target);
  if (!box) return;
  promote(event.target.closest('tr'));
  if (was && !same(was, snapshot(box))) keep(box, was);
  was = snapshot(box);
}, true);

document.addEventListener('pointerdown', (event) => {
  const box = boxOf(event.target);
  const cell = cellOf(event.target);
  if (!box || event.button) return;
  if (event.target.matches('.fillh')) { event.preventDefault(); drag = 'fill'; return; }
  if (event.target.closest('[data-grip]') && 'ordered' in box.dataset) { event.preventDefault(); drag = 'row'; range = { box: box.dataset.lines, from: [event.target.closest('tr').dataset.row, 0], to: [event.target.closest('tr').dataset.row, 0] }; was = snapshot(box); box.classList.add('moving'); return; }
  if (!cell || event.pointerType !== 'mouse' || event.target.closest('button, .menu, label')) return;
  if (event.shiftKey && range?.box === box.dataset.lines) { event.preventDefault(); range.to = placeOf(cell); draw(); return; }
  if (document.activeElement === inputOf(cell)) { editing = cell; return; }
  drag = 'range';
  editing = null;
  choose(cell);
  if (!inputOf(cell)) { event.preventDefault(); enter(cell); }
});
document.addEventListener('pointermove', (event) => {
  if (!drag) return;
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const box = boxNamed(range?.box ?? '');
  if (!box || boxOf(under) !== box) return;
  const row = under.closest('tr[data-row]');
  if (drag === 'range' && cellOf(under) && !isFresh(row)) {
    range.to = placeOf(cellOf(under));
    if (isMany(area())) { getSelection().removeAllRanges(); box.classList.add('ranging'); draw(); }
  } else if (drag === 'fill' && row) {
    const at = area();
    const line = rowsOf(box).indexOf(row);
    rowsOf(box).forEach((one, index) => one.classList.toggle('tofill', (index > at.bottom && index <= line) || (index < at.top && index >= line)));
  } else if (drag === 'row' && row && row.dataset.row !== range.from[0]) {
    const held = rowsOf(box)[lineOf(box, range.from[0])];
    if (isFresh(row)) move(held, row);
    else { const half = row.getBoundingClientRect(); if (event.clientY < half.top + half.height / 2) move(held, row); else { let next = row.nextElementSibling; if (next?.matches('.lp')) next = next.nextElementSibling; move(held, next); } }
    number(box);
  }
});
document.addEventListener('pointerup', (event) => {
  const mode = drag;
  drag = '';
  const box = boxNamed(range?.box ?? '');
  if (!mode || !box) return;
  box.classList.remove('ranging', 'moving');
  if (mode === 'fill') {
    for (const row of rowsOf(box)) row.classList.remove('tofill');
    const row = document.elementFromPoint(event.clientX, event.clientY)?.closest('tr[data-row]');
    if (row && boxOf(row) === box) fillTo(rowsOf(box).indexOf(row));
  } else if (mode === 'row') { if (!same(was, snapshot(box))) { keep(box, was); changed(box); } }
  else if (!isMany(area())) { const input = document.activeElement; if (cellOf(input) && boxOf(input) === box) input.select?.(); }
});
document.addEventListener('dblclick', (event) => { const cell = cellOf(event.target); if (cell) editing = cell; });
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-row-drop]');
  if (!button) return;
  const row = button.closest('tr');
  const [box, line] = [boxOf(row), rowsOf(boxOf(row)).indexOf(row)];
  doing(box, () => { drop(row); number(box); });
  const next = rowsOf(box)[Math.min(line, rowsOf(box).length - 1)];
  if (next) enter(cellsOf(next).find(inputOf));
});

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
document.addEventListener('keydown', (event) => {
  const box = boxOf(event.target);
  if (!box || event.isComposing || event.target.closest('.cal, .menu')) return;
  const at = area();
  const cell = cellOf(event.target) ?? (at && cellsOf(rowsOf(box)[at.top])[at.left]);
  if (!cell) return;
  const still = editing !== cell;
  const held = event.ctrlKey || event.metaKey;
  const stop = () => { event.preventDefault(); event.stopPropagation(); };
  const arrow = ARROWS[event.key];
  if (arrow && held && event.shiftKey && arrow[0] && 'ordered' in box.dataset) { stop(); shift(cell, arrow[0]); }
  else if (arrow && event.shiftKey && still) { stop(); stretch(...arrow); }
  else if (arrow && !held && !event.altKey && (still || arrow[0])) { stop(); step(cell, ...arrow); }
  else if (event.key === 'Enter' && !event.altKey && !held && !event.target.matches('button')) { stop(); step(cell, event.shiftKey ? -1 : 1, 0); }
  else if (event.key === 'F2') { stop(); editing = cell; const input = inputOf(cell); input?.setSelectionRange?.(input.value.length, input.value.length); }
  else if (event.key === 'Escape' && !still) { stop(); if (was) { restore(box, was); settle(box); } enter(cell.isConnected ? cell : cellsOf(rowsOf(box).at(-1))[Number(cell.dataset.col)]); }
  else if (event.key === 'Escape' && isMany(at)) { stop(); choose(cell); }
  else if (event.key === 'Delete' && held) { stop(); const some = at ? rowsOf(box).slice(at.top, at.bottom + 1) : [cell.closest('tr')]; const line = at?.top ?? 0; doing(box, () => { some.forEach(drop); number(box); }); enter(cellsOf(rowsOf(box)[Math.min(line, rowsOf(box).length - 1)]).find(inputOf)); }
  else if ((event.key === 'Delete' || (event.key === 'Backspace' && isMany(at))) && still && at) { stop(); clear(at); }
  else if (held && !event.altKey && event.key.toLowerCase() === 'z' && still) { stop(); undo(box, event.shiftKey); }
  else if (held && event.key.toLowerCase() === 'y' && still) { stop(); undo(box, true); }
  else if (held && event.key.toLowerCase() === 'd' && isMany(at)) { stop(); const end = at.bottom; range.to = [range.from[0], range.to[1]]; range.from = [rowsOf(box)[at.top].dataset.row, at.left]; range.to = [range.from[0], at.right]; fillTo(end); }
});
function shift(cell, down) {
  const box = boxOf(cell);
  const row = cell.closest('tr');
  const every = rowsOf(box).filter((one) => !isFresh(one));
  const to = every.indexOf(row) + down;
  if (isFresh(row) || to < 0 || to >= every.length) return;
  const before = down < 0 ? every[to] : rowsOf(box)[to + 1];
  doing(box, () => { move(row, before); number(box); });
  enter(cell);
}

function copied(event, cut) {
  const box = boxOf(event.target);
  const at = area();
  if (!box || !at || at.box !== box || (editing && !isMany(at)) || (!isMany(at) && event.target.matches('textarea'))) return;
  event.preventDefault();
  event.clipboardData.setData('text/plain', format(cellsIn(at).map((row) => row.map(textOf))));
  if (cut) clear(at);
}
document.addEventListener('copy', (event) => copied(event, false));
document.addEventListener('cut', (event) => copied(event, true));
document.addEventListener('paste', (event) => {
  const box = boxOf(event.target);
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!box || !text || !box.querySelector('template[data-row-new]')) return;
  const table = parse(text);
  const single = table.length === 1 && table[0].length === 1;
  const cell = cellOf(event.target);
  const at = area();
  if (single && editing === cell && !isMany(at)) return;
  event.preventDefault();
  if (single && isMany(at)) { doing(box, () => { for (const one of cellsIn(at).flat()) put(one, table[0][0]); }); return; }
  const [top, left] = cell ? [rowsOf(box).indexOf(cell.closest('tr')), Number(cell.dataset.col)] : at ? [at.top, at.left] : [rowsOf(box).length - 1, 0];
  pasteAt(box, table, top, left);
});

document.addEventListener('htmx:after:swap', () => {
  for (const box of document.querySelectorAll('.lines')) if (box.querySelector('template[data-row-new]')) settle(box);
  if (editing && !editing.isConnected) editing = null;
  draw();
});
