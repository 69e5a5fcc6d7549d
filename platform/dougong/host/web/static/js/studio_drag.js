// Carrying a part over a tree of rows: a card under the pointer, a line where it would go, a refusal where it has no place.
// Whoever owns the tree fills in what begins, where there is room and what a drop does.

export const carry = { begin: () => null, rows: () => [], place: () => null, said: () => '', tree: () => null, drop: () => {}, moved: false };
const FAR = 5; // pixels before a press becomes a drag
let held = null; // what is carried: {what, x, y, ghost?, line?, refusal?, where}

const piece = (tag, kind, text = '') => Object.assign(document.createElement(tag), { className: kind, textContent: text });

function take(event) {
  const { what } = held;
  held.ghost = piece('div', 'ghost');
  if (what.icon) held.ghost.append(what.icon.cloneNode(true));
  held.ghost.append(piece('span', 'ell', what.label));
  if (what.count) held.ghost.append(piece('span', 'chip', String(what.count)));
  held.line = piece('div', 'dropline');
  held.line.append(piece('span', 'pill', carry.said('line', { n: what.level })));
  held.line.hidden = true;
  document.body.append(held.ghost);
  carry.tree().append(held.line);
  what.from.classList.add('carried');
  for (const row of carry.tree().querySelectorAll('.mrow')) if (what.row && !carry.rows(what).includes(row)) row.classList.add('faded');
  document.documentElement.classList.add('carrying');
  carry.moved = true;
  move(event);
}

function move(event) {
  const { what, ghost, line } = held;
  ghost.style.transform = `translate(${event.clientX - 12}px, ${event.clientY + 10}px) rotate(-1.5deg)`;
  const area = carry.tree().getBoundingClientRect();
  const inside = event.clientX >= area.left && event.clientX <= area.right && event.clientY >= area.top - 20 && event.clientY <= area.bottom + 20;
  refuse(null);
  line.hidden = !inside;
  held.where = null;
  if (!inside) return;
  const rows = carry.rows(what);
  const edges = [area.top, ...rows.map((row) => row.getBoundingClientRect().bottom)];
  const near = edges.map((edge, n) => ({ n, edge, far: Math.abs(edge - event.clientY) })).sort((one, other) => one.far - other.far);
  const found = near.find(({ n }) => carry.place(what, rows[n - 1], rows[n]));
  if (!found) { line.hidden = true; return; }
  held.where = carry.place(what, rows[found.n - 1], rows[found.n]);
  line.style.top = `${found.edge - area.top + carry.tree().scrollTop}px`;
  line.style.left = `${8 + 22 * (what.level - 1)}px`;
  if (near[0] !== found && what.level === 2 && what.count) refuse(rows[near[0].n - 1], near[0].edge - area.top + carry.tree().scrollTop, event);
  const edge = event.clientY < area.top + 40 ? -12 : event.clientY > area.bottom - 40 ? 12 : 0;
  if (edge) carry.tree().scrollTop += edge;
}

// The refused place, why, and what could go there instead: letting go on the offer does that.
function refuse(row, top, event) {
  if (!row) {
    held.refusal?.remove();
    held.refusal = null;
    for (const one of document.querySelectorAll('.mrow.refusing')) one.classList.remove('refusing');
    return;
  }
  const { what } = held;
  const group = row.ariaLevel === '2' ? row : carry.tree().querySelector(`.mrow[data-id="${CSS.escape(row.dataset.parent)}"]`);
  const box = piece('div', 'refusal');
  const words = piece('div', 'grow');
  words.append(piece('b', '', carry.said('refused', {})), piece('span', 'm12', carry.said('why', { name: what.label, n: what.count })));
  const offer = piece('span', 'btn sm', carry.said('only', { n: what.count }));
  box.append(words, offer);
  carry.tree().append(box);
  box.style.top = `${top - 44}px`;
  held.refusal = box;
  group?.classList.add('refusing');
  const over = offer.getBoundingClientRect();
  const on = event.clientX >= over.left && event.clientX <= over.right && event.clientY >= over.top && event.clientY <= over.bottom;
  offer.classList.toggle('on', on);
  if (on && group) held.where = { pour: group.dataset.id };
}

function end(keep) {
  if (!held) return;
  const { what, where, ghost, line } = held;
  ghost?.remove();
  line?.remove();
  refuse(null);
  what.from.classList.remove('carried');
  for (const row of document.querySelectorAll('.mrow.faded')) row.classList.remove('faded');
  document.documentElement.classList.remove('carrying');
  const dropped = keep && ghost && where;
  held = null;
  if (dropped) carry.drop(what, where);
  setTimeout(() => { carry.moved = false; }, 0);
}

document.addEventListener('pointerdown', (event) => {
  if (event.button || held) return;
  if (event.pointerType === 'touch' && !event.target.closest?.('.grip')) return;
  const what = carry.begin(event.target);
  if (!what) return;
  held = { what, x: event.clientX, y: event.clientY, pointer: event.pointerId, where: null };
});
document.addEventListener('pointermove', (event) => {
  if (!held || event.pointerId !== held.pointer) return;
  if (!held.ghost && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
  event.preventDefault();
  if (held.ghost) move(event); else take(event);
});
document.addEventListener('pointerup', (event) => { if (held?.pointer === event.pointerId) end(true); });
document.addEventListener('pointercancel', () => end(false));
document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && held?.ghost) { event.preventDefault(); event.stopPropagation(); end(false); } }, true);
