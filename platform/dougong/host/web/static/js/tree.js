// Trees: branches open in place, rows are dragged below another, and keys do both; fingers and all others press Move, then the place.

const tree = () => document.getElementById('tree');
const rows = () => [...tree().querySelectorAll('tr[data-id]')];
const shown = () => rows().filter((one) => !one.hidden);
const below = (row) => rows().filter((one) => one.dataset.path.startsWith(`${row.dataset.path}/`));
const level = (row) => Number(row.getAttribute('aria-level'));
const openKey = () => `tree:${tree().dataset.list}`;
const remembered = () => { try { return JSON.parse(sessionStorage.getItem(openKey()) ?? '[]'); } catch { return []; } };
let dragged = null;
let carried = null; // the row that waits for its new place to be pressed

async function open(row, wanted) {
  row.setAttribute('aria-expanded', String(wanted));
  const kept = new Set(remembered());
  if (wanted) kept.add(row.dataset.id); else kept.delete(row.dataset.id);
  sessionStorage.setItem(openKey(), JSON.stringify([...kept].slice(-200)));
  if (wanted && !row.dataset.loaded) {
    row.dataset.loaded = 'yes';
    const where = new URLSearchParams({ parent: row.dataset.id, level: level(row) + 1, above: row.dataset.path });
    await window.htmx.ajax('GET', `${tree().dataset.list}/branch?${tree().dataset.query}&${where}`, { source: row, target: row, swap: 'afterend', push: 'false' });
    prepare();
    for (const child of below(row)) if (kept.has(child.dataset.id) && child.getAttribute('aria-expanded') === 'false') await open(child, true);
    return;
  }
  for (const one of below(row)) {
    const parents = rows().filter((other) => other !== one && one.dataset.path.startsWith(`${other.dataset.path}/`));
    one.hidden = parents.some((other) => other.getAttribute('aria-expanded') === 'false');
  }
}

function prepare() {
  const moves = 'moves' in tree().dataset;
  for (const row of rows()) {
    if (row.dataset.ready) continue;
    row.dataset.ready = 'yes';
    if (moves) row.draggable = true;
    const link = row.querySelector('a');
    link.draggable = false;
    if (moves) link.setAttribute('aria-description', document.getElementById('tree-said').dataset.help);
  }
}

async function start() {
  const box = tree();
  if (!box || box.dataset.started) return;
  box.dataset.started = 'yes';
  carried = null;
  prepare();
  const kept = remembered();
  for (const row of rows()) if (kept.includes(row.dataset.id) && row.getAttribute('aria-expanded') === 'false') await open(row, true);
}

function place(row, parent) {
  const form = document.getElementById('place');
  form.elements.rev.value = row.dataset.rev;
  form.elements[`f.${tree().dataset.field}`].value = parent?.dataset.id ?? '';
  if (parent) sessionStorage.setItem(openKey(), JSON.stringify([...new Set([...remembered(), parent.dataset.id])]));
  window.htmx.ajax('POST', `${tree().dataset.list}/${row.dataset.id}/place`, { source: form, target: '#work', swap: 'none', push: 'false' });
}
document.addEventListener('placed', () => { if (tree()) document.dispatchEvent(new Event('reload-list')); });

document.addEventListener('click', (event) => {
  const row = event.target.closest?.('[data-branch]')?.closest('tr');
  if (row) open(row, row.getAttribute('aria-expanded') !== 'true');
});

// Move, then the row it shall be below: the next press says where.
const notHere = (row) => row === carried || row.dataset.path.startsWith(`${carried.dataset.path}/`);
function carry(row) {
  carried = row;
  const bar = document.getElementById('tree-carry');
  bar.querySelector('b').textContent = row.querySelector('a').textContent;
  bar.hidden = false;
  tree().classList.add('carrying');
  for (const one of rows()) one.classList.toggle('no', notHere(one));
  bar.querySelector('[data-carry-end]').focus({ preventScroll: true });
}
function putDown() {
  const row = carried;
  carried = null;
  document.getElementById('tree-carry').hidden = true;
  tree().classList.remove('carrying');
  for (const one of rows()) one.classList.remove('no');
  return row;
}
document.addEventListener('click', (event) => {
  if (!tree()) return;
  const move = event.target.closest?.('[data-carry]');
  if (move) { carry(move.closest('tr')); return; }
  if (!carried) return;
  if (event.target.closest?.('[data-carry-end]')) { putDown().querySelector('[data-carry]').focus(); return; }
  if (event.target.closest?.('[data-carry-top]')) { place(putDown(), null); return; }
  const row = event.target.closest?.('#tree tr[data-id]');
  if (!row || event.target.closest('[data-branch]')) return;
  event.preventDefault();
  event.stopPropagation();
  if (!notHere(row)) place(putDown(), row);
}, true);
document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && carried && tree()) { event.stopPropagation(); putDown().querySelector('[data-carry]').focus(); } }, true);

document.addEventListener('dragstart', (event) => {
  const row = event.target.closest?.('#tree tr[data-id]');
  if (!row) return;
  dragged = row;
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('text/plain', row.querySelector('a').textContent);
  row.classList.add('dragged');
  row.closest('table').classList.add('dropping');
});
const target = (event) => dragged && event.target.closest?.('#tree tr[data-id], #tree [data-top]');
document.addEventListener('dragover', (event) => {
  const row = target(event);
  for (const one of document.querySelectorAll('.tree .over')) one.classList.toggle('over', one === row);
  if (!row || row === dragged || row.dataset.path?.startsWith(`${dragged.dataset.path}/`)) return;
  event.preventDefault();
  row.classList.add('over');
});
document.addEventListener('drop', (event) => {
  const row = target(event);
  if (!row || row === dragged) return;
  event.preventDefault();
  place(dragged, row.dataset.id ? row : null);
});
document.addEventListener('dragend', () => {
  dragged?.classList.remove('dragged');
  for (const one of document.querySelectorAll('.tree .over')) one.classList.remove('over');
  document.querySelector('.tree.dropping')?.classList.remove('dropping');
  dragged = null;
});

document.addEventListener('keydown', (event) => {
  const row = event.target.closest?.('#tree tr[data-id]');
  if (!row || event.ctrlKey || event.metaKey) return;
  const every = shown();
  const at = every.indexOf(row);
  const expanded = row.getAttribute('aria-expanded');
  const parent = every.slice(0, at).reverse().find((one) => level(one) < level(row));
  const focus = (one) => one?.querySelector('a').focus();
  if (event.altKey && 'moves' in tree().dataset) {
    const before = every.slice(0, at).reverse().find((one) => level(one) <= level(row));
    if (event.key === 'ArrowRight' && before && level(before) === level(row)) { event.preventDefault(); place(row, before); }
    if (event.key === 'ArrowLeft' && parent) { event.preventDefault(); place(row, every.slice(0, every.indexOf(parent)).reverse().find((one) => level(one) < level(parent)) ?? null); }
    return;
  }
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); focus(every[at + (event.key === 'ArrowDown' ? 1 : -1)]); }
  if (event.key === 'ArrowRight') { event.preventDefault(); if (expanded === 'false') open(row, true); else if (expanded) focus(every[at + 1]); }
  if (event.key === 'ArrowLeft') { event.preventDefault(); if (expanded === 'true') open(row, false); else focus(parent); }
});

document.addEventListener('htmx:after:settle', start);
start();
