// Carrying a part over a sheet of rows: a card under the pointer, a line between fields or between rows, a slot that says
// what letting go does. Whoever owns the sheet says what begins, which parts are there and what a drop does.

const sheets = [];
export function anotherSheet() {
  const one = { begin: () => null, root: () => null, spot: () => null, drop: () => {}, over: () => {}, moved: false };
  sheets.push(one);
  return one;
}
export const sheet = anotherSheet(); // the form's
const shown = () => sheets.find((one) => one.root());
const FAR = 5; // pixels before a press becomes a drag
let held = null; // what is carried: {by, what, x, y, pointer, ghost?, where}

const piece = (tag, kind, text = '') => Object.assign(document.createElement(tag), { className: kind, textContent: text });
const px = (number) => `${Math.round(number)}px`;

function take() {
  const { what } = held;
  held.ghost = piece('div', 'ghost');
  if (what.icon) held.ghost.append(what.icon.cloneNode(true));
  held.ghost.append(piece('span', 'ell', what.label));
  if (what.type) held.ghost.append(piece('span', 'chip', what.type));
  document.body.append(held.ghost);
  what.from?.classList.add('carried');
  document.documentElement.classList.add('carrying');
  held.by.moved = true;
}

function move(event) {
  const { by, ghost, what } = held;
  ghost.style.transform = `translate(${event.clientX - 12}px, ${event.clientY + 14}px) rotate(-1.5deg)`;
  held.at = { x: event.clientX, y: event.clientY };
  by.over(document.elementFromPoint(event.clientX, event.clientY), what);
  held.where = by.spot(event.clientX, event.clientY, what);
  show(held.where);
  const scroll = by.root()?.closest('.fscroll');
  const area = scroll?.getBoundingClientRect();
  if (!area || event.clientX < area.left || event.clientX > area.right) return;
  if (event.clientY < area.top + 40) scroll.scrollTop -= 14;
  if (event.clientY > area.bottom - 40) scroll.scrollTop += 14;
}

// Where it would go: {line: {left, top, width, height}, slot?: rect, text, section?: element}, in the sheet's own pixels.
function show(where) {
  const mark = document.getElementById('fmark');
  const slot = document.getElementById('fslot');
  if (!mark) return;
  mark.hidden = !where?.line;
  slot.hidden = !where?.slot;
  for (const one of document.querySelectorAll('.droptarget')) if (one !== where?.section) one.classList.remove('droptarget');
  where?.section?.classList.add('droptarget');
  if (where?.line) {
    const { left, top, width, height } = where.line;
    Object.assign(mark.style, { left: px(left), top: px(top), width: px(width), height: px(height) });
    mark.classList.toggle('upright', height > width);
    mark.classList.toggle('atright', left > mark.parentElement.clientWidth - 260);
    mark.firstElementChild.textContent = where.slot ? '' : where.text;
    mark.classList.toggle('refused', Boolean(where.refused));
  }
  if (where?.slot) {
    const { left, top, width, height } = where.slot;
    Object.assign(slot.style, { left: px(left), top: px(top), width: px(width), height: px(height) });
    slot.firstElementChild.textContent = where.text;
  }
}

function end(keep) {
  if (!held) return;
  const { by, what, where, ghost } = held;
  ghost?.remove();
  show(null);
  what.from?.classList.remove('carried');
  document.documentElement.classList.remove('carrying');
  held = null;
  if (keep && ghost && where && !where.refused) by.drop(what, where);
  setTimeout(() => { by.moved = false; }, 0);
}

document.addEventListener('pointerdown', (event) => {
  const by = shown();
  if (event.button || held || !by) return;
  if (event.pointerType === 'touch' && !event.target.closest?.('.grip, .fgrab, [data-handle]')) return;
  const what = by.begin(event.target, event);
  if (!what) return;
  held = { by, what, x: event.clientX, y: event.clientY, pointer: event.pointerId, where: null };
});
document.addEventListener('pointermove', (event) => {
  if (!held || event.pointerId !== held.pointer) return;
  if (!held.ghost && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
  event.preventDefault();
  if (!held.ghost) take();
  move(event);
});
// An answer to what was done before may draw the sheet anew under the hand.
document.addEventListener('htmx:after:settle', () => {
  if (!held?.ghost || !held.by.root()) return;
  held.what.from?.classList.add('carried');
  held.where = held.by.spot(held.at.x, held.at.y, held.what);
  show(held.where);
});
document.addEventListener('pointerup', (event) => { if (held?.pointer === event.pointerId) end(true); });
document.addEventListener('pointercancel', () => end(false));
document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && held?.ghost) { event.preventDefault(); event.stopPropagation(); end(false); } }, true);
