// Where a tile goes on a dashboard: before another in reading order, in the wide column or the narrow one; and its width.
import { chosen, root, within, words } from './studio_page_canvas.js';

const GRID = 12;
const lanes = () => [...root().querySelectorAll('[data-lane]')];

function spot(x, y, what) {
  const places = lanes().map((one) => ({ one, rect: one.getBoundingClientRect() }));
  const lane = places.find(({ one, rect }) => one.dataset.lane === 'rail' && x >= rect.left - 8 && rect.width && (rect.top <= y + 40 || rect.left > places[0].rect.right - 8) && rect.left >= places[0].rect.right - 8)?.one
    ?? places.find(({ rect }) => y >= rect.top && y <= rect.bottom && x >= rect.left && x <= rect.right)?.one ?? places[0].one;
  const rail = lane.dataset.lane === 'rail';
  const tiles = [...lane.querySelectorAll('.dtile')].filter((one) => one !== what.part);
  const area = lane.getBoundingClientRect();
  const flat = rail || tiles.every((one) => one.getBoundingClientRect().width > area.width - 20);
  const text = rail ? words('putRail') : words('put', { n: what.wide });
  const found = tiles.map((one) => ({ one, rect: one.getBoundingClientRect() })).find(({ rect }) => (flat ? y < rect.top + rect.height / 2 : y < rect.top || (y < rect.bottom && x < rect.left + rect.width / 2)));
  const before = found?.one.dataset.part ?? '';
  const last = tiles.at(-1)?.getBoundingClientRect();
  const where = { place: lane.dataset.lane, before, text, section: lane };
  if (flat || (!found && !last)) {
    const top = found ? found.rect.top - 6 : last ? last.bottom + 6 : area.top + 4;
    const line = within({ ...plain(area), top, bottom: top });
    return { ...where, line: { left: line.left, top: line.top - 1, width: line.width, height: 3 } };
  }
  const near = found?.rect ?? last;
  const edge = within(near);
  const line = { left: found ? edge.left - 8 : edge.right + 5, top: edge.top, width: 3, height: edge.height };
  const slot = !found && area.right - near.right > 60 ? { left: edge.right + 12, top: edge.top, width: Math.min(area.right - near.right - 12, (area.width * what.wide) / GRID), height: edge.height } : null;
  return { ...where, line, slot };
}
const plain = ({ left, right, width, height }) => ({ left, right, width, height });

// What is pressed instead of dragged goes behind what is chosen, else to the end.
function beside(part) {
  const lane = part?.closest('[data-lane]') ?? lanes()[0];
  const tiles = [...lane.querySelectorAll('.dtile')];
  return { place: lane.dataset.lane, before: tiles[tiles.indexOf(part) + 1]?.dataset.part && part ? tiles[tiles.indexOf(part) + 1].dataset.part : '' };
}

function wide(part, width) {
  for (let n = 1; n <= GRID; n += 1) part.classList.toggle(`w${n}`, n === width);
  part.dataset.width = String(width);
  const said = document.querySelector('.ftw');
  if (said) said.textContent = said.textContent.replace(/\d+/, width);
}
// A handle pulled: the width snaps to the columns, the tile follows at once.
function pull(handle, event, { done, moved, over }) {
  const part = chosen();
  if (!part) return;
  event.preventDefault();
  const start = Number(part.dataset.width);
  const column = part.closest('[data-lane]').getBoundingClientRect().width / GRID;
  const sign = handle.dataset.handle === 'right' ? 1 : -1;
  let wanted = start;
  const move = (at) => {
    wanted = Math.max(2, Math.min(GRID, start + Math.round((sign * (at.clientX - event.clientX)) / column)));
    wide(part, wanted);
    moved();
  };
  const end = () => {
    document.removeEventListener('pointermove', move);
    document.removeEventListener('pointerup', end);
    if (wanted !== start) done(wanted);
    over();
  };
  document.addEventListener('pointermove', move);
  document.addEventListener('pointerup', end);
}

export const board = { spot, beside, wide, pull, named: (part) => part.querySelector('.th h2, h1') };
