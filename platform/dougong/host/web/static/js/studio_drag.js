// Carrying a part over a list or tree of rows: a card under the pointer, a line where it would go, a refusal where it has
// no place. Each owner of rows takes a carrier and fills in what begins, where there is room and what a drop does; whose parts
// are no rows gives `locate(what, event, line)` instead, which places the line itself and gives the place, null where there is none.

const carriers = [];
export function carrier(row = '.mrow') {
  const one = { row, begin: () => null, rows: () => [], place: () => null, said: () => '', pill: null, locate: null, left: () => {}, tree: () => null, drop: () => {}, moved: false };
  carriers.push(one);
  return one;
}
export const carry = carrier(); // the menu's
const FAR = 5; // pixels before a press becomes a drag
let held = null; // what is carried: {by, what, x, y, ghost?, line?, refusal?, where}

const piece = (tag, kind, text = '') => Object.assign(document.createElement(tag), { className: kind, textContent: text });

function take(event) {
  const { what } = held;
  held.ghost = piece('div', 'ghost');
  if (what.icon) held.ghost.append(what.icon.cloneNode(true));
  held.ghost.append(piece('span', 'ell', what.label));
  if (what.count) held.ghost.append(piece('span', 'chip', String(what.count)));
  held.line = piece('div', 'dropline');
  held.line.append(piece('span', 'pill', held.by.said('line', { n: what.level })));
  held.line.hidden = true;
  document.body.append(held.ghost);
  held.by.tree().append(held.line);
  what.from.classList.add('carried');
  for (const row of held.by.tree().querySelectorAll(held.by.row)) if (what.row && !held.by.rows(what).includes(row)) row.classList.add('faded');
  document.documentElement.classList.add('carrying');
  held.by.moved = true;
  move(event);
}

function move(event) {
  const { what, ghost, line } = held;
  held.at = event;
  ghost.style.transform = `translate(${event.clientX - 12}px, ${event.clientY + 10}px) rotate(-1.5deg)`;
  if (held.by.locate) { held.where = held.by.locate(what, event, line); return; }
  const area = held.by.tree().getBoundingClientRect();
  const inside = event.clientX >= area.left && event.clientX <= area.right && event.clientY >= area.top - 20 && event.clientY <= area.bottom + 20;
  if (held.refusal && over(held.refusal.box, event)) { offered(event); return; } // it stays as long as one is on it
  refuse(null);
  line.hidden = !inside;
  held.where = null;
  if (!inside) return;
  const rows = held.by.rows(what);
  const edges = [area.top, ...rows.map((row) => row.getBoundingClientRect().bottom)];
  const near = edges.map((edge, n) => ({ n, edge, far: Math.abs(edge - event.clientY) })).sort((one, other) => one.far - other.far);
  const found = near.find(({ n }) => held.by.place(what, rows[n - 1], rows[n]));
  if (!found) { line.hidden = true; return; }
  held.where = held.by.place(what, rows[found.n - 1], rows[found.n]);
  line.style.top = `${found.edge - area.top + held.by.tree().scrollTop}px`;
  line.style.left = `${8 + 22 * (what.level - 1)}px`;
  if (held.by.pill) line.firstChild.textContent = held.by.pill(what, held.where);
  if (near[0] !== found && what.level === 2 && what.count) refuse(rows[near[0].n - 1], near[0].edge - area.top + held.by.tree().scrollTop);
  const edge = event.clientY < area.top + 40 ? -12 : event.clientY > area.bottom - 40 ? 12 : 0;
  if (edge) held.by.tree().scrollTop += edge;
}

// The refused place, why, and what could go there instead: letting go on the offer does that.
function refuse(row, top) {
  if (!row) {
    held.refusal?.box.remove();
    held.refusal = null;
    for (const one of document.querySelectorAll('.mrow.refusing')) one.classList.remove('refusing');
    return;
  }
  const { what } = held;
  const group = row.ariaLevel === '2' ? row : held.by.tree().querySelector(`.mrow[data-id="${CSS.escape(row.dataset.parent)}"]`);
  const box = piece('div', 'refusal');
  const words = piece('div', 'grow');
  words.append(piece('b', '', held.by.said('refused', {})), piece('span', 'm12', held.by.said('why', { name: what.label, n: what.count })));
  const offer = piece('span', 'btn sm', held.by.said('only', { n: what.count }));
  box.append(words, offer);
  held.by.tree().append(box);
  box.style.top = `${top - 44}px`;
  held.refusal = { box, offer, group, instead: held.where };
  group?.classList.add('refusing');
}

function offered(event) {
  const { offer, group, instead } = held.refusal;
  const on = Boolean(group) && over(offer, event);
  offer.classList.toggle('on', on);
  held.where = on ? { pour: group.dataset.id } : instead;
}

function over(box, event) {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  return event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
}

function end(keep) {
  if (!held) return;
  const { what, where, ghost, line, by } = held;
  ghost?.remove();
  line?.remove();
  by.left(what);
  refuse(null);
  what.from.classList.remove('carried');
  for (const row of document.querySelectorAll('.faded')) row.classList.remove('faded');
  document.documentElement.classList.remove('carrying');
  const dropped = keep && ghost && where;
  held = null;
  if (dropped) by.drop(what, where);
  setTimeout(() => { by.moved = false; }, 0);
}

document.addEventListener('pointerdown', (event) => {
  if (event.button || held) return;
  if (event.pointerType === 'touch' && !event.target.closest?.('.grip')) return;
  const by = carriers.find((one) => one.begin(event.target));
  if (!by) return;
  held = { by, what: by.begin(event.target), x: event.clientX, y: event.clientY, pointer: event.pointerId, where: null };
});
document.addEventListener('pointermove', (event) => {
  if (!held || event.pointerId !== held.pointer) return;
  if (!held.ghost && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
  event.preventDefault();
  if (held.ghost) move(event); else take(event);
});
document.addEventListener('pointerup', (event) => { if (held?.pointer === event.pointerId) end(true); });
document.addEventListener('pointercancel', () => end(false));
// An answer to the gesture before draws the rows anew under what is carried: the line comes back at once.
document.addEventListener('htmx:after:settle', () => {
  if (!held?.ghost || held.line.isConnected || !held.by.tree()) return;
  held.by.tree().append(held.line);
  move(held.at);
});
document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && held?.ghost) { event.preventDefault(); event.stopPropagation(); end(false); } }, true);
