// Where a part of a record's page goes: values into the head or a group, groups and related lists into a tab or beside the tabs.
import { box, root, within, words } from './studio_page_canvas.js';

const kindOf = (what) => what.kind ?? what.part?.dataset.is;
const away = (rect, x, y) => Math.max(rect.left - x, x - rect.right, 0) + Math.max(rect.top - y, y - rect.bottom, 0);

// What stands in a zone: a part, or the group whose head is the part.
const holders = (zone) => [...zone.children].filter((one) => one.matches('[data-part], .rgroup'));
const idOf = (holder) => holder?.dataset.part ?? holder?.querySelector('.rgh').dataset.part ?? '';

function spot(x, y, what) {
  const kind = kindOf(what);
  if (kind === 'tab') return { place: 'tabs', before: '', text: words('here'), line: under(root().querySelector('.rtabs')) };
  const zones = [...root().querySelectorAll(`[data-takes="${kind}"]`)].filter((one) => one.offsetParent).map((one) => ({ one, rect: one.getBoundingClientRect() }));
  const near = zones.sort((a, b) => away(a.rect, x, y) - away(b.rect, x, y) || a.rect.width * a.rect.height - b.rect.width * b.rect.height)[0];
  if (!near) return null;
  const zone = near.one;
  const parts = holders(zone).filter((one) => !one.contains(what.part ?? null)).map((one) => ({ one, rect: one.getBoundingClientRect() }));
  const row = zone.dataset.flow === 'row';
  const found = parts.find(({ rect }) => (row ? y < rect.top || (y < rect.bottom && x < rect.left + rect.width / 2) : y < rect.top + rect.height / 2));
  const last = parts.at(-1)?.rect;
  const area = near.rect;
  const where = { place: zone.dataset.zone, before: idOf(found?.one), text: words('here'), section: zone };
  if (row && (found || last)) {
    const edge = within(found?.rect ?? last);
    return { ...where, line: { left: found ? edge.left - 5 : edge.right + 3, top: edge.top, width: 3, height: Math.max(edge.height, 18) } };
  }
  const top = found ? found.rect.top - 2 : last ? last.bottom + 1 : area.top + 2;
  const line = within({ left: area.left, right: area.right, width: area.width, top, bottom: top });
  return { ...where, line: { left: line.left, top: line.top, width: line.width, height: 3 } };
}
function under(element) {
  const rect = within(element.getBoundingClientRect());
  return { left: rect.left, top: rect.bottom - 2, width: rect.width, height: 3 };
}

// What is pressed instead of dragged goes behind what is chosen, else to the end of the first place that takes it.
function beside(part, tile) {
  const kind = tile.dataset.kindOf;
  if (kind === 'tab') return { place: 'tabs', before: '' };
  const zone = part?.closest(`[data-takes="${kind}"]`) ?? part?.closest('.rgroup')?.querySelector(`[data-takes="${kind}"]`);
  if (zone) {
    const next = holders(zone);
    const at = next.findIndex((one) => one.contains(part));
    return { place: zone.dataset.zone, before: at >= 0 ? idOf(next[at + 1]) : '' };
  }
  const open = `${{ group: 'groups', related: 'related' }[kind]}:${box().dataset.tab ?? ''}`;
  const every = [...root().querySelectorAll(`[data-takes="${kind}"]`)];
  const usual = kind === 'value' ? every.find((one) => one.dataset.zone.startsWith('group:')) : every.find((one) => one.dataset.zone === open);
  return { place: (usual ?? every[0]).dataset.zone, before: '' };
}
const named = (part) => (part.dataset.is === 'group' ? part.querySelector('h3') : part.dataset.is === 'tab' ? part : null);
function over(under_, what, openTab) {
  const tab = under_?.closest?.('.rtabs .tab[data-part]');
  if (tab && kindOf(what) !== 'tab' && !tab.matches('.on')) openTab(tab.dataset.part.slice(4));
}

export const recordPage = { spot, beside, named, over };
